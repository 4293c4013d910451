/** The signed-out ChatGPT practice page: a textarea the page's own script controls. */

import { plainField } from './editors/plain.js'
import { practise } from './practice.js'

const form = document.querySelector('form')
const button = document.querySelector('[data-composer-submit]')
const editor = plainField({
  element: document.querySelector('[data-mobile-composer-prompt]'),
  changed: () => {
    page.changed()
    show()
  },
  send: () => form.requestSubmit(),
})
const page = practise({
  site: 'chatgpt',
  editor,
  button,
  names: {
    question: 'div[data-message-role="user"]',
    answer: 'article > div[data-message-role="assistant"]',
  },
  chatPath: () => '/unauth-mweb/',
  streams: () => show(),
})

form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (window.practice.streaming && event.submitter === button) page.stop()
  else page.send()
  show()
})
show()
editor.focus()

function show() {
  const { streaming } = window.practice
  const isEmpty = editor.model() === ''
  button.setAttribute('aria-label', streaming ? 'Stop' : 'Send')
  button.toggleAttribute('data-visually-disabled', isEmpty)
  button.setAttribute('aria-disabled', String(isEmpty && !streaming))
}
