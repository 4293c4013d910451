/** Mistral's Le Chat: a ProseMirror editor, or a text field. */

import type { Site } from "../site";

export const site: Site = {
  id: "mistral",
  title: "Le Chat (Mistral)",
  matches: ["https://chat.mistral.ai/*"],
  composers: [
    '.ProseMirror[contenteditable="true"]',
    'form [contenteditable="true"]',
    'textarea[name="message.text"]',
  ],
  sendButtons: ['button[aria-label="Send question"]', 'form:has(.ProseMirror, textarea[name="message.text"]) button[type="submit"]'],
  stopButtons: ['[aria-label^="Stop"]'],
  answers: ['[data-message-author-role="assistant"]'],
  turns: ['div:has(> [data-message-author-role="assistant"])'],
  questions: ['[data-message-author-role="user"]'],
  pathsWithoutComposer: [/^\/(?:agents|connections|libraries|login|projects|settings)\b/],
  conversationKey: (address) => /\/chat\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
