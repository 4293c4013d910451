"""The training card in a browser: one side of A4, nothing cut off, nothing axe objects to, in every light."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest
from practice import browser, build
from safe_to_paste import card, card_page, paths, policy
from safe_to_paste.policy_file import Policy, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

# As much as a school is likely to put there.
WORDY = """
title = "Policy on the use of artificial intelligence in teaching, learning and administration"
version = "Autumn term 2026, second edition"
ratified = "12 October 2026"
called = "The trust's artificial intelligence policy"
obligation = "must"
[organisation]
organisation = "Hazelmere Church of England Voluntary Aided Primary School and Nursery"
[contacts]
dpo = "Priya Nair, data protection officer, dpo@hazelmere-trust.example, 01632 960142, extension 12"
dsl = "Owen Marlow, or in his absence Grace Adeyemi or any other deputy, extension 20 or 07700 900142"
line_manager = "your line manager or, for support staff, the school business manager"
[report]
policy_breach = "line_manager"
data_breach = "dpo"
query = "your line manager, who takes it to the senior leadership team and the digital lead"
[label]
required = true
text = "Made with the help of AI and checked by a member of staff"
[lists]
words = ["Project Kestrel"]
[marking]
mode = "objective_with_review"
[[clauses]]
id = "Appendix B"
heading = "Data"
covers = ["identifiable", "sensitive", "confidential", "pupil_work", "marking", "reports", "minutes"]
[[tools]]
name = "Gemini in our Workspace for Education"
status = "approved"
note = "Our contract says that nothing we type is used to train it"
[[tools]]
name = "ChatGPT"
note = "A personal account may use what you type to train its models"
[[tools]]
name = "Any other tool"
status = "not_approved"
note = "Ask the digital lead first"
"""


def policies() -> dict[str, Policy]:
    shipped = ("default", "quantock", "model")
    return {
        "wordy": parse(WORDY, "wordy.toml"),
        **{name: policy.load(name, policies_dir=paths.policies_dir(), in_force=False) for name in shipped},
    }


@pytest.fixture(scope="module")
def sheet(playwright: Playwright) -> Iterator[Page]:
    chromium = playwright.chromium.launch(executable_path=browser.find(playwright))
    yield chromium.new_page()
    chromium.close()


def show(page: Page, name: str, folder: Path) -> None:
    file = folder / f"{name}.html"
    file.write_text(card_page.page(card.of(policies()[name])), encoding="utf-8")
    page.goto(file.as_uri())


@pytest.mark.parametrize("name", policies())
def test_it_is_one_side_of_a4(sheet: Page, tmp_path: Path, name: str) -> None:
    show(sheet, name, tmp_path)
    sheet.emulate_media(media="print")
    pdf = sheet.pdf(prefer_css_page_size=True, print_background=True)

    assert [b"1"] == re.findall(rb"/Count (\d+)", pdf)
    assert re.search(rb"/MediaBox \[0 0 59\d[.\d]* 84\d", pdf)


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_nothing_sticks_out_at_any_width(sheet: Page, tmp_path: Path, width: int) -> None:
    show(sheet, "wordy", tmp_path)
    sheet.emulate_media(media="screen")
    sheet.set_viewport_size({"width": width, "height": 800})

    assert width >= sheet.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(sheet: Page, tmp_path: Path, scheme: Literal["light", "dark"]) -> None:
    show(sheet, "quantock", tmp_path)
    sheet.emulate_media(media="screen", color_scheme=scheme)
    sheet.evaluate((build.pages() / "axe.js").read_text(encoding="utf-8") + ";0")
    found = sheet.evaluate("axe.run({ resultTypes: ['violations'] })")

    assert [] == [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]
