/**
 * The words the extension shows.
 *
 * They are bundled, not fetched through the browser, so that a page whose extension was updated under it can still
 * speak. `_locales` holds them in the browser's own format; `$1` to `$9` stand for what is filled in.
 */

import messages from "../_locales/en_GB/messages.json";

export type Key = keyof typeof messages;

export function say(key: Key, ...filled: readonly string[]): string {
  return messages[key].message.replace(/\$([1-9])/g, (_, place: string) => filled[Number(place) - 1] ?? "");
}

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : say("and", parts.slice(0, -1).join(", "), last);
}

/** A day as people here write it; `time` as machines do. */
export function day(time: string): string {
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

/** A number as people here write it. */
export function figure(n: number): string {
  return n.toLocaleString("en-GB");
}
