/** The signed-out ChatGPT practice page: a textarea the page's own script controls. */

import { practise } from './practice.js'
import './chatgpt.css'

const form = document.querySelector('form')
const field = document.querySelector('[data-mobile-composer-prompt]')
const button = document.querySelector('[data-composer-submit]')

// As a controlled field does: the page keeps its own copy, which only an input event brings up to date.
let value = ''

const page = practise({
  site: 'chatgpt',
  editor: {
    model: () => value,
    clear: () => {
      value = ''
      field.value = ''
      show()
    },
    focus: () => field.focus(),
  },
  roleAttribute: 'data-message-role',
  chatPath: () => '/unauth-mweb/',
  streams: () => show(),
})

field.addEventListener('input', () => {
  value = field.value
  page.changed()
  show()
})
field.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  form.requestSubmit()
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (window.practice.streaming && event.submitter === button) page.stop()
  else page.send()
})
show()
field.focus()

function show() {
  const { streaming } = window.practice
  button.setAttribute('aria-label', streaming ? 'Stop' : 'Send')
  button.toggleAttribute('data-visually-disabled', value === '')
  button.setAttribute('aria-disabled', String(value === '' && !streaming))
}

window.practice.caret = (position) => {
  field.focus()
  field.setSelectionRange(position, position)
}
