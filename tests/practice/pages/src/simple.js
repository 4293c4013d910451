/**
 * The pages that differ in their editor and their names alone: a box, a button that sends, and a list of messages.
 *
 * A real site's button stops the reply while one is written; here that is the `data-stop` label of the button.
 */

import { practise } from './practice.js'

/** Runs a page: `mount` makes the editor, `names` are as `practise` has them, and `path` is where a conversation of that id is. */
export function run({ site, mount, button, names, path }) {
  const send = () => {
    if (window.practice.streaming) page.stop()
    else page.send()
    show()
  }
  let page = null
  const editor = mount({
    changed: () => {
      if (page === null) return
      page.changed()
      show()
    },
    send: () => window.practice.streaming || send(),
  })
  const label = button.getAttribute('aria-label')
  page = practise({ site, editor, button, names, chatPath: path, streams: () => show() })
  button.addEventListener('click', (event) => {
    event.preventDefault()
    if (button.getAttribute('aria-disabled') !== 'true') send()
  })
  show()
  editor.focus()

  function show() {
    const { streaming } = window.practice
    if (streaming) button.setAttribute('aria-label', 'Stop response')
    else if (label === null) button.removeAttribute('aria-label')
    else button.setAttribute('aria-label', label)
    button.setAttribute('aria-disabled', String(editor.model().trim() === '' && !streaming))
  }
}
