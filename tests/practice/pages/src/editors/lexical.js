/** A real Lexical editor on an element of the page's own: `rich` makes a paragraph of each line, else lines break. */

import './prosemirror.css'
import { createEmptyHistoryState, registerHistory } from '@lexical/history'
import { registerPlainText } from '@lexical/plain-text'
import { registerRichText } from '@lexical/rich-text'
import {
  $createParagraphNode,
  $getRoot,
  CLEAR_HISTORY_COMMAND,
  COMMAND_PRIORITY_HIGH,
  createEditor,
  KEY_ENTER_COMMAND,
} from 'lexical'

/** Makes an editor of an element; `changed` hears of its changes, `send` of Enter. */
export function lexical({ element, rich, changed, send }) {
  const editor = createEditor({
    namespace: 'practice',
    onError(error) {
      throw error
    },
  })
  editor.setRootElement(element)
  element.classList.add('ProseMirror')
  ;(rich ? registerRichText : registerPlainText)(editor)
  registerHistory(editor, createEmptyHistoryState(), 300)
  editor.registerCommand(
    KEY_ENTER_COMMAND,
    (event) => {
      if (event?.shiftKey) return false
      event?.preventDefault()
      send()
      return true
    },
    COMMAND_PRIORITY_HIGH,
  )
  empty()
  editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
    if (dirtyElements.size > 0 || dirtyLeaves.size > 0) changed()
    element.classList.toggle('is-empty', model() === '')
  })

  function empty() {
    const fill = () => $getRoot().clear().append($createParagraphNode()).selectEnd()
    editor.update(fill, { discrete: true, tag: 'history-merge' })
    editor.dispatchCommand(CLEAR_HISTORY_COMMAND, undefined)
  }

  function model() {
    return editor.getEditorState().read(() =>
      $getRoot()
        .getChildren()
        .map((paragraph) => paragraph.getTextContent())
        .join('\n'),
    )
  }

  return {
    element,
    model,
    clear: empty,
    focus: () => {
      element.focus()
      editor.focus()
    },
    caret: (position) => {
      editor.update(() => $getRoot().getFirstDescendant()?.select(position, position), { discrete: true })
      editor.focus()
    },
  }
}
