/** Claude: a ProseMirror editor, through tiptap. */

import type { Site } from "../site";

export const site: Site = {
  id: "claude",
  title: "Claude",
  matches: ["https://claude.ai/*"],
  composers: [
    '[data-testid="chat-input"][contenteditable="true"]',
    '.ProseMirror[contenteditable="true"][role="textbox"]',
    '[contenteditable="true"][aria-label="Write your prompt to Claude"]',
  ],
  sendButtons: ['button[aria-label="Send message"]', 'button[data-testid="chat-input-send"]'],
  stopButtons: ['[aria-label^="Stop"]'],
  answers: [".font-claude-response", ".font-claude-message"],
  turns: ["[data-is-streaming]"],
  questions: ['[data-testid="user-message"]'],
  pathsWithoutComposer: [/^\/(?:artifacts|code|customize|download|login|onboarding|public|recents|settings|share|upgrade)\b/, /^\/projects$/],
  conversationKey: (address) => /\/chat\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
