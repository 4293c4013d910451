/** The Claude practice page: a real ProseMirror editor. */

import { proseMirror } from './editors/prosemirror.js'
import { run } from './simple.js'

run({
  site: 'claude',
  button: document.querySelector('[aria-label="Send message"]'),
  names: {
    question: 'div[data-testid="user-message"]',
    answer: 'div[data-is-streaming="false"] > div.font-claude-response',
  },
  path: (id) => (id === null ? '/new' : `/chat/${id}`),
  mount: (hears) =>
    proseMirror({
      into: document.querySelector('.editor'),
      attributes: {
        class: 'tiptap',
        'data-testid': 'chat-input',
        role: 'textbox',
        'aria-label': 'Write your prompt to Claude',
        'aria-multiline': 'true',
        'data-placeholder': 'How can I help you today?',
      },
      ...hears,
    }),
})
