"""Shows Safe to Paste at work, in a real browser with a throw-away profile: what `make demo` runs.

With a display a person plays: the browser opens on a practice page, with five texts to copy in another tab. Without
one, or with --auto, it plays itself: it pastes the five texts, saves pictures below build/demo/, and prints a table.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from practice import browser, build, server, texts
from practice.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from practice.browser import Browser
    from practice.chat import Chat
    from practice.texts import Text

PICTURES = build.BUILD / "demo"
HEADINGS = {"Before this goes in": "hold", "Please leave this out": "block", "Worth a look before you send": "warn"}

# One item for each wording, with "× 2" after it where that comes twice.
_FINDINGS = """function () {
  const times = item => Number(/^ × (\\d+)$/.exec([...item.childNodes].find(node => node.data)?.data)?.[1] ?? 1)
  return [...this.querySelectorAll('.details > li')]
    .filter(kind => kind.querySelector('h3'))
    .map(kind => [
      kind.querySelector('h3').textContent,
      [...kind.querySelectorAll('ul > li')].map(times).reduce((sum, more) => sum + more, 0),
    ])
}"""


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one text."""

    text: str
    outcome: str
    findings: str
    time: str


def main(arguments: list[str] | None = None) -> int:
    """Play, or let a person play; 0 when all went as it should."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__, allow_abbrev=False)
    parser.add_argument("--auto", action="store_true", help="play by itself even where there is a display")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="where the pictures go")
    chosen = parser.parse_args(arguments)
    auto = chosen.auto or not has_display()
    with opened(headless=auto) as laptop:
        if not auto:
            return let_play(laptop)
        return play(laptop, chosen.pictures)


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


@contextlib.contextmanager
def opened(*, headless: bool) -> Iterator[Browser]:
    """A browser with everything in place, gone without trace afterwards."""
    pages, extension = build.pages(), build.extension()
    with (
        tempfile.TemporaryDirectory(prefix="safe-to-paste-", ignore_cleanup_errors=True) as folder,
        server.serve(pages) as port,
        sync_playwright() as playwright,
        browser.open_browser(
            playwright, Path(folder), port=port, extension=extension, host=browser.host_program(), headless=headless
        ) as laptop,
    ):
        yield laptop


def let_play(laptop: Browser) -> int:
    """Leave the browser to the person until they close it."""
    laptop.offer([(text.name, text.shows, text.body) for text in texts.ALL])
    laptop.visit(browser.GEMINI)
    chat = laptop.visit(browser.CHATGPT)
    print(
        "A browser has opened, with a throw-away profile. Its pages are practice pages on this computer.\n\n"
        "  1. Copy a text in the tab “Texts to try”, and paste it into the message box of a practice page.\n"
        "  2. Choose what the panel offers: Replace with placeholders, Remove, Keep or Go back.\n"
        "  3. Send it. Nothing leaves this computer.\n\n"
        "Close the browser when you have finished, or press Ctrl+C here."
    )
    with contextlib.suppress(KeyboardInterrupt):
        chat.page.context.wait_for_event("close", timeout=0)
    return 0


def play(laptop: Browser, pictures: Path) -> int:
    """Paste the five texts and show what came of each."""
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    laptop.warm_up()
    rows = []
    for number, text in enumerate(texts.ALL, start=1):
        chat = _visit(laptop, browser.CHATGPT)
        rows.append(paste(chat, text, pictures / f"{number}-{_slug(text)}.png"))
        chat.page.close()
    _picture_of_replaced(laptop, texts.REPORT_COMMENT, pictures / "6-report-comment-replaced.png")
    _picture_of_replaced(laptop, texts.UPN_ROW, pictures / "7-row-with-a-upn-replaced.png")
    _picture_in_the_dark(laptop, pictures / "8-gemini-dark.png")
    copied = copy_out(laptop, pictures / "9-answer-copied.png")
    print(table(rows))
    print(f"\nAn answer about [Pupil 1], copied and labelled, as it is then on the clipboard:\n\n{copied}")
    print(f"\nPictures: {_shown(pictures)}")
    well = [row.outcome for row in rows] == ["allow", "warn", "hold", "hold", "hold"] and copied == texts.COPIED
    return 0 if well else 1


def paste(chat: Chat, text: Text, picture: Path) -> Row:
    """Paste one text, wait for the verdict, save a picture, and read what was found."""
    watch = Stopwatch(chat)
    chat.copy(text.body)
    watch.start()
    chat.paste()
    taken = watch.milliseconds()
    chat.settle(300)
    chat.page.screenshot(path=picture)
    return Row(text.name, outcome(chat), findings(chat), f"{taken:.0f} ms")


def copy_out(laptop: Browser, picture: Path) -> str:
    """Copy an answer to a text with placeholders, tick that it was read, take the label, and read the clipboard."""
    chat = _visit(laptop, browser.CHATGPT, height=800)
    chat.paste(texts.REPORT_COMMENT.body)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[Pupil 1]" in chat.model())
    chat.until_closed()
    chat.send()
    chat.panel.until("the message to be sent", lambda: bool(chat.sent()))
    chat.answer(f"<p>{texts.ANSWER}</p>")
    chat.copied("keyboard")
    chat.panel.until("the name back", lambda: "is back" in chat.panel.text())
    for name in texts.TICKS:
        chat.panel.press(name, role="checkbox")
    chat.settle(300)
    chat.page.screenshot(path=picture)
    chat.panel.press("AI supported")
    chat.settle(300)
    copied = chat.clipboard()["text/plain"]
    chat.page.close()
    return copied


def outcome(chat: Chat) -> str:
    """The outcome, as the person meets it."""
    heading = chat.panel.heading()
    if "limited check" in chat.panel.text().lower():
        return "limited check"
    return HEADINGS.get(heading, "hint" if heading else "allow")


def findings(chat: Chat) -> str:
    """How many of each kind, as the panel lists them."""
    if "Show me" not in chat.panel.buttons():
        return "-"
    chat.panel.press("Show me")
    kinds = [kind for root in chat.panel.each(_FINDINGS) for kind in root]
    return ", ".join(f"{title} × {count}" if count > 1 else str(title) for title, count in kinds)


def table(rows: list[Row]) -> str:
    """The rows under headings, in columns."""
    lines = [("Text", "Outcome", "Found", "Key press to verdict"), *map(astuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _visit(laptop: Browser, address: str, *, height: int = 660) -> Chat:
    """A practice page in a window of a size that a picture in a README has, without what is there for tests."""
    chat = laptop.visit(address)
    chat.page.set_viewport_size({"width": 1080, "height": height})
    chat.page.evaluate("() => document.documentElement.classList.add('for-pictures')")
    return chat


def _picture_of_replaced(laptop: Browser, text: Text, picture: Path) -> None:
    chat = _visit(laptop, browser.CHATGPT)
    chat.paste(text.body)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[" in chat.model())
    chat.until_closed()
    chat.settle(300)
    chat.page.screenshot(path=picture)
    chat.page.close()


def _picture_in_the_dark(laptop: Browser, picture: Path) -> None:
    chat = _visit(laptop, browser.GEMINI)
    chat.page.emulate_media(color_scheme="dark")
    chat.paste(texts.UPN_ROW.body)
    chat.until_open("Before this goes in")
    chat.settle(300)
    chat.page.screenshot(path=picture)
    chat.page.close()


def _slug(text: Text) -> str:
    return "".join(letter for letter in text.name.lower().replace(" ", "-") if letter.isalpha() or letter == "-")


def _shown(path: Path) -> str:
    return str(path.relative_to(build.ROOT) if path.is_relative_to(build.ROOT) else path)


if __name__ == "__main__":
    sys.exit(main())
