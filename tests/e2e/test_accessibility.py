"""The panel and the popup for everyone: what axe finds, what the keyboard reaches, where the focus goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from e2e import standin
from practice import browser, build
from practice.texts import HELD, HINTED, MARK, WARNED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from e2e.conftest import Open
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
    popup.get_by_text("On. Text is checked on this laptop.").wait_for()
    for summary in popup.locator("summary").all():
        summary.click()
    popup.evaluate(axe())
    found = popup.evaluate(
        "async () => (await axe.run()).violations"
        ".map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(node => node.html) }))"
    )
    popup.close()

    assert serious(found) == []


def test_popup_says_at_once_that_it_is_asking(open_browser: Open, tmp_path: Path, host: Path) -> None:
    with open_browser(host=standin.write(tmp_path, "slow", real=host)) as laptop:
        popup = laptop.page("popup.html")

        assert popup.get_by_role("heading", name="Safe to Paste").is_visible()
        assert popup.get_by_role("status").inner_text() == "Checking…"

        popup.get_by_text("took too long").wait_for()

        assert popup.get_by_role("button", name="Try again").is_visible()


@pytest.mark.parametrize("answer", ["Promise.resolve({ ok: false, why: 'internal' })", "Promise.reject(new Error())"])
def test_popup_says_so_when_the_worker_has_no_answer(laptop: Browser, answer: str) -> None:
    popup = laptop.context.new_page()
    popup.add_init_script(f"chrome.runtime.sendMessage = () => {answer}")
    popup.goto(f"chrome-extension://{laptop.extension}/popup.html")
    popup.get_by_text("Safe to Paste stopped answering.").wait_for()

    assert popup.get_by_role("button", name="Try again").is_visible()
    assert popup.get_by_role("definition").count() == 0

    popup.close()


def test_popup_counts_one_text_that_was_changed_once(open_browser: Open, host: Path) -> None:
    with open_browser(host=host) as laptop:
        chat = laptop.visit(browser.CHATGPT)
        chat.paste(HELD)
        chat.until_open(HOLD)
        chat.panel.press("Replace with placeholders")
        chat.panel.until("the changed text", lambda: "[UPN 1]" in chat.model())
        popup = laptop.page("popup.html")
        popup.get_by_text("Texts checked").wait_for()

        assert popup.locator("dl").inner_text().split("\n") == [
            *("Texts checked", "1", "Worth a question", "1", "Changed", "1"),
            *("Kept as they were", "0", "Checked only in part", "0"),
        ]


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


def test_the_choices_stay_in_sight_when_a_small_window_scrolls(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.page.set_viewport_size({"width": 640, "height": 400})
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.panel.press("Show me")
    tops = (
        "async function () { const list = this.querySelector('.details'); list.lastChild.scrollIntoView();"
        " const box = this.querySelector('.surface').getBoundingClientRect();"
        " const { top, bottom } = this.querySelector('.choices').getBoundingClientRect();"
        " return [this.querySelector('.surface').scrollTop > 0, top >= box.top, bottom <= box.bottom] }"
    )

    assert chat.panel.each(tops) == [[True, True, True]]


@pytest.mark.parametrize("size", [(1280, 800), (640, 400)])
@pytest.mark.parametrize("text", [HELD, WARNED])
def test_details_open_without_moving_the_buttons_or_hiding_the_box(
    visit: Callable[[str], Chat], size: tuple[int, int], text: str
) -> None:
    chat = visit("chatgpt")
    chat.page.set_viewport_size({"width": size[0], "height": size[1]})
    chat.paste(text)
    chat.panel.until("a word about it", lambda: "Show me" in chat.panel.buttons())
    chat.settle()
    before = [chat.panel.place(name)[1] for name in ("Replace with placeholders", "Keep", "Show me")]
    chat.panel.press("Show me")
    chat.panel.until("the details", lambda: "Hide" in chat.panel.buttons())
    after = [chat.panel.place(name)[1] for name in ("Replace with placeholders", "Keep", "Hide")]

    assert after == pytest.approx(before, abs=1)

    (bottom,) = chat.panel.each("function () { return this.querySelector('.surface').getBoundingClientRect().bottom }")
    box = chat.page.locator("#prompt-textarea").bounding_box()

    assert box
    assert bottom <= box["y"] + box["height"] - 20


def test_long_text_in_a_small_window_can_still_be_seen_beside_the_question(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.page.set_viewport_size({"width": 640, "height": 400})
    long = "\n".join("Line by line." for _ in range(30))
    chat.paste(long)
    chat.until_model(chat.without_extension(long))
    chat.page.bring_to_front()
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.panel.press("Show me")
    (bottom,) = chat.panel.each("function () { return this.querySelector('.surface').getBoundingClientRect().bottom }")
    box = chat.page.locator("#prompt-textarea").bounding_box()

    assert box
    assert bottom <= box["y"] + box["height"] - 20


def test_escape_in_the_reasons_goes_back_one_step(chat: Chat) -> None:
    chat.paste(HELD)
    chat.panel.press("Keep")
    chat.panel.until("the reasons", lambda: "Back" in chat.panel.buttons())
    chat.settle()

    assert chat.panel.place("Not a problem")[1] == pytest.approx(chat.panel.place("Back")[1], abs=1)

    chat.press("Escape")
    chat.panel.until("the choices", lambda: "Keep" in chat.panel.buttons())

    assert chat.panel.heading() == HOLD

    chat.press("Escape")
    chat.until_closed()


def test_way_in_with_the_keyboard_is_shown_and_named(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.panel.until("the warning", lambda: "Later" in chat.panel.buttons())

    assert "F6 to answer" in chat.panel.text()
    assert chat.panel.each(
        "function () { return this.querySelector('.surface').getAttribute('aria-keyshortcuts') }"
    ) == ["F6"]


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
