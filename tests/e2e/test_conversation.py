"""Labels hold for a conversation: over reloads, from message to message, and not into the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from practice.texts import upn

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.chat import Chat

SITES = ("chatgpt", "gemini")


@pytest.mark.parametrize("site", SITES)
def test_label_means_the_same_until_the_conversation_ends(visit: Callable[[str], Chat], site: str) -> None:
    chat = visit(site)

    assert label_of(chat, upn(1)) == "[UPN 1]"
    assert label_of(chat, upn(2)) == "[UPN 2]"

    chat.page.reload()
    chat.page.wait_for_function("() => window.practice !== undefined")

    assert label_of(chat, upn(1)) == "[UPN 1]"
    assert label_of(chat, upn(3)) == "[UPN 3]"

    chat.type("Hello")
    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == ["Hello"])

    # The site now names the conversation in its address; it is the same one.
    assert label_of(chat, upn(2)) == "[UPN 2]"

    chat.page.get_by_role("button", name="New chat").click()

    assert label_of(chat, upn(2)) == "[UPN 1]"


def test_two_tabs_are_two_conversations(visit: Callable[[str], Chat]) -> None:
    one, other = visit("chatgpt"), visit("chatgpt")

    assert label_of(one, upn(1)) == "[UPN 1]"
    assert label_of(other, upn(2)) == "[UPN 1]"
    assert label_of(one, upn(2)) == "[UPN 2]"


def label_of(chat: Chat, number: str) -> str:
    """The label a number gets; the composer is empty afterwards."""
    chat.paste(f"UPN: {number}")
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the label", lambda: "[UPN" in chat.model())
    label = chat.model().removeprefix("UPN: ")
    chat.page.evaluate("() => practice.empty()")
    return label
