"""The index on disk: which fingerprints stand in which piece of work. No text, no title; a path only as a keyed hash.

Files whose fingerprints are nearly all the same are drafts of one piece and share its number, up to three of them:
else drafts would make each other look like something many have. What lies in more copies than that is a handout, and
soon is held by too many to count. Numbers of the teacher's own material are negative, so that it is met first.

SQLite in WAL mode: one process writes (lock.py), any number read. A file made with another key, or damaged, is emptied
and said to have been (``rebuilt``): everything in it can be made again from the folders.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from safe_to_paste.errors import FingerprintError
from safe_to_paste.fingerprints import SIZE, Printer, packed, unpacked

# A fingerprint in more pieces than these says nothing about any of them.
MOST_HOLDERS = 5
# How many files count as drafts of one piece, and the share of fingerprints they have in common.
MOST_DRAFTS = 3
_ALIKE = 0.8
# Fingerprints that are looked up to find a piece that may be the same.
_SAMPLE = 16
_LATEST = 8
_VERSION = 1
_CACHE_KB = 2_000
_SCHEMA = """
CREATE TABLE about (made_with BLOB NOT NULL, rebuilt TEXT NOT NULL);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, folder BLOB NOT NULL, seen BLOB NOT NULL,
    changed INTEGER NOT NULL, known INTEGER NOT NULL, work INTEGER NOT NULL, fault TEXT NOT NULL, prints BLOB NOT NULL
);
CREATE INDEX documents_work ON documents (work);
CREATE TABLE prints (print INTEGER NOT NULL, work INTEGER NOT NULL, PRIMARY KEY (print, work)) WITHOUT ROWID;
"""
_DROP = "DROP TABLE IF EXISTS about; DROP TABLE IF EXISTS documents; DROP TABLE IF EXISTS prints;"


class Keys:
    """What the person's key is used for here; one use says nothing about another."""

    def __init__(self, secret: bytes) -> None:
        self.printer = Printer(_derived(secret, b"prints"))
        self._places = _derived(secret, b"places")
        # Says which key an index was made with, and nothing else.
        self.check = _derived(secret, b"check")[:8]

    def place(self, path: str | Path) -> bytes:
        """A file or folder as it is stored."""
        return self._hash(os.fsencode(os.path.normcase(path)), 12)

    def seen(self, size: int, changed_ns: int, *, teaching: bool) -> bytes:
        """A file's size and time, and what it was read as, as they are stored: another value when it is to be read."""
        return self._hash(f"{size} {changed_ns} {teaching}".encode(), 8)

    def _hash(self, data: bytes, size: int) -> bytes:
        return blake2b(data, key=self._places, digest_size=size).digest()


def _derived(secret: bytes, use: bytes) -> bytes:
    return blake2b(b"safe-to-paste index", key=secret, person=use).digest()[:32]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: where it lies, the folder it was met in, its size and time (keyed), and the day it was changed."""

    path: bytes
    folder: bytes
    seen: bytes
    changed: int


class _Kin(NamedTuple):
    work: int
    known: int


@dataclass(frozen=True, slots=True)
class Work:
    """A piece: the day since which it is known, and how many fingerprints it has."""

    known: date
    prints: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What is in the index. ``faults``: why files were not read, by reason. ``rebuilt``: why it was begun anew."""

    pieces: int = 0
    teaching: int = 0
    faults: Mapping[str, int] = field(default_factory=dict)
    rebuilt: str = ""


