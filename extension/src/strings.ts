/**
 * The words the extension shows, in the language the person reads.
 *
 * They are bundled, not fetched through the browser, so that a page whose extension was updated under it can still
 * speak. `_locales` holds them in the browser's own format; `$1` to `$9` stand for what is filled in. Dates are put
 * together here: Chromium knows no Welsh months.
 */

import welsh from "../_locales/cy/messages.json";
import english from "../_locales/en_GB/messages.json";
import { language as chosen } from "./browser";
import { joined } from "./welsh";

export type Key = keyof typeof english;

/** As `lang` has it: "en-GB" or "cy". */
export const language = chosen();

const isWelsh = language === "cy";
const messages: typeof english = isWelsh ? welsh : english;

export function say(key: Key, ...filled: readonly string[]): string {
  return messages[key].message.replace(/\$([1-9])/g, (_, place: string) => filled[Number(place) - 1] ?? "");
}

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  if (parts.length < 2) return last;
  const first = parts.slice(0, -1).join(", ");
  return isWelsh ? joined(first, last) : say("and", first, last);
}

/** A day as people here write it; `time` as machines do. */
export function day(time: string): string {
  const date = new Date(time);
  return `${date.getDate()} ${say("months").split(", ")[date.getMonth()] ?? ""} ${date.getFullYear()}`;
}

/** A number as people here write it. */
export function figure(n: number): string {
  return n.toLocaleString("en-GB");
}
