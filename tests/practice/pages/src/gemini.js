/** The Gemini practice page: a real Quill 2 editor in `rich-textarea .ql-editor`, under Trusted Types. */

// Quill writes markup, so the page needs a default policy, as the real one must. The text itself is unchanged.
window.trustedTypes?.createPolicy('default', { createHTML: (markup) => markup })

import { practise } from './practice.js'
import 'quill/dist/quill.core.css'
import './gemini.css'
import Quill from 'quill'

const button = document.querySelector('.send-button')
const editor = {
  // Quill always ends with one newline of its own.
  model: () => quill.getText().replace(/\n$/, ''),
  clear: () => {
    quill.setText('', Quill.sources.SILENT)
    quill.history.clear()
    show()
  },
  focus: () => quill.focus(),
  caret: (position) => {
    quill.setSelection(position, 0)
    quill.focus()
  },
}
const page = practise({
  site: 'gemini',
  editor,
  names: {
    question: 'user-query[data-practice-role="user"]',
    answer: 'model-response > message-content[data-practice-role="assistant"]',
  },
  chatPath: (id) => (id === null ? '/app' : `/app/${id.replaceAll('-', '').slice(0, 16)}`),
  streams: () => show(),
})

const quill = new Quill('rich-textarea .editor', {
  formats: [],
  placeholder: 'Ask Gemini',
  modules: {
    toolbar: false,
    keyboard: { bindings: { enter: { key: 'Enter', shiftKey: false, handler: () => (send(), false) } } },
  },
})
page.mark(quill.root, button)
quill.root.classList.add('textarea', 'new-input-ui')
for (const [name, value] of Object.entries({
  role: 'textbox',
  'aria-label': 'Enter a prompt for Gemini',
  'aria-multiline': 'true',
  'data-gramm': 'false',
})) {
  quill.root.setAttribute(name, value)
}
quill.on('text-change', () => {
  page.changed()
  show()
})
button.addEventListener('click', () => {
  if (window.practice.streaming) page.stop()
  else send()
})
show()
quill.focus()

function send() {
  page.send()
  show()
}

function show() {
  const empty = editor.model() === ''
  // The same button stops the reply while one is written.
  const { streaming } = window.practice
  button.setAttribute('aria-label', streaming ? 'Stop response' : 'Send message')
  button.classList.toggle('stop', streaming)
  button.setAttribute('aria-disabled', String(empty && !streaming))
  button.classList.toggle('visible', !empty)
}
