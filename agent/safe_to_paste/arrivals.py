"""Notices files that arrive from an AI tool in the folder for downloads, and has their label offered.

While a browser is open, in the host; of several hosts the one that holds a lock does it. Only what the system says of
a file's origin is looked at here: the file is opened once its label is asked for, by the window's process. What has
been seen is known in this process alone, and nothing of it is written anywhere.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, Protocol

from safe_to_paste import labels, paths
from safe_to_paste.documents.labelling.model import SUFFIXES
from safe_to_paste.errors import FingerprintError
from safe_to_paste.events import Events
from safe_to_paste.index.lock import Lock
from safe_to_paste.policy_file import Policy

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent

# Seconds for which a file must have stayed as it is: a browser writes it in steps and says last where it is from.
QUIET = 1.0
# How often a file is looked at that has no origin yet.
_LOOKS = 3
# Seconds between tries to be the host that watches, or to find the folder.
_AGAIN = 60.0
# Names of files that browsers have not finished, by their ends.
_UNFINISHED = (".crdownload", ".part", ".download", ".tmp", ".partial", ".opdownload")
_TELLING = frozenset({"created", "modified", "closed", "moved"})
# Files whose label is offered at once, at most; of a folder that is unpacked there nobody wants hundreds.
_MOST = 20


class Offer(NamedTuple):
    """Files that came from one tool."""

    tool: labels.Tool
    files: tuple[Path, ...]


class Window(Protocol):
    """A window that was opened; ``poll`` gives None while it is."""

    def poll(self) -> int | None:
        """How it ended."""


@dataclass(slots=True)
class _Pending:
    """A file that is being written, perhaps: as it was seen last, since when, how often its origin was asked for."""

    seen: tuple[int, int] | None
    since: float
    looks: int = 0


def downloads_folder() -> Path:
    """Where the system has downloads go; a browser may be told otherwise."""
    from platformdirs import user_downloads_path

    return user_downloads_path()


def offer_in_window(offer: Offer, language: str = "") -> Window:
    """Open the window for some files; what they are called goes through a pipe and not onto a command line."""
    import json

    from safe_to_paste import dialogs

    said = {"tool": offer.tool.name, "site": offer.tool.site, "files": [str(file) for file in offer.files]}
    spoken = ("--language", language) if language else ()
    return dialogs.start("arrived", *spoken, said=json.dumps(said).encode())


class Arrivals:
    """Follows the folder on a thread of its own, from ``start`` on.

    Args:
        policy: the policy in force, or None where there is none; asked anew for each file, from that thread.
        folder: the folder for downloads.
        offer: opens the window for some files.
        quiet: seconds, as above.
        lock: held by the host that does it.
    """

    def __init__(
        self,
        policy: Callable[[], Policy | None],
        *,
        folder: Callable[[], Path] = downloads_folder,
        offer: Callable[[Offer], Window] = offer_in_window,
        quiet: float = QUIET,
        lock: Path | None = None,
    ) -> None:
        self._policy = policy
        self._folder = folder
        self._offer = offer
        self._quiet = quiet
        self._lock = Lock(lock or paths.places().data / "downloads.lock")
        self._told: SimpleQueue[FileSystemEvent | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._events = Events(self._on_event)
        self._known: set[Path] = set()
        self._pending: dict[Path, _Pending] = {}
        self._waiting: list[tuple[labels.Tool, Path]] = []
        self._window: Window | None = None

    def start(self) -> None:
        """Begin, where the policy wants it; called again it looks whether it does now."""
        if self._thread is None and self._wanted() is not None:
            self._thread = threading.Thread(target=self._run, name="arrivals", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, and wait until no thread is left."""
        self._stopped.set()
        self._told.put(None)
        if self._thread is not None:
            self._thread.join()

    def _wanted(self) -> Policy | None:
        policy = self._policy()
        return policy if policy is not None and labels.offered_on_arrival(policy) else None

    def _run(self) -> None:
        try:
            while not self._stopped.is_set() and not (self._is_ours() and self._arm()):
                self._stopped.wait(_AGAIN)
            while not self._stopped.is_set():
                self._hear()
                self._look()
                self._ask()
        finally:
            self._events.stop()
            self._lock.release()

    def _is_ours(self) -> bool:
        """Whether this host is the one that looks."""
        with contextlib.suppress(FingerprintError):
            return self._lock.take()
        return False

    def _arm(self) -> bool:
        """Ask the system for events in the folder. What is in it already did not arrive now."""
        try:
            folder = self._folder()
            self._known = set(folder.iterdir())
        except OSError:
            return False
        return self._events.follow([(folder, False)])

    def _on_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _TELLING and not event.is_directory:
            self._told.put(event)

    def _hear(self) -> None:
        """Take what was told, once there is something or something is due."""
        busy = bool(self._pending or self._waiting)
        with contextlib.suppress(Empty):
            event = self._told.get(timeout=self._quiet / 2 if busy else None)
            while event is not None:
                self._note(event)
                event = self._told.get_nowait()

    def _note(self, event: FileSystemEvent) -> None:
        came, went = Path(_text(event.dest_path or event.src_path)), Path(_text(event.src_path))
        if event.event_type == "moved" and went in self._known and went.suffix.casefold() not in _UNFINISHED:
            # Renamed by the person: it was here before.
            self._known.add(came)
        if came not in self._known and came.suffix.casefold() in SUFFIXES:
            self._pending.setdefault(came, _Pending(None, 0.0))

    def _look(self) -> None:
        """Look at what is being written; what has stayed as it is for a moment has arrived."""
        now = time.monotonic()
        for path, pending in list(self._pending.items()):
            try:
                self._look_at(path, pending, now)
            except OSError:  # what the system will not say of one file is no reason to leave the others
                del self._pending[path]

    def _look_at(self, path: Path, pending: _Pending, now: float) -> None:
        seen = _stamp(path)
        if seen is None or not seen[0]:
            # It has gone, or was put there by a browser to keep its name: then it will be told of again.
            del self._pending[path]
        elif seen != pending.seen or _is_unfinished(path):
            pending.seen, pending.since = seen, now
        elif now - pending.since >= self._quiet and self._has_arrived(path, pending, now):
            del self._pending[path]

    def _has_arrived(self, path: Path, pending: _Pending, now: float) -> bool:
        """Whether there is nothing more to find out about a file; one from an AI tool then waits to be asked about."""
        from safe_to_paste import origin

        policy = self._wanted()
        found = origin.addresses(path) if policy is not None else ()
        pending.looks += 1
        if policy is not None and not found and pending.looks < _LOOKS:
            pending.since = now
            return False
        self._known.add(path)
        tool = (
            next(filter(None, (labels.tool_of(each, policy) for each in found)), None) if policy is not None else None
        )
        if tool is not None and len(self._waiting) < _MOST:
            self._waiting.append((tool, path))
        return True

    def _ask(self) -> None:
        """Open the window for what waits, when nothing is being written any more and no window of ours is open."""
        if not self._waiting or self._pending or (self._window is not None and self._window.poll() is None):
            return
        tool = self._waiting[0][0]
        files = tuple(path for its, path in self._waiting if its == tool)
        self._waiting = [each for each in self._waiting if each[0] != tool]
        with contextlib.suppress(Exception):  # a window that cannot be shown is no reason to end
            self._window = self._offer(Offer(tool, files))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except (OSError, ValueError):
        return None
    return seen.st_size, seen.st_mtime_ns


def _is_unfinished(path: Path) -> bool:
    from safe_to_paste.stamp import is_there  # the host need not wait for it when it starts

    return any(is_there(path.with_name(path.name + end)) for end in _UNFINISHED)


def _text(path: bytes | str) -> str:
    return path if isinstance(path, str) else path.decode(errors="surrogateescape")
