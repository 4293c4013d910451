"""From the key press to the text in the box in Firefox, at 2 kB, warm: texts that go in."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from practice import browser, build, firefox, server

from bench.bench_page import text
from bench.bench_scan import percentile

_RUNS = 60
_SITES = ("chatgpt", "gemini", "claude")
_WATCH = """() => {
  practice.empty()
  window.took = 0
  let pressed = 0
  const box = document.querySelector('[data-practice=composer]')
  addEventListener('keydown', event => { if (event.key === 'v') pressed = performance.now() }, { capture: true })
  const seen = () => {
    if (pressed && !window.took && box.textContent.trim()) window.took = performance.now() - pressed
  }
  new MutationObserver(seen).observe(box, { childList: true, characterData: true, subtree: true })
}"""


def main() -> None:
    """Print the table; one line where there is no Firefox."""
    if firefox.find() is None:
        print("\nFirefox is not installed here: not measured")
        return
    print(f"\nFirefox, key press to text, {_RUNS} pastes of 2 kB, ms    p50      p95   goal (p95)")
    with tempfile.TemporaryDirectory() as folder, server.serve(build.pages()) as port:
        place, program = Path(folder), browser.host_program()
        with firefox.open_firefox(place, port=port, extension=build.extension(), host=program) as fox:
            for site in _SITES:
                chat = fox.visit(server.ADDRESSES[site][0])
                taken = [once(fox, chat, number) for number in range(-5, _RUNS)][5:]
                chat.close()
                print(f"{site:<47} {statistics.median(taken):>6.0f} {percentile(taken, 0.95):>8.0f}   30")


def once(fox: firefox.Firefox, chat: firefox.FirefoxChat, number: int) -> float:
    """Milliseconds of one paste."""
    fox.driver.call(_WATCH)
    chat.paste(text(2 * number, held=False))
    firefox.until("the text", lambda: bool(fox.driver.call("() => window.took")))
    taken = float(fox.driver.call("() => window.took"))
    chat.settle(120)
    return taken


if __name__ == "__main__":
    main()
