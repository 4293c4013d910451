"""A site the school adds when the packages are built: whatever people write in there is recognised by what it is."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from practice import browser, build, server
from practice.chat import COMPOSER, Chat
from practice.panel import Panel
from practice.texts import HELD, MARK, UPN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Playwright
    from practice.browser import Browser

HOLD = "Before this goes in"
WARN = "Worth a look before you send"
SEND = "Send as it is?"
NUMBER = "07700 900987"
DOUBTFUL = f"Ask the driver to ring me on {NUMBER} about the trip."
KINDS = ("textarea", "editable", "open-textarea", "open-editable", "closed-textarea", "closed-editable")

ADDRESS, WIDGET, UNLISTED = server.ADDRESSES["further"]
(FRAMES,) = server.ADDRESSES["frames"]


@pytest.fixture(scope="module")
def laptop(
    playwright: Playwright, port: int, host: Path, folders: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("further")
    folders.append(folder)
    build.extension()
    further = {"SITES": f"{ADDRESS.rstrip('/')} {WIDGET.rstrip('/')}", "INTO": str(folder / "extension")}
    program = ["node", "build.mjs"]
    subprocess.run(program, cwd=build.ROOT / "extension", env={**os.environ, **further}, check=True)
    extension = folder / "extension"
    # A frame in a process of its own is out of sight for who looks at the page.
    together = ["--disable-site-isolation-trials", "--disable-features=IsolateSandboxedIframes"]
    place = folder / "laptop"
    with browser.open_browser(playwright, place, port=port, extension=extension, host=host, more=together) as laptop:
        laptop.until_ready()
        yield laptop


@pytest.fixture(params=KINDS)
def chat(request: pytest.FixtureRequest, laptop: Browser) -> Iterator[Chat]:
    chat = laptop.visit(f"{ADDRESS}?{request.param}")
    yield chat
    chat.close()


def test_pasted_text_is_held_and_goes_in_changed(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())

    assert not chat.knew(MARK)
    assert not chat.knew(UPN)


def test_typed_text_is_looked_at_and_asked_about_before_it_is_sent(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [DOUBTFUL])


def test_button_that_sends_waits(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.page.mouse.click(*chat.page.evaluate("() => practice.place()"))
    chat.until_open(SEND)

    assert chat.sent() == []


def test_of_two_boxes_side_by_side_the_second_button_has_the_second_looked_at(laptop: Browser) -> None:
    chat = laptop.visit(f"{ADDRESS}?pair")
    chat.click("textarea.second")
    chat.page.keyboard.type(DOUBTFUL)
    chat.click("button.second")
    chat.until_open(SEND)

    assert chat.evaluate("() => practice.second.sent") == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.evaluate("() => practice.second.sent") == [DOUBTFUL])

    assert chat.sent() == []

    chat.close()


class Framed(Chat):
    """A chat in the frame of a page."""

    def __init__(self, around: Chat) -> None:
        super().__init__(around.name, around.page, around._elsewhere)
        self.panel = Panel(around.page, framed=True)
        self.frame = around.page.frames[1]
        self.frame.wait_for_function("() => window.practice !== undefined")

    def evaluate(self, function: str, argument: object = None) -> Any:
        return self.frame.evaluate(function, argument)

    def focus(self) -> None:
        self.frame.locator(COMPOSER).click()


@pytest.mark.parametrize("kind", ["same", "cross", "srcdoc", "blank", "sandboxed"])
def test_box_in_a_frame_of_any_kind_is_guarded(laptop: Browser, kind: str) -> None:
    page = laptop.visit(f"{FRAMES}?{kind}")
    chat = Framed(page)
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())

    assert not chat.knew(MARK)

    chat.type(DOUBTFUL)
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []

    if kind == "cross":
        chat.settle(10_000)

    assert page.panel.heading() == ""

    page.close()


def test_box_in_a_frame_of_a_site_that_nobody_has_listed_is_said_not_to_be_protected(laptop: Browser) -> None:
    page = laptop.visit(f"{FRAMES}?unlisted")
    page.panel.until("a word about it", lambda: "Not protected here" in page.panel.text(), seconds=15)
    page.close()


def test_frame_with_a_box_speaks_for_its_page_as_long_as_it_is_there(laptop: Browser) -> None:
    page = laptop.visit(f"{FRAMES}?cross")
    Framed(page)
    page.page.evaluate("() => history.pushState(null, '', '/another')")
    page.settle(11_000)

    assert "Not protected here" not in page.panel.text()

    page.page.evaluate("() => document.querySelector('iframe').remove()")
    page.panel.until("a word about it", lambda: "Not protected here" in page.panel.text(), seconds=15)
    page.close()


def test_other_sites_stay_as_they_were(laptop: Browser) -> None:
    chat = laptop.visit(browser.CHATGPT)
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.close()


def test_address_that_is_none_is_named(tmp_path: Path) -> None:
    given = {"SITES": "https://a.example *://*", "INTO": str(tmp_path / "extension")}
    program = ["node", "build.mjs"]
    folder = build.ROOT / "extension"
    wrong = subprocess.run(
        program, cwd=folder, env={**os.environ, **given}, capture_output=True, text=True, check=False
    )

    assert wrong.returncode != 0
    assert "*://*" in wrong.stderr
