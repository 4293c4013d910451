/** Perplexity: a Lexical editor, or a text field where scripts are still to come. */

import type { Site } from "../site";

export const site: Site = {
  id: "perplexity",
  title: "Perplexity",
  matches: ["https://www.perplexity.ai/*"],
  composers: [
    '#ask-input[contenteditable="true"]',
    '[data-ask-input-container="true"] [contenteditable="true"]',
    "textarea#ask-input",
  ],
  sendButtons: ['button[data-testid="submit-button"]', 'button[aria-label="Submit"]'],
  stopButtons: ['[data-testid="stop-generating-response-button"]', '[aria-label^="Stop"]'],
  answers: ['[id^="markdown-content-"]'],
  turns: ['div:has(> [id^="markdown-content-"])'],
  questions: ["h1 .select-text", '[class~="group/query"]'],
  pathsWithoutComposer: [/^\/(?:account|discover|enterprise|finance|hub|library|pro|settings|spaces)\b/],
  conversationKey: (address) => /\/search\/([\w.-]+)/.exec(address.pathname)?.[1] ?? "",
};
