/** A chat of no brand: what people write in is what the address says (see further.html). */

import { plainField } from './editors/plain.js'
import { run } from './simple.js'

const kinds = location.search.slice(1).split('-')
const place = document.querySelector('.place')
const mode = kinds.find((kind) => kind === 'open' || kind === 'closed')
const tree = mode ? place.attachShadow({ mode }) : place
const box = document.createElement(kinds.includes('editable') ? 'div' : 'textarea')
const button = document.createElement('button')
if (kinds.includes('editable')) box.contentEditable = 'true'
box.setAttribute('aria-label', 'Message')
button.setAttribute('aria-label', 'Send message')
button.type = 'button'
// A page's sheet does not reach into a shadow tree.
for (const part of [box, button]) Object.assign(part.style, { width: '300px', minHeight: '48px', display: 'block' })
tree.append(box, button)
const second = kinds.includes('pair') ? addSecond() : null

run({
  site: 'other',
  button,
  names: { question: 'div[data-role="user"]', answer: 'div > div[data-role="assistant"]' },
  path: () => `/${location.search}`,
  mount: (hears) => (box.contentEditable === 'true' ? editable(hears) : plainField({ element: box, ...hears })),
})

function editable({ changed, send }) {
  box.addEventListener('input', changed)
  box.addEventListener('keydown', (event) => {
    if (kinds.includes('lines') || event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  })
  return {
    element: box,
    model: () => box.innerText,
    clear: () => box.replaceChildren(),
    focus: () => box.focus(),
    caret: () => {},
  }
}

function addSecond() {
  const [otherBox, otherButton] = [box.cloneNode(true), button.cloneNode(true)]
  const sent = []
  otherBox.className = 'second'
  otherButton.className = 'second'
  otherButton.addEventListener('click', () => sent.push(otherBox.value))
  tree.append(otherBox, otherButton)
  return { sent }
}
window.practice.second = second

// Out of a test's reach where the tree is closed.
window.practice.place = () => {
  const { left, top, width, height } = button.getBoundingClientRect()
  return [left + width / 2, top + height / 2]
}
