"""The page of a report: what it says, what it never says, and that it stands alone."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bench import exports
from safe_to_paste import cli, keys, paths, settings
from safe_to_paste.journal import Declaration, Event, Journal
from safe_to_paste.policy_file import parse
from safe_to_paste.report import calendar, figures, page, plots
from safe_to_paste.report.ask import Count
from safe_to_paste.report.figures import Audience, Figures
from safe_to_paste.report.laptop import Rows

from .conftest import World

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = keys.Key(b"k" * 32, "keychain")
POLICY = parse(
    'title = "Our AI policy"\nversion = "2026"\nstaff_count = 24\n'
    '[organisation]\norganisation = "Marram & Point School"\n'
    "[review]\nnext_date = 2026-12-01\n",
    "default.toml",
)


def rows(school: exports.School) -> Rows:
    found = []
    for at, month in enumerate(calendar.span(school.first, school.last)):
        for laptop in range(school.laptops):
            content = exports.one(random.Random(f"{laptop} {month}"), school, laptop, month, at)
            found += [json.loads(line) for line in content.splitlines()]
    return Rows(found)


@pytest.fixture(scope="module")
def source() -> Rows:
    return rows(exports.School(24, "2025-11", "2026-11"))


def made(source: Rows, audience: Audience = Audience.DPO) -> Figures:
    return figures.of(source, audience, policy=POLICY, titles={"UPN": "UPN", "SEND": "SEND detail"}, made=NOW)


def html(source: Rows, audience: Audience = Audience.DPO, *, draw: bool | None = None) -> str:
    return page.html(made(source, audience), policy=POLICY, draw=draw)


class Reader(HTMLParser):
    """Tags with their attributes, the cells of tables, and all words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.words = ""
        self._in_cell = False
        self._in_style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"
        if tag == "td":
            self._in_cell = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        if tag == "td":
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.words += data
        if self._in_cell:
            self.cells[-1] += data


@pytest.mark.parametrize("audience", Audience)
def test_the_page_runs_nothing_and_loads_nothing(source: Rows, audience: Audience) -> None:
    text = html(source, audience)
    reader = Reader(text)
    [policy] = [each["content"] for tag, each in reader.tags if tag == "meta" and each.get("http-equiv")]
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" == policy
    assert {"script", "link", "img", "iframe", "object", "form", "base"}.isdisjoint(tag for tag, _ in reader.tags)
    attributes = [(name, value) for _, each in reader.tags for name, value in each.items()]
    assert [] == [name for name, _ in attributes if name == "style" or name.startswith("on")]
    assert [] == [value for name, value in attributes if name in {"href", "src"} and not (value or "").startswith("#")]
    assert [] == re.findall(r"url\((?!#)|@import|https?://", text)


@pytest.mark.parametrize("audience", Audience)
def test_every_count_is_rounded_and_none_is_small(source: Rows, audience: Audience) -> None:
    # What a month comes to on average is a rounded figure by a number of months.
    text = re.sub(r"<tr><th[^>]*>Checks in a month.*?</tr>", "", html(source, audience), flags=re.DOTALL)
    counts = [int(cell.replace(",", "")) for cell in Reader(text).cells if re.fullmatch("[0-9,]+", cell)]

    assert len(counts) > 20
    assert [] == [n for n in counts if n % 5]


def test_no_laptop_is_on_the_page(source: Rows) -> None:
    text = html(source)

    assert [] == [laptop for laptop in range(24) if exports.installation(laptop, "2026-11") in text]


def test_fewer_than_five_laptops_show_nothing_to_others() -> None:
    few = rows(exports.School(4, "2026-09", "2026-11", checks=40))
    for audience in (Audience.DPO, Audience.GOVERNORS):
        reader = Reader(html(few, audience))

        assert "No figures yet" in reader.words
        assert [] == [cell for cell in reader.cells if re.fullmatch("[0-9,]+%?", cell)]


def test_each_picture_has_words_and_a_table_or_stands_beside_one(source: Rows) -> None:
    text = html(source)
    reader = Reader(text)
    pictures = [each for tag, each in reader.tags if tag == "svg" and each.get("role") == "img"]

    assert len(pictures) == 4
    assert [] == [each for each in pictures if len(each["aria-label"] or "") < 40]
    linked = re.findall(r'<a href="#(table-[0-9])">Table', text)
    assert ["table-1", "table-2"] == linked == re.findall(r'<div id="(table-[0-9])">', text)
    assert text.count("<figcaption>") == 4


