/** Grok: a ProseMirror editor, through tiptap. */

import type { Site } from "../site";

export const site: Site = {
  id: "grok",
  title: "Grok",
  matches: ["https://grok.com/*"],
  composers: [
    '[data-testid="chat-input"] [contenteditable="true"]',
    '.query-bar [contenteditable="true"]',
    '.tiptap.ProseMirror[contenteditable="true"]',
    ".query-bar textarea",
  ],
  sendButtons: ['button[data-testid="chat-submit"]', 'button[type="submit"][aria-label="Submit"]'],
  stopButtons: ['[aria-label^="Stop"]'],
  answers: [".items-start .message-bubble"],
  turns: [".items-start:has(.message-bubble)"],
  questions: [".items-end .message-bubble"],
  pathsWithoutComposer: [/^\/(?:files|imagine|settings|share|sign-in|tasks)\b/],
  conversationKey: (address) => /\/(?:c|chat)\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
