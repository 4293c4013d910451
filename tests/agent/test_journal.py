"""The journal: counts and declarations, kept whole whatever happens to the file, and never a text."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from safe_to_paste import journal_file, keys
from safe_to_paste.errors import JournalError, SettingsError
from safe_to_paste.journal import Declaration, Event, Journal

from .conftest import wait_until

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
    "mark of another kind": ("UPDATE declarations SET tag = x'00ff' WHERE number = 2", "declaration 2 is not as"),
    "mark in other letters": ("UPDATE declarations SET tag = 'é' WHERE number = 2", "declaration 2 is not as"),
    "name of another kind": ("UPDATE declarations SET who = x'00ff' WHERE number = 2", "declaration 2 is not as"),
    "time out of reach": ("UPDATE declarations SET at = 1e300 WHERE number = 2", "declaration 2 is not as"),
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


COLUMNS = ("at", "who", "policy", "policy_version", "statements", "training", "kept", "key", "previous", "tag")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_column_of_a_declaration_can_be_changed_unnoticed(path: Path, column: str, number: int) -> None:
    journal = opened(path)
    for version in "123":
        journal.declare(replace(DECLARED, policy_version=version))
    journal.close()
    change = f"UPDATE declarations SET {column} = {column} || '0' WHERE number = {number}"  # noqa: S608
    faults = tampered(path, change)

    assert any(fault.startswith(f"declaration {number} ") for fault in faults)


@pytest.mark.parametrize("number", [4, 7])
def test_a_declaration_that_was_put_in_is_found(path: Path, number: int) -> None:
    journal = opened(path)
    for version in "123":
        journal.declare(replace(DECLARED, policy_version=version))
    journal.close()

    with sqlite3.connect(path) as connection:
        row = connection.execute("SELECT * FROM declarations WHERE number = 3").fetchone()
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO declarations VALUES ({marks})", (number, *row[1:-2], row[-1], row[-1]))  # noqa: S608
    connection.close()

    assert opened(path).verify()


def test_two_declarations_that_change_places_are_found(path: Path) -> None:
    journal = opened(path)
    for version in "123":
        journal.declare(replace(DECLARED, policy_version=version))
    journal.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE declarations SET number = 9 WHERE number = 1")
        connection.execute("UPDATE declarations SET number = 1 WHERE number = 2")
        connection.execute("UPDATE declarations SET number = 2 WHERE number = 9")
    connection.close()
    faults = opened(path).verify()

    assert {"declaration 1 is not as it was written", "declaration 2 is not as it was written"} <= set(faults)


def test_declarations_sealed_with_another_key_still_verify_while_it_can_be_read(path: Path) -> None:
    before, after = keys.Key(b"b" * 32, "keychain"), keys.Key(b"a" * 32, "degraded")
    opened(path, before).declare(DECLARED)
    opened(path, after).declare(DECLARED)

    def verified(*known: keys.Key) -> tuple[str, ...]:
        return Journal(path, read_key=lambda: after, known_keys=lambda: known).verify()

    assert () == verified(before, after)
    assert ("declaration 1 cannot be checked: its key is not here now (is the keychain locked?)",) == verified(after)
    assert ["keychain", "degraded"] == [each.kept for each in opened(path).declarations()]


def test_the_state_is_where_the_key_is(path: Path) -> None:
    assert "keychain" == opened(path).state
    assert "degraded" == opened(path, keys.Key(KEY.secret, "degraded")).state


def test_without_any_key_there_is_no_declaration_and_events_go_on(path: Path) -> None:
    def none() -> keys.Key:
        raise SettingsError("no keychain, and no file")

    journal = Journal(path, read_key=none)
    journal.record(EVENT)
    with pytest.raises(JournalError, match="cannot be sealed"):
        journal.declare(DECLARED)

    assert ("unavailable", ()) == (journal.state, journal.declarations())
    assert not journal.marker.exists()


def test_laters_are_counted_for_a_version_and_its_statements(path: Path) -> None:
    journal = opened(path)

    assert (1, 2) == (journal.snoozed("default", "1", "aa"), journal.snoozed("default", "1", "aa"))
    assert (2, 0, 0) == tuple(journal.snoozes("default", *which) for which in (("1", "aa"), ("2", "aa"), ("1", "bb")))


def test_old_events_go_and_declarations_stay(path: Path) -> None:
    journal = opened(path)
    journal.declare(DECLARED)
    for days in (100, 91, 89, 0):
        journal.record(replace(EVENT, at=NOW - timedelta(days=days)))

    assert 2 == journal.prune(90, NOW)
    assert [89, 0] == [(NOW - event.at).days for event in journal.events()]
    assert (1, ()) == (len(journal.declarations()), journal.verify())


@pytest.mark.parametrize(("days", "left"), [(0, 0), (-5, 0), (10**12, 1)])
def test_no_number_of_days_is_too_strange(path: Path, days: int, left: int) -> None:
    journal = opened(path)
    journal.record(replace(EVENT, at=NOW - timedelta(seconds=1)))
    journal.prune(days, NOW)

    assert left == len(list(journal.events()))


def test_events_of_a_clock_that_was_ahead_go_with_those_written_after_them(path: Path) -> None:
    journal = opened(path)
    journal.record(replace(EVENT, at=NOW + timedelta(days=9000), site="ahead"))
    journal.record(replace(EVENT, at=NOW, site="right"))

    assert 0 == journal.prune(90, NOW + timedelta(days=89))
    assert 2 == journal.prune(90, NOW + timedelta(days=91))


def test_a_clock_that_was_set_back_takes_nothing_away(path: Path) -> None:
    journal = opened(path)
    journal.declare(DECLARED)
    journal.record(EVENT)
    long_ago = datetime(1970, 1, 2, tzinfo=UTC)
    journal.record(replace(EVENT, at=long_ago))
    journal.declare(replace(DECLARED, at=long_ago, policy_version="2"))

    assert 0 == journal.prune(90, long_ago)
    assert (2, 2) == (len(list(journal.events())), len(journal.declarations()))
    # The order is that of writing, so the chain holds.
    assert () == journal.verify()


def test_what_is_deleted_is_in_no_file_any_more(path: Path) -> None:
    journal = opened(path)
    journal.declare(DECLARED)
    for _ in range(500):
        journal.record(replace(EVENT, site="quellcanary"))
    (path.parent / "journal-20260101T000000000000.bad").write_bytes(b"quellcanary")

    assert 500 == journal.forget_events()
    assert not [file for file in path.parent.iterdir() if b"quellcanary" in file.read_bytes()]
    assert (1, ()) == (len(journal.declarations()), journal.verify())


def test_a_row_that_was_forgotten_is_not_completed_in_another(path: Path) -> None:
    journal = opened(path)
    row = journal.record(EVENT)
    journal.forget_events()
    journal.record(EVENT)
    journal.done(row, action="keep")

    assert [""] == [event.action for event in journal.events()]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda _: b"this is no database. " * 500,
    "cut short": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: data[:4096] + b"\xff" * 12288 + data[16384:],
    "header gone": lambda data: b"\0" * 100 + data[100:],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(path: Path, how: str) -> None:
    journal = opened(path)
    for _ in range(500):
        journal.record(EVENT)
    journal.declare(DECLARED)
    journal.close()
    path.write_bytes(DAMAGE[how](path.read_bytes()))
    again = opened(path)

    assert [] == list(again.events())
    again.record(EVENT)
    again.declare(DECLARED)

    assert (1, 1, ()) == (len(list(again.events())), len(again.declarations()), again.verify())
    assert "was damaged" in again.notes[0]
    assert 1 == len(list(path.parent.glob("journal-*.bad")))


def test_damaged_files_go_when_their_events_would_have_gone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 500)
    journal = opened(path)
    journal.record(EVENT)
    (aside,) = path.parent.glob("journal-*.bad")
    os.utime(aside, (NOW.timestamp(), NOW.timestamp()))
    journal.prune(90, NOW + timedelta(days=89))
    assert aside.exists()
    journal.prune(90, NOW + timedelta(days=91))

    assert not aside.exists()


def test_an_empty_file_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    opened(path).record(EVENT)

    assert 1 == len(list(opened(path).events()))


def test_a_file_that_is_taken_away_while_it_is_open_is_begun_anew(path: Path) -> None:
    journal = opened(path)
    journal.record(EVENT)
    for file in path.parent.iterdir():
        file.unlink()
    journal.record(EVENT)

    assert 1 == len(list(opened(path).events()))


def test_a_newer_versions_file_is_left_alone(path: Path) -> None:
    opened(path).record(EVENT)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(JournalError, match="newer version"):
        opened(path).record(EVENT)
    assert [] == list(path.parent.glob("*.bad"))


def test_a_file_that_another_program_holds_is_an_error_in_words_and_can_still_be_read(path: Path) -> None:
    journal = opened(path, timeout=0.1)
    journal.record(EVENT)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalError, match="is held by another program"):
        journal.record(EVENT)

    # Somebody else writes: that is no reason to say that nothing can be recorded.
    assert (1, "keychain") == (len(list(journal.events())), journal.state)

    holder.execute("ROLLBACK")
    holder.close()
    journal.record(EVENT)

    assert 2 == len(list(journal.events()))


def test_a_full_disk_is_an_error_in_words_and_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(path).record(EVENT)
    connected = journal_file.JournalFile._connected

    def full(self: journal_file.JournalFile, how: str) -> sqlite3.Connection:
        connection = connected(self, how)
        # SQLite's own way to say how much room there is.
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(journal_file.JournalFile, "_connected", full)
    journal = opened(path)
    with pytest.raises(JournalError, match="disk is full"):
        journal.record(replace(EVENT, policy="a name too long for what is left of the page " * 200))
    monkeypatch.undo()

    assert 1 == len(list(opened(path).events()))
    assert () == opened(path).verify()


@contextlib.contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """A folder that we may read and not write; root gives up its rights for that."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's mode says nothing on Windows")
def test_a_read_only_profile_can_be_read_and_says_that_it_cannot_be_written() -> None:
    # Not below pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "data").mkdir()
        journal = opened(folder / "data" / "journal.sqlite3")
        journal.declare(DECLARED)
        journal.close()
        with without_rights(folder / "data"):
            read_only(folder, opened(journal.path))


