"""A report in a browser: nothing axe objects to, nothing cut off, good on paper, and nothing runs or is fetched."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Literal

import pytest
from bench import exports
from practice import browser, build
from safe_to_paste import paths, rules
from safe_to_paste.policy_file import parse
from safe_to_paste.report import figures, page
from safe_to_paste.report.figures import Audience
from safe_to_paste.report.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

SCHOOL = exports.School(40, "2024-09", "2026-11")
POLICY = parse(
    'title = "Our AI policy"\nversion = "2026"\nstaff_count = 46\n'
    '[organisation]\norganisation = "Hazelmere Church of England Voluntary Aided Primary School and Nursery"\n',
    "default.toml",
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page for each audience, and one as the command writes it."""
    top = tmp_path_factory.mktemp("reports")
    exports.write(top / "shared", SCHOOL)
    (top / "shared" / "2024-09" / "cut.jsonl").write_bytes(b'{"schema":1,')
    titles = figures.titles(rules.load(paths.rules_dir()))
    with Trust(top / "shared") as trust:
        for audience in Audience:
            made = figures.of(trust, audience, policy=POLICY, titles=titles)
            html = page.html(made, policy=POLICY, faults=trust.faults)
            (top / f"{audience}.html").write_text(html, encoding="utf-8")
        made = figures.of(trust, Audience.DPO)
        (top / "tables.html").write_text(page.html(made, policy=None, draw=False), encoding="utf-8")
    command = [sys.executable, "-m", "safe_to_paste.cli", "report", "--from", str(top / "shared")]
    subprocess.run([*command, "--out", str(top / "command.html")], check=True, capture_output=True)
    return top


@pytest.fixture(scope="module")
def sheet(playwright: Playwright) -> Iterator[Page]:
    chromium = playwright.chromium.launch(executable_path=browser.find(playwright))
    yield chromium.new_page()
    chromium.close()


def show(sheet: Page, reports: Path, name: str) -> list[str]:
    """Open a report; what the browser fetched for it, and what it complained of."""
    seen: list[str] = []
    sheet.on("request", lambda request: seen.append(request.url))
    sheet.on("console", lambda message: seen.append(message.text))
    sheet.emulate_media(media="screen", color_scheme="light")
    sheet.set_viewport_size({"width": 1280, "height": 900})
    sheet.goto((reports / f"{name}.html").as_uri())
    return seen


PAGES = [*Audience, "tables", "command"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_say(
    sheet: Page, reports: Path, name: str, scheme: Literal["light", "dark"], width: int
) -> None:
    show(sheet, reports, name)
    sheet.set_viewport_size({"width": width, "height": 800})
    sheet.emulate_media(media="screen", color_scheme=scheme)
    # The page lets no script of its own run; axe comes from outside.
    sheet.evaluate((build.pages() / "axe.js").read_text(encoding="utf-8") + ";0")
    found = sheet.evaluate("axe.run({ resultTypes: ['violations'] })")

    assert [] == [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]


def test_axe_would_notice(sheet: Page, reports: Path) -> None:
    show(sheet, reports, "dpo")
    sheet.evaluate("document.querySelector('svg[role=img]').removeAttribute('aria-label')")
    sheet.evaluate((build.pages() / "axe.js").read_text(encoding="utf-8") + ";0")
    found = sheet.evaluate("axe.run({ resultTypes: ['violations'] })")

    assert ["svg-img-alt"] == [fault["id"] for fault in found["violations"]]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_and_nothing_refused(sheet: Page, reports: Path, name: str) -> None:
    assert [(reports / f"{name}.html").as_uri()] == show(sheet, reports, name)


def test_what_is_put_into_the_page_does_not_run(sheet: Page, reports: Path, tmp_path: Path) -> None:
    text = (reports / "dpo.html").read_text(encoding="utf-8")
    put = "<script>document.title = 'ran'</script><img src='http://198.51.100.1/x.png' onerror='document.title=1'>"
    (tmp_path / "dpo.html").write_text(text.replace("</main>", f"{put}</main>"), encoding="utf-8")
    show(sheet, tmp_path, "dpo")

    assert sheet.title().startswith("AI and what we paste")


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
@pytest.mark.parametrize("name", ["dpo", "self"])
def test_nothing_sticks_out_at_any_width(sheet: Page, reports: Path, name: str, width: int) -> None:
    show(sheet, reports, name)
    sheet.set_viewport_size({"width": width, "height": 800})

    assert width >= sheet.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("name", ["dpo", "governors"])
def test_it_prints_on_a_few_sides_of_a4(sheet: Page, reports: Path, name: str) -> None:
    show(sheet, reports, name)
    sheet.emulate_media(media="print")
    pdf = sheet.pdf(prefer_css_page_size=True, print_background=True)
    [sides] = re.findall(rb"/Type /Pages\s.*?/Count (\d+)|/Count (\d+)", pdf)[:1]

    assert 4 <= int(sides[0] or sides[1]) <= 7
    assert re.search(rb"/MediaBox \[0 0 59\d[.\d]* 84\d", pdf)


def test_pictures_follow_the_light(sheet: Page, reports: Path) -> None:
    """Their colours are the page's own, in light, in dark and on paper."""
    colours = "Array.from(document.querySelectorAll('figure text'), text => getComputedStyle(text).fill)"
    paper = "getComputedStyle(document.body).backgroundColor"
    show(sheet, reports, "dpo")
    seen = []
    for scheme in ("light", "dark"):
        sheet.emulate_media(media="screen", color_scheme=scheme)
        seen.append((set(sheet.evaluate(colours)), sheet.evaluate(paper)))

    assert seen[0][0].isdisjoint(seen[1][0])
    assert [] == [paper for fills, paper in seen if paper in fills]
    assert all(fills for fills, _ in seen)


def test_no_two_words_of_a_picture_lie_on_each_other(sheet: Page, reports: Path) -> None:
    overlapping = """Array.from(document.querySelectorAll('figure svg')).flatMap(svg => {
      const boxes = Array.from(svg.querySelectorAll('text'), text => [text.textContent, text.getBoundingClientRect()])
      return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
        .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
        .map(([other]) => `${one} / ${other}`))
    })"""
    show(sheet, reports, "dpo")

    assert [] == sheet.evaluate(overlapping)


@pytest.mark.parametrize("number", [1, 2])
def test_a_picture_leads_to_its_table(sheet: Page, reports: Path, number: int) -> None:
    show(sheet, reports, "dpo")
    sheet.get_by_role("link", name=f"Table {number}").click()

    assert sheet.evaluate("location.hash") == f"#table-{number}"
    assert sheet.get_by_role("table", name=f"Table {number}.").is_visible()
