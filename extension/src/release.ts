/**
 * Sends a text that was checked, as the person would have: by Enter again, or by the Send button beside the composer.
 *
 * A site may heed no key but a person's; where Enter is known to send, its own button is clicked then. Elsewhere nothing
 * is clicked after an Enter, for where Enter is a new line it stays one. What is in the composer is compared right before
 * it goes, for the button may take a moment.
 */

import { type Composer, composerBeside, findSendButton, read } from "./composer";
import type { Site } from "./site";

/** What the person did: pressed Enter, perhaps with these held down, or anything else that sends. */
export type Press = { readonly ctrlKey: boolean; readonly metaKey: boolean } | "button";

// Sites enable their Send button a moment after the text is in.
const WITHIN = 1000;
const EVERY = 50;
// How long a site may take to show that it has heard; some empty their box only when they have been answered.
const HEARD_WITHIN = 1000;

/**
 * False when it has not gone: the text is no longer the one that may go, or the site has not heard.
 *
 * `isSame`: whether it still is the text that may go; `goes` is told right before it does.
 */
export async function release(
  site: Site,
  composer: Composer,
  press: Press,
  isSame: () => boolean,
  goes: () => void,
): Promise<boolean> {
  const own = (): HTMLElement | null => findSendButton(site, (button) => composerBeside(site, button) === composer);
  const isReady = (button: HTMLElement | null): boolean =>
    button ? !button.matches(":disabled, [aria-disabled='true']") : press !== "button";
  await until(() => isReady(own()), WITHIN);
  if (!isSame()) return false;
  goes();
  const button = own();
  const hasGone = (): boolean => !isSame();
  if (press === "button" && button && isReady(button)) {
    button.click();
    return until(hasGone, HEARD_WITHIN);
  }
  const mayBeLine = site.isDeep === true && press !== "button" && !press.ctrlKey && !press.metaKey;
  const before = read(composer);
  const isTaken = enter(composer, press);
  if (mayBeLine && !isTaken) {
    // The browser makes no new line for an Enter of ours.
    if (composer instanceof HTMLTextAreaElement) document.execCommand("insertText", false, "\n");
    return true;
  }
  // An editor that makes its own new line has sent nothing, nor was it to.
  if (await until(() => hasGone() || (mayBeLine && read(composer) !== before), HEARD_WITHIN)) return true;
  if (isTaken) return false;
  const left = own();
  if (left && isReady(left)) left.click();
  return until(hasGone, HEARD_WITHIN);
}

/** Whether it came true in so many milliseconds. */
async function until(holds: () => boolean, within: number): Promise<boolean> {
  for (let waited = 0; waited < within && !holds(); waited += EVERY) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  return holds();
}

/** Presses Enter; true when the page took it. */
function enter(composer: Composer, press: Press): boolean {
  composer.focus({ preventScroll: true });
  const held = press === "button" ? {} : { ctrlKey: press.ctrlKey, metaKey: press.metaKey };
  const key = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ...held };
  const event = new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true, composed: true });
  return !composer.dispatchEvent(event);
}
