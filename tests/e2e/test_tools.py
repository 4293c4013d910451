"""A school's word on the tools: a calm line where one is not approved, a note one click away, and nothing blocked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from e2e import standin
from practice.texts import ALLOWED
from safe_to_paste import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from e2e.conftest import Open
    from practice.browser import Browser
    from practice.chat import Chat

NOTE = "It may learn from what is typed."
TOOLS = f"""
[[tools]]
name = "Gemini"
url_patterns = ["https://gemini.google.com/*"]
status = "not_approved"
note = "{NOTE}"

[[tools]]
name = "Microsoft 365 Copilot"
url_patterns = ["https://m365.cloud.microsoft/*"]
status = "approved"
note = "With the school's account nothing is learnt from it."

"""


@pytest.fixture(scope="module")
def laptop(open_browser: Open, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("school")
    text = (paths.policies_dir() / "default.toml").read_text(encoding="utf-8")
    before, _, rest = text.partition("[[tools]]")
    policy = folder / "policy.toml"
    policy.write_text(f"{before}{TOOLS}[journal]{rest.partition('[journal]')[2]}", encoding="utf-8")
    settings = folder / "settings.json"
    settings.write_text(json.dumps({"policy": str(policy)}), encoding="utf-8")
    with open_browser(host=standin.with_settings(folder, settings)) as laptop:
        yield laptop


def test_tool_that_is_not_approved_says_so_and_which_is(visit: Callable[[str], Chat]) -> None:
    chat = visit("gemini")
    says = "Your school has not approved Gemini for its work. Please use Microsoft 365 Copilot."
    chat.panel.until("a word about it", lambda: says in chat.panel.text())

    assert chat.panel.buttons() == ("What it does with your text", "Dismiss")
    assert chat.focused()

    chat.panel.press("What it does with your text")
    chat.panel.until("the note", lambda: NOTE in chat.panel.text())
    chat.panel.press("Dismiss")
    chat.until_closed()
    chat.paste(ALLOWED)
    chat.send()
    chat.panel.until("the message to be sent", lambda: chat.sent() == [ALLOWED])
    chat.settle(800)

    assert says not in chat.panel.text()


@pytest.mark.parametrize("site", ["m365", "chatgpt"])
def test_other_tools_are_left_in_peace(visit: Callable[[str], Chat], site: str) -> None:
    chat = visit(site)
    chat.settle(2500)

    assert chat.panel.heading() == ""


def test_popup_has_a_line_on_each_tool(laptop: Browser) -> None:
    popup = laptop.page("popup.html")
    popup.get_by_text(f"Gemini: not for our work. {NOTE}").wait_for()
    popup.get_by_text("Microsoft 365 Copilot: approved.").wait_for()
    popup.close()
