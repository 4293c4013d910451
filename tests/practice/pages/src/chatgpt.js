/** The signed-in ChatGPT practice page: a real ProseMirror editor in `div#prompt-textarea`. */

import { practise } from './practice.js'
import './chatgpt.css'
import { baseKeymap } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { keymap } from 'prosemirror-keymap'
import { Schema } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'

// Paragraphs of plain text with line breaks: what a chat composer needs, and nothing more.
const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { group: 'block', content: 'inline*', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
    text: { group: 'inline' },
    hard_break: {
      group: 'inline',
      inline: true,
      selectable: false,
      parseDOM: [{ tag: 'br' }],
      toDOM: () => ['br'],
      leafText: () => '\n',
    },
  },
})

const form = document.querySelector('form[data-type="unified-composer"]')
const button = document.querySelector('#composer-submit-button')
const fallback = document.querySelector('textarea.fallback')

// `/?slow` shows for a while what is there before the editor stands: a plain text field.
if (location.search === '?slow') await new Promise((resolve) => setTimeout(resolve, 2500))
const typedBefore = fallback.value
fallback.hidden = true

const editor = {
  model: () => view.state.doc.textBetween(0, view.state.doc.content.size, '\n', '\n'),
  clear: () => view.updateState(fresh()),
  focus: () => view.focus(),
}
const page = practise({
  site: 'chatgpt',
  editor,
  roleAttribute: 'data-message-author-role',
  chatPath: (id) => (id === null ? '/' : `/c/${id}`),
  streams: () => show(),
})

const view = new EditorView(document.querySelector('.composer-editor'), {
  state: fresh(),
  attributes: {
    id: 'prompt-textarea',
    role: 'textbox',
    translate: 'no',
    'aria-label': 'Chat with ChatGPT',
    'aria-multiline': 'true',
    'data-virtualkeyboard': 'true',
    'data-placeholder': 'Ask anything',
  },
  dispatchTransaction(transaction) {
    view.updateState(view.state.apply(transaction))
    if (transaction.docChanged) page.changed()
    show()
  },
})
if (typedBefore !== '') view.dispatch(view.state.tr.insertText(typedBefore))
show()
view.focus()

form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (window.practice.streaming && event.submitter === button) page.stop()
  else page.send()
  show()
})

function fresh() {
  return EditorState.create({
    schema,
    plugins: [
      history(),
      keymap({
        Enter: () => (form.requestSubmit(), true),
        'Shift-Enter': (state, dispatch) => {
          dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()).scrollIntoView())
          return true
        },
        'Mod-z': undo,
        'Mod-y': redo,
        'Mod-Shift-z': redo,
      }),
      keymap(baseKeymap),
    ],
  })
}

function show() {
  const empty = editor.model() === ''
  // The same button stops the reply while one is written.
  const { streaming } = window.practice
  button.dataset.testid = streaming ? 'stop-button' : 'send-button'
  button.setAttribute('aria-label', streaming ? 'Stop streaming' : 'Send prompt')
  button.disabled = empty && !streaming
  view.dom.classList.toggle('is-empty', empty)
}

// For the tests: put the caret at a place in the text, counted from the document's start.
window.practice.caret = (position) => {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position + 1)))
  view.focus()
}
