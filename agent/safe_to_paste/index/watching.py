"""Keeps the index up to date while a browser is open: notices changes in its folders and starts runs (child.py).

Of several hosts the one that holds a lock does so. At the start everything is looked at, by size and time; then what
the system tells of, once it has been quiet for a moment; and every hour everything once more, for what no event told
of. Folders on a network are looked at in that way alone.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from safe_to_paste import index
from safe_to_paste.errors import FingerprintError
from safe_to_paste.events import Events
from safe_to_paste.index.folders import Folder, is_remote
from safe_to_paste.index.lock import Lock

if TYPE_CHECKING:
    import subprocess

    from watchdog.events import FileSystemEvent

# Seconds without an event before a run, and the most that is waited for that.
QUIET, MOST_QUIET = 5.0, 60.0
# Seconds between looks at everything, and between tries to be the host that watches.
ANYWAY = 3600.0
_AGAIN = 60.0
# More changed files than these: everything is looked at.
_MOST_NAMED = 500
_PULSE = 0.2
# Seconds a run may take to end when it was told to: it is at one file.
_PATIENCE = 15.0
_FAILED = "the index of pupils' work could not be brought up to date; safe-to-paste index rebuild says why"
_TELLING = frozenset({"created", "modified", "closed", "moved", "deleted"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be in the index: folders, and for how many months."""

    folders: tuple[Folder, ...] = ()
    months: int = 0


Start = Callable[[Collection[Folder], int, Collection[str] | None], "subprocess.Popen[bytes]"]


def _start(folders: Collection[Folder], months: int, only: Collection[str] | None) -> subprocess.Popen[bytes]:
    from safe_to_paste.index import child  # and a database with it, which no host needs that has no folders

    return child.start(folders, months, only)


class Watching:
    """Follows the folders on a thread of its own, from ``start`` on.

    Args:
        wanted: asked anew before each run; may raise FingerprintError, and then nothing is done.
        start: starts a run.
        quiet: as above.
    """

    def __init__(self, wanted: Callable[[], Wanted], start: Start = _start, quiet: float = QUIET) -> None:
        self._wanted = wanted
        self._start = start
        self._quiet = quiet
        self._lock: Lock | None = None
        self._changed: set[str] | None = None
        self._guard = threading.Lock()
        self._touched = threading.Event()
        self._stopped = threading.Event()
        self._armed: tuple[Folder, ...] = ()
        self._events = Events(self._told)
        self._looked = -ANYWAY
        self._thread: threading.Thread | None = None
        self.notes: tuple[str, ...] = ()

    def start(self) -> None:
        """Begin, where there is anything to index; called again it looks whether there is now."""
        wanted = self._seen()
        if self._thread is not None:
            if wanted is not None and wanted.folders != self._armed:
                self._touched.set()
        elif index.is_there() or (wanted is not None and wanted.folders):
            self._thread = threading.Thread(target=self._run, name="index", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, a run that is under way too."""
        self._stopped.set()
        self._touched.set()
        if self._thread is not None:
            self._thread.join()

    def _seen(self) -> Wanted | None:
        try:
            return self._wanted()
        except FingerprintError:
            return None

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._touched.wait(self._round())
                self._settle()
        finally:
            self._events.stop()
            if self._lock is not None:
                self._lock.release()

    def _round(self) -> float:
        """Do what is due; seconds until the next time."""
        wanted = self._seen() if self._is_ours() else None
        if wanted is None:
            return _AGAIN
        if wanted.folders != self._armed or time.monotonic() - self._looked >= ANYWAY:
            self._arm(wanted.folders)
            self._looked = time.monotonic()
            self._do(wanted, None)
        else:
            with self._guard:
                changed, self._changed = self._changed, set()
            if changed is None or changed:
                self._do(wanted, changed)
        return max(0.0, self._looked + ANYWAY - time.monotonic())

    def _is_ours(self) -> bool:
        """Whether this host is the one that watches."""
        try:
            self._lock = self._lock or Lock(index.file().with_name("watch.lock"))
            return self._lock.take()
        except FingerprintError:
            return False

    def _do(self, wanted: Wanted, only: Collection[str] | None) -> None:
        """A run, to its end or ours."""
        import subprocess

        try:
            run = self._start(wanted.folders, wanted.months, only)
        except OSError:
            self.notes = (_FAILED,)
            return
        while run.poll() is None and not self._stopped.is_set():
            self._stopped.wait(_PULSE)
        with contextlib.suppress(OSError):
            if run.stdin is not None:
                run.stdin.close()
        try:
            self.notes = (_FAILED,) if run.wait(_PATIENCE) else ()
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()

    def _settle(self) -> None:
        until = time.monotonic() + MOST_QUIET
        while self._touched.is_set() and not self._stopped.is_set() and time.monotonic() < until:
            self._touched.clear()
            self._stopped.wait(self._quiet)

    def _arm(self, folders: tuple[Folder, ...]) -> None:
        """Ask the system for events below the folders that are on this laptop; where it has none, the hour does."""
        self._armed = folders
        with self._guard:
            self._changed = set()
        self._events.follow((folder.path, True) for folder in folders if not is_remote(folder.path))

    def _told(self, event: FileSystemEvent) -> None:
        """Note which files to look at. What is in a folder that came, went or moved nobody tells: all is looked at."""
        if event.event_type not in _TELLING or (event.is_directory and event.event_type in {"modified", "closed"}):
            return
        with self._guard:
            if self._changed is not None:
                named = {str(Path(_text(path))) for path in (event.src_path, event.dest_path) if path}
                whole = event.is_directory or len(self._changed) >= _MOST_NAMED
                self._changed = None if whole else self._changed | named
        self._touched.set()


def _text(path: bytes | str) -> str:
    return path if isinstance(path, str) else path.decode(errors="surrogateescape")
