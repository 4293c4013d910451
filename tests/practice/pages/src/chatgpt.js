/** The signed-in ChatGPT practice page: a real ProseMirror editor in `div#prompt-textarea`. */

import { practise } from './practice.js'
import { proseMirror } from './editors/prosemirror.js'

const form = document.querySelector('form[data-type="unified-composer"]')
const button = document.querySelector('#composer-submit-button')
const fallback = document.querySelector('textarea.fallback')

// `/?slow` shows for a while what is there before the editor stands: a plain text field.
if (location.search === '?slow') await new Promise((resolve) => setTimeout(resolve, 2500))
const typedBefore = fallback.value
fallback.hidden = true

const editor = proseMirror({
  into: document.querySelector('.composer-editor'),
  attributes: {
    id: 'prompt-textarea',
    role: 'textbox',
    translate: 'no',
    'aria-label': 'Chat with ChatGPT',
    'aria-multiline': 'true',
    'data-virtualkeyboard': 'true',
    'data-placeholder': 'Ask anything',
  },
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
    question: 'div[data-message-author-role="user"]',
    answer: 'article[data-testid="conversation-turn-2"][data-turn="assistant"] > div[data-message-author-role="assistant"]',
  },
  chatPath: (id) => (id === null ? '/' : `/c/${id}`),
  streams: () => show(),
})
if (typedBefore !== '') editor.insert(typedBefore)
show()
editor.focus()

form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (window.practice.streaming && event.submitter === button) page.stop()
  else page.send()
  show()
})

function show() {
  // The same button stops the reply while one is written.
  const { streaming } = window.practice
  button.dataset.testid = streaming ? 'stop-button' : 'send-button'
  button.setAttribute('aria-label', streaming ? 'Stop streaming' : 'Send prompt')
  button.disabled = editor.model() === '' && !streaming
}
