/**
 * ChatGPT: a ProseMirror editor when signed in, a plain text field when signed out.
 *
 * The signed-out page is another build of the site with names of its own. Until the signed-in page's editor stands, a
 * plain text field is shown in its place.
 */

import type { Site } from "../site";

export const site: Site = {
  id: "chatgpt",
  title: "ChatGPT",
  matches: ["https://chatgpt.com/*"],
  composers: [
    "#prompt-textarea",
    "textarea[data-mobile-composer-prompt]",
    'form[data-type="unified-composer"] [contenteditable="true"]',
    'textarea[name="prompt-textarea"]',
  ],
  sendButtons: [
    'button[data-testid="send-button"]',
    "#composer-submit-button",
    "button[data-composer-submit]",
    'form:has(textarea[data-mobile-composer-prompt]) button[type="submit"]',
  ],
  stopButtons: ['[data-testid="stop-button"]', '[aria-label^="Stop"]'],
  answers: ['[data-message-author-role="assistant"]', '[data-message-role="assistant"]'],
  turns: ['[data-turn="assistant"]', '[data-testid^="conversation-turn"]:has([data-message-author-role="assistant"])'],
  questions: ['[data-message-author-role="user"]', '[data-message-role="user"]', '[data-turn="user"]'],
  pathsWithoutComposer: [
    /^\/(?:admin|apps|auth|codex|explore|gpts|images|library|login|pricing|search|settings|share|tasks)\b/,
  ],
  conversationKey: (address) => /\/c\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
