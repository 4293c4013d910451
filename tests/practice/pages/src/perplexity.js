/** The Perplexity practice page: a real Lexical editor whose lines break within one paragraph. */

import { lexical } from './editors/lexical.js'
import { run } from './simple.js'

run({
  site: 'perplexity',
  button: document.querySelector('[data-testid="submit-button"]'),
  names: {
    question: 'h1 > span.select-text',
    answer: 'div > div[id="markdown-content-0"]',
  },
  path: (id) => (id === null ? '/' : `/search/${id}`),
  mount: (hears) => lexical({ element: document.querySelector('#ask-input'), rich: false, ...hears }),
})
