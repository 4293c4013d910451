"""Typing into 5,000 words: the longest the page is kept from answering, and how long Enter waits for its check.

A task of more than 50 ms is one a person may feel. The extension shares the page's thread, so its own work is in these
tasks with the editor's; the same keys where the extension is not show the editor's share.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from practice import browser, demo
from practice.texts import LESSON_PLAN

from bench.bench_scan import percentile

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from practice.chat import Chat

_WORDS = 5_000
_SENTENCE = " And one more thing to think about."
SITES = {"ChatGPT": browser.CHATGPT, "ChatGPT, signed out": browser.SIGNED_OUT, "Gemini": browser.GEMINI}

_WATCH = """() => {
  globalThis.tasks = []
  const watch = list => globalThis.tasks.push(...list.getEntries().map(task => task.duration))
  new PerformanceObserver(watch).observe({ entryTypes: ['longtask'] })
}"""
# From the key press to the moment the page is told to send.
_ENTER = """() => {
  const began = performance.now()
  const count = practice.sent.length
  return new Promise(done => {
    const look = () => practice.sent.length > count ? done(performance.now() - began) : setTimeout(look, 1)
    look()
  })
}"""


def main() -> None:
    """Print the table."""
    words = LESSON_PLAN.body.split()
    text = " ".join((words * (_WORDS // len(words) + 1))[:_WORDS])
    with demo.opened(headless=True) as laptop:
        print(f"\ntyping into {_WORDS:,} words    long tasks (over 50 ms), ms    Enter to sent, p50 / p95, ms")
        for name, address in SITES.items():
            chat = laptop.visit(address)
            chat.paste(text)
            chat.panel.until("the text", lambda chat=chat: len(chat.model()) > _WORDS)  # type: ignore[misc]
            chat.settle(2000)
            tasks = typed(chat)
            waits = [entered(chat) for _ in range(20)]
            chat.page.close()
            shown = ", ".join(f"{task:.0f}" for task in tasks) or "none"
            print(f"{name:<24} {shown:<30} {statistics.median(waits):>6.0f} / {percentile(waits, 0.95):.0f}")


def typed(chat: Chat) -> list[float]:
    """The long tasks while sentences are typed, with a pause after each."""
    chat.page.evaluate(_WATCH)
    for _ in range(5):
        chat.page.keyboard.type(_SENTENCE, delay=15)
        chat.settle(1500)
    return _tasks(chat.page)


def entered(chat: Chat) -> float:
    """Milliseconds from Enter to the page's sending, for a text nobody has looked at."""
    chat.type("One more question, please.")
    waiting = chat.page.evaluate_handle(f"() => ({{ done: ({_ENTER})() }})")
    chat.press("Enter")
    taken = float(waiting.evaluate("async ({ done }) => await done"))
    chat.settle(100)
    return taken


def _tasks(page: Page) -> list[float]:
    return list(page.evaluate("() => globalThis.tasks"))


if __name__ == "__main__":
    main()
