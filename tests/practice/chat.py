"""One practice page in a tab: copy elsewhere, paste here with the real keys, read the editor's own model."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from practice.panel import Panel
from practice.server import CLIPBOARD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

COMPOSER = "[data-practice=composer]"
COMMAND = "Meta" if sys.platform == "darwin" else "Control"


class Elsewhere:
    """Everything outside the guarded page: the program a person copies from, and the same editors without a guard."""

    def __init__(self, context: BrowserContext) -> None:
        address = f"https://{CLIPBOARD}/"
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        self._context = context
        # The empty tab a browser starts with.
        self._clipboard = context.pages[0] if context.pages else context.new_page()
        self._clipboard.goto(address)
        self._plain: dict[str, Page] = {}

    def copy(self, flavours: dict[str, str]) -> None:
        """Put text on the clipboard, by its kinds."""
        assert self._clipboard.evaluate("flavours => clipboard.copy(flavours)", flavours)

    def clipboard(self) -> dict[str, str]:
        """What is on the clipboard, by its kinds, as a program gets it that it is pasted into."""
        self._clipboard.bring_to_front()
        self._clipboard.evaluate("() => { globalThis.came = clipboard.read(); }")
        self._clipboard.keyboard.press(f"{COMMAND}+v")
        return dict(self._clipboard.evaluate("() => globalThis.came"))

    def unguarded(self, name: str) -> Page:
        """A practice page where the extension is not, in front."""
        if name not in self._plain:
            self._plain[name] = self._context.new_page()
            self._plain[name].goto(f"https://{CLIPBOARD}/{name}.html")
        self._plain[name].bring_to_front()
        return self._plain[name]

    def copy_picture(self, text: str = "") -> None:
        """Put a picture on the clipboard, and text beside it if any is given."""
        self._clipboard.evaluate("text => clipboard.copyPicture(text)", text)

    def offer(self, texts: list[tuple[str, str, str]]) -> None:
        """Lay texts out for a person to copy."""
        self._clipboard.evaluate("texts => clipboard.offer(texts)", [list(text) for text in texts])

    def pasted(self, name: str, text: str) -> str:
        """What a practice page's editor makes of a paste where the extension is not: the measure of a faithful one."""
        page = self.unguarded(name)
        page.evaluate("() => practice.empty()")
        self.copy({"text/plain": text})
        page.keyboard.press(f"{COMMAND}+v")
        return str(page.evaluate("() => practice.model()"))


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a page holds: the way it came, and what it is."""

    way: str
    name: str
    type: str
    bytes: bytes


class Shown(Protocol):
    """What the extension shows in a tab."""

    def text(self) -> str: ...
    def heading(self) -> str: ...
    def until(self, what: str, holds: Callable[[], bool], *, seconds: float = 10) -> None: ...


class Words:
    """What is said of a page in the same way whichever browser it is open in."""

    panel: Shown

    def evaluate(self, function: str, argument: object = None) -> Any:
        """What a function gives or promises that is called in the page, as a script of the page's own would."""
        raise NotImplementedError

    def click(self, selector: str) -> None:
        """Click on an element with the mouse."""
        raise NotImplementedError

    def press(self, keys: str) -> None:
        """Press keys, by Playwright's names for them."""
        raise NotImplementedError

    def keys(self, text: str) -> None:
        """Type where the focus is."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Type in the composer."""
        self.focus()
        self.keys(text)

    def undo(self) -> None:
        """Press the keys for undo."""
        self.press(f"{COMMAND}+z")

    def caret(self, position: int) -> None:
        """Put the caret before the character at this position of a one-line text."""
        self.evaluate("position => { practice.caret(position) }", position)

    def send(self) -> None:
        """Click the site's send button."""
        self.click("[data-practice=send]")

    def focus(self) -> None:
        """Put the focus in the composer."""
        self.evaluate("() => { practice.focus() }")

    def blur(self) -> None:
        """Take the focus out of the composer, as a click into an answer does."""
        self.evaluate("() => { document.activeElement.blur() }")

    def answer(self, markup: str, markdown: str = "") -> None:
        """Have the site write an answer; `markdown` is what its own buttons copy as plain text."""
        self.evaluate("([markup, markdown]) => { practice.answer(markup, markdown) }", [markup, markdown])

    # --- what can be seen afterwards

    def model(self) -> str:
        """The text the editor itself holds."""
        return str(self.evaluate("() => practice.model()"))

    def markup(self) -> str:
        """The composer's own markup, as the page would read it."""
        return str(self.evaluate("composer => document.querySelector(composer).outerHTML", COMPOSER))

    def sent(self) -> list[str]:
        """The messages that went out, oldest first."""
        return list(self.evaluate("() => practice.sent"))

    def seen(self, kind: str) -> list[dict[str, Any]]:
        """The events of a kind the page's own listeners met."""
        return list(self.evaluate("kind => practice.seen.filter(event => event.type === kind)", kind))

    def knew(self, text: str) -> bool:
        """Whether the page ever had this text: in an event, in its markup, or in a state of its editor."""
        return bool(self.evaluate("text => practice.knew(text)", text))

    def focused(self) -> bool:
        """Whether the focus is in the composer."""
        return bool(self.evaluate("composer => document.activeElement?.matches(composer)", COMPOSER))

    def attached(self) -> list[Attached]:
        """The files the page holds, oldest first."""
        held = self.evaluate("() => practice.attached()")
        return [Attached(**{**each, "bytes": each["bytes"].encode("latin-1")}) for each in held]

    def until_attached(self, count: int = 1) -> list[Attached]:
        """Wait until the page holds so many files."""
        self.panel.until(f"{count} files", lambda: len(self.attached()) == count)
        return self.attached()

    def until_model(self, expected: str, *, seconds: float = 10) -> None:
        """Wait until the editor holds exactly this."""
        try:
            self.panel.until("the text", lambda: self.model() == expected, seconds=seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; the editor holds {self.model()[:400]!r}, not {expected[:400]!r}") from None

    def until_open(self, heading: str, *, seconds: float = 10) -> None:
        """Wait until the panel is open under this heading."""
        self.panel.until(heading, lambda: self.panel.heading() == heading, seconds=seconds)

    def until_closed(self) -> None:
        """Wait until nothing is asked any more; a note may still be shown."""
        self.panel.until("no question", lambda: self.panel.heading() in ("", "note"))


class Chat(Words):
    """A chat page with the extension at work in it."""

    panel: Panel

    def __init__(self, name: str, page: Page, elsewhere: Elsewhere) -> None:
        self.name = name
        self.page = page
        self.panel = Panel(page)
        self._elsewhere = elsewhere

    def evaluate(self, function: str, argument: object = None) -> Any:
        """What a function gives or promises that is called in the page, as a script of the page's own would."""
        return self.page.evaluate(function, argument)

    # --- what a person does

    def click(self, selector: str) -> None:
        """Click on an element with the mouse, once it can be."""
        self.page.locator(selector).click()

    def copy(self, text: str | None = None, *, html: str | None = None) -> None:
        """Put text, HTML or both on the clipboard, from another page."""
        flavours = {"text/plain": text, "text/html": html}
        self._elsewhere.copy({kind: value for kind, value in flavours.items() if value is not None})

    def copy_picture(self) -> None:
        """Put a picture, and nothing else, on the clipboard."""
        self._elsewhere.copy_picture()

    def paste(self, text: str | None = None, *, html: str | None = None) -> None:
        """Copy what is given, if anything, and press the keys for paste in the composer."""
        self.focus()
        self.paste_here(text, html=html)

    def paste_here(self, text: str | None = None, *, html: str | None = None) -> None:
        """The same, wherever the focus and the caret are."""
        if text is not None or html is not None:
            self.copy(text, html=html)
        self.press(f"{COMMAND}+v")

    def paste_with_picture(self, text: str) -> None:
        """Paste text that has a picture beside it on the clipboard, as a spreadsheet's cells have."""
        self._elsewhere.copy_picture(text)
        self.focus()
        self.press(f"{COMMAND}+v")

    def drop(self, text: str, *, on: str = COMPOSER) -> None:
        """Drop text on the composer or another place, as if dragged here from another program."""
        composer = self.page.locator(on).bounding_box()
        assert composer
        data = {"items": [{"mimeType": "text/plain", "data": text}], "dragOperationsMask": 1}
        middle = {
            "x": composer["x"] + composer["width"] / 2,
            "y": composer["y"] + composer["height"] / 2,
            "data": data,
        }
        session = self.page.context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, **middle})
        session.detach()

    # --- files

    def choose(self, way: str, *files: Path) -> None:
        """Choose files by one of the page's own buttons: input, detached, event, shadow."""
        with self.page.expect_file_chooser() as opened:
            self.page.locator(f"[data-attach={way}]").click()
        opened.value.set_files([str(file) for file in files])

    def drop_files(self, *files: Path, on: str = COMPOSER) -> None:
        """Drop files from another program on the composer or another place."""
        box = self.page.locator(on).bounding_box()
        assert box
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "data": data}
        session = self.page.context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, **middle})
        session.detach()

    def press(self, keys: str) -> None:
        """Press keys, by Playwright's names for them."""
        self.page.keyboard.press(keys)

    def keys(self, text: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(text)

    def insert(self, text: str) -> None:
        """Have text arrive at the caret as from an input method: dictated, corrected, or picked from a list."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Input.insertText", {"text": text})
        session.detach()

    def compose(self, text: str) -> None:
        """Begin to compose text with an input method, and leave it unfinished."""
        session = self.page.context.new_cdp_session(self.page)
        end = len(text)
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end})
        session.detach()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag what is selected from one point of the window to another, with the real mouse."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 10, start[1] + 10, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def copied(self, way: str, *, page: Page | None = None) -> None:
        """Copy the answer: with the keyboard, by the menu, or by one of the site's own buttons."""
        page = page or self.page
        if way in ("keyboard", "menu", "cut"):
            page.locator(".answer").last.evaluate("answer => getSelection().selectAllChildren(answer)")
            if way == "menu":
                session = page.context.new_cdp_session(page)
                session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "F24", "commands": ["copy"]})
                session.detach()
            else:
                page.keyboard.press(f"{COMMAND}+{'x' if way == 'cut' else 'c'}")
        else:
            page.locator(f"[data-way={way}]").last.click()

    def copied_without_extension(self, way: str, markup: str, markdown: str) -> dict[str, str]:
        """What is on the clipboard after the same copy where the extension is not."""
        page = self._elsewhere.unguarded(self.name)
        page.evaluate("() => document.querySelector('#messages').replaceChildren()")
        page.evaluate("([markup, markdown]) => practice.answer(markup, markdown)", [markup, markdown])
        self._elsewhere.copy({"text/plain": "nothing yet"})
        page.bring_to_front()
        self.copied(way, page=page)
        page.wait_for_timeout(700 if way in ("late", "promised") else 200)
        return self.clipboard()

    def select(self, selector: str, *, end: str | None = None) -> None:
        """Select all of an element, or from one to the end of another."""
        self.page.evaluate(
            """([start, end]) => getSelection().setBaseAndExtent(
                document.querySelector(start), 0,
                document.querySelector(end), document.querySelector(end).childNodes.length)""",
            [selector, end or selector],
        )

    def front(self) -> None:
        """Bring this tab to the front."""
        self.page.bring_to_front()

    def close(self) -> None:
        """Close the tab."""
        self.page.close()

    # --- what can be seen afterwards

    def clipboard(self) -> dict[str, str]:
        """What is on the clipboard, by its kinds; this tab is in front again afterwards."""
        held = self._elsewhere.clipboard()
        self.page.bring_to_front()
        return held

    def without_extension(self, text: str) -> str:
        """What this site's editor holds after the same paste where the extension is not; this tab is in front again."""
        held = self._elsewhere.pasted(self.name, text)
        self.front()
        return held

    def settle(self, milliseconds: int = 150) -> None:
        """Give things that should not happen the time to happen."""
        self.page.wait_for_timeout(milliseconds)
