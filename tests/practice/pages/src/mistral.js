/** The Le Chat practice page: a real ProseMirror editor. */

import { proseMirror } from './editors/prosemirror.js'
import { run } from './simple.js'

run({
  site: 'mistral',
  button: document.querySelector('[aria-label="Send question"]'),
  names: {
    question: 'div[data-message-author-role="user"]',
    answer: 'div > div[data-message-author-role="assistant"]',
  },
  path: (id) => (id === null ? '/chat' : `/chat/${id}`),
  mount: (hears) =>
    proseMirror({
      into: document.querySelector('.editor'),
      attributes: { role: 'textbox', 'aria-label': 'Ask Le Chat', 'aria-multiline': 'true', 'data-placeholder': 'Ask Le Chat' },
      ...hears,
    }),
})
