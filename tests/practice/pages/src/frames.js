/** A page whose chat is in a frame of some kind (see frames.html). */

import './practice.css'

const MARKUP = '<main><div id="messages"></div><form class="box"><div class="place"></div></form></main>'
const KINDS = {
  same: () => (frame.src = '/?textarea'),
  cross: () => (frame.src = 'https://widget.hazelmere.example/?textarea'),
  unlisted: () => (frame.src = 'https://other.hazelmere.example/?textarea'),
  srcdoc: () => (frame.srcdoc = `<!doctype html>${MARKUP}<script type="module" src="/further.js"></script>`),
  sandboxed: () => {
    frame.sandbox = 'allow-scripts allow-forms'
    frame.src = '/?textarea'
  },
  blank: () => {
    const script = document.createElement('script')
    script.type = 'module'
    script.src = '/further.js'
    frame.contentDocument.body.innerHTML = MARKUP
    frame.contentDocument.body.append(script)
  },
}

const frame = document.createElement('iframe')
Object.assign(frame.style, { width: '900px', height: '560px' })
document.body.append(frame)
KINDS[location.search.slice(1)]()
window.practice = {}
