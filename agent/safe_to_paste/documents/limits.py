"""What reading one document may cost, and how the child process is held to it.

The figures leave room for the largest documents of a school; what was made to harm goes far beyond them. The child
limits itself before it reads its first document: memory and processor time by rlimits on Linux and macOS and by a
job object on Windows, and nothing it holds may reach the disk, not even when it crashes. The time on the clock is
kept by the parent (worker.py).
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from safe_to_paste.errors import SafeToPasteError

if TYPE_CHECKING:
    from safe_to_paste.documents.markup import Event

FILE_BYTES = 50_000_000
# Seconds on the clock for one document; the processor may be busy with other things meanwhile.
SECONDS = 9.0
CPU_SECONDS = 8
MEMORY_BYTES = 512_000_000
# Characters of text, and pages of a PDF: some hundred thousand words.
TEXT = 4_000_000
PAGES = 1_000
# Of zip archives: files in one; bytes that one file and all of them unpack to; how much smaller than that they were.
MEMBERS = 4_000
PART_BYTES = 32_000_000
ALL_BYTES = 96_000_000
RATIO = 300
_RATIO_COUNTS_FROM = 1_000_000
# How deep XML goes, how deep documents lie in documents, how many of them are opened, and what is said of them.
DEPTH = 500
NESTED = 3
EMBEDDED = 50
NOTES = 100

# The child's exit code when it has found out by itself that it takes too much memory.
TOO_MUCH_MEMORY = 75


class BeyondError(SafeToPasteError):
    """An archive is larger, once unpacked, than may be read."""


class Budget:
    """What one document and all that lies in it may still unpack to."""

    def __init__(self) -> None:
        self.embedded = EMBEDDED
        # What is to be done to the events of each part as it is read, by the archive and the part's name.
        self.trace: Callable[[object, str, Iterator[Event]], Iterator[Event]] | None = None
        self._left = ALL_BYTES

    def take(self, amount: int, *, so_far: int, packed: int) -> None:
        """Count so many more bytes of a part; raises BeyondError when it is too much.

        Args:
            amount: bytes that were just unpacked.
            so_far: bytes of the same part, these among them.
            packed: how many bytes that part takes in the archive.
        """
        self._left -= amount
        too_thin = so_far > _RATIO_COUNTS_FROM and so_far > RATIO * max(1, packed)
        if self._left < 0 or so_far > PART_BYTES or too_thin:
            raise BeyondError


def confine() -> None:
    """Hold this process to its limits, for good. Raises OSError where the system refuses."""
    if sys.platform == "win32":
        from safe_to_paste.documents import windows

        windows.confine(MEMORY_BYTES)
        return
    import resource

    os.nice(5)
    # Neither a core dump nor any other file: what is being read stays in memory.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        _refuse_dumps()
    else:
        # macOS takes the limit and does not keep it, so the process looks after itself.
        threading.Thread(target=_watch_memory, daemon=True).start()


def allow_one_more() -> None:
    """Grant the processor time for the next document; beyond it the system ends the process."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS, most))


def _refuse_dumps() -> None:
    """A system that pipes core dumps to a program does so whatever RLIMIT_CORE says, unless this forbids it."""
    import ctypes

    pr_set_dumpable = 4
    ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)


def _watch_memory(pause: float = 0.02) -> None:
    if sys.platform == "win32":
        return
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < MEMORY_BYTES:
        time.sleep(pause)
    os._exit(TOO_MUCH_MEMORY)
