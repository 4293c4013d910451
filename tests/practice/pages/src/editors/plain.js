/** A plain text field whose page keeps a copy of its own, which only an input event brings up to date. */

/** Works on a field; `changed` hears of its changes, `send` of Enter. */
export function plainField({ element, changed, send }) {
  let value = ''
  element.addEventListener('input', () => {
    value = element.value
    changed()
  })
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  })
  return {
    element,
    model: () => value,
    clear: () => {
      value = ''
      element.value = ''
    },
    focus: () => element.focus(),
    caret: (position) => {
      element.focus()
      element.setSelectionRange(position, position)
    },
  }
}
