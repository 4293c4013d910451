"""Times a paste in the page itself: from the key press to the moment the text is in or the person is told something.

It watches from a script context of its own, beside the extension's and out of the page's sight, so that what is timed
is neither slowed by the page nor rounded by the driver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from practice.chat import Chat

_START = """(() => {
  const watch = (globalThis.watch ??= { observers: [] })
  watch.pressed = watch.verdict = 0
  watch.observers.splice(0).forEach(observer => observer.disconnect())
  watch.press ??= addEventListener('keydown', event => {
    if (event.key.toLowerCase() === 'v') watch.pressed = event.timeStamp
  }, { capture: true }) ?? true
  const composer = document.querySelector('#prompt-textarea, .ql-editor, [data-mobile-composer-prompt]')
  const seen = () => { if (watch.pressed && !watch.verdict) watch.verdict = performance.now() }
  const observe = (target, options) => {
    const observer = new MutationObserver(seen)
    observer.observe(target, options)
    watch.observers.push(observer)
  }
  const all = { childList: true, characterData: true, subtree: true }
  observe(composer, all)
  observe(document.documentElement, { childList: true })
  for (const root of globalThis.roots) observe(root, { ...all, attributes: true })
  composer.addEventListener('input', seen, { once: true })
  return 0
})()"""


class Stopwatch:
    """Times pastes in one tab."""

    def __init__(self, chat: Chat) -> None:
        self._panel = chat.panel
        self._world = chat.panel.world()

    def start(self) -> None:
        """Before the key press."""
        self._panel.hand_over(self._world, "roots")
        self._panel.run(self._world, _START)

    def milliseconds(self) -> float:
        """What the last paste took, once there is a verdict."""
        self._panel.until("a verdict", lambda: bool(self._panel.run(self._world, "watch.verdict")))
        return float(self._panel.run(self._world, "watch.verdict - watch.pressed"))
