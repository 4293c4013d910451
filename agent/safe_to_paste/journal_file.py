"""The journal's database file: opened late, shared by several processes, kept aside when it is damaged.

One connection, one thread at a time. Whatever SQLite finds wrong comes out as a JournalError in words; a file
that is no database any more is renamed to ``journal-<time>.bad`` and a new one is begun in its place.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from safe_to_paste import paths
from safe_to_paste.errors import JournalError

if TYPE_CHECKING:
    import sqlite3

_T = TypeVar("_T")

# One entry for each step from a version of the schema to the next (user_version).
_STEPS = (
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, site TEXT NOT NULL, trigger TEXT NOT NULL,
        policy TEXT NOT NULL, policy_version TEXT NOT NULL, rules TEXT NOT NULL, outcome TEXT NOT NULL,
        counts TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL, label TEXT NOT NULL, agent TEXT NOT NULL,
        mode TEXT NOT NULL
    );
    CREATE INDEX events_at ON events (at);
    CREATE TABLE declarations (
        number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, policy TEXT NOT NULL,
        policy_version TEXT NOT NULL, statements TEXT NOT NULL, training INTEGER NOT NULL, kept TEXT NOT NULL,
        key TEXT NOT NULL, previous TEXT NOT NULL, tag TEXT NOT NULL
    );
    CREATE TABLE declarations_end (
        one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, last TEXT NOT NULL, key TEXT NOT NULL,
        tag TEXT NOT NULL
    );
    CREATE TABLE snoozes (
        policy TEXT NOT NULL, policy_version TEXT NOT NULL, statements TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (policy, policy_version, statements)
    );
    """,
)

# Seconds between tries where SQLite does not wait by itself.
_PAUSE = 0.02

_MAKING = threading.Lock()


