/**
 * An answer, and every way in which a site's own buttons can put it on the clipboard.
 *
 * Its structure follows the same public descriptions as the pages: ChatGPT's turn is an `article` with the message and,
 * beside it, a button `[data-testid="copy-turn-action-button"]`; Gemini's is `model-response` with `message-content`. The
 * buttons here stand beside it one for each way, for a real site uses one or two of them and may change to another.
 */

const WAYS = {
  /** The text alone. */
  writeText: (plain) => navigator.clipboard.writeText(plain),
  /** Text and markup at once. */
  write: (plain, rich) => navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob(plain, 'text/plain'), 'text/html': blob(rich, 'text/html') })]),
  /** The same, promised and not there yet. */
  promised: (plain, rich) =>
    navigator.clipboard.write([
      new ClipboardItem({ 'text/plain': later(blob(plain, 'text/plain')), 'text/html': later(blob(rich, 'text/html')) }),
    ]),
  /** Some time after the button was pressed. */
  late: async (plain) => {
    await new Promise((resolve) => setTimeout(resolve, 400))
    await navigator.clipboard.writeText(plain)
  },
  /** A hidden field, selected and copied, as pages did before there was anything else. */
  field: (plain) => {
    const field = document.createElement('textarea')
    field.value = plain
    field.className = 'out-of-sight'
    document.body.append(field)
    field.select()
    document.execCommand('copy')
    field.remove()
  },
  /** A copy event that the page fills itself. */
  setData: (plain, rich) => {
    document.addEventListener('copy', fill(plain, rich, (event) => event.preventDefault()), { once: true })
    document.execCommand('copy')
  },
  /** The same, and nobody else is to hear of the event. */
  stopped: (plain, rich) => {
    const stop = (event) => (event.preventDefault(), event.stopImmediatePropagation())
    window.addEventListener('copy', fill(plain, rich, stop), { once: true, capture: true })
    document.execCommand('copy')
  },
}

/** Elements made to fit a selector such as `article.turn > div[data-role="assistant"]`: the outermost and the innermost. */
export function nested(selector) {
  const elements = selector.split(' > ').map((part) => {
    const made = document.createElement(/^[\w-]+/.exec(part)?.[0] ?? 'div')
    for (const [, name] of part.matchAll(/\.([\w/-]+)/g)) made.classList.add(name)
    for (const [, name, value] of part.matchAll(/\[([\w-]+)="([^"]*)"\]/g)) made.setAttribute(name, value)
    return made
  })
  elements.forEach((made, at) => elements[at + 1] && made.append(elements[at + 1]))
  return { outer: elements[0], inner: elements.at(-1) }
}

export function addAnswer(name, markup, markdown) {
  const { outer: turn, inner: message } = nested(name)
  const buttons = document.createElement('div')
  message.classList.add('answer')
  message.innerHTML = markup
  buttons.className = 'answer-buttons'
  for (const [name, copy] of Object.entries(WAYS)) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = name
    button.dataset.way = name
    button.addEventListener('click', () => copy(markdown, message.innerHTML))
    buttons.append(button)
  }
  for (const block of message.querySelectorAll('pre')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Copy code'
    button.addEventListener('click', () => navigator.clipboard.writeText(block.querySelector('code').textContent))
    block.prepend(button)
  }
  turn.append(buttons)
  document.querySelector('#messages').append(turn)
}

function fill(plain, rich, then) {
  return (event) => {
    event.clipboardData.setData('text/plain', plain)
    event.clipboardData.setData('text/html', rich)
    then(event)
  }
}

const blob = (text, type) => new Blob([text], { type })
const later = (value) => new Promise((resolve) => setTimeout(() => resolve(value), 150))
