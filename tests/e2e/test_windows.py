"""The pages of our windows for everyone: contrast, reflow, the person's own colours, print; in an engine that tells.

tests/dialogs shows the windows themselves; here the same pages are looked at in Chromium, which is also what draws
them on Windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from e2e.test_accessibility import axe, serious
from practice import browser, school
from safe_to_paste.dialogs import about, arrived, concern, declaration, matter
from safe_to_paste.journal import Journal
from safe_to_paste.labels import Tool
from safe_to_paste.policy_file import parse
from safe_to_paste.stamp import Stamper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Playwright, Route

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PAGES = ("declaration", "policy", "choice", "safeguarding", "sent", "query", "about", "arrived")


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=browser.find(playwright), args=["--no-sandbox"])
    yield opened
    opened.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(locale="en-GB", viewport={"width": 700, "height": 690})
    yield opened
    opened.close()


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    """Each window's page on the invented school's laptop."""
    file = school.laptop(tmp_path)
    known = matter.Matter(parse(school.policy(), str(file)), school.reading(), (), frozenset())
    journal = Journal(tmp_path / "journal.sqlite3")
    concerns = concern._Conversation(known)
    files = [tmp_path / f"Rivers and lakes, year {n}.docx" for n in range(6)]
    declare = declaration._Conversation(known, journal, who=lambda: "rbell").page()
    return {
        "declaration": declare,
        "policy": declare,
        "about": about._Conversation(known, journal, who=lambda: "rbell").page(),
        "arrived": arrived.Conversation(known, Tool("ChatGPT", "chatgpt"), files, Stamper()).page(),
        "choice": concerns.page(""),
        **{name: concerns.page(name) for name in ("safeguarding", "sent", "query")},
    }


def show(page: Page, html: str, name: str) -> None:
    page.set_content(html)
    if name == "policy":
        page.get_by_role("button", name="Read the policy").click()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(page: Page, pages: dict[str, str], name: str, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    show(page, pages[name], name)
    if name == "declaration":
        for box in page.get_by_role("checkbox").all()[:3]:
            box.check()
    page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run()).violations"
        ".map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(node => node.html) }))"
    )

    assert serious(found) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_twice_the_size_in_a_small_window(page: Page, pages: dict[str, str], name: str) -> None:
    page.set_viewport_size({"width": 640, "height": 480})
    show(page, pages[name], name)
    page.keyboard.press("Control++")
    page.keyboard.press("Control++")
    page.keyboard.press("Control++")
    page.get_by_text("Text size: 200%").filter(visible=True).wait_for()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # https://www.w3.org/TR/WCAG22/#target-size-minimum, in pixels
    assert page.evaluate(
        "[...document.querySelectorAll('button, input')].filter(each => each.checkVisibility())"
        ".every(each => each.getBoundingClientRect().height >= 24)"
    )


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_in_a_window_as_narrow_as_a_phone(page: Page, pages: dict[str, str], name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show(page, pages[name], name)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_tick_shows_in_the_persons_own_colours(page: Page, pages: dict[str, str]) -> None:
    page.emulate_media(forced_colors="active")
    show(page, pages["declaration"], "declaration")
    box = page.get_by_role("checkbox").first
    box.check()

    assert box.evaluate("each => getComputedStyle(each).appearance") == "auto"
    assert page.locator(".tick").first.evaluate("each => getComputedStyle(each).borderTopWidth") == "3px"


def test_what_has_the_focus_is_never_under_the_foot(page: Page, pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 700, "height": 480})
    show(page, pages["declaration"], "declaration")
    for _ in page.get_by_role("checkbox").all():
        page.keyboard.press("Tab")

        assert page.evaluate(
            "document.activeElement.getBoundingClientRect().bottom"
            " <= document.querySelector('.view:not([hidden]) footer').getBoundingClientRect().top"
        )


def test_only_the_statements_are_printed_not_the_buttons(page: Page, pages: dict[str, str]) -> None:
    page.emulate_media(media="print")
    show(page, pages["declaration"], "declaration")

    assert not page.get_by_role("button", name="Agree").is_visible()
    assert page.get_by_role("heading", name="read and tick").is_visible()


def test_nothing_is_asked_of_any_server_and_no_script_of_the_policys_runs(page: Page, pages: dict[str, str]) -> None:
    went: list[str] = []

    def stop(route: Route) -> None:
        went.append(route.request.url)
        route.abort()

    page.route("**/*", stop)
    hostile = pages["declaration"].replace(
        "</main>",
        '<img src="https://example.org/a.png"><script>document.title = "read"</script>'
        '<b onclick="document.title = 1">b</b><iframe src="https://example.org"></iframe></main>',
    )
    page.set_content(hostile)

    assert page.title() != "read"
    assert went == []
