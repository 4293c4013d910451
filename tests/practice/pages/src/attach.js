/**
 * Every way in which a site takes files, and what it then holds of them.
 *
 * ChatGPT keeps an input in its form; Gemini makes one that is never put into the document and clicks it; both take drops
 * and pastes. A picker of the browser's own and an input in a shadow tree are there because a site may use them any day.
 */

const WAYS = {
  /** An input that stands in the form. */
  input: () => document.querySelector('input.attach').click(),
  /** One that is in no document. */
  detached: () => made().click(),
  /** The same, clicked by an event. */
  event: () => made().dispatchEvent(new MouseEvent('click')),
  /** The browser's own picker. */
  picker: async () => {
    try {
      const handles = await window.showOpenFilePicker({ multiple: true })
      take('picker', await Promise.all(handles.map((handle) => handle.getFile())))
    } catch (error) {
      attached.cancelled.push(error.name)
    }
  },
  /** One in a shadow tree, whose events the window does not hear. */
  shadow: () => shadow.querySelector('input').click(),
  /** One in a tree that is closed to everybody else. */
  closed: () => closed.querySelector('input').click(),
  /** The same, opened as scripts do it now. */
  'closed-picker': () => closed.querySelector('input').showPicker(),
}

const attached = { files: [], cancelled: [] }
let shadow
let closed

export function addAttaching(practice) {
  const bar = document.createElement('div')
  const list = document.createElement('ul')
  const input = made()
  input.className = 'attach'
  input.hidden = true
  list.className = 'attached'
  bar.className = 'attach-bar'
  for (const [name, press] of Object.entries(WAYS)) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = name
    button.dataset.attach = name
    button.addEventListener('click', press)
    bar.append(button)
  }
  const host = document.createElement('div')
  shadow = host.attachShadow({ mode: 'open' })
  shadow.append(made())
  host.hidden = true
  host.dataset.practice = 'shadow'
  document.querySelector('#messages').after(bar)
  bar.append(input, host, closedTree(), list)
  document.addEventListener('dragover', (event) => event.preventDefault())
  document.addEventListener('drop', async (event) => {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    // Some sites ask for each file itself, others for a handle to it, where the browser has handles.
    if (practice.site === 'chatgpt' || !('getAsFileSystemHandle' in DataTransferItem.prototype)) take('drop', event.dataTransfer.files)
    else {
      const handles = [...event.dataTransfer.items].map((item) => item.getAsFileSystemHandle())
      const files = handles.map(async (handle) => (await handle).getFile())
      take('drop', await Promise.all(files))
    }
  })
  document.addEventListener('paste', (event) => take('paste', event.clipboardData.files))
  /** What the page holds: how each file came, its name, kind and bytes. */
  practice.attached = () =>
    Promise.all(
      attached.files.map(async ({ way, file }) => ({
        way,
        name: file.name,
        type: file.type,
        bytes: [...new Uint8Array(await file.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(''),
      })),
    )
  practice.cancelled = attached.cancelled
}

/** A closed tree with an input, and with a place of its own to drop things on. */
function closedTree() {
  const host = document.createElement('span')
  const zone = document.createElement('span')
  const input = made()
  closed = host.attachShadow({ mode: 'closed' })
  host.dataset.practice = 'closed'
  input.hidden = true
  zone.textContent = 'drop here'
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    event.stopPropagation()
    take('zone', event.dataTransfer.files)
  })
  closed.append(zone, input)
  return host
}

function made() {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.addEventListener('change', () => {
    take('input', input.files)
    // So that the same file can be chosen again.
    input.value = ''
  })
  input.addEventListener('cancel', () => attached.cancelled.push('cancel'))
  return input
}

function take(way, files) {
  for (const file of files) {
    attached.files.push({ way, file })
    const item = document.createElement('li')
    item.textContent = file.name
    document.querySelector('.attached').append(item)
  }
}
