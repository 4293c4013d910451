"""Writes the index: takes files in, and lets go of them.

Files whose fingerprints are nearly all the same are drafts of one piece and share its number, up to three of them:
else drafts would make each other look like something many have. What lies in more copies than that is a handout, and
soon is held by too many to count. Numbers of the teacher's own material are negative, so that it is met first.

A file made with another key, or damaged, is emptied and said to have been (``rebuilt``): everything in it can be made
again from the folders.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from safe_to_paste.fingerprints import packed, unpacked
from safe_to_paste.index.database import VERSION, connected, fill, in_words, is_damaged
from safe_to_paste.index.keyed import Keys

# How many files count as drafts of one piece, and the share of fingerprints they have in common.
MOST_DRAFTS = 3
_ALIKE = 0.8
# Fingerprints that are looked up to find a piece that may be the same, and how many such pieces are looked at.
_SAMPLE = 16
_LATEST = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: where it lies, the folder it was met in, its size and time (keyed), and the day it was changed.

    The teacher's own material is never too old: its day is the last there is.
    """

    path: bytes
    folder: bytes
    seen: bytes
    changed: int


class _Kin(NamedTuple):
    work: int
    known: int


class Store:
    """The index, to be written by whoever holds its lock. Used as a context: what is whole is kept at the end.

    Raises:
        FingerprintError: it cannot be written; what was in it stays.
    """

    def __init__(self, path: Path, keys: Keys) -> None:
        self.path = path
        self.keys = keys
        with in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            try:
                self._connection = self._opened()
            except sqlite3.DatabaseError as error:
                if not is_damaged(error):
                    raise
                self._connection = self._anew()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.commit()
            with contextlib.suppress(sqlite3.Error):
                self._tidy()
        finally:
            self._connection.close()

    def _tidy(self) -> None:
        """Give back room that is free, and leave nothing that was deleted in the file beside this one."""
        ((pages,),) = self._connection.execute("PRAGMA page_count").fetchall()
        ((free,),) = self._connection.execute("PRAGMA freelist_count").fetchall()
        if free > pages / 2:
            self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @property
    def rebuilt(self) -> str:
        """Why the index was begun anew, in words; nothing when it was not."""
        with in_words(self.path):
            why: str = self._connection.execute("SELECT rebuilt FROM about").fetchone()[0]
        return why

    def commit(self) -> None:
        """Keep what was done so far."""
        with in_words(self.path):
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def seen(self, path: bytes) -> bytes | None:
        """How a file looked when it was read (``Keys.seen``); None when it was not."""
        with in_words(self.path):
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
        with in_words(self.path):
            return frozenset(each for (each,) in self._connection.execute("SELECT DISTINCT folder FROM documents"))

    def files(self, folder: bytes) -> frozenset[bytes]:
        """The files that were met in a folder."""
        with in_words(self.path):
            rows = self._connection.execute("SELECT path FROM documents WHERE folder = ?", (folder,))
            return frozenset(path for (path,) in rows)

    def old(self, before: date) -> frozenset[bytes]:
        """Files that were last changed before a day."""
        with in_words(self.path):
            rows = self._connection.execute("SELECT path FROM documents WHERE changed < ?", (before.toordinal(),))
            return frozenset(path for (path,) in rows)

    def clear(self, why: str = "") -> None:
        """Let go of everything; ``why`` is what ``rebuilt`` says from now on."""
        with in_words(self.path):
            self.commit()
            try:
                fill(self._connection, self.keys, why)
                self._connection.execute("VACUUM")
            except sqlite3.DatabaseError as error:
                if not is_damaged(error):
                    raise
                self._connection.close()
                self._connection = self._anew()

    def _opened(self) -> sqlite3.Connection:
        connection = connected(self.path, "rw")
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
            if version != VERSION:
                fill(connection, self.keys, "it was made by another version" if version else "")
            elif connection.execute("SELECT made_with FROM about").fetchone() != (self.keys.check,):
                fill(connection, self.keys, "the key it was made with is lost")
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
        with in_words(self.path):
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
