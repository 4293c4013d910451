"""Long texts and files that arrive in pieces: held until their one use, then forgotten.

This is the only place where the host keeps a text or a file between two messages, and it is memory alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from safe_to_paste.documents.limits import FILE_BYTES
from safe_to_paste.errors import MessageError
from safe_to_paste.host.messages import decoded, joined, units

# UTF-16 units of one upload; about two and a half million words.
MOST_UNITS = 8 * 1024 * 1024
MOST_OPEN = 4
# Seconds without a piece after which an upload counts as given up (a tab was closed).
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class File:
    """A file that was uploaded: the ending of its name, and its bytes."""

    upload: str
    ending: str
    data: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """What it is called where only the ending counts."""
        return f"file{self.ending}"


@dataclass(slots=True)
class _Upload:
    size: int
    touched: float
    ending: str | None
    pieces: list[str] = field(default_factory=list, repr=False)
    data: bytearray = field(default_factory=bytearray, repr=False)
    count: int = 0
    received: int = 0
    finished: bool = False


class Uploads:
    """The uploads of one connection."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, _Upload] = {}

    def begin(self, size: int, ending: str | None = None) -> str:
        """Make room for a text of so many UTF-16 units, or, with an ``ending``, a file of so many bytes; its id.

        All the files that are open together are at most as large as one may be.
        """
        self.forget_abandoned()
        if ending is None and size > MOST_UNITS:
            raise MessageError("too_large", f"{size} characters; at most {MOST_UNITS} can be checked")
        open_files = sum(upload.size for upload in self._open.values() if upload.ending is not None)
        if ending is not None and size + open_files > FILE_BYTES:
            raise MessageError("too_large", f"files of {size + open_files} bytes; at most {FILE_BYTES} can be checked")
        if len(self._open) >= MOST_OPEN:
            raise MessageError("too_large", f"{MOST_OPEN} uploads are open already; finish one first")
        upload = f"u{os.urandom(6).hex()}"
        self._open[upload] = _Upload(size, self._clock(), ending)
        return upload

    def add(self, upload: str, seq: int, text: str | None = None, *, data: str | None = None) -> None:
        """Take the next piece: of a text, or of a file in base64."""
        known = self._known(upload)
        if known.finished or seq != known.count:
            raise MessageError("bad_request", "seq: pieces are numbered from 0, and come in order")
        if (known.ending is None) != (data is None):
            raise MessageError("bad_request", "upload_chunk: a text comes as text, and a file as bytes")
        if data is not None:
            known.data += decoded(data)
            known.received = len(known.data)
        elif text is not None:
            known.received += units(text)
            known.pieces.append(text)
        if known.received > known.size:
            del self._open[upload]
            raise MessageError("too_large", "the pieces hold more than the size that was announced")
        known.count += 1
        known.touched = self._clock()

    def end(self, upload: str) -> None:
        """No more pieces will come."""
        known = self._known(upload)
        if known.received != known.size:
            del self._open[upload]
            what = "characters" if known.ending is None else "bytes"
            raise MessageError("bad_request", f"{known.received} of {known.size} {what} arrived")
        known.finished = True

    def take(self, upload: str) -> str | File:
        """The whole text or file, which is forgotten here."""
        known = self._known(upload)
        if not known.finished:
            raise MessageError("unknown_upload", "this upload has not been ended yet")
        del self._open[upload]
        return joined(known.pieces) if known.ending is None else File(upload, known.ending, bytes(known.data))

    def drop(self, upload: str) -> None:
        """Forget an upload, if it is here."""
        self._open.pop(upload, None)

    def forget_abandoned(self) -> None:
        """Let go of every upload that has got no piece for a minute."""
        stale = self._clock() - PATIENCE
        self._open = {name: upload for name, upload in self._open.items() if upload.touched > stale}

    def _known(self, upload: str) -> _Upload:
        self.forget_abandoned()
        try:
            return self._open[upload]
        except KeyError:
            raise MessageError("unknown_upload", "there is no such upload; begin it again") from None
