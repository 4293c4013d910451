/**
 * A site without an adapter of its own, named when the packages are built (`SITES`).
 *
 * What people write in is recognised by what it is, wherever it is: in the page, in a frame or in a shadow tree. Which
 * conversation an address shows is not known: all of a site's is one.
 */

import { BUTTONS, sends } from "./buttons";
import type { Site } from "./site";

const COMPOSERS = [
  'textarea:not([readonly], [disabled], [role*="search"])',
  '[contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]',
];

export function generic(origin: string): Site {
  return {
    id: "other",
    title: new URL(origin).host,
    matches: [`${origin}/*`],
    isDeep: true,
    composers: COMPOSERS,
    // What says so first.
    sendButtons: [
      ':is(button, [role="button"]):is([aria-label*="send" i], [aria-label*="anfon" i], [title*="send" i], [title*="anfon" i])',
      'button:is([data-testid*="send" i], [id*="send" i], [class*="send" i])',
      BUTTONS,
    ],
    sends: (button) => sends(button, COMPOSERS.join()),
    stopButtons: ['[aria-label*="stop" i]'],
    answers: ['[data-message-author-role="assistant"]', '[data-role="assistant"]'],
    turns: [],
    questions: ['[data-message-author-role="user"]', '[data-role="user"]'],
    pathsWithoutComposer: [],
    conversationKey: () => "",
  };
}
