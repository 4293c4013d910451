"""NotebookLM's dialogue by which a text becomes a source: what is written there goes to the site as a message does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from practice.texts import HELD, MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.chat import Chat

HOLD = "Before this goes in"
WARN = "Worth a look before you send"
SEND = "Send as it is?"
NUMBER = "07700 900543"
DOUBTFUL = f"Ask the driver to ring me on {NUMBER} about the trip."
FIELD = "mat-dialog-container textarea"
INSERT = "mat-dialog-container button"


@pytest.fixture
def chat(visit: Callable[[str], Chat]) -> Chat:
    chat = visit("notebooklm")
    chat.click("[data-practice=add-source]")
    return chat


def written(chat: Chat) -> str:
    return str(chat.evaluate("field => document.querySelector(field).value", FIELD))


def write(chat: Chat, text: str) -> None:
    for letter in text:
        chat.press(letter)


def test_text_pasted_as_a_source_is_held_and_goes_in_changed(chat: Chat) -> None:
    chat.copy(HELD)
    chat.click(FIELD)
    chat.press("Control+v")
    chat.until_open(HOLD)

    assert written(chat) == ""

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in written(chat))

    assert not chat.knew(MARK)

    chat.click(INSERT)
    chat.panel.until("the source", lambda: "UPN: [UPN 1]" in "".join(chat.evaluate("() => practice.sources")))


def test_typed_source_is_asked_about_before_it_is_inserted_and_enter_is_a_new_line(chat: Chat) -> None:
    chat.click(FIELD)
    write(chat, DOUBTFUL)
    chat.press("Enter")
    chat.until_open(WARN)

    assert written(chat) == f"{DOUBTFUL}\n"

    chat.click(INSERT)
    chat.until_open(SEND)

    assert chat.evaluate("() => practice.sources") == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the source", lambda: chat.evaluate("() => practice.sources") == [f"{DOUBTFUL}\n"])
