"""Fingerprints of a text: enough to know a passage again, and not enough to tell a word of it.

Every run of five words is hashed with a key, and of every four neighbouring hashes the least is kept ("winnowing":
Schleimer, Wilkerson and Aiken 2003, https://doi.org/10.1145/872757.872770). So two texts that share a run of eight
words share a fingerprint, wherever in them it stands, while under half of all hashes are kept. Nothing shorter than
five words is ever matched. Case, accents, punctuation and line breaks make no difference.

>>> printer = Printer(b"key")
>>> piece = words("The fox was clever, because he knew the farmer slept late on a Sunday.")
>>> copied = words("Mark this: \\u2018the FOX was clever because he knew the farmer ...\\u2019")
>>> bool(winnowed(printer.hashes(piece)) & set(printer.hashes(copied)))
True
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import regex

from safe_to_paste.normalise import normalise
from safe_to_paste.spelling import fold

# Words in a run, and neighbouring hashes of which one is kept.
RUN = 5
WINDOW = 4
# Two texts that share so many words on end share a fingerprint.
GUARANTEED = RUN + WINDOW - 1
# Of all hashes of a text so many are kept, on average: 2 / (WINDOW + 1).
DENSITY = 0.4
# Bytes of a hash. Signed, so that SQLite needs no more than that for a number.
SIZE = 4

_WORD = regex.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as they are compared, and where each begins and ends in it."""

    spelt: tuple[str, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.spelt)


def words(text: str, *, is_normal: bool = False) -> Words:
    """The words of a text.

    Args:
        is_normal: the text is as ``normalise`` gives it; then offsets are in the text as given.
    """
    found = list(_WORD.finditer(text if is_normal else normalise(text).text))
    return Words(
        tuple(fold(match.group()) for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


class Printer:
    """Hashes runs of words with a key.

    Args:
        key: at most 64 bytes; without it a hash says nothing and cannot be made.
    """

    def __init__(self, key: bytes) -> None:
        self._begun = blake2b(key=key, digest_size=SIZE)

    def __repr__(self) -> str:
        return "<Printer>"

    def hashes(self, text: Words) -> tuple[int, ...]:
        """The hash of the run that begins at each word, but for the last four."""
        copy, digests = self._begun.copy, []
        for run in map(" ".join, zip(*(text.spelt[at:] for at in range(RUN)), strict=False)):
            hashing = copy()
            hashing.update(run.encode())
            digests.append(hashing.digest())
        return unpacked(b"".join(digests))


def winnowed(hashes: Sequence[int]) -> frozenset[int]:
    """The fingerprints among the hashes of a text: the least of each window; of a shorter text the least of all."""
    if len(hashes) <= WINDOW:
        return frozenset([min(hashes)] if hashes else ())
    return frozenset(map(min, *(hashes[at:] for at in range(WINDOW))))


def packed(prints: Sequence[int]) -> bytes:
    """Fingerprints as they are stored."""
    return struct.pack(f"<{len(prints)}i", *prints)


def unpacked(stored: bytes) -> tuple[int, ...]:
    """The same back again."""
    return struct.unpack(f"<{len(stored) // SIZE}i", stored)
