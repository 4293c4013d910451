"""A whole trust's files: every one is counted once or told of, whatever state it is in."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from bench import exports
from safe_to_paste import cli, paths, rules
from safe_to_paste.errors import ReportError
from safe_to_paste.report import calendar, figures, schema, totals
from safe_to_paste.report.ask import Question
from safe_to_paste.report.figures import Audience
from safe_to_paste.report.laptop import Rows
from safe_to_paste.report.trust import FAULTS, Faults, Trust

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SCHOOL = exports.School(7, "2026-06", "2026-11", checks=9)

QUESTIONS = {
    "checks": Question(schema.CHECKS, "checks"),
    "by month and outcome": Question(schema.CHECKS, "checks", ("month", "outcome")),
    "some": Question(schema.CHECKS, "checks", ("action",), {"outcome": ("warn", "hold"), "mode": ("warn",)}),
    "terms": Question(schema.FOUND, "found", ("term", "category")),
    "laptops": Question(schema.LAPTOP, "", ("key",), latest=True),
    "truth": Question(schema.DECLARED, "declarations", ("policy_version",), {"training": ("true",)}),
    "nobody": Question(schema.CHECKS, "checks", (), {"site": ("elsewhere",)}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shared = tmp_path / "shared"
    exports.write(shared, SCHOOL)
    return shared


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.jsonl"))


def checks(folder: Path) -> tuple[int, Faults]:
    """All checks there are, and what was wrong."""
    with Trust(folder, now=NOW) as trust:
        return trust.ask(QUESTIONS["checks"])[()].n, trust.faults


def whole(file: Path) -> int:
    return int(json.loads(file.read_bytes().splitlines()[-1])["total_checks"])


def rewritten(content: bytes, change: Callable[[list[dict[str, Any]]], object]) -> bytes:
    """A file with other rows, sealed anew."""
    found = [json.loads(line) for line in content.splitlines()]
    change(found)
    before = b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in found[:-1])
    last = found[-1] | {"checksum": totals.checksum(before)}
    return before + json.dumps(last, separators=(",", ":")).encode() + b"\n"


def every(**values: object) -> Callable[[list[dict[str, Any]]], object]:
    return lambda found: [row.update(values) for row in found]


def said(faults: Faults) -> dict[str, int]:
    return {fault: n for fault, n in faults.counts.items() if n}


def test_all_is_counted_and_nothing_is_wrong(folder: Path) -> None:
    n, faults = checks(folder)

    assert sum(map(whole, files(folder))) == n
    assert (42, 42, {}) == (faults.seen, faults.used, said(faults))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_folder_and_a_laptop_answer_alike(folder: Path, name: str) -> None:
    found = [json.loads(line) for file in files(folder) for line in file.read_bytes().splitlines()]
    with Trust(folder, now=NOW) as trust:
        assert Rows(found).ask(QUESTIONS[name]) == trust.ask(QUESTIONS[name])


BROKEN: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "cut": ("truncated", lambda content: content[:-40]),
    "cut at a line": ("truncated", lambda content: b"".join(content.splitlines(keepends=True)[:-1])),
    "a line lost": ("truncated", lambda content: b"".join(content.splitlines(keepends=True)[1:])),
    "a number changed": ("truncated", lambda content: content.replace(b'"checks":1}', b'"checks":9}', 1)),
    "empty": ("truncated", lambda _content: b""),
    "noise": ("truncated", lambda _content: random.Random(1).randbytes(5000)),
    "nested": ("truncated", lambda _content: b"[" * 100_000),
    "no row of a laptop": ("truncated", lambda content: rewritten(content, lambda found: found[-1].update(row="x"))),
    "future": ("future", lambda content: rewritten(content, every(month="2027-01", school_year="2026/27"))),
    "far future": ("future", lambda content: rewritten(content, every(month="9999-12", school_year="9999/00"))),
    "older": ("older", lambda content: rewritten(content, every(schema=0))),
    "newer": ("newer", lambda content: rewritten(content, every(schema=2, site={"name": "chatgpt"}))),
    "words for numbers": ("odd", lambda content: rewritten(content, lambda found: found[0].update(checks="many"))),
    "no month in a row": ("odd", lambda content: rewritten(content, lambda found: found[0].update(month="soon"))),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_counted_is_left_out_and_told(folder: Path, kind: str) -> None:
    fault, broken = BROKEN[kind]
    expected, _ = checks(folder)
    [one, *_] = [file for file in files(folder) if b'"checks":1}' in file.read_bytes()]
    lost = whole(one)
    one.write_bytes(broken(one.read_bytes()))
    n, faults = checks(folder)

    assert (expected - lost, 42, 41, {fault: 1}) == (n, faults.seen, faults.used, said(faults))
    assert 1 == len(faults.examples[fault])
    assert [f"1 {FAULTS[fault][0]}"] == list(faults.lines())


def test_copies_count_once(folder: Path) -> None:
    expected, _ = checks(folder)
    first, second, *_ = files(folder)
    (folder / "backup").mkdir()
    (folder / "backup" / first.name).write_bytes(first.read_bytes())
    first.with_name(f"{first.stem} (1).jsonl").write_bytes(first.read_bytes())
    second.with_name(f"{second.stem}-LAPTOP-7 conflicted copy.jsonl").write_bytes(second.read_bytes())
    n, faults = checks(folder)

    assert (expected, 45, 42, {"duplicated": 3}) == (n, faults.seen, faults.used, said(faults))


@pytest.mark.parametrize("name", ["0-older.jsonl", "z-older.jsonl"])
def test_of_two_copies_the_newest_counts_wherever_it_lies(folder: Path, name: str) -> None:
    expected, _ = checks(folder)
    last = files(folder)[-1]

    def fewer(found: list[dict[str, Any]]) -> None:
        del found[0]
        found[-1].update(written="2026-11-02", total_checks=0)

    last.with_name(name).write_bytes(rewritten(last.read_bytes(), fewer))
    n, faults = checks(folder)

    assert (expected, {"duplicated": 1}) == (n, said(faults))


def test_a_copy_from_a_clock_that_was_ahead_does_not_win(folder: Path) -> None:
    expected, _ = checks(folder)
    last = files(folder)[-1]
    ahead = rewritten(last.read_bytes(), lambda found: found[-1].update(written="2031-01-01", total_checks=999))
    last.with_name("ahead.jsonl").write_bytes(ahead)
    last.write_bytes(rewritten(last.read_bytes(), lambda found: found[-1].update(written="2026-11-20")))

    assert expected == checks(folder)[0]


def test_what_is_none_of_ours_is_told_of(folder: Path) -> None:
    (folder / "desktop.ini").write_text("x")
    (folder / "2026-11" / "~sync.tmp").write_text("x")
    expected = sum(map(whole, files(folder)))
    n, faults = checks(folder)

    assert (expected, {"other": 2}) == (n, said(faults))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_what_cannot_be_opened_is_told_of(folder: Path) -> None:
    (folder / "2026-11" / "gone.jsonl").symlink_to(folder / "nowhere")
    _, faults = checks(folder)

    assert {"unreadable": 1} == said(faults)


def test_a_folder_that_cannot_be_listed_is_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith("2026-08"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr("os.scandir", refuse)
    _, faults = checks(folder)

    assert (35, {"unreadable": 1}) == (faults.used, said(faults))


def test_line_ends_that_a_sync_tool_changed_do_no_harm(folder: Path) -> None:
    expected, _ = checks(folder)
    for file in files(folder):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert (expected, {}) == (checks(folder)[0], said(checks(folder)[1]))


def test_columns_that_came_later_are_passed_over(folder: Path) -> None:
    expected, _ = checks(folder)
    one = files(folder)[0]
    one.write_bytes(rewritten(one.read_bytes(), every(weather="fair")))

    assert (expected, {}) == (checks(folder)[0], said(checks(folder)[1]))


def test_batches_add_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, _ = checks(folder)
    monkeypatch.setattr("safe_to_paste.report.trust._BATCH", 5000)

    assert expected == checks(folder)[0]


def test_no_folder_and_an_empty_one_say_which(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"nowhere: is not a folder"):
        Trust(tmp_path / "nowhere")
    with pytest.raises(ReportError, match="holds no exported file"):
        Trust(tmp_path)


def test_without_duckdb_it_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    assert 2 == cli.main(["report", "--from", str(folder)])
    assert "pip install 'safe-to-paste[trust]'" in capsys.readouterr().err


def test_nothing_is_left_behind(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    checks(folder)

    assert [] == [*(tmp_path / "temporary").iterdir()]


def test_terms_are_the_same_in_both(tmp_path: Path) -> None:
    exports.write(tmp_path, exports.School(1, "2025-09", "2026-11", checks=1))
    with Trust(tmp_path, now=NOW) as trust:
        pairs = [(month, term) for month, term in trust.ask(Question(schema.LAPTOP, "", ("month", "term")))]

    assert {month: calendar.term(month) for month in calendar.span("2025-09", "2026-11")} == dict(pairs)


# The command line.


def test_the_command_writes_a_page_and_tells_of_faults(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files(folder)[0].write_bytes(b"{")
    (folder / "notes.txt").write_text("x")
    page = tmp_path / "page.html"

    assert 0 == cli.main(["report", "--from", str(folder), "--out", str(page)])
    printed = capsys.readouterr()
    assert f"{page}\n" == printed.out
    assert "1 file was empty, cut short or changed, and is left out" in printed.err
    assert files(folder)[0].name in printed.err
    html = page.read_text(encoding="utf-8")
    assert "41 of 42 files" in html
    assert "1 file in the folder is none of ours" in html
    assert files(folder)[0].stem not in html


def test_parquet_holds_what_counts(folder: Path, tmp_path: Path) -> None:
    first = files(folder)[0]
    first.with_name("copy.jsonl").write_bytes(first.read_bytes())
    expected, _ = checks(folder)
    out = tmp_path / "totals.parquet"

    assert 0 == cli.main(["report", "--from", str(folder), "--parquet", str(out), "--out", str(tmp_path / "page.html")])
    table = pyarrow.parquet.read_table(out).to_pylist()
    assert expected == sum(row["checks"] for row in table if row["row"] == schema.CHECKS)
    assert {name for name in schema.columns() if name not in {"lines", "checksum"}} == set(table[0])
    assert {file.stem[8:] for file in files(folder) if file != first.with_name("copy.jsonl")} == {
        row["installation"] for row in table
    }


def test_parquet_that_cannot_be_written_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == cli.main(["report", "--from", str(folder), "--parquet", str(tmp_path / "no" / "x.parquet")])
    assert "x.parquet: cannot be written" in capsys.readouterr().err


def test_no_declaration_and_no_check_make_a_page_all_the_same(tmp_path: Path) -> None:
    exports.write(tmp_path, exports.School(6, "2026-11", "2026-11", checks=0))
    for file in files(tmp_path):
        file.write_bytes(rewritten(file.read_bytes(), lambda found: found.__delitem__(slice(0, -1))))
    with Trust(tmp_path, now=NOW) as trust:
        made = figures.of(trust, Audience.DPO, titles=figures.titles(rules.load(paths.rules_dir())))

    assert made.is_empty
    assert () == made.versions
