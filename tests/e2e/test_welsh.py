"""A browser in Welsh: what staff meet in the page is Welsh, whole, and fits."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from e2e.surfaces import WARNED
from practice import browser, school
from practice.texts import HELD
from safe_to_paste import paths
from safe_to_paste.dialogs import about, concern, declaration
from safe_to_paste.dialogs.matter import Matter
from safe_to_paste.dialogs.page import told
from safe_to_paste.journal import Journal
from safe_to_paste.language import load
from safe_to_paste.policy_file import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from e2e.conftest import Open
    from practice.browser import Browser
    from practice.chat import Chat

TOP = Path(__file__).parent.parent.parent
HOLD = "Cyn i hwn fynd i mewn"
ON = "Ymlaen. Mae testun yn cael ei wirio ar y gliniadur hwn."
# How far an element's words reach beyond it, in pixels, where they do.
SPILLED = """function () { return [...this.querySelectorAll('*')]
  .filter(one => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.className + ': ' + one.textContent) }"""
# As wide as the popup makes itself, in pixels.
POPUP = 352
# Our own name, and a label that goes into the text as the policy has it.
SAME = ("Safe to Paste", "Partly created by AI")


@pytest.fixture(scope="module")
def laptop(open_browser: Open, host: Path) -> Iterator[Browser]:
    with open_browser(host=host, more=["--lang=cy"], on={"LANGUAGE": "cy"}) as laptop:
        # The agent is there before the first text is: on a busy machine its first answer may come late.
        popup = laptop.page("popup.html")
        again = popup.get_by_role("button", name="Rhoi cynnig arall arni")
        popup.get_by_text(ON).or_(again).first.wait_for()
        while again.is_visible():
            again.click()
            popup.get_by_text(ON).or_(again).first.wait_for()
        popup.close()
        yield laptop


@pytest.fixture(scope="module")
def english() -> list[str]:
    """Pieces of every English sentence of ours, three words or longer."""
    messages: dict[str, Any] = json.loads((TOP / "extension/_locales/en_GB/messages.json").read_text(encoding="utf-8"))
    table = tomllib.loads((paths.rules_dir() / "locales/cy.toml").read_text(encoding="utf-8"))
    sentences = [entry["message"] for entry in messages.values()]
    sentences += [key for section, entries in table.items() if section != "places" for key in entries]
    pieces = (piece.strip(" .,;:") for sentence in sentences for piece in re.split(r"\$\d|\{\w+\}|\. ", sentence))
    return [piece for piece in pieces if piece.count(" ") > 1 and piece not in SAME]


def shown(chat: Chat, tmp_path: Path, name: str) -> str:
    """What can be read in the panel; a picture of it is left for whoever wants to look."""
    chat.page.screenshot(path=tmp_path / f"{name}.png")
    return chat.panel.text()


def test_a_held_paste_is_asked_about_in_welsh(laptop: Browser, english: list[str], tmp_path: Path) -> None:
    chat = laptop.visit(browser.CHATGPT)
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.panel.press("Dangos")
    chat.panel.until("the details", lambda: "Cuddio" in chat.panel.buttons())
    text = shown(chat, tmp_path, "held")

    assert "Mae hwn yn cynnwys" in text
    assert "Mae polisi AI enghreifftiol ysgolion (1.5) yn gofyn i ni" in text
    assert [piece for piece in english if piece in text] == []
    assert not any(chat.panel.each(SPILLED))

    chat.panel.press("Cadw")
    chat.panel.until("the reasons", lambda: "Nid yw'n broblem" in chat.panel.buttons())
    text = shown(chat, tmp_path, "reasons")

    assert [piece for piece in english if piece in text] == []
    assert not any(chat.panel.each(SPILLED))
    chat.page.close()


def test_a_warning_is_in_welsh_and_placeholders_stay(laptop: Browser, english: list[str], tmp_path: Path) -> None:
    chat = laptop.visit(browser.CHATGPT)
    chat.paste(WARNED)
    chat.until_open("Mae'n werth edrych cyn anfon")
    text = shown(chat, tmp_path, "warned")

    assert [piece for piece in english if piece in text] == []
    assert not any(chat.panel.each(SPILLED))

    chat.panel.press("Rhoi dalfannau yn eu lle")
    chat.panel.until("the changed text", lambda: " 1]" in chat.model())
    assert re.search(r"\[[A-Z][A-Za-z ]+ 1\]", chat.model())
    chat.page.close()


def test_the_popup_is_in_welsh_and_says_that_nobody_has_read_it(
    laptop: Browser, english: list[str], tmp_path: Path
) -> None:
    popup = laptop.page("popup.html")
    popup.set_viewport_size({"width": POPUP, "height": 900})
    popup.get_by_text(ON).wait_for()
    for summary in popup.locator("summary").all():
        summary.click()
    popup.screenshot(path=tmp_path / "popup.png", full_page=True)
    text = popup.locator("body").inner_text()

    assert popup.locator("html").get_attribute("lang") == "cy"
    assert "heb i siaradwr Cymraeg ei darllen eto" in text
    assert [piece for piece in english if piece in text] == []
    assert popup.evaluate("document.documentElement.scrollWidth") <= POPUP
    popup.close()


def test_the_card_is_in_welsh(laptop: Browser, english: list[str], tmp_path: Path) -> None:
    card = laptop.page("card.html")
    card.get_by_role("heading", name="Beth alla i ei ludo?").wait_for()
    card.screenshot(path=tmp_path / "card.png", full_page=True)
    text = card.locator("body").inner_text()

    assert card.locator("html").get_attribute("lang") == "cy"
    assert [piece for piece in english if piece in text] == []
    card.close()


def test_without_the_agent_the_limited_check_is_in_welsh(
    open_browser: Open, english: list[str], tmp_path: Path
) -> None:
    with open_browser(more=["--lang=cy"], on={"LANGUAGE": "cy"}) as laptop:
        chat = laptop.visit(browser.CHATGPT)
        chat.paste(HELD)
        chat.until_open(HOLD)
        text = shown(chat, tmp_path, "limited")

        assert "Gwiriad cyfyngedig: mae hwn yn cynnwys" in text
        assert [piece for piece in english if piece in text] == []


WINDOWS = ("declaration", "concern", "sent", "about")


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("width", [320, 700])
def test_a_window_is_in_welsh_and_fits(
    laptop: Browser, english: list[str], tmp_path: Path, name: str, width: int
) -> None:
    file = school.laptop(tmp_path)
    ours = Matter(parse(school.policy(), str(file)), school.reading(), (), frozenset(), load("cy", paths.rules_dir()))
    journal = Journal(tmp_path / "journal.sqlite3")
    made = {
        "declaration": lambda: declaration._Conversation(ours, journal, who=lambda: "rbell").page(),
        "concern": lambda: concern._Conversation(ours).page(""),
        "sent": lambda: concern._Conversation(ours).page("sent"),
        "about": lambda: about._Conversation(ours, journal, who=lambda: "rbell").page(),
    }[name]()
    window = laptop.context.new_page()
    window.set_viewport_size({"width": width, "height": 690})
    window.set_content(told(made, ours.to))
    window.screenshot(path=tmp_path / f"{name}-{width}.png")
    # What the school wrote is in its own words.
    window.evaluate("document.querySelectorAll('[translate=no]').forEach(theirs => theirs.remove())")
    text = window.locator("body").inner_text().replace(ours.policy.report.policy_breach, "")

    assert "Maint y testun: 100%" in text
    assert name != "declaration" or re.search(r"Ticiwyd 0 o \d", text)
    assert [piece for piece in english if piece in text] == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.close()