class JournalFile:
    """Runs work on the database at ``path``.

    Args:
        timeout: seconds to wait while another process writes.
    """

    def __init__(self, path: Path, *, timeout: float) -> None:
        self.path = path
        self._timeout = timeout
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    def __del__(self) -> None:
        self.close()

    @property
    def kept_aside(self) -> tuple[Path, ...]:
        """Damaged files of before."""
        return tuple(sorted(self.path.parent.glob(f"{_stem(self.path)}-*.bad")))

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def is_there(self) -> bool:
        """Whether anything was written yet. Raises JournalError where that cannot be told."""
        try:
            return paths.is_there(self.path)
        except OSError as error:
            raise JournalError(f"{self.path}: cannot be read ({error.strerror})") from None

    def read(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What ``work`` reads; None where there is no journal yet. Raises JournalError."""
        if not self.is_there():
            return None
        return self._do(work, writes=False)

    def write(self, work: Callable[[sqlite3.Connection], _T], *, safe: bool = False) -> _T:
        """Do ``work`` whole or not at all; with ``safe`` it outlives a loss of power. Raises JournalError."""

        def whole(connection: sqlite3.Connection) -> _T:
            connection.execute(f"PRAGMA synchronous = {'FULL' if safe else 'NORMAL'}")
            with _transaction(connection):
                return work(connection)

        return self._do(whole, writes=True)

    def can_write(self) -> bool:
        """Whether something could be recorded; waits for nobody and changes nothing but a missing file."""
        import sqlite3

        try:
            with self._lock:
                connection = self._open(writes=True)
                connection.execute("PRAGMA busy_timeout = 0")
                try:
                    with _transaction(connection):
                        # A lock can be had on a file that cannot be written.
                        connection.execute(f"PRAGMA user_version = {len(_STEPS)}")
                except sqlite3.OperationalError as error:
                    return _is_busy(error)
                finally:
                    connection.execute(f"PRAGMA busy_timeout = {_milliseconds(self._timeout)}")
        except (sqlite3.Error, OSError, JournalError):
            self.close()
            return False
        return True

    def overwrite(self) -> None:
        """Let nothing that was deleted be read from the files any more."""
        with contextlib.suppress(JournalError):
            self._do(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall(), writes=True)

    def _do(self, work: Callable[[sqlite3.Connection], _T], *, writes: bool) -> _T:
        import sqlite3

        with self._lock:
            try:
                try:
                    return work(self._open(writes=writes))
                except sqlite3.DatabaseError as error:
                    if not _is_damaged(error):
                        raise
                    self._set_aside()
                    return work(self._open(writes=True))
            except sqlite3.Error as error:
                self.close()
                raise JournalError(f"{self.path}: {_words(error)}") from None
            except OSError as error:
                self.close()
                raise JournalError(f"{self.path}: cannot be used ({error.strerror})") from None

    def _open(self, *, writes: bool) -> sqlite3.Connection:
        """The connection; a new one where the file is not the one that was opened."""
        if self._connection is not None and _inode(self.path) != self._inode:
            self.close()
        if self._connection is None:
            self._connection = self._opened(writes=writes)
            self._inode = _inode(self.path)
        return self._connection

    def _opened(self, *, writes: bool) -> sqlite3.Connection:
        import sqlite3

        try:
            # Also where nothing is made: whoever connects waits until no file of ours is open beside SQLite's.
            with _MAKING:
                if writes:
                    self._make()
            connection = self._connected("mode=rw")
            try:
                return self._ready(connection)
            except BaseException:
                connection.close()
                raise
        except sqlite3.OperationalError as error:
            if writes or not _is_read_only(error):
                raise
            return self._read_only()

    def _make(self) -> None:
        """Make the file if there is none: SQLite gives its others the mode of this one.

        A file that is there is not so much as opened. Closing it again would take the locks of every connection in
        this process along (https://sqlite.org/howtocorrupt.html, 2.2), and the next process to end would take the file
        of what is still to be taken in from under them.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    def _read_only(self) -> sqlite3.Connection:
        """A connection to a file that cannot be written."""
        import sqlite3

        connection = self._connected("mode=ro")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            # SQLite shares even a reading through a file beside this one, unless it is told that nobody writes.
            connection.close()
            return self._connected("mode=ro&immutable=1")
        return connection

    def _connected(self, how: str) -> sqlite3.Connection:
        import sqlite3

        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{how}",
            uri=True,
            timeout=self._timeout,
            isolation_level=None,
            check_same_thread=False,
        )

    def _ready(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA secure_delete = ON")
        self._set_wal(connection)
        if _version(connection) < len(_STEPS):
            with _transaction(connection):
                for step in _STEPS[_version(connection) :]:
                    for statement in filter(str.strip, step.split(";")):
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {len(_STEPS)}")
        if _version(connection) > len(_STEPS):
            raise JournalError(f"{self.path}: was written by a newer version of Safe to Paste; update this one")
        return connection

    def _set_wal(self, connection: sqlite3.Connection) -> None:
        """Readers and one writer at a time, without waiting for each other."""
        import sqlite3

        until = time.monotonic() + self._timeout
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                # Two that begin a new file at once: SQLite does not wait here by itself.
                if not _is_busy(error) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def _set_aside(self) -> None:
        """Rename a damaged file, unless another process has done so."""
        self.close()
        with _alone(self.path.with_name(f"{_stem(self.path)}.lock"), self._timeout):
            if not self._is_damaged():
                return
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            # The database last: a new one must not find the pages that the old one had still to take in.
            for ending in ("-wal", "-shm", ""):
                file = self.path.with_name(self.path.name + ending)
                with contextlib.suppress(FileNotFoundError):
                    file.rename(self.path.with_name(f"{_stem(self.path)}-{stamp}{ending}.bad"))

    def _is_damaged(self) -> bool:
        import sqlite3

        try:
            connection = self._connected("mode=rw")
        except sqlite3.Error:
            return False
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.DatabaseError as error:
            return _is_damaged(error)
        finally:
            connection.close()


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _alone(file: Path, timeout: float) -> Iterator[None]:
    """Held by one process at a time; a lock left behind by one that died holds for a minute."""
    until = time.monotonic() + timeout
    while True:
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if abs(time.time() - file.stat().st_mtime) > 60.0:
                    file.unlink()
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return -1


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def _code(error: sqlite3.Error) -> int:
    """SQLite's code without its extension (https://sqlite.org/rescode.html)."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _is_damaged(error: sqlite3.Error) -> bool:
    import sqlite3

    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _is_busy(error: sqlite3.Error) -> bool:
    import sqlite3

    return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _is_read_only(error: sqlite3.Error) -> bool:
    import sqlite3

    return _code(error) in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def _words(error: sqlite3.Error) -> str:
    """What is wrong, for people; SQLite's own words could name a value."""
    import sqlite3

    return {
        sqlite3.SQLITE_BUSY: "is held by another program",
        sqlite3.SQLITE_LOCKED: "is held by another program",
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_READONLY: "cannot be written here",
        sqlite3.SQLITE_CANTOPEN: "cannot be opened",
        sqlite3.SQLITE_IOERR: "cannot be written or read (a fault of the disk, or it is full)",
        sqlite3.SQLITE_CORRUPT: "is damaged",
        sqlite3.SQLITE_NOTADB: "is damaged",
    }.get(_code(error), f"cannot be used ({error.__class__.__name__} {_code(error)})")
