"""What is typed, dictated, corrected or moved about in the box: looked at on a pause, and always before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.chat import Chat

WARN = "Worth a look before you send"
SEND = "Send as it is?"

# Typed into the page, which therefore knows them; so none of the marks.
NUMBER = "07700 900321"
OTHER = "07700 900654"
FINE = "Three questions about rivers, please."
DOUBTFUL = f"Ask the driver to ring me on {NUMBER} about the trip."


def test_typed_details_are_underlined_and_asked_about_once_the_person_pauses(chat: Chat) -> None:
    chat.type(DOUBTFUL)

    assert chat.panel.heading() == ""

    markup = chat.markup()
    chat.until_open(WARN)

    assert [line["text"] for line in chat.panel.underlined()] == [NUMBER]
    assert chat.markup() == markup
    assert chat.focused()
    assert chat.model() == DOUBTFUL


@pytest.mark.parametrize("way", ["Enter", "button"])
def test_typed_details_are_asked_about_before_they_are_sent_without_a_pause(chat: Chat, way: str) -> None:
    chat.type(DOUBTFUL)
    if way == "Enter":
        chat.press("Enter")
    else:
        chat.send()
    chat.until_open(SEND)

    assert chat.sent() == []
    assert chat.model() == DOUBTFUL

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [DOUBTFUL])
    chat.settle()

    assert chat.sent() == [DOUBTFUL]


def test_text_that_was_looked_at_and_not_changed_is_sent_by_the_page_itself(chat: Chat) -> None:
    chat.type(FINE)
    chat.settle(1200)
    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == [FINE])

    assert [click["trusted"] for click in chat.seen("click")][-1:] == [True]


def test_typing_on_and_sending_at_once_sends_all_of_it_once(chat: Chat) -> None:
    chat.type(FINE)
    chat.settle(1200)
    chat.type(" Ten in all.")
    chat.press("Enter")
    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)
    chat.settle(1500)

    assert chat.sent() == [f"{FINE} Ten in all."]
    assert chat.model() == ""


def test_edited_text_is_looked_at_again(chat: Chat) -> None:
    chat.type(FINE)
    chat.settle(1200)
    chat.type(f" Ring {NUMBER}.")
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []


def test_detail_taken_out_by_hand_takes_the_question_with_it(chat: Chat) -> None:
    chat.type(f"Ring {NUMBER}")
    chat.until_open(WARN)
    for _ in NUMBER:
        chat.press("Backspace")
    chat.type("him")
    chat.panel.until("no question", lambda: chat.panel.heading() == "")

    assert chat.panel.underlined() == []

    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: chat.sent() == ["Ring him"])


def test_undo_and_redo_are_looked_at_as_typing_is(chat: Chat) -> None:
    chat.type("Ring ")
    chat.settle(700)
    chat.insert(NUMBER)
    chat.until_open(WARN)
    for _ in range(4):
        chat.undo()
        chat.settle(50)
        if NUMBER not in chat.model():
            break
    chat.panel.until("no question", lambda: chat.panel.heading() == "")
    for keys in ("Control+y", "Control+Shift+Z"):
        chat.press(keys)
        chat.settle(50)
        if NUMBER in chat.model():
            break
    chat.panel.until("the number again", lambda: NUMBER in chat.model())
    chat.until_open(WARN)


def test_dictated_or_corrected_text_is_looked_at(chat: Chat) -> None:
    chat.focus()
    chat.insert(DOUBTFUL)
    chat.until_open(WARN)

    assert [line["text"] for line in chat.panel.underlined()] == [NUMBER]


def test_word_that_is_still_being_composed_is_left_alone(chat: Chat) -> None:
    chat.focus()
    chat.compose(f"Ring {NUMBER}")
    chat.settle(1500)

    assert chat.panel.heading() == ""

    chat.insert(f"Ring {NUMBER}")
    chat.until_open(WARN)

    assert chat.model() == f"Ring {NUMBER}"


def test_dropped_text_and_what_is_typed_round_it_are_looked_at_together(chat: Chat) -> None:
    chat.drop(f"The driver is on {NUMBER}.")
    chat.until_open(WARN)
    chat.panel.press("Later")
    chat.until_closed()
    chat.type(f" Or try {OTHER}.")
    chat.until_open(WARN)

    assert sorted(line["text"] for line in chat.panel.underlined()) == [NUMBER, OTHER]


def test_question_put_off_stays_away_while_the_person_types_on(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    chat.press("Escape")
    chat.until_closed()
    chat.type(" Thank you.")
    chat.settle(1500)

    assert chat.panel.heading() == ""
    assert [line["text"] for line in chat.panel.underlined()] == [NUMBER]

    chat.send()
    chat.until_open(SEND)


def test_replacing_in_typed_text_changes_the_detail_alone(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    chat.panel.press("Replace with placeholders")
    chat.until_model(DOUBTFUL.replace(NUMBER, "[Mobile number 1]"))
    chat.panel.until("no lines", lambda: chat.panel.underlined() == [])


def test_form_sent_by_a_button_nobody_knows_waits_too(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.evaluate(
        "() => document.querySelector('form').append("
        "Object.assign(document.createElement('button'), { textContent: 'Go', id: 'go' }))"
    )
    chat.type(DOUBTFUL)
    chat.click("#go")
    chat.until_open(SEND)

    assert chat.sent() == []


def test_send_belongs_to_the_box_it_stands_beside(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.evaluate(
        """() => {
          const other = document.createElement('form')
          other.innerHTML = '<textarea name="prompt-textarea" style="width: 400px; height: 60px"></textarea>'
            + '<button type="submit" data-testid="send-button">Save</button>'
          other.addEventListener('submit', event => {
            event.preventDefault()
            practice.sent.push(other.querySelector('textarea').value)
          })
          document.querySelector('#messages').append(other)
        }"""
    )
    chat.click("#messages textarea")
    chat.keys(f"Ring {OTHER}")
    chat.click("#messages button")
    chat.until_open(SEND)
    chat.panel.press("Show me")

    assert OTHER in chat.panel.text()
    assert chat.sent() == []


@pytest.mark.parametrize("change", ["nothing", "scroll", "resize", "zoom"])
def test_lines_in_a_text_field_stay_under_their_words(visit: Callable[[str], Chat], change: str) -> None:
    chat = visit("signed-out")
    change_field(chat, "Object.assign(field.style, { height: '90px', maxHeight: '90px', overflow: 'auto' })")
    chat.focus()
    chat.insert(f"One line, and a word that is rather long to wrap. Ring {NUMBER}.\n" * 6 + "The end.")
    chat.panel.until("lines", lambda: len(chat.panel.underlined()) == 6)
    if change == "scroll":
        change_field(chat, "field.scrollTop = 0")
    elif change == "resize":
        change_field(chat, "field.style.width = '260px'")
    elif change == "zoom":
        chat.evaluate("() => { document.documentElement.style.zoom = '1.5' }")
    chat.settle(400)

    seen = chat.evaluate(
        """lines => {
          const field = document.querySelector('[data-practice=composer]')
          const box = field.getBoundingClientRect()
          const shown = lines.flatMap(({ places }) => places.slice(0, 1))
            .filter(({ top, bottom }) => top > box.top && bottom < box.bottom)
          return shown.map(({ left, top, bottom }) => {
            const spot = document.caretPositionFromPoint(left + 1, (top + bottom) / 2)
            return spot.offsetNode === field ? field.value.slice(spot.offset, spot.offset + 5) : null
          })
        }""",
        chat.panel.underlined(),
    )

    assert seen
    assert set(seen) == {NUMBER[:5]}


def change_field(chat: Chat, change: str) -> None:
    """Has the page do something with its text field."""
    chat.evaluate(f"() => {{ const field = document.querySelector('[data-practice=composer]'); {change} }}")