def read_only(folder: Path, again: Journal) -> None:
    assert 1 == len(again.declarations())
    assert (False, "unavailable") == (again.can_write(), again.state)
    with pytest.raises(JournalError):
        again.record(EVENT)
    with pytest.raises(JournalError):
        again.declare(DECLARED)
    assert () == again.verify()

    nowhere = opened(folder / "data" / "new" / "journal.sqlite3")

    assert ((), "unavailable") == (nowhere.declarations(), nowhere.state)
    with pytest.raises(JournalError):
        nowhere.record(EVENT)


_DECLARING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from safe_to_paste import keys
from safe_to_paste.journal import Declaration, Journal
journal = Journal(Path(sys.argv[1]), read_key=lambda: keys.Key(bytes(range(32)), "keychain"))
sys.stdin.readline()
for number in range(10):
    journal.declare(Declaration(datetime.now(UTC), sys.argv[2], "default", "1", ("I will take care.",), training=False))
"""


def test_browsers_that_declare_at_once_wait_for_each_other(path: Path) -> None:
    # On a file that is not there yet: they begin it at once, too.
    path.parent.mkdir()
    writers = [
        subprocess.Popen([sys.executable, "-c", _DECLARING, str(path), name], stdin=subprocess.PIPE) for name in "abc"
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()

    assert [0, 0, 0] == [writer.returncode for writer in writers]
    assert (30, ()) == (len(opened(path).declarations()), opened(path).verify())


_WRITING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from safe_to_paste import keys
from safe_to_paste.journal import Declaration, Event, Journal
journal = Journal(Path(sys.argv[1]), read_key=lambda: keys.Key(bytes(range(32)), "keychain"))
number = 0
while True:
    number += 1
    site = f"{sys.argv[2]}-{number}"
    if number % 20:
        row = journal.record(Event(datetime.now(UTC), site, "paste", "default", "1", "r", "hold", {"UPN": 1}))
        if number % 3 == 0:
            journal.done(row, action="keep")
    else:
        journal.declare(Declaration(datetime.now(UTC), site, "default", "1", ("I will take care.",), training=False))
    sys.stdout.write(site + "\\n")
    sys.stdout.flush()
"""


