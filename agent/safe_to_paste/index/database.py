"""The file of the index: its tables, how it is opened, and what is wrong with it in words.

SQLite in WAL mode: one process writes (lock.py), any number read. Paths, folders and what a file looked like are keyed
hashes (keyed.py); days are ordinals. ``work`` is the number of the piece a file belongs to: 0 for one without
fingerprints, negative for the teacher's own material.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from safe_to_paste.errors import FingerprintError
from safe_to_paste.index.keyed import Keys

# Of the tables, and of how fingerprints are made: another one, and the index is made anew.
VERSION = 1
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


def connected(path: Path, mode: str) -> sqlite3.Connection:
    """A connection; ``mode`` is "ro" or "rw"."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
    )


def fill(connection: sqlite3.Connection, keys: Keys, why: str) -> None:
    """Make the tables anew, empty; ``why`` is said of it."""
    connection.executescript(f"BEGIN IMMEDIATE; {_DROP} {_SCHEMA} PRAGMA user_version = {VERSION};")
    connection.execute("INSERT INTO about VALUES (?, ?)", (keys.check, why))
    connection.execute("COMMIT")


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether the file is no database of ours any more."""
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


# SQLite's own words could name a value.
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
def in_words(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the file within comes out as a FingerprintError."""
    try:
        yield
    except sqlite3.Error as error:
        words = _WORDS.get(_code(error), f"cannot be used ({type(error).__name__} {_code(error)})")
        raise FingerprintError(f"{path}: the index of pupils' work {words}") from None
    except OSError as error:
        raise FingerprintError(f"{path}: the index of pupils' work cannot be kept there ({error.strerror})") from None


def _code(error: sqlite3.Error) -> int:
    """SQLite's code without its extension (https://sqlite.org/rescode.html)."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
