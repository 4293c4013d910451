"""Texts and clipboards that go wrong elsewhere: long, many-lined, odd characters, no plain text, two at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from e2e.test_agent import hold
from practice.texts import ALLOWED, HELD, LESSON_PLAN, MARK, UPN

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.chat import Chat

HOLD = "Before this goes in"

# Where the first word in the box is, to take hold of it; and a count of the drags that begin.
START = """() => {
  window.drags = 0
  addEventListener('dragstart', () => (window.drags += 1))
  const selection = getSelection()
  const box = selection.rangeCount && selection.toString() !== '' ? selection.getRangeAt(0).getBoundingClientRect()
                                                                 : document.activeElement.getBoundingClientRect()
  return { x: box.x + 12, y: box.y + Math.min(20, box.height / 2) }
}"""

# Swallows whatever is put in, as a page does that has locked its box.
REFUSE = """() => {
  for (const type of ['paste', 'beforeinput']) {
    addEventListener(type, event => { event.preventDefault(); event.stopImmediatePropagation() }, { capture: true })
  }
  const field = document.querySelector('[data-mobile-composer-prompt]')
  const before = field?.value
  field?.addEventListener('input', event => { field.value = before; event.stopImmediatePropagation() }, true)
}"""

ODD = {
    "emoji": "Well done \U0001f469\U0001f3fd\u200d\U0001f3eb \U0001f1fc\U0001f1eb and e\u0301!",
    "Polish letters": "zażółć gęślą jaźń, proszę.",
    "right-to-left marks": "The word \u202bשלום\u202c and \u200fمرحبا\u200f mean hello.",
    "markup": 'Explain <b>bold</b>, &amp; and "x < y" to Year 7.',
    "spaces": "two  spaces, a\ttab and a no-break\u00a0space.",
    "NUL": "before\0after",
    "lone surrogate": "before\ud83dafter",
    "many lines": "one\ntwo\n\nfour\n\n\nseven",
    "Windows lines": "one\r\ntwo\r\nthree",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_characters_arrive_as_a_plain_paste_would_bring_them(chat: Chat, kind: str) -> None:
    expected = chat.without_extension(ODD[kind])
    chat.paste(ODD[kind])
    chat.until_model(expected)
    chat.settle(50)

    assert chat.model() == expected


@pytest.mark.parametrize("kind", ODD)
def test_odd_characters_beside_a_upn_do_not_hide_it(chat: Chat, kind: str) -> None:
    chat.paste(f"{ODD[kind]} UPN: {UPN} {ODD[kind]}")
    chat.panel.press("Replace with placeholders")
    expected = chat.without_extension(f"{ODD[kind]} UPN: [UPN 1] {ODD[kind]}")
    chat.until_model(expected)

    assert not chat.knew(UPN)


def test_long_text_goes_in_whole(chat: Chat) -> None:
    lines = "\n".join(f"{n}. Explain how a river changes its course over time." for n in range(1700))
    expected = chat.without_extension(lines)
    chat.paste(lines)
    chat.until_model(expected, seconds=30)

    assert len(chat.model()) > 90_000


def test_long_text_with_one_upn_is_held_and_mended(chat: Chat) -> None:
    filler = "\n".join(f"{n}. Explain how a river changes its course over time." for n in range(850))
    text = f"{filler}\nUPN: {UPN}\n{filler}"
    chat.paste(text)
    chat.panel.press("Replace with placeholders")
    chat.until_model(chat.without_extension(text.replace(UPN, "[UPN 1]")), seconds=30)

    assert not chat.knew(UPN)


def test_upn_at_the_end_of_five_megabytes_is_found(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    hold(chat, f"{150_000 * 'How does a river change its course? '}\nUPN: {UPN}", seconds=60)

    assert "Limited" not in chat.panel.text()

    chat.panel.press("Go back")
    chat.until_closed()

    assert chat.model() == ""
    assert not chat.knew(UPN)


def test_text_too_long_to_check_is_not_let_in_unasked(visit: Callable[[str], Chat]) -> None:
    chat = visit("signed-out")
    chat.paste(9_000_000 * "a")
    chat.until_open("Too long to check", seconds=30)
    chat.panel.press("Go back")
    chat.until_closed()

    assert chat.model() == ""


def test_clipboard_with_html_alone_goes_in_as_its_text(chat: Chat) -> None:
    chat.paste(html="<p>Three <b>causes</b> of the war</p><p>in order</p>")
    chat.panel.until("the text", lambda: "in order" in chat.model())

    assert re.sub(r"\s+", " ", chat.model()) == "Three causes of the war in order"


def test_clipboard_with_html_alone_is_checked(chat: Chat) -> None:
    chat.paste(html=f"<table><tr><td>UPN</td></tr><tr><td>{UPN}</td></tr></table>")
    chat.until_open(HOLD)

    assert chat.model() == ""
    assert not chat.knew(UPN)


def test_details_hidden_in_html_do_not_go_in_beside_harmless_plain_text(chat: Chat) -> None:
    chat.paste(ALLOWED, html=f"<p>{ALLOWED}</p><p>UPN {UPN}</p>")
    chat.until_model(ALLOWED)
    chat.settle()

    assert not chat.knew(UPN)


def test_picture_stays_out_until_the_person_has_said_what_it_shows(chat: Chat) -> None:
    chat.copy_picture()
    chat.paste()
    chat.until_open("A picture")

    assert chat.seen("paste") == []

    chat.panel.press("No, attach it")
    chat.panel.until("the picture", lambda: [event["files"] for event in chat.seen("paste")] == [1])


@pytest.mark.parametrize("site", ["chatgpt", "gemini"])
def test_search_field_is_left_alone(visit: Callable[[str], Chat], site: str) -> None:
    chat = visit(site)
    chat.copy(HELD)
    chat.page.get_by_role("searchbox").click()
    chat.press("Control+v")
    chat.settle()

    assert MARK in chat.page.get_by_role("searchbox").input_value()
    assert chat.panel.heading() == ""


def test_text_already_there_and_the_caret_are_kept(chat: Chat) -> None:
    chat.type("Start.  End.")
    chat.caret(7)
    chat.paste_here("Middle.")
    chat.until_model("Start. Middle. End.")
    chat.page.keyboard.type("!")

    assert chat.model() == "Start. Middle.! End."


def test_held_text_goes_where_the_caret_was_once_mended(chat: Chat) -> None:
    chat.type("Start.  End.")
    chat.caret(7)
    chat.paste_here(f"UPN: {UPN}.")
    chat.panel.press("Replace with placeholders")

    chat.until_model("Start. UPN: [UPN 1]. End.")


def test_selected_text_is_replaced_as_a_paste_does(chat: Chat) -> None:
    chat.type("Old words")
    chat.press("Control+a")
    chat.paste_here("New words")

    chat.until_model("New words")


def test_selected_text_survives_going_back(chat: Chat) -> None:
    chat.type("Old words")
    chat.press("Control+a")
    chat.paste_here(HELD)
    chat.panel.press("Go back")
    chat.until_closed()

    assert chat.model() == "Old words"


def test_two_quick_pastes_both_go_in_in_order(chat: Chat) -> None:
    chat.copy("one two three. ")
    chat.focus()
    chat.press("Control+v")
    chat.press("Control+v")

    chat.until_model("one two three. one two three. ")


def test_second_held_paste_waits_for_the_first(chat: Chat) -> None:
    # Long enough for the second press to come while the first text is still being checked.
    text = f"UPN: {UPN} " + 2000 * "How does a river change its course? "
    chat.copy(text)
    chat.focus()
    chat.press("Control+v")
    chat.press("Control+v")
    chat.panel.press("Replace with placeholders")
    chat.settle()
    chat.panel.press("Replace with placeholders")
    chat.until_model(2 * text.replace(UPN, "[UPN 1]"))

    assert not chat.knew(UPN)


def test_typing_on_while_the_text_is_checked_loses_nothing(chat: Chat) -> None:
    chat.copy(LESSON_PLAN.body.strip())
    chat.focus()
    chat.press("Control+v")
    chat.page.keyboard.type("xyz")
    chat.panel.until("the text", lambda: "ten words" in chat.model())
    chat.settle()

    assert sorted(chat.model().count(letter) - LESSON_PLAN.body.count(letter) for letter in "xyz") == [1, 1, 1]


def test_dropped_text_is_checked_as_pasted_text_is(chat: Chat) -> None:
    chat.drop(f"UPN: {UPN}")
    chat.until_open(HOLD)

    assert not chat.knew(UPN)

    chat.panel.press("Replace with placeholders")

    chat.until_model("UPN: [UPN 1]")


def test_dropped_ordinary_text_goes_in_once(chat: Chat) -> None:
    chat.drop(ALLOWED)
    chat.until_model(ALLOWED)
    chat.settle()

    assert chat.model() == ALLOWED


def test_drag_that_ends_on_the_plain_page_does_not_let_the_next_one_in(chat: Chat) -> None:
    chat.type("Take this away")
    chat.press("Control+a")
    start = chat.page.evaluate(START)
    chat.drag((start["x"], start["y"]), (500, 60))
    chat.settle()

    # A field's own text gives no place to take it by; there the drag may not begin.
    assert chat.name == "signed-out" or chat.page.evaluate("() => window.drags") == 1

    chat.drop(HELD)
    chat.until_open(HOLD)

    assert not chat.knew(MARK)


def test_text_dragged_inside_the_box_is_only_moved(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.type("one two")
    chat.press("Shift+Control+ArrowLeft")
    start = chat.page.evaluate(START)
    box = chat.page.locator("#prompt-textarea").bounding_box()

    assert box

    chat.drag((start["x"], start["y"]), (box["x"] + 1, start["y"]))
    chat.until_model("twoone ")


def test_text_dropped_where_nothing_is_checked_is_not_let_in_without_a_word(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.page.evaluate(
        """() => {
          const box = document.createElement('textarea')
          box.id = 'stranger'
          Object.assign(box.style, { width: '170px', height: '60px' })
          document.querySelector('main').prepend(box)
        }"""
    )
    chat.drop(HELD, on="#stranger")
    chat.panel.until("a word about it", lambda: "Not protected here" in chat.panel.text())


def test_paste_the_page_refuses_is_not_taken_for_one_that_went_in(chat: Chat) -> None:
    chat.paste(ALLOWED)
    chat.until_model(ALLOWED)
    chat.page.evaluate(REFUSE)
    chat.paste(ALLOWED)
    chat.until_open("Please paste this yourself")

    assert chat.model() == ALLOWED

    # A text to copy comes back after each question.
    chat.copy_picture()
    chat.paste()
    chat.until_open("A picture")
    chat.panel.press("Yes, leave it out")
    chat.until_open("Please paste this yourself")
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.panel.press("Go back")
    chat.until_open("Please paste this yourself")
    chat.panel.press("Dismiss")
    chat.until_closed()


def test_picture_beside_text_is_left_out_and_the_person_is_told(chat: Chat) -> None:
    chat.paste_with_picture(ALLOWED)
    chat.until_model(ALLOWED)
    chat.panel.until("a word about the picture", lambda: "was left out" in chat.panel.text())
