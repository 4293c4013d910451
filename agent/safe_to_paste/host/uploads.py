"""Long texts that arrive in pieces: held until their one scan, then forgotten.

This is the only place where the host keeps a text between two messages, and it is memory alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from safe_to_paste.errors import MessageError
from safe_to_paste.host.messages import joined, units

# UTF-16 units of one upload; about two and a half million words.
MOST_UNITS = 8 * 1024 * 1024
MOST_OPEN = 4
# Seconds without a piece after which an upload counts as given up (a tab was closed).
PATIENCE = 60.0


@dataclass(slots=True)
class _Upload:
    size: int
    touched: float
    pieces: list[str] = field(default_factory=list, repr=False)
    received: int = 0
    finished: bool = False


class Uploads:
    """The uploads of one connection."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, _Upload] = {}

    def begin(self, size: int) -> str:
        """Make room for a text of so many UTF-16 units; the upload's id."""
        self.forget_abandoned()
        if size > MOST_UNITS:
            raise MessageError("too_large", f"{size} characters; at most {MOST_UNITS} can be checked")
        if len(self._open) >= MOST_OPEN:
            raise MessageError("too_large", f"{MOST_OPEN} uploads are open already; finish one first")
        upload = f"u{os.urandom(6).hex()}"
        self._open[upload] = _Upload(size, self._clock())
        return upload

    def add(self, upload: str, seq: int, text: str) -> None:
        """Take the next piece."""
        known = self._known(upload)
        if known.finished or seq != len(known.pieces):
            raise MessageError("bad_request", "seq: pieces are numbered from 0, and come in order")
        known.received += units(text)
        if known.received > known.size:
            del self._open[upload]
            raise MessageError("too_large", "the pieces hold more than the size that was announced")
        known.pieces.append(text)
        known.touched = self._clock()

    def end(self, upload: str) -> None:
        """No more pieces will come."""
        known = self._known(upload)
        if known.received != known.size:
            del self._open[upload]
            raise MessageError("bad_request", f"{known.received} of {known.size} characters arrived")
        known.finished = True

    def take(self, upload: str) -> str:
        """The whole text, which is forgotten here."""
        if not self._known(upload).finished:
            raise MessageError("unknown_upload", "this upload has not been ended yet")
        return joined(self._open.pop(upload).pieces)

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
