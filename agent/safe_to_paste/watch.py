"""Notice within a second that IT has replaced a file: rules, policy or settings.

The operating system's events only say *look again*; whether anything changed is decided by comparing
size, time and inode of every file, so that reading a file is not mistaken for changing it and no kind
of replacement (in place, renamed over, moved in, a whole folder swapped) needs a case of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .events import Events

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent

# Seconds without an event before we look: a file is written in several steps. Whether it is whole is for
# whoever reads it to find out (host/state.py).
QUIET = 0.1
# Quiet spells waited for in all, so that a busy folder cannot put us off.
_MOST_WAITS = 3
# Seconds between looks of our own accord: no event tells of a change made by another machine on a share.
_ANYWAY = 60.0
# The same where the system has no watch left for us.
_WITHOUT_EVENTS = 0.8

_TELLING = frozenset({"created", "modified", "moved", "deleted", "closed"})
# Written all the time, in a folder that holds files we do watch.
_UNTOLD = "journal.sqlite3"

Stamp = frozenset[tuple[str, int, int, int]]


def stamp(targets: Iterable[Path]) -> Stamp:
    """What the files are like now, below folders too: equal stamps mean nothing was replaced."""
    files = (file for target in targets for file in (target, *_below(target)))
    return frozenset(filter(None, map(_look, files)))


def is_folder(path: Path) -> bool:
    """Whether there is a folder that we may look at; unlike ``Path.is_dir`` this never raises."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


class Watch:
    """Calls ``changed`` when files or folders are not as they were.

    ``targets`` is asked anew after each change. ``changed`` runs on a thread of the watch's own.
    """

    def __init__(
        self,
        targets: Callable[[], tuple[Path, ...]],
        changed: Callable[[], None],
        *,
        known: Stamp | None = None,
    ) -> None:
        self._targets = targets
        self._changed = changed
        self._stamp = known if known is not None else stamp(targets())
        self._touched = threading.Event()
        self._stopped = threading.Event()
        self._events = Events(self._told)
        self._armed: set[tuple[Path, bool]] = set()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin; what changed since ``known`` was taken counts too."""
        self._touched.set()
        self._thread.start()

    def look_again(self) -> None:
        """The targets may be others now."""
        self._touched.set()

    def stop(self) -> None:
        """End, and wait until no thread is left."""
        self._stopped.set()
        self._touched.set()
        if self._thread.is_alive():
            self._thread.join()
        self._events.stop()

    def _run(self) -> None:
        armed = self._arm()
        while not self._stopped.is_set():
            self._touched.wait(_ANYWAY if armed else _WITHOUT_EVENTS)
            self._settle()
            seen = stamp(self._targets())
            # A folder that a target will be in may have come since; else its file would go unnoticed for long.
            elsewhere = armed and _around(self._targets()) != self._armed
            if (seen != self._stamp or elsewhere) and not self._stopped.is_set():
                # Before the reload: what happens while it reads is an event again.
                armed = self._arm()
                # What came into a new folder before it was watched is no event.
                seen = stamp(self._targets()) if elsewhere else seen
                if seen != self._stamp:
                    self._stamp = seen
                    self._changed()

    def _settle(self) -> None:
        for _ in range(_MOST_WAITS):
            if not self._touched.is_set():
                return
            self._touched.clear()
            self._stopped.wait(QUIET)

    def _arm(self) -> bool:
        """Ask the system for events around the targets; False when it has none to give."""
        self._armed = _around(self._targets())
        return self._events.follow(sorted(self._armed))

    def _told(self, event: FileSystemEvent) -> None:
        if event.event_type in _TELLING and not _is_untold(event):
            self._touched.set()


def _is_untold(event: FileSystemEvent) -> bool:
    named = (str(path).replace("\\", "/") for path in (event.src_path, event.dest_path) if path)
    return all(path.rpartition("/")[2].startswith(_UNTOLD) for path in named)


def _around(targets: Iterable[Path]) -> set[tuple[Path, bool]]:
    """Folders to watch, and whether with all below: each target that is a folder, and what holds it."""
    around = set()
    for target in targets:
        if is_folder(target):
            around.add((target, True))
        around.add((next(parent for parent in target.absolute().parents if is_folder(parent)), False))
    covered = {folder for folder, recursive in around if recursive}
    return {
        (folder, recursive)
        for folder, recursive in around
        if not any(above in covered for above in folder.parents) and (recursive or folder not in covered)
    }


def _below(target: Path) -> Iterable[Path]:
    return target.rglob("*") if is_folder(target) else ()


def _look(file: Path) -> tuple[str, int, int, int] | None:
    try:
        seen = file.stat()
    except (OSError, ValueError):
        return None
    return str(file), seen.st_mtime_ns, seen.st_size, seen.st_ino
