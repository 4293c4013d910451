/** Gemini: a Quill editor inside `rich-textarea`, on a page that enforces Trusted Types. */

import type { Site } from "../site";

export const site: Site = {
  id: "gemini",
  title: "Gemini",
  matches: ["https://gemini.google.com/*"],
  composers: [
    'rich-textarea .ql-editor[contenteditable="true"]',
    'rich-textarea [contenteditable="true"][role="textbox"]',
    '.ql-editor[contenteditable="true"][role="textbox"]',
  ],
  sendButtons: [
    '[data-test-id="send-button-container"] button',
    "button.send-button",
    'button[aria-label="Send message"]',
  ],
  pathsWithoutComposer: [/^\/faq\b/, /^\/updates\b/, /^\/share\//],
  conversationKey: (address) => /\/(?:app|gem\/[\w-]+)\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