def test_without_the_library_the_tables_stand_in_the_place_of_pictures(source: Rows) -> None:
    drawn, plain = html(source, draw=True), html(source, draw=False)

    assert "<figure" not in plain
    assert "safe-to-paste[report]" in plain
    assert set(Reader(drawn).cells) <= set(Reader(plain).cells)
    for words in ("Texts checked, by month", "Warnings by kind and month", "Went back", "Checks with a warning"):
        assert words in Reader(plain).words


def test_a_ring_stands_for_whatever_is_too_little_to_show(source: Rows) -> None:
    few, some, none = Count(None), Count(40), Count(0)
    shown = replace(
        made(source),
        months=("2026-09", "2026-10", "2026-11", "2026-12"),
        checks_by_month=(some, some, some, few),
        warnings_by_month=(few, none, Count(5), few),
        by_category=(("Personal details", (few, some, none, few), some), ("Sensitive details", (few,) * 4, some)),
    )

    def rings(svg: str) -> int:
        return svg.count("<use ")

    assert rings(plots.checks(replace(shown, checks_by_month=(some,) * 4, warnings_by_month=(none,) * 4))) == 0
    assert 2 == rings(plots.checks(shown))
    assert 6 == rings(plots.by_category(shown))
    assert 1 == rings(plots.shares("did", [("Replaced", 0.6, "60%"), ("Removed", None, "few"), ("Kept", 0.0, "0%")]))


def test_a_picture_without_a_figure_has_no_scale(source: Rows) -> None:
    few = (("Sensitive details", (Count(None),) * 3, Count(15)),)
    svg = plots.by_category(replace(made(source), months=("2026-09", "2026-10", "2026-11"), by_category=few))

    assert 1 == len(re.findall(r">0</text>", svg))


def test_the_caption_says_what_a_ring_is_where_there_is_one(source: Rows) -> None:
    shown = made(source)
    some = (Count(40),) * len(shown.months)
    one, none = (
        page.html(replace(shown, checks_by_month=some, warnings_by_month=each), policy=POLICY)
        for each in ((Count(None), *some[1:]), some)
    )

    assert "the solid part had a warning. A ring: too few to show." in one
    assert "the solid part had a warning. A ring" not in none


def test_the_library_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plots.can_draw()

    monkeypatch.setitem(sys.modules, "matplotlib", None)

    assert not plots.can_draw()


def test_it_says_for_whom_and_of_whom(source: Rows) -> None:
    words = {audience: Reader(html(source, audience)).words for audience in Audience}

    assert "For the data protection officer" in words[Audience.DPO]
    assert "For governors and trustees" in words[Audience.GOVERNORS]
    assert "this laptop alone" in words[Audience.SELF]
    assert all("Marram & Point School" in each for each in words.values())
    assert "SEND detail" in words[Audience.DPO]
    assert "SEND detail" not in words[Audience.GOVERNORS]
    assert "Next review: 1 December 2026" in words[Audience.DPO]


def test_declarations_are_a_share_of_staff(source: Rows) -> None:
    by_version = {each.version: each for each in made(source).versions}

    assert {"2025", "2026"} == set(by_version)
    assert 20 == by_version["2026"].declared.value
    assert 20 / 24 == by_version["2026"].of_staff


def test_a_trial_is_no_warning_and_stands_by_itself() -> None:
    both = made(rows(exports.School(30, "2026-10", "2026-11")))
    only = made(rows(exports.School(30, "2026-11", "2026-11")))

    assert (0, None) == (both.warnings_by_month[0].value, only.warned.value)
    assert 0 == only.warnings.value
    assert both.warnings_by_month[1].value
    assert both.trial.checks.value == both.checks_by_month[0].value
    assert 0.05 < (both.trial.noted.value or 0) < 0.3
    words = Reader(page.html(only, policy=None)).words
    assert "While the policy was tried out" in words
    assert "What people did" not in words


