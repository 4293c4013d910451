/**
 * NotebookLM: a text field beside a notebook's sources, and one in the dialogue by which a text becomes a source.
 *
 * The dialogue lies over the page, so it comes first.
 */

import type { Site } from "../site";

export const site: Site = {
  id: "notebooklm",
  title: "NotebookLM",
  matches: ["https://notebooklm.google.com/*"],
  composers: [
    "mat-dialog-container textarea",
    "source-discovery-query-box textarea",
    "textarea.query-box-input",
    "query-box textarea",
    'textarea[aria-label="Query box"]',
  ],
  lines: ["mat-dialog-container form textarea"],
  sendButtons: [
    'mat-dialog-container form:has(textarea) button[type="submit"]',
    'source-discovery-query-box button[type="submit"]',
    'query-box button[type="submit"]',
    "button.submit-button",
  ],
  stopButtons: ['[aria-label^="Stop"]'],
  answers: [".to-user-container .message-text-content"],
  turns: [".chat-message-pair .to-user-container"],
  questions: [".from-user-container"],
  pathsWithoutComposer: [/^\/$/, /^\/(?:u\/\d+\/?)$/, /^\/(?:login|plans|settings)\b/],
  conversationKey: (address) => /\/notebook\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
