"""The journal: counts and declarations, kept whole whatever happens to the file, and never a text."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from safe_to_paste import keys
from safe_to_paste.errors import JournalError
from safe_to_paste.journal import Declaration, Event, Journal

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = keys.Key(bytes(range(32)), "keychain")
EVENT = Event(NOW, "chatgpt", "paste", "default", "1", "abc123", "hold", {"UPN": 2, "PERSON_NAME": 1})
DECLARED = Declaration(NOW, "r.example", "default", "1", ("I will take care.", "I will ask."), training=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


def opened(path: Path, key: keys.Key = KEY, *, timeout: float = 10.0) -> Journal:
    return Journal(path, read_key=lambda: key, timeout=timeout)


def tampered(path: Path, statement: str) -> tuple[str, ...]:
    """What verify says once somebody has changed the file by hand."""
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    return opened(path).verify()


def test_an_event_comes_back_as_it_was_recorded(path: Path) -> None:
    journal = opened(path)
    row = journal.record(EVENT)
    journal.record(replace(EVENT, at=NOW + timedelta(hours=1), counts={}))
    journal.done(row, action="keep", reason="made_up")

    first, second = opened(path).events()

    assert replace(EVENT, action="keep", reason="made_up") == first
    assert {} == second.counts
    assert [second] == list(journal.events(since=NOW + timedelta(minutes=1)))
    assert [first] == list(journal.events(until=NOW + timedelta(hours=1)))


def test_what_has_not_been_written_yet_is_empty_and_makes_no_file(path: Path) -> None:
    journal = opened(path)

    assert ([], (), (), 0) == (list(journal.events()), journal.declarations(), journal.verify(), journal.prune(1, NOW))
    assert not path.exists()


def test_only_the_person_can_read_the_files(path: Path) -> None:
    journal = opened(path)
    journal.record(EVENT)
    journal.declare(DECLARED)

    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)


@pytest.mark.parametrize("field", ["site", "trigger", "rules", "outcome", "action", "reason", "label", "agent"])
def test_an_event_takes_no_sentences_and_does_not_repeat_them(path: Path, field: str) -> None:
    with pytest.raises(JournalError) as error:
        opened(path).record(replace(EVENT, **{field: "Leah has asthma"}))  # type: ignore[arg-type]

    assert "Leah" not in str(error.value)


def test_declarations_verify_as_they_were_written(path: Path) -> None:
    journal = opened(path)
    journal.declare(DECLARED)
    journal.declare(replace(DECLARED, policy_version="2", training=False))

    first, second = opened(path).declarations()

    assert (replace(DECLARED, kept="keychain"), "2", False) == (first, second.policy_version, second.training)
    assert () == journal.verify()
    assert journal.marker.is_file()
    assert 0 == journal.marker.stat().st_size


EDITS = {
    "edited": ("UPDATE declarations SET policy_version = '9' WHERE number = 2", "declaration 2 is not as"),
    "said to be trained": ("UPDATE declarations SET training = 0 WHERE number = 2", "declaration 2 is not as"),
    "taken out": ("DELETE FROM declarations WHERE number = 2", "declaration 2 is missing"),
    "taken out at the start": ("DELETE FROM declarations WHERE number = 1", "declaration 1 is missing"),
    "taken out at the end": ("DELETE FROM declarations WHERE number = 4", "declaration 4 is missing"),
    "all taken out": ("DELETE FROM declarations", "declarations 1 to 4 are missing"),
    "moved": (
        "UPDATE declarations SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE number IN (2, 3)",
        "declaration",
    ),
    "end forgotten": ("DELETE FROM declarations_end", "the end of the declarations is not marked"),
    "end edited": ("UPDATE declarations_end SET count = 3", "the mark at the end"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_declaration_that_was_changed_is_found(path: Path, edit: str) -> None:
    journal = opened(path)
    for version in "1234":
        journal.declare(replace(DECLARED, policy_version=version))
    journal.close()
    statement, words = EDITS[edit]

    assert () == opened(path).verify()
    assert any(words in fault for fault in tampered(path, statement))
