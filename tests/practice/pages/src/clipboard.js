/**
 * Stands for "somewhere else": the program a person copies from. It puts things on the real clipboard.
 *
 * Plain text goes through a copy event, not `clipboard.writeText`, which would mend lone surrogates on the way.
 */

import './practice.css'
import './clipboard.css'

window.clipboard = {
  copy(flavours) {
    const write = (event) => {
      event.preventDefault()
      for (const [type, text] of Object.entries(flavours)) event.clipboardData.setData(type, text)
    }
    document.addEventListener('copy', write, { once: true })
    return document.execCommand('copy')
  },
  /** What is on the clipboard, by kind, as another program would get it. */
  read: () => new Promise((resolve) => {
    document.addEventListener('paste', (event) => {
      event.preventDefault()
      resolve(Object.fromEntries([...event.clipboardData.types].map((type) => [type, event.clipboardData.getData(type)])))
    }, { once: true })
  }),
  async copyPicture(text = '') {
    const canvas = new OffscreenCanvas(8, 8)
    canvas.getContext('2d').fillRect(0, 0, 4, 4)
    const picture = await canvas.convertToBlob({ type: 'image/png' })
    const words = text === '' ? {} : { 'text/plain': new Blob([text], { type: 'text/plain' }) }
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture, ...words })])
  },
  /** Lays texts out for a person: for each its name, what to expect, and the text. */
  offer(texts) {
    document.querySelector('main').append(
      ...texts.map(([name, shows, body]) => {
        const article = document.createElement('article')
        const heading = document.createElement('h2')
        const expect = document.createElement('p')
        const copy = document.createElement('button')
        const text = document.createElement('pre')
        heading.textContent = name
        expect.textContent = `What to expect: ${shows}.`
        copy.textContent = 'Copy'
        copy.addEventListener('click', () => {
          this.copy({ 'text/plain': body })
          document.querySelectorAll('button').forEach((button) => (button.textContent = 'Copy'))
          copy.textContent = 'Copied'
        })
        text.textContent = body
        article.append(heading, expect, copy, text)
        return article
      }),
    )
  },
}
