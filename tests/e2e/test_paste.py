"""A paste, from the key press to the editor's own model, on each practice page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from practice.texts import ALLOWED, HELD, HINTED, MARK, UPN, WARNED, upn

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.chat import Chat

HOLD = "Before this goes in"
WARN = "Worth a look before you send"
SEND = "Send as it is?"
REASONS = ("It is made up or public", "Agreed with the DPO", "Not a problem")

# What replacing makes of HELD, whatever word the label has.
REPLACED = re.compile(r"Please tidy this record\.\nName: \[[A-Z][a-z]+ 1\]\nUPN: \[UPN 1\]\nHouse: Larch", re.MULTILINE)


def test_ordinary_text_goes_in_exactly_once_and_nothing_is_shown(chat: Chat) -> None:
    chat.paste(ALLOWED)
    chat.until_model(ALLOWED)
    chat.settle()

    assert chat.model() == ALLOWED
    assert chat.panel.heading() == ""
    assert chat.focused()


def test_held_text_stays_out_and_the_page_never_has_it(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.settle()

    assert chat.model() == ""
    assert chat.seen("paste") == []
    assert not chat.knew(MARK)
    assert not chat.knew(UPN)


def test_question_names_kinds_and_the_clause_but_never_the_details(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert "UPN" in chat.panel.text()
    assert "(1.5)" in chat.panel.text()
    assert MARK not in chat.panel.text()
    assert UPN not in chat.panel.text()


def test_details_are_shown_once_asked_for(chat: Chat) -> None:
    chat.paste(HELD)
    chat.panel.press("Show me")

    assert UPN in chat.panel.text()
    assert not chat.knew(UPN)


def test_replacing_puts_labels_where_names_and_numbers_were(chat: Chat) -> None:
    chat.paste(HELD)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: REPLACED.fullmatch(chat.model()) is not None)
    chat.settle()

    assert REPLACED.fullmatch(chat.model())
    assert chat.focused()
    assert not chat.knew(MARK)
    assert not chat.knew(UPN)


def test_same_pupil_keeps_the_same_label_in_a_conversation(chat: Chat) -> None:
    for _ in range(2):
        chat.paste(HELD + "\n")
        chat.panel.press("Replace with placeholders")
        chat.until_closed()
    chat.panel.until("both texts", lambda: chat.model().count("[UPN 1]") == 2)

    assert "2]" not in chat.model()


def test_removing_takes_out_what_was_found_and_leaves_the_rest(chat: Chat) -> None:
    chat.paste(HELD)
    chat.panel.press("Remove")
    chat.panel.until("the changed text", lambda: "House: Larch" in chat.model())

    assert "Please tidy this record." in chat.model()
    assert not chat.knew(MARK)
    assert not chat.knew(UPN)


def test_going_back_leaves_the_composer_as_it_was(chat: Chat) -> None:
    chat.type("Dear colleague, ")
    chat.paste(HELD)
    chat.panel.press("Go back")
    chat.until_closed()
    chat.settle()

    assert chat.model() == "Dear colleague, "
    assert chat.focused()
    assert not chat.knew(MARK)


@pytest.mark.parametrize("reason", REASONS)
def test_keeping_asks_why_and_then_lets_the_text_in(visit: Callable[[str], Chat], reason: str) -> None:
    chat = visit("chatgpt")
    held = f"UPN: {upn(REASONS.index(reason))}"
    chat.paste(held)
    chat.panel.press("Keep")
    chat.panel.press(reason)
    chat.until_model(held)

    assert chat.panel.heading() == ""


def test_what_was_called_made_up_is_not_asked_about_again(chat: Chat) -> None:
    made_up = f"UPN: {upn(500 + len(chat.name))}"
    chat.paste(made_up)
    chat.panel.press("Keep")
    chat.panel.press("It is made up or public")
    chat.until_model(made_up)
    chat.type(" ")
    chat.paste(made_up)
    chat.until_model(f"{made_up} {made_up}")

    assert chat.panel.heading() == ""


def test_doubtful_text_goes_in_and_send_asks_once(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_model(WARNED)
    chat.until_open(WARN)
    chat.send()
    chat.until_open(SEND)

    assert chat.sent() == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [WARNED])
    chat.settle()

    assert chat.sent() == [WARNED]


def test_enter_asks_as_the_send_button_does(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []
    assert chat.model() == WARNED


def test_doubtful_text_can_still_be_changed_before_it_is_sent(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "07700" not in chat.model())
    chat.send()
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)

    assert "07700" not in chat.sent()[0]


def test_hint_is_quiet_and_sends_without_asking(chat: Chat) -> None:
    chat.paste(HINTED)
    chat.until_model(HINTED)
    chat.panel.until("the chip", lambda: "postcode" in chat.panel.text())

    assert chat.focused()

    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == [HINTED])


@pytest.mark.parametrize("choice", ["Replace with placeholders", "Remove", "Go back"])
def test_undo_never_brings_the_raw_text(chat: Chat, choice: str) -> None:
    chat.type("One. ")
    chat.paste(HELD)
    chat.panel.press(choice)
    chat.until_closed()
    chat.settle()
    for _ in range(4):
        chat.undo()
        chat.settle(30)

    assert not chat.knew(MARK)
    assert not chat.knew(UPN)
