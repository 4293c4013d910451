/** The DeepSeek practice page: a text field that React controls, and a button without a name. */

import { reactField } from './editors/react.js'
import { run } from './simple.js'

run({
  site: 'deepseek',
  button: document.querySelector('.ds-icon-button'),
  names: {
    question: 'div.ds-message',
    answer: 'div.ds-message > div.ds-markdown',
  },
  path: (id) => (id === null ? '/' : `/a/chat/s/${id}`),
  mount: (hears) =>
    reactField({
      into: document.querySelector('.field'),
      attributes: {
        id: 'chat-input',
        className: 'ds-scroll-area',
        'aria-label': 'Message DeepSeek',
        placeholder: 'Message DeepSeek',
        rows: 2,
      },
      ...hears,
    }),
})
