/**
 * What every practice page shares: the messages list, sending, and what the page could observe.
 *
 * `window.practice` is how a test looks in. It answers from the editor's own model, never from the page's markup,
 * because an editor may show one thing and hold another. `practice.stream()` begins a reply that is written until
 * someone stops it. It also keeps what a real page could have kept: every paste,
 * every input, and every state the editor passed through, so that a test can say "the page never had this text".
 * `practice.attached()` tells what files the page holds. `practice.answer()` adds an answer with the buttons that copy it.
 */

import './practice.css'
import { addAnswer, nested } from './answer.js'
import { addAttaching } from './attach.js'

const WATCHED = ['paste', 'beforeinput', 'input', 'drop', 'copy', 'cut', 'compositionend', 'keydown', 'submit', 'click']

/**
 * One editor: `model()` reads it, `clear()` empties it, `focus()` puts the caret in it, `caret()` at a place in its first
 * line. `names` are selectors that tell what is to be made round a question and an answer. `streams(isOn)` shows whether
 * a reply is being written. The composer and the button that sends are marked for the tests: `data-practice`.
 */
export function practise({ site, editor, button, names, chatPath, streams }) {
  const sent = []
  const seen = []
  const states = []

  for (const type of WATCHED) {
    window.addEventListener(type, (event) => seen.push(record(event)), { capture: true })
  }

  const practice = {
    site,
    model: () => editor.model(),
    focus: () => editor.focus(),
    caret: (position) => editor.caret(position),
    sent,
    seen,
    states,
    sawPaste: () => seen.filter((event) => event.type === 'paste'),
    /** Whether anything the page could observe ever held this text. */
    knew: (text) =>
      seen.some((event) => event.text.includes(text)) ||
      states.some((state) => state.includes(text)) ||
      document.documentElement.outerHTML.includes(text) ||
      sent.some((message) => message.includes(text)),
    empty: () => {
      editor.clear()
      editor.focus()
    },
  }
  window.practice = practice
  practice.stopped = 0
  practice.streaming = false
  practice.stream = () => {
    practice.streaming = true
    streams(true)
  }

  addAttaching(practice)
  practice.answer = (markup, markdown) => addAnswer(names.answer, markup, markdown)

  const mark = (composer, send) => {
    composer.dataset.practice = 'composer'
    send.dataset.practice = 'send'
  }
  if (editor.element) mark(editor.element, button)

  const newChat = document.querySelector('[data-practice="new-chat"]')
  newChat?.addEventListener('click', () => {
    history.pushState(null, '', chatPath(null))
    document.querySelector('#messages').replaceChildren()
    editor.clear()
    editor.focus()
  })

  return {
    mark,
    /** Called by the editor whenever its content changes. */
    changed() {
      states.push(editor.model())
    },
    /** The person stops the reply. */
    stop() {
      practice.stopped += 1
      practice.streaming = false
      streams(false)
    },
    send() {
      if (practice.streaming) return
      const text = editor.model()
      if (text.trim() === '') return
      sent.push(text)
      editor.clear()
      addMessage(names.question, 'user', text)
      addMessage(names.answer, 'assistant', 'This is a practice page: your message stayed in this window.')
      if (sent.length === 1) history.pushState(null, '', chatPath(crypto.randomUUID()))
      editor.focus()
    },
  }
}

function record(event) {
  const data = event.clipboardData ?? event.dataTransfer
  return {
    type: event.type,
    trusted: event.isTrusted,
    text: [event.data, data?.getData('text/plain'), data?.getData('text/html')].filter(Boolean).join('\n'),
    files: data ? data.files.length : 0,
  }
}

function addMessage(name, role, text) {
  const { outer, inner } = nested(name)
  outer.classList.add('message', `message-${role}`)
  inner.textContent = text
  document.querySelector('#messages').append(outer)
  outer.scrollIntoView({ block: 'end' })
}
