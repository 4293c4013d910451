/**
 * Sends a text that was checked, as the person would have: by Enter again, or by the Send button beside the composer.
 *
 * A site may heed no key but a person's; where Enter is known to send, its own button is clicked then. Elsewhere nothing
 * is clicked after an Enter, for where Enter is a new line it stays one. What is in the composer is compared right before
 * it goes, for the button may take a moment.
 */

import { type Composer, composerBeside, findSendButton, isStopButton, isUsable, read } from "./composer";
import type { Site } from "./site";

/** What the person did: pressed Enter, perhaps with keys held down, or a button, where it is known which. */
export type Press =
  | { readonly ctrlKey: boolean; readonly metaKey: boolean }
  | { readonly button: HTMLElement | null };

/** What came of it: the text was changed before it could go, or still stands where the site empties its box. */
export type Release = "done" | "changed" | "unheard";

// Sites enable their Send button a moment after the text is in.
const WITHIN = 1000;
const EVERY = 50;
// How long a site may take to show that it has heard; some empty their box only when they have been answered.
const HEARD_WITHIN = 1000;

/** `isSame`: whether it still is the text that may go; `goes` is told right before it does. */
export async function release(
  site: Site,
  composer: Composer,
  press: Press,
  isSame: () => boolean,
  goes: () => void,
): Promise<Release> {
  const pressed = "button" in press ? press.button : null;
  const isKey = !("button" in press);
  const own = (): HTMLElement | null =>
    pressed && isUsable(pressed) && !isStopButton(site, pressed)
      ? pressed
      : findSendButton(site, (button) => composerBeside(site, button) === composer);
  const isReady = (button: HTMLElement | null): boolean =>
    button ? !button.matches(":disabled, [aria-disabled='true']") : isKey;
  const hasGone = (): boolean => !isSame();
  const heard = async (hears = hasGone): Promise<Release> => ((await until(hears, HEARD_WITHIN)) ? "done" : "unheard");
  await until(() => isReady(own()), WITHIN);
  if (!isSame()) return "changed";
  goes();
  const button = own();
  if (!isKey && button && isReady(button)) {
    button.click();
    return heard();
  }
  const mayBeLine = site.isDeep === true && isKey && !press.ctrlKey && !press.metaKey;
  const before = read(composer);
  const isTaken = enter(composer, press);
  if (mayBeLine && !isTaken) {
    // The browser makes no new line for an Enter of ours.
    if (composer instanceof HTMLTextAreaElement) document.execCommand("insertText", false, "\n");
    else document.execCommand("insertParagraph");
    return "done";
  }
  // An editor that makes its own new line has sent nothing, nor was it to.
  const came = await heard(() => hasGone() || (mayBeLine && read(composer) !== before));
  if (came === "done" || isTaken) return came;
  const left = own();
  if (left && isReady(left)) left.click();
  return heard();
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
  const held = "button" in press ? {} : { ctrlKey: press.ctrlKey, metaKey: press.metaKey };
  const key = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ...held };
  const event = new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true, composed: true });
  return !composer.dispatchEvent(event);
}
