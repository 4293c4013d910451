"""The bytes of a roster, whether it is one file, a zip archive or a folder of files; and bytes as text."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from safe_to_paste.errors import RosterError

# More than any school's export; a file beyond it is something else, or an archive made to fill the memory.
MOST_BYTES = 200_000_000
_MOST_FILES = 2_000
_SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".tab", ".xml", ".xlsx"})


class Source:
    """Some files by their names in small letters. Used as a context, and not after it.

    Args:
        path: what the person or IT gave; errors name it.
        readers: gives a file's bytes.
    """

    def __init__(
        self, path: Path, readers: Mapping[str, Callable[[], bytes]], close: Callable[[], None] | None = None
    ) -> None:
        self.path = path
        self._readers = readers
        self._close = close
        self._read: set[str] = set()

    @classmethod
    def of(cls, path: Path) -> Self:
        """The files at a path; a zip archive's if it is one."""
        try:
            if path.is_dir():
                files = [file for file in sorted(path.iterdir()) if _may_be_read(file.name) and file.is_file()]
                if not files and len(archives := sorted(path.glob("*.zip"))) == 1:
                    return cls._of_zip(archives[0])
                return cls(path, {file.name.casefold(): _reader(file) for file in files[:_MOST_FILES]})
            if path.suffix.casefold() == ".zip":
                return cls._of_zip(path)
            if not path.is_file():
                raise RosterError(f"{path}: is not there; expected a file or a folder with a roster")
        except (OSError, zipfile.BadZipFile) as error:
            raise RosterError(f"{path}: cannot be read; expected a roster, or a zip or folder of one") from error
        return cls(path, {path.name.casefold(): _reader(path)})

    @classmethod
    def _of_zip(cls, path: Path) -> Self:
        archive = zipfile.ZipFile(path)
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > _MOST_FILES:
            archive.close()
            raise RosterError(f"{path}: holds {len(members)} files; expected a roster's few")
        readers = {
            PurePosixPath(member.filename).name.casefold(): _member_reader(archive, member, path)
            for member in members
            if _may_be_read(PurePosixPath(member.filename).name)
        }
        return cls(path, readers, archive.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._close is not None:
            self._close()

    def names(self, *suffixes: str) -> tuple[str, ...]:
        """The names of the files that end so, or of all, in order."""
        return tuple(name for name in sorted(self._readers) if not suffixes or name.endswith(suffixes))

    def __contains__(self, name: str) -> bool:
        return name in self._readers

    def read(self, name: str) -> bytes:
        """A file's bytes."""
        self._read.add(name)
        return self._readers[name]()

    def text(self, name: str) -> str:
        """A file's text."""
        return text(self.read(name), self.where(name))

    def where(self, name: str) -> str:
        """How errors name a file."""
        return str(self.path) if len(self._readers) == 1 else f"{self.path}: {name}"

    def left(self) -> tuple[str, ...]:
        """The files that nobody has read."""
        return tuple(sorted(self._readers.keys() - self._read))


def text(data: bytes, where: str) -> str:
    """Bytes as text, in whichever of the encodings of school systems they are.

    >>> text("Zoë".encode("cp1252"), "x"), text("Zoë".encode("utf-16"), "x"), text("Zoë".encode("utf-8-sig"), "x")
    ('Zoë', 'Zoë', 'Zoë')
    """
    # A decoding error holds the bytes, and so the names: it never becomes the cause of ours.
    try:
        found = data.decode(_utf16(data) or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        found = data.decode("cp1252", errors="replace")
    if "\0" in found:
        raise RosterError(f"{where}: is not text; expected a table of names in UTF-8, UTF-16 or the Windows code page")
    return found


def _utf16(data: bytes) -> str:
    """By its mark, or by the empty half of each character where the mark is missing."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    start = data[:400]
    odd, even = start[1::2].count(0), start[::2].count(0)
    if odd > len(start) // 4 > even:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) // 4 > odd else ""


# NotImplementedError, for an unknown way of packing, is a RuntimeError, as a missing password is.
_BROKEN = (OSError, RuntimeError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error)


def _may_be_read(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in _SUFFIXES and not name.startswith((".", "~$"))


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            if file.stat().st_size > MOST_BYTES:
                raise RosterError(f"{file}: is larger than {MOST_BYTES // 1_000_000} MB; expected a roster")
            return file.read_bytes()
        except OSError as error:
            raise RosterError(f"{file}: cannot be read ({error.strerror})") from error

    return read


def member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, where: str) -> bytes:
    """A file out of an archive, if it is no larger than it may be, whatever its header says."""
    try:
        with archive.open(name) as stream:
            data = stream.read(MOST_BYTES + 1)
    except _BROKEN as error:
        raise RosterError(f"{where}: is damaged or locked with a password") from error
    if len(data) > MOST_BYTES:
        raise RosterError(f"{where}: unpacks to more than {MOST_BYTES // 1_000_000} MB; expected a roster")
    return data


def _member_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> Callable[[], bytes]:
    return lambda: member(archive, info, f"{path}: {PurePosixPath(info.filename).name}")
