/**
 * A site without an adapter of its own, named when the packages are built (`SITES`).
 *
 * What people write in is recognised by what it is, wherever it is: in the page, in a frame or in a shadow tree. Which
 * conversation an address shows is not known: all of a site's is one.
 */

import type { Site } from "./site";

export function generic(origin: string): Site {
  return {
    id: "other",
    title: new URL(origin).host,
    matches: [`${origin}/*`],
    isDeep: true,
    composers: [
      'textarea:not([readonly], [disabled], [role*="search"])',
      '[contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]',
    ],
    sendButtons: [
      'button[aria-label*="send" i], [role="button"][aria-label*="send" i], button[title*="send" i]',
      'button[data-testid*="send" i], button[id*="send" i], button[class*="send" i]',
      ':is(form:has(textarea), form:has([contenteditable])) :is(button[type="submit"], button:not([type]))',
    ],
    stopButtons: ['[aria-label*="stop" i]'],
    answers: ['[data-message-author-role="assistant"]', '[data-role="assistant"]'],
    turns: [],
    questions: ['[data-message-author-role="user"]', '[data-role="user"]'],
    pathsWithoutComposer: [],
    conversationKey: () => "",
  };
}
