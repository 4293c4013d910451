/**
 * The NotebookLM practice page: a plain text field, and the dialogue by which a text becomes a source.
 *
 * Open-source tools name `mat-dialog-container` with a form and `textarea[formcontrolname="text"]` in it ("Copied text"), read
 * in November 2026; Enter is a new line there, and the form's button inserts.
 */

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

const opens = document.createElement('button')
opens.type = 'button'
opens.textContent = 'Add source'
opens.dataset.practice = 'add-source'
opens.addEventListener('click', openDialogue)
document.querySelector('#messages').before(opens)
window.practice.sources = []

function openDialogue() {
  const dialogue = document.createElement('mat-dialog-container')
  const form = document.createElement('form')
  const field = document.createElement('textarea')
  const insert = document.createElement('button')
  dialogue.setAttribute('role', 'dialog')
  dialogue.setAttribute('aria-modal', 'true')
  dialogue.setAttribute('aria-label', 'Copied text')
  Object.assign(dialogue.style, { position: 'fixed', inset: '120px 200px auto', background: 'white', zIndex: '1000' })
  Object.assign(field.style, { width: '600px', height: '120px' })
  field.setAttribute('formcontrolname', 'text')
  field.setAttribute('aria-label', 'Pasted text')
  insert.type = 'submit'
  insert.textContent = 'Insert'
  form.append(field, insert)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    window.practice.sources.push(field.value)
    dialogue.remove()
  })
  dialogue.append(form)
  document.body.append(dialogue)
  field.focus()
}
