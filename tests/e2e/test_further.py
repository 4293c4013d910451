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


# What stands beside the box, in a form or not; whatever sends is of the class `go`.
BARS = {
    "words": (False, '<button>Clear</button><button>Dictate</button><button class="go">Send</button>'),
    "words in Welsh": (False, '<button class="go">Anfon</button><button>Clirio</button><button>Atodi ffeil</button>'),
    "words beside others": (False, '<button>Cancel</button><button class="go">Generate</button><button>Stop</button>'),
    "nothing that sends": (False, "<button>Clear</button><button>Clirio</button>"),
    "pictures with names": (False, '<button aria-label="Voice">🎤</button><button class="go" title="Ask">➤</button>'),
    "pictures without": (False, '<button>➕</button><div role="button" class="go" tabindex="0">➤</div>'),
    "pictures their makers know": (
        False,
        '<button class="go" data-testid="composer-send">➤</button><button><i class="icon-mic">🎤</i></button>',
    ),
    "a form": (True, '<button>Clear</button><button type="button">Attach</button><button class="go">Go</button>'),
    "what opens": (False, '<button class="go">➤</button><button aria-haspopup="menu">⋯</button>'),
}
BAR = """([isForm, markup]) => {
  const [form, place, box] = ['form', '.place', 'textarea'].map(one => document.querySelector(one))
  for (const other of place.querySelectorAll('button')) other.remove()
  if (!isForm) form.replaceWith(...form.childNodes)
  box.insertAdjacentHTML('afterend', markup)
  window.pressed = []
  for (const button of place.querySelectorAll('button, [role=button]')) {
    button.addEventListener('click', event => {
      event.preventDefault()
      window.pressed.push(button.textContent)
    })
  }
}"""


def built(folder: Path) -> Path:
    """The extension as it is made for a school that has added two sites."""
    build.extension()
    extension = folder / "extension"
    further = {"SITES": f"{ADDRESS.rstrip('/')} {WIDGET.rstrip('/')}", "INTO": str(extension)}
    program = ["node", "build.mjs"]
    subprocess.run(program, cwd=build.ROOT / "extension", env={**os.environ, **further}, check=True)
    return extension


@pytest.fixture(scope="module")
def laptop(
    playwright: Playwright, port: int, host: Path, folders: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("further")
    folders.append(folder)
    extension = built(folder)
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


@pytest.mark.cell("paste", site="further")
def test_pasted_text_is_held_and_goes_in_changed(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())

    assert not chat.knew(MARK)
    assert not chat.knew(UPN)


@pytest.mark.cell("type", site="further")
@pytest.mark.cell("send", site="further")
def test_typed_text_is_looked_at_and_asked_about_before_it_is_sent(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [DOUBTFUL])


@pytest.mark.cell("send", site="further")
def test_button_that_sends_waits(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.panel.click(*chat.evaluate("() => practice.place()"))
    chat.until_open(SEND)

    assert chat.sent() == []


@pytest.mark.cell("copy", site="further")
def test_placeholders_in_an_answer_become_names_on_the_clipboard_alone(chat: Chat) -> None:
    chat.paste(HELD)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[UPN 1]" in chat.model())
    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)
    chat.answer("<p>The record is that of [UPN 1].</p>", "The record is that of [UPN 1].")
    chat.blur()
    chat.copied("keyboard")
    chat.panel.until("the number on the clipboard", lambda: UPN in chat.clipboard().get("text/plain", ""))

    assert not chat.knew(UPN)


@pytest.mark.parametrize("bar", BARS)
def test_button_that_sends_is_told_from_those_beside_it(laptop: Browser, bar: str) -> None:
    chat = laptop.visit(f"{ADDRESS}?textarea")
    chat.evaluate(BAR, BARS[bar])
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    chat.press("Escape")
    chat.until_closed()
    places = chat.evaluate(
        """() => [...document.querySelectorAll('.place :is(button, [role=button])')].map(button => {
          const { left, top, width, height } = button.getBoundingClientRect()
          return [button.className === 'go', left + width / 2, top + height / 2]
        })"""
    )
    for does_send, x, y in places:
        press_beside(chat, x, y, does_send=does_send)
    chat.close()


def test_of_two_boxes_side_by_side_the_second_button_has_the_second_looked_at(laptop: Browser) -> None:
    chat = laptop.visit(f"{ADDRESS}?pair")
    chat.click("textarea.second")
    chat.keys(DOUBTFUL)
    chat.until_open(WARN)
    # The first box, which is empty, takes nothing away.
    chat.settle(1200)

    assert chat.panel.heading() == WARN

    chat.click("button.second")
    chat.until_open(SEND)

    assert chat.evaluate("() => practice.second.sent") == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.evaluate("() => practice.second.sent") == [DOUBTFUL])

    assert chat.sent() == []

    chat.close()


def press_beside(chat: Chat, x: float, y: float, *, does_send: bool) -> None:
    """Presses a button: the page hears it unless it sends, for then there is a question first."""
    pressed = "() => window.pressed.length"
    before = chat.evaluate(pressed)
    chat.panel.click(x, y)
    if does_send:
        chat.until_open(SEND)

        assert chat.evaluate(pressed) == before

        chat.panel.press("Go back")
        chat.until_closed()
    else:
        chat.panel.until("the page to hear it", lambda: chat.evaluate(pressed) > before)

        assert chat.panel.heading() == ""


def test_enter_stays_a_new_line_where_it_is_one(laptop: Browser) -> None:
    chat = laptop.visit(f"{ADDRESS}?editable-lines")
    chat.type("One")
    chat.press("Enter")
    chat.panel.until("the new line", lambda: chat.model().startswith("One\n"))
    chat.keys("Two")
    chat.panel.until("the second line", lambda: chat.model().split() == ["One", "Two"])

    assert chat.sent() == []
    assert chat.panel.heading() == ""

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
