"""A file's bytes, if it is a file, is here, is not too large and holds still."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from safe_to_paste.documents import limits
from safe_to_paste.documents.reasons import unreadable

# Windows: opening the file would download it. https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants
_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA = 0x1000, 0x40000, 0x400000
# macOS: the file's data is not on this disk. <sys/stat.h>
_DATALESS = 0x40000000
_NONBLOCKING = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def read(path: Path, most: int = limits.FILE_BYTES) -> bytes:
    """All of a file.

    Args:
        path: where it is.
        most: bytes; a longer file is refused.

    Raises:
        UnreadableError: it cannot be read, or changed meanwhile.
    """
    with _opened(path, most) as (file, before):
        data = file.read(most + 1)
        after = os.fstat(file.fileno())
    if len(data) > most:
        raise unreadable("too_large")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise unreadable("changed")
    return data


def head(path: Path, length: int) -> bytes:
    """The first bytes of a file; raises UnreadableError as ``read`` does."""
    with _opened(path, limits.FILE_BYTES) as (file, _):
        return file.read(length)


@contextmanager
def _opened(path: Path, most: int) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    try:
        check(path.stat(), most)
        # A pipe that took the file's place since would make an ordinary open wait for a writer.
        with os.fdopen(os.open(path, os.O_RDONLY | _NONBLOCKING | _BINARY), "rb") as file:
            seen = os.fstat(file.fileno())
            check(seen, most)
            yield file, seen
    except (FileNotFoundError, NotADirectoryError):
        raise unreadable("gone") from None
    except PermissionError:
        raise unreadable("no_access") from None
    except (OSError, ValueError) as error:
        # The system's own word for it; a path with a zero in it is a ValueError.
        raise unreadable("cannot_be_read", getattr(error, "strerror", None) or "") from None


def check(seen: os.stat_result, most: int) -> None:
    """Refuse what is no file, too large, or not on this disk; raises UnreadableError."""
    if not stat.S_ISREG(seen.st_mode):
        raise unreadable("not_a_file")
    if is_online_only(seen):
        raise unreadable("online_only")
    if seen.st_size > most:
        raise unreadable("too_large")


def is_online_only(seen: os.stat_result) -> bool:
    """Whether a sync client keeps the file elsewhere, so that reading it would download it."""
    on_windows = getattr(seen, "st_file_attributes", 0) & (_OFFLINE | _RECALL_ON_OPEN | _RECALL_ON_DATA)
    on_macos = getattr(seen, "st_flags", 0) & _DATALESS
    return bool(on_windows or on_macos)
