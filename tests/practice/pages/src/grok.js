/** The Grok practice page: a real ProseMirror editor. */

import { proseMirror } from './editors/prosemirror.js'
import { run } from './simple.js'

run({
  site: 'grok',
  button: document.querySelector('[aria-label="Submit"]'),
  names: {
    question: 'div.items-end > div.message-bubble',
    answer: 'div.items-start > div.message-bubble',
  },
  path: (id) => (id === null ? '/' : `/c/${id}`),
  mount: (hears) =>
    proseMirror({
      into: document.querySelector('.editor'),
      attributes: {
        class: 'tiptap',
        role: 'textbox',
        'aria-label': 'Ask Grok anything',
        'aria-multiline': 'true',
        'data-placeholder': 'What do you want to know?',
      },
      ...hears,
    }),
})
