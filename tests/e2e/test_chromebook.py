"""A Chromebook, as far as the extension can tell: no agent can be there, and what is missing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from e2e.conftest import Open

PASTED = "UPN B801200005001, and his mother's number is 07700 900123"
AS_ONE = "--user-agent=Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0"


def test_a_limited_check_says_that_there_is_no_other_and_what_it_does_not_know(open_browser: Open) -> None:
    with open_browser(more=[AS_ONE]) as chromebook:
        chat = chromebook.visit("https://chatgpt.com/")
        chat.paste(PASTED)
        chat.until_open("Before this goes in")
        popup = chromebook.page("popup.html").locator("body")
        popup.get_by_text("It does not know names").wait_for()

        assert "On a Chromebook Safe to Paste has its limited check and no other." in chat.panel.text()
        assert "Try again" not in popup.inner_text()
