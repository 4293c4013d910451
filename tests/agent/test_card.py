"""The training card: what it says follows from the policy, and the page lets nothing in."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from safe_to_paste import card, card_page, paths, policy, settings
from safe_to_paste.host.desk import Desk
from safe_to_paste.host.messages import Act, ScanRequest
from safe_to_paste.host.state import State
from safe_to_paste.policy_file import Policy, parse

from .conftest import PATIENCE, World

POLICIES = paths.policies_dir()
HEAD = 'title = "T"\nversion = "1"\n'


def shipped(name: str) -> Policy:
    return policy.load(name, policies_dir=POLICIES, in_force=False)


def words(source: str | Policy) -> str:
    """The card as text, in one line."""
    found = parse(HEAD + source, "x.toml") if isinstance(source, str) else source
    return " ".join(card.text(card.of(found)).split())


def test_the_policies_make_different_cards() -> None:
    model, quantock = words(shipped("default")), words(shipped("quantock"))

    assert "STAYS OUT (1.5)" in model
    assert "MUST STAY OUT (3)" in quantock
    assert "MARKING (1.7) - Generative AI does not mark." in model
    assert "MARKING (2) - Answers that are right or wrong may be scored" in quantock
    assert "REPORTS (2) - With [Pupil 1] for the name" in quantock
    assert "Ask your line manager, who takes it to senior leadership" in quantock


@pytest.mark.parametrize(
    ("source", "said", "unsaid"),
    [
        ('[original_work]\nmode = "forbid"', "it stays out. Describe the task instead", "only when they have agreed"),
        ('[marking]\nmode = "allow"', "AI may help: names out", "does not mark"),
        ('[reports]\nmode = "forbid"', "AI does not write reports about pupils", "[Pupil 1] for the name"),
        ('[minutes]\nmode = "forbid"', "transcripts of meetings stay out", "may turn notes"),
        ('[label]\nrequired = true\ntext = "Made with AI"', "label it “Made with AI”", "for example with"),
        ('[outcomes]\nconfidential = { possible = "allow", likely = "allow", very_likely = "allow" }',
         "STAYS OUT - Who it is", "Passwords"),
        ('[lists]\nwords = ["Project Kestrel"]', "Our school's own words", "Kestrel"),
        ('mode = "report_only"', "For now it only shows a quiet note.", "Kestrel"),
        ('[organisation]\ntrust = "Hazelmere Trust"', "Hazelmere Trust WHAT CAN I PASTE?", "Kestrel"),
        ("", "WHAT CAN I PASTE?", "WHICH TOOL?"),
    ],
)  # fmt: skip
def test_each_setting_says_what_it_means(source: str, said: str, unsaid: str) -> None:
    assert said in words(source)
    assert unsaid not in words(source)


@pytest.mark.parametrize("name", ["default", "quantock"])
def test_the_example_is_what_the_product_makes_of_it(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    made = card.of(shipped(name))
    monkeypatch.setattr(State, "policy", property(lambda _: shipped(name)))
    desk = Desk(State(read_settings=lambda: settings.load(())))
    list(desk.reload())
    (scanned,) = desk.answer(ScanRequest("1", "chatgpt", "paste", "aa", text=made.before))
    (acted,) = desk.answer(Act("2", json.loads(scanned)["scan"], "replace"))
    desk.finish(PATIENCE)
    text = made.before
    for edit in reversed(json.loads(acted)["edits"]):
        text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]

    assert made.after == text


def test_tools_of_which_the_same_is_said_share_a_line() -> None:
    assert "ChatGPT and Gemini: with care. A personal account may use" in words(shipped("default"))


@pytest.mark.parametrize("name", ["default", "model", "quantock"])
def test_a_line_of_text_fits_a_mail(name: str) -> None:
    assert max(map(len, card.text(card.of(shipped(name))).splitlines())) <= 78


def test_the_page_says_what_the_text_says() -> None:
    made = card.of(shipped("quantock"))
    page = " ".join(_Words.of(card_page.page(made)).split())

    for part in made.parts:
        assert part.heading in page
        for item in part.items:
            assert item.what in page
            assert item.more[1:] in page


def test_the_page_runs_nothing_and_loads_nothing() -> None:
    page = card_page.page(card.of(shipped("default")))

    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"<script|<link|<img|\bon\w+=|src=|href=|url\(|@import", page)


def test_a_schools_own_words_are_escaped() -> None:
    hostile = '<b onclick="x()">&"'
    found = parse(
        f"{HEAD}called = '''{hostile}'''\n[organisation]\norganisation = '''{hostile}'''\n"
        f"[contacts]\ndpo = '''{hostile}'''\n"
        f"[label]\ntext = '''{hostile}'''\n[[tools]]\nname = '''{hostile}'''\n[[clauses]]\nid = '''{hostile}'''\n"
        "heading = 'x'\ncovers = ['marking', 'sensitive']\n",
        "x.toml",
    )

    assert "<b onclick" not in card_page.page(card.of(found))


def test_headings_are_in_order_and_lists_are_lists() -> None:
    page = card_page.page(card.of(shipped("quantock")))
    headings = [int(level) for level in re.findall(r"<h(\d)", page)]

    assert 1 == headings[0]
    assert {2} == set(headings[1:])
    assert page.startswith('<!doctype html>\n<html lang="en-GB">')
    assert page.count("<svg") == page.count('aria-hidden="true"')


class _Words(HTMLParser):
    """The words of a page."""

    @classmethod
    def of(cls, page: str) -> str:
        parser = cls()
        parser.found = []
        parser.feed(page[page.index("<main") :])
        return "".join(parser.found)

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    found: list[str]
