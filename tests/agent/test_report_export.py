"""Exported totals: plain files of a published form that anybody's reader takes, and that name nobody."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pyarrow.compute
import pyarrow.json
import pytest
from safe_to_paste import cli, declarations, keys, paths, settings
from safe_to_paste.dialogs import declaration
from safe_to_paste.errors import ReportError
from safe_to_paste.journal import Declaration, Event, Journal
from safe_to_paste.policy_file import Policy, parse
from safe_to_paste.report import export, schema, totals
from safe_to_paste.report.export import Exported

from .conftest import Start, World, wait_until

TOP = Path(__file__).parents[2]
KEY = keys.Key(b"k" * 32, "keychain")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MONTH = re.compile(r"2026-11-[0-9a-f]{16}\.jsonl")
CATEGORIES = {"UPN": "identifiable", "HEALTH": "sensitive"}
EVENT = Event(NOW - timedelta(days=1), "chatgpt", "paste", "ours", "2", "abc123", "hold", {"UPN": 2}, action="replace")
POLICY = 'title = "Ours"\nversion = "2"\n[declaration]\nstatements = ["I will take care."]\n'


@pytest.fixture
def policy() -> Policy:
    return parse(POLICY, "ours.toml")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / "journal.sqlite3", read_key=lambda: KEY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shared"


def run(folder: Path, journal: Journal, policy: Policy, *, now: datetime = NOW) -> Exported:
    return export.run(
        folder,
        journal,
        policy,
        category=lambda entity: CATEGORIES.get(entity, ""),
        now=now,
        who="p.nair",
        own=journal.path.parent,
    )


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def fill(journal: Journal) -> None:
    """Two months of use, with everything that a row can say."""
    for days, outcome, action, reason in (
        (0, "allow", "", ""),
        (1, "hold", "replace", ""),
        (1, "hold", "replace", ""),
        (2, "warn", "keep", "made_up"),
        (30, "hint", "", ""),
        (31, "hold", "go_back", ""),
    ):
        found = {} if outcome == "allow" else {"UPN": 2, "HEALTH": 1, "OUR_OWN": 3}
        at = NOW - timedelta(days=days)
        journal.record(replace(EVENT, at=at, outcome=outcome, action=action, reason=reason, counts=found))
    journal.record(replace(EVENT, mode="report_only", action="", site="gemini"))
    journal.record(replace(EVENT, outcome="allow", counts={}, action="", label="ai_supported"))
    journal.declare(Declaration(NOW, "p.nair", "ours", "2", ("I will take care.",), training=True))


def test_each_month_is_a_file_and_every_line_is_as_published(folder: Path, journal: Journal, policy: Policy) -> None:
    fill(journal)
    published = json.loads((TOP / "docs" / "export.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(published)
    done = run(folder, journal, policy)

    assert ["2026-10", "2026-11"] == [file.parent.name for file in done.written]
    assert sorted(done.written) == sorted(file for file in folder.rglob("*") if file.is_file())
    for file in done.written:
        assert file.name.startswith(file.parent.name)
        assert [] == [error.message for row in rows(file) for error in check.iter_errors(row)]
        assert schema.LAPTOP == rows(file)[-1]["row"]
    assert {"checks", "found", "declared", "laptop"} == {row["row"] for row in rows(done.written[1])}


def test_the_published_schema_is_the_one_in_force() -> None:
    published = json.loads((TOP / "docs" / "export.schema.json").read_text(encoding="utf-8"))

    assert schema.json_schema() == published, "docs/export.schema.json: write schema.json_schema() anew"


def test_every_column_is_described_where_people_read() -> None:
    words = (TOP / "docs" / "reports.md").read_text(encoding="utf-8")

    assert [] == [name for name in schema.columns() if f"`{name}`" not in words]


def test_a_schema_refuses_what_the_format_does_not_have(folder: Path, journal: Journal, policy: Policy) -> None:
    check = jsonschema.Draft202012Validator(schema.json_schema())
    row = rows(run(folder, journal, policy).written[0])[-1]

    assert check.is_valid(row)
    for change in ({"row": "person"}, {"schema": 2}, {"month": "2026-13"}, {"total_checks": -1}, {"key": 3}):
        assert not check.is_valid(row | change)


def test_counts_add_up(folder: Path, journal: Journal, policy: Policy) -> None:
    fill(journal)
    [file] = [each for each in run(folder, journal, policy).written if MONTH.fullmatch(each.name)]
    found = rows(file)
    checks = [row for row in found if row["row"] == "checks"]

    assert 6 == found[-1]["total_checks"] == sum(row["checks"] for row in checks)
    assert {("hold", "replace", "warn"): 2, ("hold", "", "report_only"): 1} == {
        (row["outcome"], row["action"], row["mode"]): row["checks"] for row in checks if row["outcome"] == "hold"
    }
    assert {("UPN", "identifiable"), ("HEALTH", "sensitive"), ("OUR_OWN", "")} == {
        (row["entity"], row["category"]) for row in found if row["row"] == "found"
    }
    assert [("2", 1, True)] == [
        (row["policy_version"], row["declarations"], row["training"]) for row in found if row["row"] == "declared"
    ]
    assert len(found) - 1 == found[-1]["lines"]


def test_no_name_is_in_a_file(folder: Path, journal: Journal, policy: Policy) -> None:
    fill(journal)
    run(folder, journal, policy)

    assert [] == [
        word
        for file in folder.rglob("*.jsonl")
        for word in ("nair", declarations.account(), "I will take care", str(folder))
        if word in file.read_text(encoding="utf-8")
    ]


def test_the_number_stays_for_a_school_year_and_says_nothing_of_the_next(
    folder: Path, journal: Journal, policy: Policy
) -> None:
    first = run(folder, journal, policy).written[0].name[8:]
    later = run(folder, journal, policy, now=NOW + timedelta(days=60))
    next_year = run(folder, journal, policy, now=NOW + timedelta(days=300))

    assert {first} == {file.name[8:] for file in later.written}
    assert {first}.isdisjoint(file.name[8:] for file in next_year.written)
    run(folder, journal, policy, now=NOW + timedelta(days=700))
    assert not (journal.path.parent / "installation-2026").exists()


def test_this_month_is_written_anew_and_a_past_one_once_more(folder: Path, journal: Journal, policy: Policy) -> None:
    journal.record(EVENT)
    run(folder, journal, policy)
    journal.record(EVENT)
    assert 2 == rows(run(folder, journal, policy).written[0])[-1]["total_checks"]
    december = NOW + timedelta(days=20)
    assert ["2026-11", "2026-12"] == [file.parent.name for file in run(folder, journal, policy, now=december).written]

    journal.prune(10, december)
    done = run(folder, journal, policy, now=december + timedelta(days=1))

    assert ["2026-12"] == [file.parent.name for file in done.written]
    [november] = (folder / "2026-11").iterdir()
    assert 2 == rows(november)[-1]["total_checks"]


def test_nothing_checked_is_a_file_that_says_so(folder: Path, journal: Journal, policy: Policy) -> None:
    [file] = run(folder, journal, policy).written
    [laptop] = rows(file)

    assert (0, 0, False) == (laptop["total_checks"], laptop["lines"], laptop["has_declared"])


def test_checks_of_a_time_to_come_are_left_out_and_said(folder: Path, journal: Journal, policy: Policy) -> None:
    """The clock was ahead and has been set back."""
    journal.record(EVENT)
    journal.record(replace(EVENT, at=NOW + timedelta(days=70)))
    done = run(folder, journal, policy)

    assert [(1, 1)] == [(rows(f)[-1]["total_checks"], rows(f)[-1]["dated_ahead"]) for f in done.written]
    assert ["1 checks carry a date still to come and are left out: the clock was wrong"] == list(done.notes)


def test_a_folder_that_cannot_be_written_is_named(folder: Path, journal: Journal, policy: Policy) -> None:
    folder.write_text("in the way")

    with pytest.raises(ReportError, match=r"shared.*cannot be written"):
        run(folder, journal, policy)


def test_a_half_written_file_is_never_left_under_its_name(
    folder: Path, journal: Journal, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ReportError, match="No space left"):
        run(folder, journal, policy)

    assert [] == [file for file in folder.rglob("*") if file.is_file()]


# Readers that are not ours, each told nothing but where the files are.


def counted(table: list[tuple[str, str, int]]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for month, outcome, checks in table:
        found[month, outcome] += checks
    return found


@pytest.fixture
def expected(folder: Path, journal: Journal, policy: Policy) -> Counter[tuple[str, str]]:
    fill(journal)
    run(folder, journal, policy)
    return counted([(f"{event.at:%Y-%m}", event.outcome, 1) for event in journal.events()])


def test_duckdb_reads_the_folder_as_it_is(folder: Path, expected: Counter[tuple[str, str]]) -> None:
    query = "SELECT month, outcome, sum(checks)::INT FROM read_json_auto(?) WHERE row = 'checks' GROUP BY ALL"

    assert expected == counted(duckdb.execute(query, [str(folder / "**" / "*.jsonl")]).fetchall())


def test_arrow_reads_the_files_as_they_are(folder: Path, expected: Counter[tuple[str, str]]) -> None:
    whole = io.BytesIO(b"".join(file.read_bytes() for file in sorted(folder.rglob("*.jsonl"))))
    table = pyarrow.json.read_json(whole)
    checks = table.filter(pyarrow.compute.equal(table["row"], "checks"))
    columns = (checks[name].to_pylist() for name in ("month", "outcome", "checks"))

    assert expected == counted(list(zip(*columns, strict=True)))


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jq_reads_the_files_as_they_are(folder: Path, expected: Counter[tuple[str, str]]) -> None:
    files = map(str, folder.rglob("*.jsonl"))
    program = 'select(.row == "checks") | [.month, .outcome, .checks] | @tsv'
    said = subprocess.run(["jq", "-r", program, *files], check=True, capture_output=True, text=True).stdout
    table = [line.split("\t") for line in said.splitlines()]

    assert expected == counted([(month, outcome, int(checks)) for month, outcome, checks in table])


# The command line and the host.


@pytest.fixture
def unchosen() -> settings.Settings:
    return settings.load(())


@pytest.fixture
def laptop(world: World, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Journal:
    (world.root / "ours.toml").write_text(f"{POLICY}[folders]\nexport = {json.dumps(str(folder))}\n", encoding="utf-8")
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(keys, "state", lambda: "keychain")
    chosen = settings.load((settings.Source("managed", lambda: {"policy": str(world.root / "ours.toml")}),))
    monkeypatch.setattr(settings, "load", lambda: chosen)
    return Journal(world.root / "data" / "journal.sqlite3", read_key=lambda: KEY)


def test_the_command_writes_where_the_policy_says(
    laptop: Journal, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.record(replace(EVENT, at=datetime.now(UTC)))

    assert 0 == cli.main(["export"])
    [file] = map(Path, capsys.readouterr().out.split())
    assert folder in file.parents
    assert {"UPN": "identifiable"} == {row["entity"]: row["category"] for row in rows(file) if row["row"] == "found"}


def test_the_command_asks_for_a_folder(
    unchosen: settings.Settings, monkeypatch: pytest.MonkeyPatch, laptop: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "load", lambda: unchosen)

    assert 2 == cli.main(["export"])
    assert "folders.export" in capsys.readouterr().err
    assert not laptop.path.exists()


@pytest.mark.parametrize("words", [["--json"], ["--from", "x"], ["-o", "x"]])
def test_what_goes_with_declarations_alone_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", *words])

    assert 2 == ended.value.code
    assert "go with --declarations" in capsys.readouterr().err


def test_the_host_exports_where_the_policy_says(start: Start, world: World, folder: Path) -> None:
    (world.root / "ours.toml").write_text(f"{POLICY}[folders]\nexport = {json.dumps(str(folder))}\n", encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(world.root / "ours.toml")}), encoding="utf-8")
    start(world).hello()
    assert wait_until(lambda: [*folder.rglob("*.jsonl")] != [])
    [file] = folder.rglob("*.jsonl")

    assert "2" == rows(file)[-1]["policy_version"]


def test_the_host_says_when_it_cannot_export(start: Start, world: World, folder: Path) -> None:
    folder.write_text("in the way")
    (world.root / "ours.toml").write_text(f"{POLICY}[folders]\nexport = {json.dumps(str(folder))}\n", encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(world.root / "ours.toml")}), encoding="utf-8")
    host = start(world)
    host.hello()

    assert wait_until(lambda: any("not exported" in note for note in host.ask("status")["notes"]))


def test_staff_are_told_where_totals_go(policy: Policy) -> None:
    with_folder = parse(f'{POLICY}[folders]\nexport = "totals"\n', "ours.toml")

    assert "under a number instead of your name" in " ".join(declaration.does_here(with_folder))
    assert "under a number" not in " ".join(declaration.does_here(policy))


def test_lines_are_the_same_on_every_system(journal: Journal, policy: Policy) -> None:
    journal.record(EVENT)
    [month] = totals.of(journal, policy, lambda _entity: "", now=NOW, who="p.nair")
    content = totals.lines(month, "0" * 16)

    assert b"\r" not in content
    assert content.isascii()
    assert content.endswith(b"\n")
