"""What goes wrong while a typed text is checked or asked about: nothing is lost, and nothing goes out unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e import standin
from e2e.test_agent import kill_host
from practice import server
from practice.texts import ALLOWED, LESSON_PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from e2e.conftest import Open
    from practice.browser import Browser
    from practice.chat import Chat

WARN = "Worth a look before you send"
SEND = "Send as it is?"
NUMBER = "07700 900765"
DOUBTFUL = f"Ask the driver to ring me on {NUMBER} about the trip."
FINE = "Three questions about rivers, please."


@pytest.fixture(scope="module")
def slow(open_browser: Open, host: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A laptop whose agent never answers in time."""
    folder = tmp_path_factory.mktemp("slow")
    with open_browser(host=standin.write(folder, "slow", real=host)) as laptop:
        yield laptop


def test_long_paste_and_send_at_once_goes_out_whole_and_once(chat: Chat) -> None:
    text = (LESSON_PLAN.body * 200)[:100_000]
    expected = chat.without_extension(text)
    chat.paste(text)
    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) > 0, seconds=30)
    chat.settle(500)

    assert chat.sent() == [expected]
    assert chat.model() == ""


def test_agent_killed_between_the_look_and_send_costs_nothing(laptop: Browser, visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    kill_host(laptop)
    chat.type(" Thank you.")
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []

    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [f"{DOUBTFUL} Thank you."])


def test_without_an_answer_send_says_what_kind_of_check_it_was_and_does_not_lose_the_text(slow: Browser) -> None:
    chat = slow.visit(server.ADDRESSES["gemini"][0])
    chat.type(FINE)
    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [FINE], seconds=15)
    chat.close()


def test_another_conversation_opened_during_the_check_gets_nothing_of_the_last(slow: Browser) -> None:
    chat = slow.visit(server.ADDRESSES["chatgpt"][0])
    chat.type("Hello")
    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: chat.sent() == ["Hello"], seconds=15)
    chat.type(DOUBTFUL)
    chat.press("Enter")
    chat.settle(500)
    chat.click("[data-practice='new-chat']")
    chat.type(FINE)
    chat.settle(7000)

    assert chat.sent() == ["Hello"]
    assert chat.model() == FINE
    assert chat.panel.heading() != SEND

    chat.close()


def test_box_taken_away_during_the_check_sends_nothing(slow: Browser) -> None:
    chat = slow.visit(server.ADDRESSES["signed-out"][0])
    chat.type(FINE)
    chat.press("Enter")
    chat.settle(300)
    chat.evaluate("() => document.querySelector('form').remove()")
    chat.settle(7000)

    assert chat.sent() == []

    chat.close()


def test_box_drawn_anew_under_the_question_can_still_be_mended(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    # As a page does that renders its editor once more: other elements, the same text.
    chat.evaluate(
        "() => document.querySelectorAll('[data-practice=composer] p')"
        ".forEach(line => line.replaceWith(line.cloneNode(true)))"
    )
    chat.settle(300)
    chat.panel.press("Replace with placeholders")
    chat.until_model(DOUBTFUL.replace(NUMBER, "[Mobile number 1]"))


def test_text_to_copy_can_be_copied_by_hand_where_the_clipboard_is_denied(laptop: Browser) -> None:
    chat = laptop.visit("https://chatgpt.com/?denied")
    chat.evaluate(
        """() => {
          for (const type of ['beforeinput', 'paste']) {
            addEventListener(type, event => {
              event.preventDefault()
              event.stopImmediatePropagation()
            }, { capture: true })
          }
        }"""
    )
    chat.paste(ALLOWED)
    chat.until_open("Please paste this yourself")
    chat.panel.press("Copy")
    chat.panel.until("how to", lambda: "copy it with the keyboard" in chat.panel.text())
    chat.copy("something else")
    chat.press("Control+c")
    chat.panel.until("the text on the clipboard", lambda: chat.clipboard().get("text/plain") == ALLOWED)
    chat.close()


@pytest.mark.parametrize("site", ["chatgpt", "copilot"])
def test_page_that_heeds_a_persons_keys_alone_is_sent_by_its_own_button(laptop: Browser, site: str) -> None:
    chat = laptop.visit(f"{server.ADDRESSES[site][0]}?own-keys")
    chat.type(DOUBTFUL)
    chat.press("Enter")
    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [DOUBTFUL])
    chat.settle(600)

    assert chat.sent() == [DOUBTFUL]
    assert chat.model() == ""
    assert chat.panel.heading() == ""

    chat.close()


def test_page_that_heeds_nobody_but_the_person_waits_for_them_and_says_so(laptop: Browser) -> None:
    chat = laptop.visit("https://copilot.microsoft.com/?own-hands")
    chat.type(DOUBTFUL)
    chat.press("Enter")
    chat.panel.press("Send anyway")
    chat.panel.press("Not a problem")
    chat.panel.until("what to do", lambda: "press Send again" in chat.panel.text())

    assert chat.sent() == []
    assert chat.model() == DOUBTFUL

    chat.focus()
    chat.press("Enter")
    chat.panel.until("the message to be sent", lambda: chat.sent() == [DOUBTFUL])
    chat.close()


def test_page_that_wipes_the_lines_away_changes_nothing_about_the_question(chat: Chat) -> None:
    chat.type(DOUBTFUL)
    chat.until_open(WARN)
    chat.evaluate(
        "() => { CSS.highlights.clear();"
        " document.querySelectorAll('html > [aria-hidden=true]').forEach(one => one.remove()) }"
    )
    chat.send()
    chat.until_open(SEND)

    assert chat.sent() == []


def test_keys_and_clicks_of_a_script_do_not_make_a_text_count_as_looked_at(chat: Chat) -> None:
    forge = """() => {
      const box = document.querySelector('[data-practice=composer]')
      const how = { bubbles: true, cancelable: true, composed: true }
      for (const type of ['input', 'beforeinput']) box.dispatchEvent(new InputEvent(type, how))
      box.dispatchEvent(new CompositionEvent('compositionend', how))
      for (const type of ['compositionend', 'keyup']) box.dispatchEvent(new KeyboardEvent(type, how))
    }"""
    chat.type(DOUBTFUL)
    for _ in range(20):
        chat.evaluate(forge)
    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []


def test_text_the_page_puts_in_by_itself_is_asked_about_before_it_is_sent(visit: Callable[[str], Chat]) -> None:
    chat = visit("signed-out")
    chat.type(FINE)
    chat.settle(1200)
    chat.evaluate(
        """text => {
          const field = document.querySelector('[data-practice=composer]')
          field.value = text
          field.dispatchEvent(new InputEvent('input', { bubbles: true }))
        }""",
        DOUBTFUL,
    )
    chat.send()
    chat.until_open(SEND)

    assert chat.sent() == []