class Look:
    """Reads the index at ``path`` without ever loading it whole; raises FingerprintError where that is not possible."""

    def __init__(self, path: Path) -> None:
        with _in_words(path):
            self._connection = _connected(path, "ro")
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            row = self._connection.execute("SELECT made_with FROM about").fetchone()
        self.path = path
        self.made_with: bytes = row[0] if row else b""

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def holders(self, prints: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The pieces each fingerprint stands in; without those of the teacher's own material and those of too many."""
        with _in_words(self.path):
            rows = self._connection.execute(
                "SELECT value, (SELECT group_concat(work) FROM"
                " (SELECT work FROM prints WHERE print = value ORDER BY work LIMIT ?)) FROM json_each(?)",
                (MOST_HOLDERS + 1, json.dumps(list(prints))),
            )
            found = {print_: tuple(map(int, works.split(","))) for print_, works in rows if works}
        return {print_: works for print_, works in found.items() if works[0] > 0 and len(works) <= MOST_HOLDERS}

    def work(self, number: int) -> Work:
        """What is known of a piece."""
        with _in_words(self.path):
            known, size = self._connection.execute(
                "SELECT min(known), max(length(prints)) FROM documents WHERE work = ?", (number,)
            ).fetchone()
        return Work(date.fromordinal(known or date.max.toordinal()), (size or 0) // SIZE)

    def files(self, number: int) -> frozenset[bytes]:
        """The files of a piece, as they are stored."""
        with _in_words(self.path):
            rows = self._connection.execute("SELECT path FROM documents WHERE work = ?", (number,))
            return frozenset(path for (path,) in rows)

    def totals(self) -> Totals:
        """What is in it."""
        with _in_words(self.path):
            ask = self._connection.execute
            ((pieces, teaching),) = ask(
                "SELECT coalesce(sum(work > 0), 0), coalesce(sum(work < 0), 0) FROM documents"
            ).fetchall()
            faults = dict(ask("SELECT fault, count(*) FROM documents WHERE fault <> '' GROUP BY fault").fetchall())
            ((rebuilt,),) = ask("SELECT rebuilt FROM about").fetchall()
        return Totals(pieces, teaching, faults, rebuilt)

    def name(self) -> str:
        """Another one when anything in the index is another."""
        with _in_words(self.path):
            row = self._connection.execute("SELECT count(*), max(id) FROM documents").fetchone()
        return f"{self.made_with.hex()} {row[0]} {row[1]}"


class Store:
    """The index, to be written by whoever holds its lock. Used as a context: what is whole is kept at the end.

    Raises:
        FingerprintError: it cannot be written; what was in it stays.
    """

    def __init__(self, path: Path, keys: Keys) -> None:
        self.path = path
        self.keys = keys
        with _in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            try:
                self._connection = self._opened()
            except sqlite3.DatabaseError as error:
                if not _is_damaged(error):
                    raise
                self._connection = self._anew()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.commit()
        finally:
            self._connection.close()

    @property
    def rebuilt(self) -> str:
        """Why the index was begun anew, in words; nothing when it was not."""
        with _in_words(self.path):
            why: str = self._connection.execute("SELECT rebuilt FROM about").fetchone()[0]
        return why

    def commit(self) -> None:
        """Keep what was done so far."""
        with _in_words(self.path):
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def seen(self, path: bytes) -> bytes | None:
        """How a file looked when it was read (``Keys.seen``); None when it was not."""
        with _in_words(self.path):
            row = self._connection.execute("SELECT seen FROM documents WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def put(
        self, entry: Entry, prints: Collection[int], today: date, *, teaching: bool = False, fault: str = ""
    ) -> None:
        """Take a file in, in the place of what it was before. ``fault``: why it has no fingerprints."""
        with self._writing() as connection:
            known = self._take_out(entry.path) or today.toordinal()
            number = connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence").fetchone()[0]
            work = (-number if teaching else number) if prints else 0
            if work > 0 and (kin := self._kin(frozenset(prints))):
                work, known = kin.work, min(known, kin.known)
            sorted_prints = sorted(prints)
            row = (
                number,
                entry.path,
                entry.folder,
                entry.seen,
                entry.changed,
                known,
                work,
                fault,
                packed(sorted_prints),
            )
            connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            connection.executemany(
                "INSERT OR IGNORE INTO prints VALUES (?, ?)", [(each, work) for each in sorted_prints]
            )

    def remove(self, path: bytes) -> bool:
        """Let go of a file; whether it was there."""
        with self._writing():
            return bool(self._take_out(path))

    def folders(self) -> frozenset[bytes]:
        """The folders in which files were met."""
        with _in_words(self.path):
            return frozenset(each for (each,) in self._connection.execute("SELECT DISTINCT folder FROM documents"))

    def files(self, folder: bytes) -> frozenset[bytes]:
        """The files that were met in a folder."""
        with _in_words(self.path):
            rows = self._connection.execute("SELECT path FROM documents WHERE folder = ?", (folder,))
            return frozenset(path for (path,) in rows)

    def old(self, before: date) -> frozenset[bytes]:
        """Pupils' files that were last changed before a day."""
        with _in_words(self.path):
            rows = self._connection.execute(
                "SELECT path FROM documents WHERE changed < ? AND work >= 0", (before.toordinal(),)
            )
            return frozenset(path for (path,) in rows)

    def clear(self, why: str = "") -> None:
        """Let go of everything; ``why`` is what ``rebuilt`` says from now on."""
        with _in_words(self.path):
            self.commit()
            _fill(self._connection, self.keys, why)
            self._connection.execute("VACUUM")

    def _opened(self) -> sqlite3.Connection:
        connection = _connected(self.path, "rw")
        try:
            for pragma in (
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "secure_delete = ON",
                "cache_size = -32000",
                "wal_autocheckpoint = 8000",
            ):
                connection.execute(f"PRAGMA {pragma}")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != _VERSION:
                _fill(connection, self.keys, "it was made by another version" if version else "")
            elif connection.execute("SELECT made_with FROM about").fetchone() != (self.keys.check,):
                _fill(connection, self.keys, "the key it was made with is lost")
        except BaseException:
            connection.close()
            raise
        return connection

    def _anew(self) -> sqlite3.Connection:
        """A new file in the place of one that is damaged."""
        for ending in ("-wal", "-shm", ""):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = self._opened()
        connection.execute("UPDATE about SET rebuilt = 'it was damaged'")
        return connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Done whole or not at all, within what ``commit`` keeps."""
        with _in_words(self.path):
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("SAVEPOINT one")
            try:
                yield self._connection
            except BaseException:
                # A full disk has ended the whole transaction already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK TO one")
                raise
            self._connection.execute("RELEASE one")

    def _kin(self, prints: frozenset[int]) -> _Kin | None:
        """The piece of which this is a draft, if there is one."""
        sample = sorted(prints)[:_SAMPLE]
        ask = self._connection.execute
        near = Counter(
            work
            for each in sample
            # The latest, since those of before may be full.
            for (work,) in ask(
                "SELECT work FROM prints WHERE print = ? AND work > 0 ORDER BY work DESC LIMIT ?", (each, _LATEST)
            )
        )
        for work, shared in near.most_common():
            if shared < _ALIKE * len(sample) / 2:
                break
            drafts = ask("SELECT known, prints FROM documents WHERE work = ?", (work,)).fetchall()
            if len(drafts) < MOST_DRAFTS and any(_are_alike(prints, stored) for _, stored in drafts):
                return _Kin(work, min(known for known, _ in drafts))
        return None

    def _take_out(self, path: bytes) -> int:
        """Let go of a file and of the fingerprints that no other draft has; the day since which it was known, or 0."""
        ask = self._connection.execute
        row = ask("SELECT id, known, work, prints FROM documents WHERE path = ?", (path,)).fetchone()
        if row is None:
            return 0
        number, known, work, stored = row
        ask("DELETE FROM documents WHERE id = ?", (number,))
        if work:
            others = ask("SELECT prints FROM documents WHERE work = ?", (work,)).fetchall()
            alone = frozenset(unpacked(stored)).difference(*(unpacked(other) for (other,) in others))
            self._connection.executemany(
                "DELETE FROM prints WHERE print = ? AND work = ?", [(each, work) for each in sorted(alone)]
            )
        return int(known)


def _are_alike(prints: frozenset[int], stored: bytes) -> bool:
    other = unpacked(stored)
    return len(prints.intersection(other)) > _ALIKE * max(len(prints), len(other))


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
    )


def _fill(connection: sqlite3.Connection, keys: Keys, why: str) -> None:
    connection.executescript(f"BEGIN IMMEDIATE; {_DROP} {_SCHEMA} PRAGMA user_version = {_VERSION};")
    connection.execute("INSERT INTO about VALUES (?, ?)", (keys.check, why))
    connection.execute("COMMIT")


def _is_damaged(error: sqlite3.Error) -> bool:
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


# SQLite's own words could name a value. https://sqlite.org/rescode.html
_WORDS = {
    sqlite3.SQLITE_BUSY: "is held by another program",
    sqlite3.SQLITE_LOCKED: "is held by another program",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; what was in it stays",
    sqlite3.SQLITE_READONLY: "cannot be written",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_IOERR: "cannot be written or read (a fault of the disk, or it is full)",
    sqlite3.SQLITE_CORRUPT: "is damaged; safe-to-paste index rebuild makes it anew",
    sqlite3.SQLITE_NOTADB: "is damaged; safe-to-paste index rebuild makes it anew",
}


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
        words = _WORDS.get(code, f"cannot be used ({type(error).__name__} {code})")
        raise FingerprintError(f"{path}: the index of pupils' work {words}") from None
    except OSError as error:
        raise FingerprintError(f"{path}: the index of pupils' work cannot be kept there ({error.strerror})") from None
