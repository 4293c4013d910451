"""What holds on every site: one contract, and a practice page with the site's own kind of editor for each.

Each test is a cell of the table that is printed at the end (matrix.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from practice import server
from practice.texts import ALLOWED, HELD, MARK, UPN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from practice.chat import Chat

HOLD = "Before this goes in"
WARN = "Worth a look before you send"
SEND = "Send as it is?"

# Typed and dropped into the page, which therefore knows them; so none of the marks.
NUMBER = "07700 900432"
DOUBTFUL = f"Ask the driver to ring me on {NUMBER} about the trip."
LINES = "Three questions, please.\nOne easy & one <b>harder</b>.\nŁódź, naïve, 🙂."


SITES = [name for name in server.ADDRESSES if name not in ("frames", "further")]


@pytest.fixture(params=SITES)
def chat(request: pytest.FixtureRequest, visit: Callable[[str], Chat]) -> Chat:
    return visit(request.param)


@pytest.mark.cell("paste")
def test_pasted_text_goes_in_as_it_would_without_us(chat: Chat) -> None:
    expected = chat.without_extension(LINES)
    chat.paste(LINES)
    chat.until_model(expected)
    chat.settle()

    assert chat.model() == expected
    assert chat.panel.heading() == ""
    assert chat.focused()


@pytest.mark.cell("paste")
def test_held_paste_stays_out_and_goes_in_changed(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""
    assert not chat.knew(MARK)

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())

    assert chat.model().splitlines()[0] == "Please tidy this record."
    assert not chat.knew(MARK)
    assert not chat.knew(UPN)


@pytest.mark.cell("type")
def test_typed_details_are_underlined_and_mended_in_the_box(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.until_open(WARN)

    assert [line["text"] for line in chat.panel.underlined()] == [NUMBER]
    assert chat.focused()

    chat.panel.press("Replace with placeholders")
    chat.until_model(DOUBTFUL.replace(NUMBER, "[Mobile number 1]"))


@pytest.mark.cell("drop")
def test_dropped_text_is_held_as_a_pasted_one_is(chat: Chat) -> None:
    chat.drop(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""
    assert not chat.knew(MARK)

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())

    assert not chat.knew(MARK)


@pytest.mark.cell("send")
@pytest.mark.parametrize("way", ["Enter", "button"])
def test_typed_details_are_asked_about_before_they_are_sent(chat: Chat, way: str) -> None:
    chat.type(DOUBTFUL)
    send(chat, way)
    chat.until_open(SEND)

    assert chat.sent() == []
    assert chat.model() == DOUBTFUL

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [DOUBTFUL])
    chat.settle()

    assert chat.sent() == [DOUBTFUL]


@pytest.mark.cell("send")
@pytest.mark.parametrize("way", ["Enter", "button"])
def test_ordinary_text_is_sent_once_without_a_question(chat: Chat, way: str) -> None:
    chat.type(ALLOWED)
    send(chat, way)
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) > 0)
    chat.settle(300)

    assert chat.sent() == [ALLOWED]
    assert chat.model() == ""
    assert chat.panel.heading() == ""


@pytest.mark.cell("copy")
def test_placeholders_in_an_answer_become_names_on_the_clipboard_alone(chat: Chat) -> None:
    chat.paste(HELD)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[UPN 1]" in chat.model())

    assert "[Pupil 1]" in chat.model()

    chat.send()
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)
    chat.answer("<p>The record is that of [UPN 1].</p>", "The record is that of [UPN 1].")
    chat.blur()
    chat.copied("keyboard")
    chat.panel.until("the number on the clipboard", lambda: UPN in chat.clipboard().get("text/plain", ""))

    assert not chat.knew(UPN)


@pytest.mark.cell("attach")
@pytest.mark.parametrize("way", ["chosen", "dropped"])
def test_file_with_a_pupils_number_stays_out_and_a_safe_copy_goes_in(chat: Chat, tmp_path: Path, way: str) -> None:
    file = tmp_path / "record.txt"
    file.write_text(HELD, encoding="utf-8")
    if way == "chosen":
        chat.choose("input", file)
    else:
        chat.drop_files(file)
    chat.until_open("Before this file goes in")

    assert chat.attached() == []

    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert held.name == "safe-copy.txt"
    assert b"UPN: [UPN 1]" in held.bytes
    assert UPN.encode() not in held.bytes
    assert MARK.encode() not in held.bytes


def send(chat: Chat, way: str) -> None:
    if way == "Enter":
        chat.press("Enter")
    else:
        chat.send()
