"""Consistent labels: within a conversation, [Pupil 1] is always the same child.

A conversation knows a keyed token for each thing it has labelled, never the thing itself. A person keeps one label
under every form of the name (``identity``).

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
from collections.abc import Iterable, Iterator, Sequence

from safe_to_paste.identity import People, Who
from safe_to_paste.model import Span

# What somebody is called of whom no more is known.
_ANYBODY = "Person"

_LABEL = re.compile(r"\[(?P<kind>[^\[\]]{1,60}) (?P<number>\d{1,6})\]")


class Conversation:
    """The labels one conversation has used."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, bytes], str] = {}
        self._used: Counter[str] = Counter()
        self._people = People()
        self._kinds: dict[int, str] = {}
        self._names: dict[int, str] = {}

    def label(self, kind: str, token: bytes) -> str:
        """The label of what the token stands for: the one it had, or the next number."""
        known = self._labels.get((kind, token))
        if known is None:
            known = self._labels[kind, token] = self._next(kind)
        return known

    def meet(self, names: Sequence[tuple[str, Who]]) -> None:
        """Take note of all the people in one text, each with a kind, before the first is labelled."""
        self._people.meet(name for _, name in names)
        for kind, name in names:
            number = self._people.number(name)
            if self._kinds.get(number, _ANYBODY) == _ANYBODY:
                self._kinds[number] = kind

    def name(self, kind: str, name: Who) -> str:
        """The label of the person a name stands for: of the kind that told most when first labelled."""
        number = self._people.number(name)
        known = self._names.get(number)
        if known is None:
            known = self._names[number] = self._next(self._kinds.get(number, kind))
        return known

    def _next(self, kind: str) -> str:
        self._used[kind] += 1
        return f"[{kind} {self._used[kind]}]"

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
