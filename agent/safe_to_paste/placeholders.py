"""Consistent labels: within a conversation, [Pupil 1] is always the same child.

A conversation knows a keyed token for each thing it has labelled, never the thing itself.

>>> conversation = Conversation()
>>> conversation.label("Pupil", b"token of one child")
'[Pupil 1]'
>>> conversation.label("Pupil", b"token of another")
'[Pupil 2]'
>>> conversation.label("Pupil", b"token of one child")
'[Pupil 1]'
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from safe_to_paste.model import Span

_LABEL = re.compile(r"\[(?P<kind>[^\[\]]{1,60}) (?P<number>\d{1,6})\]")


class Conversation:
    """The labels one conversation has used."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, bytes], str] = {}
        self._used: Counter[str] = Counter()

    def label(self, kind: str, token: bytes) -> str:
        """The label of what the token stands for: the one it had, or the next number."""
        known = self._labels.get((kind, token))
        if known is None:
            self._used[kind] += 1
            known = self._labels[kind, token] = f"[{kind} {self._used[kind]}]"
        return known

    def take(self, labels: Iterable[str]) -> None:
        """Number on after these, which the conversation used before the host was started anew."""
        for label in labels:
            if match := _LABEL.fullmatch(label):
                kind = match["kind"]
                self._used[kind] = max(self._used[kind], int(match["number"]))


def places(text: str) -> Iterator[Span]:
    """Where labels stand in a text: whatever is inside one was put there by us."""
    return (Span(*match.span()) for match in _LABEL.finditer(text))


def token(value: str, key: bytes) -> bytes:
    """A keyed stand-in for a value: alike for alike spellings, and no way back without the key.

    >>> token("Leah  Okafor", b"k") == token("LEAH OKAFOR", b"k")
    True
    """
    spelling = " ".join(value.split()).casefold()
    return hashlib.blake2b(spelling.encode("utf-8", "surrogatepass"), key=key, digest_size=16).digest()
