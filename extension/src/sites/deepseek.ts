/** DeepSeek: a text field that React controls; its Send button has no name, and stands last in its row. */

import type { Site } from "../site";

export const site: Site = {
  id: "deepseek",
  title: "DeepSeek",
  matches: ["https://chat.deepseek.com/*"],
  composers: ["textarea#chat-input", "textarea.ds-scroll-area", 'textarea[placeholder*="DeepSeek"]'],
  sendButtons: [
    'div:has(> input[type="file"]) > :last-child [role="button"]',
    'div:has(> input[type="file"]) > [role="button"]:last-child',
    '[role="button"].ds-button--primary[aria-disabled]',
  ],
  stopButtons: ['[aria-label^="Stop"]'],
  answers: [".ds-markdown"],
  turns: [".ds-message:has(.ds-markdown)"],
  questions: [".ds-message:not(:has(.ds-markdown))"],
  pathsWithoutComposer: [/^\/(?:sign_in|sign_up|forgot_password)\b/],
  conversationKey: (address) => /\/chat\/s\/([\w-]+)/.exec(address.pathname)?.[1] ?? "",
};
