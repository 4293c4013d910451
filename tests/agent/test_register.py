"""The register of declarations: who, which version, when; from one laptop, and gathered from many."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from safe_to_paste import cli, declarations, keys, paths, register, settings
from safe_to_paste.errors import JournalError
from safe_to_paste.journal import Declaration, Journal
from safe_to_paste.register import Entry

from .conftest import World

KEY = keys.Key(b"k" * 32, "keychain")
NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def made(who: str, version: str = "1", day: int = 1, *, training: bool = False) -> Declaration:
    return Declaration(datetime(2026, 11, day, 9, tzinfo=UTC), who, "ours", version, ("I will take care.",), training)


def entry(who: str, version: str = "1", day: int = 1, *, training: bool = False) -> Entry:
    (found,) = register.of([made(who, version, day, training=training)])
    return found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def laptop(world: World, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """A laptop with a policy for four, whose command line can be run."""
    text = 'title = "Ours"\nversion = "2"\nstaff_count = 4\n[declaration]\nstatements = ["I will take care."]\n'
    (world.root / "ours.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(keys, "known", lambda: (KEY,))
    chosen = settings.load((settings.Source("managed", lambda: {"policy": str(world.root / "ours.toml")}),))
    monkeypatch.setattr(settings, "load", lambda: chosen)
    return Journal(world.root / "data" / "journal.sqlite3", read_key=lambda: KEY)


def test_a_laptops_register_says_who_and_when_and_what(laptop: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    laptop.declare(made("p.nair", "1", day=1))
    laptop.declare(made("p.nair", "2", day=20, training=True))

    assert 0 == cli.main(["export", "--declarations"])
    printed = capsys.readouterr()
    assert [
        ("p.nair", "ours", "1", "2026-11-01T09:00:00Z", "not done", "1", "keychain"),
        ("p.nair", "ours", "2", "2026-11-20T09:00:00Z", "done", "1", "keychain"),
    ] == [tuple(row.values()) for row in rows(printed.out)]
    assert "A record with names" in printed.err
    assert "1 person has agreed to version 2, of 4 staff (25%)" in printed.err


def test_json_has_the_statements(laptop: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    laptop.declare(made("p.nair"))
    cli.main(["export", "--declarations", "--json"])
    table = json.loads(capsys.readouterr().out)

    assert (register.SCHEMA, ["I will take care."]) == (table["schema"], table["declarations"][0]["statements"])
    assert "A record with names" in table["about"]


def test_nobody_yet_is_an_empty_register(laptop: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["export", "--declarations"])
    assert [] == rows(capsys.readouterr().out)
    assert not laptop.path.exists()


def test_laptops_put_theirs_into_a_folder_and_one_gathers_them(
    laptop: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    laptop.declare(made("p.nair", "2", day=3))

    assert 0 == cli.main(["export", "--declarations", "--into", str(shared)])
    assert 0 == cli.main(["export", "--declarations", "--into", str(shared)])
    (own,) = shared.iterdir()
    assert own.name.startswith(f"declarations-{declarations.account()}-")

    others = [entry("o.marlow", "2", 4), entry("p.nair", "2", 5, training=True), entry("g.adeyemi", "1", 2)]
    (shared / "declarations-x.json").write_text(register.as_json(others, now=NOW), encoding="utf-8")
    capsys.readouterr()

    assert 0 == cli.main(["export", "--declarations", "--from", str(shared)])
    printed = capsys.readouterr()
    assert [("g.adeyemi", "1"), ("o.marlow", "2"), ("p.nair", "2")] == [
        (row["who"], row["version"]) for row in rows(printed.out)
    ]
    assert "2 people have agreed to version 2, of 4 staff (50%)" in printed.err


def test_what_cannot_be_gathered_is_named(tmp_path: Path, laptop: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    whole = register.as_json([entry("p.nair")], now=NOW)
    (tmp_path / "declarations-whole.json").write_text(whole, encoding="utf-8")
    (tmp_path / "declarations-cut.json").write_text(whole[:-40], encoding="utf-8")
    (tmp_path / "declarations-bytes.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "declarations-later.json").write_text(whole.replace("declarations/1", "declarations/9"), "utf-8")
    (tmp_path / "declarations-odd.json").write_text(whole.replace('"p.nair"', "7"), encoding="utf-8")
    (tmp_path / "declarations-none.json").write_text("[]", encoding="utf-8")
    (tmp_path / "totals.json").write_text("{}", encoding="utf-8")
    gathered = register.gather(tmp_path)

    assert (("p.nair",), 6) == (tuple(each.who for each in gathered.entries), gathered.files)
    assert [
        "declarations-bytes.json: left out (it is cut short or no JSON)",
        "declarations-cut.json: left out (it is cut short or no JSON)",
        "declarations-later.json: left out (its schema is not safe-to-paste/declarations/1)",
        "declarations-none.json: left out (something is missing in it)",
        "declarations-odd.json: left out (something is missing in it)",
    ] == list(gathered.faults)
    assert 1 == cli.main(["export", "--declarations", "--from", str(tmp_path)])
    assert "note: declarations-cut.json: left out" in capsys.readouterr().err
    assert laptop.path.parent != tmp_path


def test_a_folder_that_is_not_there_is_could_not(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot be read"):
        register.gather(tmp_path / "none")


def test_training_that_was_done_stays_done() -> None:
    (found,) = register.merged([entry("p.nair", day=1, training=True), entry("p.nair", day=9)])

    assert (9, True) == (found.at.day, found.training)


def test_a_spreadsheet_works_nothing_out() -> None:
    assert "'=cmd()" in register.as_csv([entry("=cmd()")])


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (None, "1 person has agreed to version 1; with staff_count in the policy file this would be a share"),
        (3, "1 person has agreed to version 1, of 3 staff (33%)"),
    ],
)
def test_completion_is_a_share_where_the_policy_says_of_how_many(count: int | None, says: str) -> None:
    assert says == register.completion([entry("p.nair")], policy="ours", version="1", staff_count=count)


def test_more_people_than_staff_is_said() -> None:
    two = [entry("p.nair"), entry("o.marlow")]

    assert "more than the policy's staff_count of 1" in register.completion(
        two, policy="ours", version="1", staff_count=1
    )


def test_an_edited_row_is_said_and_the_answer_is_no(laptop: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    laptop.declare(made("p.nair"))
    laptop.close()
    with sqlite3.connect(laptop.path) as connection:
        connection.execute("UPDATE declarations SET who = 'o.marlow'")
    connection.close()

    assert 1 == cli.main(["export", "--declarations"])
    assert "note: " in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_could_not(laptop: Journal, tmp_path: Path) -> None:
    assert 2 == cli.main(["export", "--declarations", "-o", str(tmp_path / "none" / "x.csv")])
    assert not laptop.path.exists()
