/** A text field that a real React controls: what it holds is what React's state says. */

import { createElement, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'

/** Puts a field with these attributes into an element; `changed` hears of its changes, `send` of Enter. */
export function reactField({ into, attributes, changed, send }) {
  let value = ''
  let setValue = () => {}

  function Field() {
    const [held, set] = useState('')
    value = held
    setValue = set
    return createElement('textarea', {
      ...attributes,
      value: held,
      onChange: (event) => {
        flushSync(() => set(event.target.value))
        changed()
      },
      onKeyDown: (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
        event.preventDefault()
        send()
      },
    })
  }

  flushSync(() => createRoot(into).render(createElement(Field)))
  const element = into.querySelector('textarea')
  return {
    element,
    model: () => value,
    clear: () => flushSync(() => setValue('')),
    focus: () => element.focus(),
    caret: (position) => {
      element.focus()
      element.setSelectionRange(position, position)
    },
  }
}
