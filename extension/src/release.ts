/**
 * Sends a text that was checked, as the person would have: by Enter again, or by the Send button beside the composer.
 *
 * Where Enter is a new line it stays one: after an Enter nothing is clicked. What is in the composer is compared right
 * before it goes, for the button may take a moment.
 */

import { type Composer, composerBeside, findSendButton } from "./composer";
import type { Site } from "./site";

/** What the person did: pressed Enter, perhaps with these held down, or anything else that sends. */
export type Press = { readonly ctrlKey: boolean; readonly metaKey: boolean } | "button";

// Sites enable their Send button a moment after the text is in.
const WITHIN = 1000;
const EVERY = 50;

/** False, and nothing done, when the text is no longer the one that may go. */
export async function release(site: Site, composer: Composer, press: Press, mayGo: () => boolean): Promise<boolean> {
  const own = (): HTMLElement | null => findSendButton(site, (button) => composerBeside(site, button) === composer);
  const isReady = (button: HTMLElement | null): boolean =>
    button ? !button.matches(":disabled, [aria-disabled='true']") : press !== "button";
  for (let waited = 0; waited < WITHIN && !isReady(own()); waited += EVERY) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  if (!mayGo()) return false;
  const button = own();
  if (press === "button" && button && isReady(button)) button.click();
  else enter(composer, press);
  return true;
}

function enter(composer: Composer, press: Press): void {
  composer.focus({ preventScroll: true });
  const held = press === "button" ? {} : { ctrlKey: press.ctrlKey, metaKey: press.metaKey };
  const key = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ...held };
  const event = new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true, composed: true });
  const isLeft = composer.dispatchEvent(event);
  // The browser makes no new line for an Enter of ours.
  const isLine = press !== "button" && !press.ctrlKey && !press.metaKey && composer instanceof HTMLTextAreaElement;
  if (isLeft && isLine) document.execCommand("insertText", false, "\n");
}
