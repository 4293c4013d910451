"""What stands between a text in the box and sending it: undo, another conversation, a Stop button, a box that went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from practice.texts import HELD, HINTED, UPN

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.browser import Browser
    from practice.chat import Chat

HOLD = "Before this goes in"
WARN = "Worth a look before you send"
SEND = "Send as it is?"

# Left in the box for a while, and the browser itself keeps what a text field holds; so not one of the marks.
NUMBER = "07700 900127"
WARNED = f"Ask the coach driver to ring me on {NUMBER} about the trip."


@pytest.mark.parametrize("pause", [0, 1000])
def test_undo_of_a_change_in_the_box_makes_send_ask(chat: Chat, pause: int) -> None:
    chat.type("One. ")
    chat.settle(pause)
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.settle(pause)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[Mobile number 1]" in chat.model())
    chat.settle(max(pause, 150))
    for _ in range(4):
        chat.undo()
        chat.settle(30)
        if NUMBER in chat.model() or chat.model() == "":
            break
    if NUMBER not in chat.model():
        assert pause == 0

        return
    chat.send()
    chat.until_open(SEND)

    assert chat.sent() == []


def test_change_before_sending_is_looked_at_first(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.send()
    chat.until_open(SEND)

    assert {"Replace and look again", "Remove and look again", "Send anyway", "Go back"} < set(chat.panel.buttons())

    chat.panel.press("Replace and look again")
    chat.panel.until("the changed text", lambda: NUMBER not in chat.model())
    chat.panel.until("what to do now", lambda: "press Send again" in chat.panel.text())
    chat.settle()

    assert chat.sent() == []
    assert chat.focused()

    chat.send()
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)

    assert NUMBER not in chat.sent()[0]


def test_stop_button_stops_the_reply_and_is_not_asked_about(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.evaluate("() => practice.stream()")
    chat.send()

    assert chat.evaluate("() => practice.stopped") == 1
    assert chat.panel.heading() == WARN
    assert chat.sent() == []


def test_sending_on_the_person_s_behalf_never_presses_stop(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.evaluate("() => practice.stream()")
    chat.press("Enter")
    chat.panel.press("Send anyway")
    chat.panel.press("Agreed with the DPO")
    chat.settle(1500)

    assert chat.evaluate("() => practice.stopped") == 0
    assert chat.model() == WARNED


def test_send_waits_when_the_box_has_gone_from_where_it_was(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.evaluate(
        """() => {
          document.querySelector('#prompt-textarea').id = 'another'
          delete document.querySelector('form').dataset.type
        }"""
    )
    chat.click("[data-testid=send-button]")
    chat.panel.until("a word about it", lambda: "no longer finds the message box" in chat.panel.text())

    assert chat.sent() == []


def test_first_of_two_warnings_comes_back(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.type(" ")
    chat.paste("Or ask the office on 07700 900456.")
    chat.panel.until("both texts", lambda: "900456" in chat.model())
    chat.settle(400)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "900456" not in chat.model())
    chat.until_open(WARN)
    chat.panel.press("Show me")

    assert NUMBER in chat.panel.text()


def test_emptied_box_closes_the_warning(chat: Chat) -> None:
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.press("Control+a")
    chat.press("Delete")
    chat.until_closed()
    chat.type("Hello")
    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == ["Hello"])


@pytest.mark.parametrize("site", ["chatgpt", "gemini"])
def test_questions_do_not_outlive_their_conversation(visit: Callable[[str], Chat], site: str) -> None:
    chat = visit(site)
    chat.type("Hello")
    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == ["Hello"])
    chat.paste(WARNED)
    chat.until_open(WARN)
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.click("[data-practice='new-chat']")
    chat.until_closed()
    chat.settle(600)

    assert chat.panel.heading() == ""
    assert chat.model() == ""
    assert not chat.knew(UPN)

    chat.type("Hello again")
    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == ["Hello", "Hello again"])


def test_escape_in_the_box_puts_a_warning_off(chat: Chat) -> None:
    for text in (HINTED, WARNED):
        chat.paste(text)
        chat.panel.until("a word about it", lambda: len(chat.panel.buttons()) > 1)
        chat.press("Escape")
        chat.until_closed()
        chat.settle()

        assert chat.panel.heading() == ""
        assert chat.focused()

    chat.send()
    chat.until_open(SEND)


def test_text_typed_or_pasted_before_the_editor_stands_is_checked_too(laptop: Browser) -> None:
    chat = laptop.visit("https://chatgpt.com/?slow", wait=False)
    chat.copy(HELD)
    chat.front()
    chat.click("textarea.fallback")
    chat.press("Control+v")
    chat.until_open(HOLD, seconds=2)

    assert chat.evaluate("() => document.querySelector('textarea.fallback').value") == ""

    chat.panel.until("the editor", lambda: chat.evaluate("() => window.practice !== undefined"))
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[UPN 1]" in chat.model())
    chat.close()


def test_page_that_opens_without_a_box_is_told_of(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    told = "Not protected here"
    chat.evaluate(
        "() => { document.querySelector('form').style.display = 'none'; history.pushState(null, '', '/gpts/mine') }"
    )
    chat.settle(11_500)

    assert chat.panel.heading() == ""

    chat.evaluate("() => history.pushState(null, '', '/something-new')")
    chat.panel.until("a word about it", lambda: told in chat.panel.text(), seconds=15)
    chat.evaluate("() => { document.querySelector('form').style.display = ''; history.pushState(null, '', '/c/0f1e') }")
    chat.until_closed()
    chat.panel.until("no word any more", lambda: chat.panel.heading() == "")