def test_change_since_last_term_needs_a_last_term(source: Rows) -> None:
    before, now = made(source).terms

    assert ("2025/26 summer", "2026/27 autumn") == (before, now)
    assert 5 == len(made(source).changes)
    assert () == made(rows(exports.School(9, "2026-10", "2026-11"))).changes


def test_a_month_that_is_missing_is_a_month_with_nothing() -> None:
    first, last = (rows(exports.School(9, month, month))._rows for month in ("2026-03", "2026-11"))
    found = made(Rows([*first, *last]))

    assert calendar.span("2026-03", "2026-11") == found.months
    assert {0} == {count.value for count in found.checks_by_month[1:-1]}


def test_what_a_folder_says_is_never_markup() -> None:
    """Whoever can write into the folder can write anything into it."""
    found: list[dict[str, Any]] = rows(exports.School(9, "2026-10", "2026-11", checks=60))._rows
    for row in found:
        for name in ("site", "entity", "label", "policy", "policy_version", "agent"):
            if row.get(name):
                row[name] = f"<script>{row[name]}</script>"

    text = html(Rows(found))

    assert "<script" not in text
    assert "&lt;script&gt;" in text


# The command, on a laptop.


@pytest.fixture
def laptop(world: World, monkeypatch: pytest.MonkeyPatch) -> Journal:
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(keys, "state", lambda: "keychain")
    monkeypatch.setattr(keys, "known", lambda: (KEY,))
    chosen = settings.load(())
    monkeypatch.setattr(settings, "load", lambda: chosen)
    return Journal(world.root / "data" / "journal.sqlite3", read_key=lambda: KEY)


def event(days: int, outcome: str = "hold", action: str = "replace") -> Event:
    at = datetime.now(UTC) - timedelta(days=days)
    counts = {} if outcome == "allow" else {"UPN": 2}
    return Event(at, "chatgpt", "paste", "default", "1", "abc123", outcome, counts, action=action)


def record(journal: Journal, made: Iterable[Event]) -> None:
    for each in made:
        journal.record(each)


def words(file: Path) -> str:
    return " ".join(Reader(file.read_text(encoding="utf-8")).words.split())


def test_a_laptops_own_page(laptop: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(laptop, [event(0) for _ in range(12)] + [event(0, "allow", "") for _ in range(30)])
    laptop.declare(Declaration(datetime.now(UTC), "p.nair", "default", "1", ("I will take care.",), training=False))
    out = tmp_path / "page.html"

    assert 0 == cli.main(["report", "--out", str(out)])
    assert f"{out}\n" == capsys.readouterr().out
    said = words(out)
    assert "Safe to Paste looked at 40 texts" in said
    assert "about you" in said
    assert "p.nair" not in said


@pytest.mark.parametrize(("events", "says"), [(0, "nothing has been checked yet"), (4, "figures begin at five checks")])
def test_too_little_is_said(
    laptop: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str], events: int, says: str
) -> None:
    record(laptop, [event(0) for _ in range(events)])
    out = tmp_path / "page.html"

    assert 0 == cli.main(["report", "--out", str(out)])
    assert says in capsys.readouterr().err
    assert "No figures yet" in words(out)


def test_nobody_else_is_shown_one_laptop(laptop: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(laptop, [event(0) for _ in range(400)])
    out = tmp_path / "page.html"

    assert 0 == cli.main(["report", "--for", "governors", "--out", str(out)])
    assert "figures begin at five checks on five laptops" in capsys.readouterr().err
    assert "400" not in words(out)


def test_a_clock_that_was_set_back_leaves_a_page_of_what_has_been(laptop: Journal, tmp_path: Path) -> None:
    record(laptop, [event(0) for _ in range(10)] + [event(-90) for _ in range(50)])
    out = tmp_path / "page.html"

    assert 0 == cli.main(["report", "--out", str(out)])
    assert "Safe to Paste looked at 10 texts" in words(out)


def test_a_page_that_cannot_be_written_is_named(
    laptop: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(laptop, [replace(event(0), site="gemini")])

    assert 2 == cli.main(["report", "--out", str(tmp_path / "no" / "page.html")])
    assert "page.html: cannot be written" in capsys.readouterr().err


def test_parquet_is_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["report", "--parquet", "x"])

    assert "--parquet goes with --from" in capsys.readouterr().err
