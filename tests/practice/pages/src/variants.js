/**
 * What comes after "?" in an address can make any page another one, before a script of its own runs.
 *
 * `tampering`: it puts others in the place of the browser's own functions. `own-keys`: it heeds a person's keys alone, and
 * `own-hands` a person's clicks alone, too.
 */

const VARIANTS = {
  tampering() {
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function () {
      return attach.call(this, { mode: 'open' })
    }
    Event.prototype.preventDefault = function () {}
    Event.prototype.stopImmediatePropagation = function () {}
    DataTransfer.prototype.getData = function () {
      return ''
    }
    window.addEventListener('paste', (event) => event.stopImmediatePropagation(), { capture: true })
  },
  'own-keys': () => heedOwn('keydown', 'keypress', 'keyup'),
  'own-hands': () => heedOwn('keydown', 'keypress', 'keyup', 'pointerdown', 'mousedown', 'mouseup', 'click'),
}

VARIANTS[location.search.slice(1)]?.()

function heedOwn(...types) {
  for (const type of types) {
    window.addEventListener(type, (event) => event.isTrusted || event.stopImmediatePropagation(), { capture: true })
  }
}
