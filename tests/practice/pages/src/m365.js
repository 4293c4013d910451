/** The Microsoft 365 Copilot practice page: a real Lexical editor in a `span`. */

import { lexical } from './editors/lexical.js'
import { run } from './simple.js'

run({
  site: 'm365',
  button: document.querySelector('.fai-SendButton'),
  names: {
    question: 'div.fai-UserMessage',
    answer: 'div.fai-CopilotMessage > div[data-testid="markdown-reply"]',
  },
  path: (id) => (id === null ? '/chat' : `/chat/conversation/${id}`),
  mount: (hears) =>
    lexical({ element: document.querySelector('#m365-chat-editor-target-element'), rich: true, ...hears }),
})