def test_four_writers_killed_ten_times_lose_nothing_that_was_acknowledged(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    acknowledged: set[str] = set()
    for turn in range(10):
        outs = [tmp_path / f"out-{turn}-{n}" for n in range(4)]
        writers = []
        for n, out in enumerate(outs):
            with out.open("wb") as stream:
                command = [sys.executable, "-c", _WRITING, str(path), f"w{turn}-{n}"]
                writers.append(subprocess.Popen(command, stdout=stream))
        assert wait_until(lambda outs=outs: all(out.stat().st_size for out in outs))  # type: ignore[misc]
        time.sleep(0.15)
        for writer in writers:
            writer.kill()
        for writer in writers:
            writer.wait()
        for out in outs:
            # The last line may be cut; it was not acknowledged then.
            acknowledged.update(out.read_text(encoding="utf-8").split("\n")[:-1])
        journal = opened(path)

        assert () == journal.verify()
        journal.close()
    journal = opened(path)
    kept = {event.site for event in journal.events()} | {each.who for each in journal.declarations()}
    print(f"\n{len(acknowledged)} acknowledged, {len(kept)} kept")

    assert set() == acknowledged - kept
    assert [] == list(path.parent.glob("*.bad"))


def test_writers_that_find_the_file_damaged_at_once_put_it_aside_once(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 5000)
    outs = [tmp_path / f"out-{n}" for n in range(4)]
    writers = []
    for n, out in enumerate(outs):
        with out.open("wb") as stream:
            writers.append(subprocess.Popen([sys.executable, "-c", _WRITING, str(path), f"w{n}"], stdout=stream))
    assert wait_until(lambda: all(out.stat().st_size for out in outs))
    for writer in writers:
        writer.kill()
        writer.wait()
    acknowledged = {line for out in outs for line in out.read_text(encoding="utf-8").split("\n")[:-1]}
    journal = opened(path)
    kept = {event.site for event in journal.events()} | {each.who for each in journal.declarations()}

    assert set() == acknowledged - kept
    assert () == journal.verify()
    assert 1 == len(list(path.parent.glob("*.bad")))


def test_two_journals_in_one_process_lose_nothing_when_another_process_ends(tmp_path: Path) -> None:
    """To open and close the file beside SQLite drops SQLite's locks: https://sqlite.org/howtocorrupt.html, 2.2."""
    path = tmp_path / "journal.sqlite3"
    elsewhere = (
        "import sys; from pathlib import Path; from safe_to_paste.journal import Journal\n"
        "print(Journal(Path(sys.argv[1])).snoozed('ours', '1', 'said'))"
    )

    def later_elsewhere() -> int:
        done = subprocess.run([sys.executable, "-c", elsewhere, str(path)], check=True, capture_output=True, text=True)
        return int(done.stdout)

    first, second = Journal(path), Journal(path)
    counted = [
        first.snoozed("ours", "1", "said"),
        second.snoozed("ours", "1", "said"),
        later_elsewhere(),
        first.snoozed("ours", "1", "said"),
        second.snoozed("ours", "1", "said"),
        later_elsewhere(),
    ]

    assert [1, 2, 3, 4, 5, 6] == counted
