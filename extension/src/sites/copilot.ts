/** Microsoft Copilot for people at home: a text field that React controls. */

import type { Site } from "../site";

export const site: Site = {
  id: "copilot",
  title: "Microsoft Copilot",
  matches: ["https://copilot.microsoft.com/*"],
  composers: ['textarea[data-testid="composer-input"]', "textarea#userInput", 'textarea[placeholder*="Copilot"]'],
  sendButtons: ['button[data-testid="submit-button"]', 'button[aria-label="Submit message"]'],
  stopButtons: ['[data-testid="stop-button"]', '[aria-label^="Stop"]', '[aria-label^="Interrupt"]'],
  answers: ['[data-content="ai-message"]'],
  turns: ['[role="article"]:has([data-content="ai-message"])'],
  questions: ['[data-content="user-message"]'],
  pathsWithoutComposer: [/^\/(?:imagine|labs|library|pages|shopping|settings)\b/],
  conversationKey: (address) => /\/chats\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
