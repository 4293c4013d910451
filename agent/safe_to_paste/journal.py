"""The journal: what was checked and chosen, in counts, and who has declared which version of the policy.

It never holds a text: an event is a time, words from fixed lists and how many of each kind were found. What is
recorded stays on the laptop, in a database that several browsers share. Declarations are the only named record;
they are chained (chain.py), so that one that is changed, missing or moved is noticed.

Times are UTC and whole seconds, as the laptop's clock has them; the order is that of writing, whatever the clock did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from safe_to_paste import __version__, chain, keys, paths
from safe_to_paste.errors import JournalError, SettingsError
from safe_to_paste.journal_file import JournalFile

if TYPE_CHECKING:
    import sqlite3

NAME = "journal.sqlite3"
MARKER = "declared"

# Seconds to wait while others write: SQLite lets nobody queue, so one of many may be unlucky for a while.
TIMEOUT = 15.0

# A century: more days than that, and there is no such date.
_MOST_DAYS = 36_500
# Rows read at a time.
_PAGE = 1000
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,47}")


@dataclass(frozen=True, slots=True)
class Event:
    """One check of a text, and what the person then chose: words and counts, never anything of the text.

    ``mode`` is the policy's at that time. In "report_only" the outcome is what it would have come to: the person
    was shown a quiet note at most.
    """

    at: datetime
    site: str
    trigger: str
    policy: str
    policy_version: str
    rules: str
    outcome: str
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    action: str = ""
    reason: str = ""
    label: str = ""
    agent: str = __version__
    mode: str = "warn"


@dataclass(frozen=True, slots=True)
class Declaration:
    """Somebody has ticked these statements. ``kept``: where the key was then, "keychain" or "degraded"."""

    at: datetime
    who: str
    policy: str
    policy_version: str
    statements: tuple[str, ...]
    training: bool
    kept: str = ""


class Journal:
    """The journal at ``path``, or this person's own. Opened when first needed; safe to use from several threads.

    Args:
        read_key: gives the key of the chain, making one if need be; asked when a declaration is written.
        known_keys: gives every key there is, for ``verify``.
        timeout: seconds to wait while others write.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        read_key: Callable[[], keys.Key] = keys.load,
        known_keys: Callable[[], tuple[keys.Key, ...]] | None = None,
        key_state: Callable[[], str] | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self.path = path or paths.places().data / NAME
        is_ours = read_key is keys.load
        self._read_key = read_key
        self._known_keys = known_keys or (keys.known if is_ours else lambda: (read_key(),))
        self._key_state = key_state or (keys.state if is_ours else lambda: read_key().state)
        self._file = JournalFile(self.path, timeout=timeout)

    @property
    def marker(self) -> Path:
        """An empty file whose time is that of the latest declaration or "later": whoever watches it learns of each."""
        return self.path.with_name(MARKER)

    @property
    def state(self) -> str:
        """Where the key is, "keychain" or "degraded"; "unavailable" where nothing can be recorded now."""
        try:
            return self._key_state() if self._file.can_write() else "unavailable"
        except SettingsError:
            return "unavailable"

    @property
    def notes(self) -> tuple[str, ...]:
        """What somebody should know, in words."""
        with suppress(OSError):
            if aside := [file for file in self._file.kept_aside if "-wal" not in file.name and "-shm" not in file.name]:
                return (
                    f"{self.path} was damaged; it is kept as {aside[-1].name}, and a new one was begun. "
                    "Declarations in it have to be made again",
                )
        return ()

    def is_there(self) -> bool:
        """Whether anything was written yet. Raises JournalError where that cannot be told."""
        return self._file.is_there()

    def can_write(self) -> bool:
        """Whether something can be recorded now."""
        return self._file.can_write()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def record(self, event: Event) -> int:
        """Write an event; the number to complete it by. Raises JournalError."""
        row = _event_row(event)

        def write(connection: sqlite3.Connection) -> int:
            written = connection.execute(f"INSERT INTO events ({_EVENT}) VALUES ({_marks(row)})", row)  # noqa: S608
            return written.lastrowid or 0

        return self._file.write(write)

    def done(self, row: int, *, action: str, reason: str = "", label: str = "") -> None:
        """Say what the person chose about an event; nothing happens when it is gone. Raises JournalError."""
        values = (_word("action", action), _word("reason", reason), _word("label", label), row)
        self._file.write(
            lambda connection: connection.execute(
                "UPDATE events SET action = ?, reason = ?, label = ? WHERE id = ?", values
            )
        )

    def declare(self, declaration: Declaration) -> None:
        """Write a declaration at the end of the chain, and touch the marker. Raises JournalError."""
        try:
            key = self._read_key()
        except SettingsError as error:
            raise JournalError(f"the declaration cannot be sealed: {error}") from error

        def write(connection: sqlite3.Connection) -> None:
            last = connection.execute("SELECT count, last FROM declarations_end").fetchone()
            number, previous = last or (0, chain.START)
            content = _declaration_row(declaration, key.state)
            link = chain.link(number + 1, content, previous, key.secret)
            row = (link.number, *content, link.key, link.previous, link.tag)
            connection.execute(f"INSERT INTO declarations VALUES ({_marks(row)})", row)  # noqa: S608
            end = chain.end(link, key.secret)
            connection.execute(
                "INSERT OR REPLACE INTO declarations_end VALUES (1, ?, ?, ?, ?)",
                (end.count, end.last, end.key, end.tag),
            )

        self._file.write(write, safe=True)
        self._mark()

    def snoozed(self, policy: str, version: str, statements: str) -> int:
        """Count one "later" for a version and a digest of its statements; how many there are now."""
        values = (policy, version, statements)

        def write(connection: sqlite3.Connection) -> int:
            connection.execute(
                "INSERT INTO snoozes VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1", values
            )
            return _snoozes(connection, values)

        used = self._file.write(write)
        self._mark()
        return used

    def snoozes(self, policy: str, version: str, statements: str) -> int:
        """How often "later" was chosen. Raises JournalError."""
        return self._file.read(lambda connection: _snoozes(connection, (policy, version, statements))) or 0

    def events(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Event]:
        """Events from ``since`` on and before ``until``, in the order of writing. Raises JournalError."""
        first, last = _seconds(since) if since else _EARLIEST, _seconds(until) if until else _LATEST
        after = 0
        while rows := self._file.read(lambda connection, after=after: _page(connection, after, first, last)):  # type: ignore[misc]
            yield from filter(None, (_event(row[1:]) for row in rows))
            after = rows[-1][0]

    def declarations(self) -> tuple[Declaration, ...]:
        """Every declaration, in the order of writing. Raises JournalError."""
        return tuple(_declaration(link.content) for link in self._file.read(_links) or ())

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the journal, in words; nothing when all is as it was written. Raises JournalError."""
        seen = self._file.read(lambda connection: (_soundness(connection), _links(connection), _end(connection)))
        if seen is None:
            return ()
        soundness, links, end = seen
        secrets = {chain.name(key.secret): key.secret for key in self._known_keys()} if links or end else {}
        return (*soundness, *chain.faults(links, end, secrets))

    def prune(self, retention_days: int, now: datetime) -> int:
        """Delete events that are older than that; how many. Raises JournalError."""
        oldest = _seconds(now - timedelta(days=min(max(0, retention_days), _MOST_DAYS)))

        def write(connection: sqlite3.Connection) -> int:
            # An event dated in the future was written while the clock was wrong: it goes when one that was
            # written after it goes.
            newest_gone = connection.execute("SELECT max(id) FROM events WHERE at < ?", (oldest,)).fetchone()[0]
            gone = connection.execute(
                "DELETE FROM events WHERE at < ? OR (at > ? AND id < ?)", (oldest, _seconds(now), newest_gone or 0)
            )
            return gone.rowcount

        pruned = self._file.write(write) if self.is_there() else 0
        self._remove_kept_aside(before=oldest)
        if pruned:
            self._file.overwrite()
        return pruned

    def forget_events(self) -> int:
        """Delete every event, and damaged files of before; how many events. Raises JournalError."""
        gone = self._file.write(lambda connection: connection.execute("DELETE FROM events").rowcount)
        self._file.overwrite()
        self._remove_kept_aside(before=_LATEST)
        return gone

    def _mark(self) -> None:
        """Tell whoever watches; what was written stands all the same, and is told when the extension asks next."""
        with suppress(OSError):
            self.marker.touch(mode=0o600)

    def _remove_kept_aside(self, *, before: int) -> None:
        with suppress(OSError):
            for file in self._file.kept_aside:
                if file.stat().st_mtime < before:
                    file.unlink(missing_ok=True)


_EVENT = "at, site, trigger, policy, policy_version, rules, outcome, counts, action, reason, label, agent, mode"
# Any time there can be, in seconds.
_EARLIEST, _LATEST = -(2**62), 2**62


def _event_row(event: Event) -> tuple[str | int, ...]:
    counts = {_word("counts", entity): int(count) for entity, count in sorted(event.counts.items())}
    return (
        _seconds(event.at),
        _word("site", event.site),
        _word("trigger", event.trigger),
        event.policy,
        event.policy_version,
        _word("rules", event.rules),
        _word("outcome", event.outcome),
        json.dumps(counts, separators=(",", ":")),
        _word("action", event.action),
        _word("reason", event.reason),
        _word("label", event.label),
        _word("agent", event.agent),
        _word("mode", event.mode),
    )


# What reading a row can come to that somebody changed by hand.
_UNREADABLE = (ValueError, TypeError, OverflowError, OSError)


def _event(row: tuple[Any, ...]) -> Event | None:
    """What a row says; None where it was changed by hand until nobody can read it."""
    at, site, trigger, policy, policy_version, rules, outcome, counts, *others = row
    with suppress(*_UNREADABLE):
        known = MappingProxyType(dict(json.loads(counts)))
        return Event(_time(at), site, trigger, policy, policy_version, rules, outcome, known, *others)
    return None


def _declaration_row(made: Declaration, kept: str) -> tuple[str | int, ...]:
    statements = json.dumps(made.statements, ensure_ascii=False, separators=(",", ":"))
    return (_seconds(made.at), made.who, made.policy, made.policy_version, statements, int(made.training), kept)


def _declaration(content: tuple[Any, ...]) -> Declaration:
    at, who, policy, policy_version, statements, training, kept = content
    # Whoever changed a row by hand may have left anything; verify tells of it.
    with suppress(*_UNREADABLE):
        return Declaration(_time(at), who, policy, policy_version, tuple(json.loads(statements)), bool(training), kept)
    return Declaration(_time(0), str(who), str(policy), str(policy_version), (), False, str(kept))


def _page(connection: sqlite3.Connection, after: int, first: int, last: int) -> list[Any]:
    return connection.execute(
        f"SELECT id, {_EVENT} FROM events WHERE id > ? AND at >= ? AND at < ? ORDER BY id LIMIT {_PAGE}",  # noqa: S608
        (after, first, last),
    ).fetchall()


def _links(connection: sqlite3.Connection) -> tuple[chain.Link, ...]:
    rows = connection.execute("SELECT * FROM declarations ORDER BY number").fetchall()
    return tuple(chain.Link(row[0], tuple(row[1:-3]), *row[-3:]) for row in rows)


def _end(connection: sqlite3.Connection) -> chain.End | None:
    row = connection.execute("SELECT count, last, key, tag FROM declarations_end").fetchone()
    return chain.End(*row) if row else None


def _soundness(connection: sqlite3.Connection) -> tuple[str, ...]:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return () if found == ("ok",) else ("the file is damaged",)


def _snoozes(connection: sqlite3.Connection, values: tuple[str, str, str]) -> int:
    row = connection.execute(
        "SELECT count FROM snoozes WHERE policy = ? AND policy_version = ? AND statements = ?", values
    ).fetchone()
    return int(row[0]) if row else 0


def _word(what: str, value: str) -> str:
    """A word as our own lists have them, or nothing: whatever else it is, it is not repeated."""
    if value and not _WORD.fullmatch(value):
        raise JournalError(f"{what} is not a word that the journal takes")
    return value


def _marks(row: tuple[object, ...]) -> str:
    return ", ".join("?" * len(row))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
