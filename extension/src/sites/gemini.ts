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
  stopButtons: [".stop", '[aria-label^="Stop"]', ':has([fonticon="stop"])'],
  answers: ["model-response message-content", "model-response", '[data-practice-role="assistant"]'],
  turns: ["model-response"],
  questions: ["user-query", '[data-practice-role="user"]'],
  pathsWithoutComposer: [
    /^(?:\/u\/\d+)?\/(?:apps|extensions|faq|gems|library|mystuff|saved-info|scheduled|search|settings|share|sharing|updates)\b/,
  ],
  conversationKey: (address) => /\/(?:app|gem\/[\w-]+)\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
