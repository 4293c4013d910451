"""The panel and the popup for everyone: what axe finds, what the keyboard reaches, where the focus goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from practice import build
from practice.texts import HELD, HINTED, MARK, WARNED

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.browser import Browser
    from practice.chat import Chat
    from practice.panel import Control

Scheme = Literal["light", "dark"]
HOLD = "Before this goes in"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

# The closed root is lent to axe, in a script context the page has no part in, as if it were open: so axe reads the very
# panel the person has, with its styles, over the page it lies on.
AXE = """(async () => {
  for (const root of globalThis.roots) {
    Object.defineProperty(root.host, 'shadowRoot', { configurable: true, get: () => root })
  }
  const [first] = globalThis.roots
  const found = await axe.run(first.host, { resultTypes: ['violations'] })
  return found.violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(node => node.html) }))
})()"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_serious_fault_in_a_question(visit: Callable[[str], Chat], scheme: Scheme) -> None:
    chat = visit("chatgpt")
    chat.page.emulate_media(color_scheme=scheme)
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert serious(in_panel(chat)) == []

    chat.panel.press("Show me")

    assert serious(in_panel(chat)) == []

    chat.panel.press("Keep")
    chat.panel.until("the reasons", lambda: "Not a problem" in chat.panel.buttons())

    assert serious(in_panel(chat)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", [WARNED, HINTED])
def test_axe_finds_no_serious_fault_in_a_warning_or_a_hint(
    visit: Callable[[str], Chat], scheme: Scheme, text: str
) -> None:
    chat = visit("gemini")
    chat.page.emulate_media(color_scheme=scheme)
    chat.paste(text)
    chat.panel.until("a word about it", lambda: chat.panel.heading() != "")

    assert serious(in_panel(chat)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_serious_fault_in_the_popup(laptop: Browser, scheme: Scheme) -> None:
    popup = laptop.page("popup.html")
    popup.emulate_media(color_scheme=scheme)
    popup.get_by_role("heading", name="Safe to Paste").wait_for()
    for summary in popup.locator("summary").all():
        summary.click()
    popup.evaluate(axe())
    found = popup.evaluate(
        "async () => (await axe.run()).violations"
        ".map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(node => node.html) }))"
    )
    popup.close()

    assert serious(found) == []


def test_axe_would_notice(visit: Callable[[str], Chat]) -> None:
    """The way axe is lent the panel works: a fault put there on purpose is found."""
    chat = visit("chatgpt")
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.panel.each("function () { this.querySelector('button').replaceChildren() }")

    assert "button-name" in [fault["id"] for fault in serious(in_panel(chat))]


def test_question_is_announced_as_one_and_described_by_its_words(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)
    dialog = next(control for control in chat.panel.controls() if control.role == "alertdialog")

    assert dialog.name == f"Safe to Paste: {HOLD}"
    assert "UPN" in dialog.description
    assert MARK not in dialog.description


def test_question_takes_the_focus_and_tab_stays_in_it(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)
    names = []
    for _ in range(6):
        chat.press("Tab")
        names.append(focused(chat).name)

    assert names == ["Replace with placeholders", "Remove", "Keep", "Go back", "Show me", names[0]]

    chat.press("Shift+Tab")

    assert focused(chat).name == "Show me"
    assert chat.model() == ""


def test_question_is_answered_by_keyboard_alone(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.press("Tab")
    chat.press("Enter")
    chat.panel.until("the changed text", lambda: "[UPN 1]" in chat.model())

    assert chat.focused()
    assert chat.sent() == []


def test_reason_is_given_by_keyboard_alone(chat: Chat) -> None:
    text = HELD.replace("Rowan", chat.name)
    chat.paste(text)
    chat.until_open(HOLD)
    for key in ("Tab", "Tab", "Tab", "Enter"):
        chat.press(key)
    chat.panel.until("the reasons", lambda: focused(chat).name == "It is made up or public")
    chat.press("Tab")
    chat.press("Space")
    chat.until_closed()
    chat.panel.until("the text", lambda: MARK in chat.model())

    assert chat.focused()


def test_escape_goes_back_and_returns_the_focus(chat: Chat) -> None:
    chat.type("Dear colleague, ")
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.press("Escape")
    chat.until_closed()
    chat.page.keyboard.type("hello")

    assert chat.model() == "Dear colleague, hello"


def test_warning_leaves_the_focus_and_f6_reaches_it(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.panel.until("the warning", lambda: "Later" in chat.panel.buttons())

    assert chat.focused()

    chat.press("F6")

    assert focused(chat).name == "Replace with placeholders"

    chat.press("Escape")
    chat.until_closed()

    assert chat.focused()


def test_nothing_runs_off_a_small_window_at_twice_the_size(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    # 1280 by 800 at 200 % is half of each.
    chat.page.set_viewport_size({"width": 640, "height": 400})
    chat.paste(HELD)
    chat.until_open(HOLD)

    for name in chat.panel.buttons():
        x, y = chat.panel.place(name)

        assert 0 < x < 640
        assert 0 < y < 400


def axe() -> str:
    return (build.pages() / "axe.js").read_text(encoding="utf-8") + ";0"


def in_panel(chat: Chat) -> list[dict[str, Any]]:
    world = chat.panel.world()
    chat.panel.run(world, axe())

    assert chat.panel.hand_over(world, "roots") == 1

    found: list[dict[str, Any]] = chat.panel.run(world, AXE)
    return found


def serious(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [fault for fault in found if fault["impact"] in ("serious", "critical")]


def focused(chat: Chat) -> Control:
    return [control for control in chat.panel.controls() if control.focused][-1]
