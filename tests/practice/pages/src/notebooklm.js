/** The NotebookLM practice page: a plain text field. */

import { plainField } from './editors/plain.js'
import { run } from './simple.js'

run({
  site: 'notebooklm',
  button: document.querySelector('.submit-button'),
  names: {
    question: 'div.from-user-container',
    answer: 'div.chat-message-pair > div.to-user-container > div.message-text-content',
  },
  path: (id) => (id === null ? '/notebook/0f1e' : '/notebook/0f1e'),
  mount: (hears) => plainField({ element: document.querySelector('.query-box-input'), ...hears }),
})
