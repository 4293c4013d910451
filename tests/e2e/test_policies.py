"""Whatever a site's own content security policy forbids its scripts and styles: we are there, and look as we should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from practice.texts import HELD, MARK

if TYPE_CHECKING:
    from practice.browser import Browser

HOLD = "Before this goes in"
WARN = "Worth a look before you send"
SEND = "Send as it is?"
NUMBER = "07700 900876"
DOUBTFUL = f"Ask the driver to ring me on {NUMBER} about the trip."

# From none at all to one that lets no style and no policy of trusted types be, and one that takes the page its origin.
POLICIES = ("no-policy", "no-types", "no-styles", "sandbox")


@pytest.mark.parametrize("policy", POLICIES)
def test_page_under_any_policy_is_guarded(laptop: Browser, policy: str) -> None:
    chat = laptop.visit(f"https://chatgpt.com/unauth-mweb/?{policy}")
    chat.type(DOUBTFUL)
    chat.until_open(WARN)

    assert [line["text"] for line in chat.panel.underlined()] == [NUMBER]

    chat.press("Enter")
    chat.until_open(SEND)

    assert chat.sent() == []

    chat.panel.press("Go back")
    chat.paste(HELD)
    chat.until_open(HOLD)
    left, top = chat.panel.place("Replace with placeholders")

    assert chat.model() == DOUBTFUL
    assert not chat.knew(MARK)
    # Ours has its own looks: without them it would stand below the page, in the page's letters.
    assert 0 < left < 1400
    assert 0 < top < 1000

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())
    chat.close()
