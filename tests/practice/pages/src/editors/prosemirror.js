/** A real ProseMirror editor: paragraphs of plain text with line breaks, what a chat composer needs and nothing more. */

import './prosemirror.css'
import { baseKeymap } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { keymap } from 'prosemirror-keymap'
import { Schema } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'

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

/** Puts an editor with these attributes into an element; `changed` hears of its changes, `send` of Enter. */
export function proseMirror({ into, attributes, changed, send }) {
  const view = new EditorView(into, {
    state: fresh(),
    attributes,
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction))
      if (transaction.docChanged) changed()
      show()
    },
  })
  show()

  function fresh() {
    return EditorState.create({
      schema,
      plugins: [
        history(),
        keymap({
          Enter: () => (send(), true),
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

  function model() {
    return view.state.doc.textBetween(0, view.state.doc.content.size, '\n', '\n')
  }

  function show() {
    view.dom.classList.toggle('is-empty', model() === '')
  }

  return {
    element: view.dom,
    model,
    clear: () => {
      view.updateState(fresh())
      show()
    },
    focus: () => view.focus(),
    insert: (text) => view.dispatch(view.state.tr.insertText(text)),
    caret: (position) => {
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position + 1)))
      view.focus()
    },
  }
}
