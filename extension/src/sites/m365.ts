/** Microsoft 365 Copilot, with a school's account: a Lexical editor in a `span`. */

import type { Site } from "../site";

export const site: Site = {
  id: "m365",
  title: "Microsoft 365 Copilot",
  matches: ["https://m365.cloud.microsoft/*", "https://copilot.cloud.microsoft/*"],
  composers: [
    '#m365-chat-editor-target-element[contenteditable="true"]',
    '[data-lexical-editor="true"][contenteditable="true"][role="combobox"]',
    '.fai-EditorInput__input[contenteditable="true"]',
  ],
  sendButtons: ["button.fai-SendButton", 'button[type="submit"][aria-label="Send"]'],
  stopButtons: [".fai-SendButton__stop", '[aria-label^="Stop"]'],
  answers: ['[data-testid="markdown-reply"]', ".fai-CopilotMessage__content"],
  turns: [".fai-CopilotMessage"],
  questions: [".fai-UserMessage"],
  pathsWithoutComposer: [/^\/(?:apps|create|library|notebooks|pages|search|settings)\b/],
  conversationKey: (address) => /\/chat\/conversation\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
