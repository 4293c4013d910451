"""Consistent labels: within a conversation, [Pupil 1] is always the same child.

A conversation knows a keyed token for each thing it has labelled, never the thing itself. A person keeps one label
under every form of the name (``identity``), and a parent is called by the child (``roles``).

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
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from safe_to_paste.identity import People, Who
from safe_to_paste.model import Span
from safe_to_paste.roles import PARENT, PERSON, PUPIL, Role

_LABEL = re.compile(r"\[(?P<kind>[^\[\]]{1,60}) (?P<number>\d{1,6})\]")


class Conversation:
    """The labels one conversation has used."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, bytes], str] = {}
        self._used: Counter[str] = Counter()
        self._taken: set[str] = set()
        self._people = People()
        self._roles: dict[int, Role] = {}
        self._names: dict[int, str] = {}
        # The one pupil who has a word in the name; None where several have.
        self._pupils: dict[bytes, Who | None] = {}

    def label(self, kind: str, token: bytes) -> str:
        """The label of what the token stands for: the one it had, or the next number."""
        known = self._labels.get((kind, token))
        if known is None:
            known = self._labels[kind, token] = self._next(kind)
        return known

    def meet(self, names: Sequence[tuple[Role, Who]]) -> None:
        """Take note of all the people in one text, each with a role, before the first is labelled."""
        self._people.meet(name for _, name in names)
        for role, name in names:
            number = self._people.number(name)
            self._roles[number] = _weightier(self._roles.get(number), role)
            if role.kind == PUPIL and name.is_full:
                for word in name.words:
                    known = self._pupils.get(word, name)
                    is_same = known is not None and self._people.number(known) == number
                    self._pupils[word] = name if is_same else None

    def name(self, name: Who) -> str:
        """The label of the person a name stands for: by the role that told most when first labelled."""
        number = self._people.number(name)
        known = self._names.get(number)
        if known is None:
            role = self._roles.get(number, Role(PERSON))
            child = (role.child or self._namesake(name)) if role.kind == PARENT else None
            made = self._parent(child, number) if child is not None else self._next(role.kind)
            known = self._names[number] = made
        return known

    def _namesake(self, name: Who) -> Who | None:
        """The one pupil of this conversation who shares a name with somebody."""
        found = {pupil for word in name.words if (pupil := self._pupils.get(word)) is not None}
        return found.pop() if len(found) == 1 else None

    def _parent(self, child: Who, number: int) -> str:
        """The label of somebody's parent: one child's have numbers from the second on."""
        if (
            self._people.number(child) == number
            or self._roles.get(self._people.number(child), Role(PUPIL)).kind == PARENT
        ):
            return self._next(PARENT)
        whose = self.name(child).strip("[]")
        made = next(
            label
            for label in (
                f"[{PARENT} {count} of {whose}]" if count > 1 else f"[{PARENT} of {whose}]"
                for count in itertools.count(1)
            )
            if label not in self._taken
        )
        self._taken.add(made)
        return made

    def _next(self, kind: str) -> str:
        self._used[kind] += 1
        return f"[{kind} {self._used[kind]}]"

    def take(self, labels: Iterable[str]) -> None:
        """Number on after these, which the conversation used before the host was started anew."""
        for label in labels:
            self._taken.add(label)
            if match := _LABEL.fullmatch(label):
                kind = match["kind"]
                self._used[kind] = max(self._used[kind], int(match["number"]))


def _weightier(known: Role | None, role: Role) -> Role:
    """Of what was said of one person, what told more; of two that told alike, the first."""
    if known is None or known.kind == PERSON:
        return role
    if role.is_told and not known.is_told and role.kind != PERSON:
        return role
    if known.kind == role.kind == PARENT and known.child is None:
        return role
    return known


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
