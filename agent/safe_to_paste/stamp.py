"""Put the label into a file, or read it back: the file is whole at every moment, and is left alone where it must be.

The document is opened in the child process that opens documents, which gives the labelled one; that is written beside
the file, brought to the disk, and takes its place in one step. Until then the file is as it was, whatever happens:
the disk is full, the laptop loses power, somebody else saves it meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.reasons import WORDS
from safe_to_paste.documents.worker import Worker
from safe_to_paste.errors import LabelError, UnreadableError

# Errors of Windows: the file is open in a program that lets nobody else change it.
# https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
_SHARING, _LOCKED = 32, 33
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

_Seen = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a file says, and whether it was changed to say it."""

    has: Has
    is_changed: bool

    @property
    def is_complete(self) -> bool:
        """Whether the label is everywhere where such a file has it."""
        return bool(self.has.line) and not self.missing

    @property
    def missing(self) -> str:
        """Where there is no label, though there is elsewhere; in words, or nothing."""
        if self.has.shows and not self.has.shown:
            return "not where readers see it"
        return "not in its properties" if self.has.records and not self.has.recorded else ""


class Stamper:
    """Labels files one after the other, in one process for all of them. Used as a context, or closed."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._worker = worker or Worker()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._worker.close()

    def check(self, path: Path, known: tuple[str, ...]) -> Stamped:
        """What a file says already.

        Args:
            path: where it is.
            known: the labels there are.

        Raises:
            LabelError: it cannot be read, or takes no label; ``code`` says why.
        """
        return self._ask(path, Label("", known=known), check=True)[0]

    def stamp(self, path: Path, label: Label) -> Stamped:
        """Put the label into a file, or leave it as it is where it is labelled so already.

        Raises:
            LabelError: it was left as it was; ``code`` says why.
        """
        try:
            real = path.resolve(strict=True)
            before = _look(real)
            _refuse(real)
        except (OSError, RuntimeError, ValueError) as error:
            raise _left(error) from None
        stamped, made = self._ask(real, label, check=False)
        if made:
            _replace(real, made, before)
        return stamped

    def _ask(self, path: Path, label: Label, *, check: bool) -> tuple[Stamped, bytes]:
        fields = {
            "path": str(path.absolute()),
            "name": path.name,
            "line": label.line,
            "kind": label.kind.value,
            "position": label.position,
            "known": list(label.known),
            "check": check,
        }
        try:
            reply, made = self._worker.ask("label", fields)
            return _stamped(reply), made
        except UnreadableError as error:
            raise left(error.code) from None
        except (ValueError, TypeError, KeyError):
            raise left("stopped") from None


def left(code: str, detail: str = "") -> LabelError:
    """The error for one of the reasons."""
    return LabelError(f"{WORDS[code]}{f' ({detail})' if detail else ''}", code)


def is_there(path: Path) -> bool:
    """Whether there is such a file; one whose name would be too long is none."""
    try:
        return path.exists()
    except OSError:
        return False


def _stamped(reply: Mapping[str, Any]) -> Stamped:
    said = {name: str(reply[name]) for name in ("recorded", "shown", "source")}
    return Stamped(Has(**said, records=bool(reply["records"]), shows=bool(reply["shows"])), bool(reply["changed"]))


def _refuse(path: Path) -> None:
    """Raise LabelError for a file that is not to be changed, whatever is in it."""
    seen = path.stat()
    if not stat.S_ISREG(seen.st_mode):
        raise left("not_a_file")
    if not seen.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
        raise left("read_only")
    if seen.st_nlink > 1:
        raise left("linked")
    if any(is_there(path.with_name(name)) for name in _lock_files(path.name)):
        raise left("in_use")


def _lock_files(name: str) -> tuple[str, ...]:
    """What LibreOffice, Excel and PowerPoint, and Word leave beside a file while it is open in them.

    >>> _lock_files("report.docx")
    ('.~lock.report.docx#', '~$report.docx', '~$port.docx')
    """
    return f".~lock.{name}#", f"~${name}", f"~${name[2:]}"


def _look(path: Path) -> _Seen:
    seen = path.stat()
    return seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _replace(path: Path, content: bytes, before: _Seen) -> None:
    """Write beside the file, bring that to the disk, and let it take the file's place."""
    beside: Path | None = None
    is_moving = False
    try:
        number, name = tempfile.mkstemp(prefix=".safe-to-paste-", suffix=".part", dir=path.parent)
        beside = Path(name)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if _look(path) != before:
            raise left("changed")
        is_moving = True
        _move(beside, path)
        beside = None
        _bring_to_disk(path.parent)
    except OSError as error:
        raise _left(error) from None
    finally:
        # A move that failed half-way may have left nothing else of the file.
        if beside is not None and (is_there(path) or not is_moving):
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def _move(beside: Path, path: Path) -> None:
    """Let one file take another's place, with the other's rights and what the system keeps with it."""
    if sys.platform == "win32":
        _replace_on_windows(str(path), str(beside))
        return
    _dress(path, beside)
    beside.replace(path)


def _dress(path: Path, beside: Path) -> None:
    """Give the new file the old one's owner, rights and attributes; its time is now."""
    seen = path.stat()
    with contextlib.suppress(OSError):
        if (os.geteuid(), os.getegid()) != (seen.st_uid, seen.st_gid):
            os.chown(beside, seen.st_uid, seen.st_gid)
    if sys.platform == "darwin":
        _copy_metadata_on_macos(path, beside)
    else:
        shutil.copystat(path, beside)
    os.utime(beside)


def _copy_metadata_on_macos(path: Path, beside: Path) -> None:
    """Rights, access lists and attributes, where-from and quarantine among them (copyfile(3))."""
    import ctypes

    acl, stat_, attributes = 1, 2, 4
    ctypes.CDLL(None).copyfile(os.fsencode(path), os.fsencode(beside), None, acl | stat_ | attributes)


def _replace_on_windows(path: str, beside: str) -> None:
    """Keeps the file's access list, its zone and its creation time.

    The old file is put aside meanwhile. After errors 1176 and 1177 it may be without its name: it gets it back.
    https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-replacefilew
    """
    import ctypes

    ignore_merge_errors = 2
    aside = Path(beside).with_suffix(".before")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    if kernel.ReplaceFileW(path, beside, str(aside), ignore_merge_errors, None, None):
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        return
    number = ctypes.get_last_error()  # type: ignore[attr-defined,unused-ignore]
    if not is_there(Path(path)) and is_there(aside):
        try:
            aside.rename(path)
        except OSError:
            raise left("cannot_be_written", f"it is kept as {aside.name}") from None
    if number in (_SHARING, _LOCKED):
        raise left("in_use")
    raise ctypes.WinError(number)  # type: ignore[attr-defined,unused-ignore]


def _bring_to_disk(folder: Path) -> None:
    """The folder too, or the file's new place might be lost with the power; Windows knows no such thing."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _left(error: Exception) -> LabelError:
    """Why the system did not let us, as one of our reasons."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return left("gone")
    if not isinstance(error, OSError):  # links that lead round in a circle, a name with a zero in it
        return left("cannot_be_read")
    if error.errno in _FULL:
        return left("disk_full")
    if getattr(error, "winerror", 0) in (_SHARING, _LOCKED):
        return left("in_use")
    return left("cannot_be_written", error.strerror or "" if error.errno not in _READ_ONLY else "no right to")
