"""What the index is keyed with: all that is stored of a file or of its words goes through here."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

from safe_to_paste.fingerprints import Printer


class Keys:
    """What the person's key is used for here; one use says nothing about another."""

    def __init__(self, secret: bytes) -> None:
        self.printer = Printer(_derived(secret, b"prints"))
        self._places = _derived(secret, b"places")
        # Says which key an index was made with, and nothing else.
        self.check = _derived(secret, b"check")[:8]

    def place(self, path: str | Path) -> bytes:
        """A file or folder as it is stored."""
        return self._hash(os.fsencode(os.path.normcase(path)), 12)

    def seen(self, size: int, changed_ns: int, *, teaching: bool) -> bytes:
        """A file's size and time, and what it was read as, as they are stored: another value when it is to be read."""
        return self._hash(f"{size} {changed_ns} {teaching}".encode(), 8)

    def _hash(self, data: bytes, size: int) -> bytes:
        return blake2b(data, key=self._places, digest_size=size).digest()


def _derived(secret: bytes, use: bytes) -> bytes:
    return blake2b(b"safe-to-paste index", key=secret, person=use).digest()[:32]
