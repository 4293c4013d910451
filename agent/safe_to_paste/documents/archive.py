"""A zip archive that may be hostile: counted while it is unpacked, whatever its headers promise."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from safe_to_paste.documents import limits, markup
from safe_to_paste.documents.markup import Event
from safe_to_paste.documents.reasons import unreadable

_CHUNK = 65_536
_ENCRYPTED = 0x1
# NotImplementedError, for an unknown way of packing, is a RuntimeError.
_BROKEN = (OSError, RuntimeError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error)


class Archive:
    """The files in a zip archive by name; small and capital letters are the same, as Office sees them.

    Raises:
        UnreadableError: it is damaged, holds too many files, or two of one name.
    """

    def __init__(self, data: bytes, budget: limits.Budget) -> None:
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise unreadable("damaged") from None
        members = self._zip.infolist()
        if len(members) > limits.MEMBERS:
            raise unreadable("unpacks")
        self._members = {member.filename.casefold(): member for member in members}
        if len(self._members) < len(members):
            # Programs differ in which of the two they open, so one of them would go unread.
            raise unreadable("unsafe")

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def names(self, start: str = "") -> list[str]:
        """The names, in small letters, that start so, in order."""
        return sorted(name for name in self._members if name.startswith(start))

    def spelt(self) -> list[str]:
        """The names as they are written in the archive, in order."""
        return sorted(member.filename for member in self._members.values())

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file's bytes as they are unpacked.

        Raises:
            UnreadableError: it is not there, damaged, locked with a password, or too large.
        """
        member = self._members.get(name.casefold())
        if member is None:
            raise unreadable("damaged")
        if member.flag_bits & _ENCRYPTED:
            raise unreadable("password")
        so_far = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    so_far += len(chunk)
                    self._budget.take(len(chunk), so_far=so_far, packed=member.compress_size)
                    yield chunk
        except limits.BeyondError:
            raise unreadable("unpacks") from None
        except _BROKEN:
            raise unreadable("damaged") from None

    def events(self, name: str) -> Iterator[Event]:
        """What a file of XML says."""
        events = markup.events(self.chunks(name))
        return self._budget.trace(self, name, events) if self._budget.trace else events

    def read(self, name: str) -> bytes:
        """A file's bytes."""
        return b"".join(self.chunks(name))
