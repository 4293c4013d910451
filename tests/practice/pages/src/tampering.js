/** With `?tampering` in its address a page does this first: it puts others in the place of the browser's own functions. */

if (location.search === '?tampering') {
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
}
