/** NotebookLM: a text field beside a notebook's sources. */

import type { Site } from "../site";

export const site: Site = {
  id: "notebooklm",
  title: "NotebookLM",
  matches: ["https://notebooklm.google.com/*"],
  composers: ["textarea.query-box-input", "query-box textarea", 'textarea[aria-label="Query box"]'],
  sendButtons: ['query-box button[type="submit"]', "button.submit-button"],
  stopButtons: ['[aria-label^="Stop"]'],
  answers: [".to-user-container .message-text-content"],
  turns: [".chat-message-pair .to-user-container"],
  questions: [".from-user-container"],
  pathsWithoutComposer: [/^\/$/, /^\/(?:u\/\d+\/?)$/, /^\/(?:login|plans|settings)\b/],
  conversationKey: (address) => /\/notebook\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
