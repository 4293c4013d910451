/** The Microsoft Copilot practice page: a text field that React controls. */

import { reactField } from './editors/react.js'
import { run } from './simple.js'

run({
  site: 'copilot',
  button: document.querySelector('[data-testid="submit-button"]'),
  names: {
    question: 'div[data-content="user-message"]',
    answer: 'div[role="article"] > div[data-content="ai-message"]',
  },
  path: (id) => (id === null ? '/' : `/chats/${id}`),
  mount: (hears) =>
    reactField({
      into: document.querySelector('.field'),
      attributes: {
        id: 'userInput',
        'data-testid': 'composer-input',
        role: 'textbox',
        'aria-label': 'Message Copilot',
        placeholder: 'Message Copilot',
        rows: 2,
      },
      ...hears,
    }),
})
