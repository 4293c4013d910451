"""The passages of a text that stand in pieces of the index.

What counts is many fingerprints of one piece close together: five different ones within fifty words. A short answer
has fewer, so of a short text or a short piece half of those it should have are enough, three at least, and the passage
is less sure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from safe_to_paste.fingerprints import DENSITY, RUN, Words
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.look import Look

# Words of a text or of a piece below which nothing is looked for: too many short lines are alike.
LEAST = 13
# Different fingerprints of one piece within so many words are enough.
ENOUGH, WITHIN = 5, 50
# The least that is enough in a short text, and the share of those it should have.
_ENOUGH_SHORT, _SHARE_SHORT = 3, 0.5
# Passages that are parted by fewer words than this are one.
_GAP = 25


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``first`` to ``last`` (half open) of a text that stand in known pieces, and since when those are known."""

    first: int
    last: int
    works: frozenset[int]
    known: date
    is_sure: bool


def find(text: Words, look: Look, keys: Keys) -> tuple[Passage, ...]:
    """The passages of a text that stand in pieces of the index, in order; raises FingerprintError."""
    if len(text) < LEAST:
        return ()
    hashes = keys.printer.hashes(text)
    holders = look.holders(frozenset(hashes))
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, each in enumerate(hashes):
        for work in holders.get(each, ()):
            places[work].append((at, each))
    found = []
    for work, where in places.items():
        # Most pieces share a turn of phrase or two with a long text, far apart: those are not looked into.
        if any(
            last - first <= WITHIN - RUN
            for (first, _), (last, _) in zip(where, where[_ENOUGH_SHORT - 1 :], strict=False)
        ):
            known = look.work(work)
            enough = _enough(len(text), known.prints)
            found += [
                Passage(first, last, frozenset([work]), known.known, enough == ENOUGH)
                for first, last in _dense(where, enough)
            ]
    return tuple(_merged(found))


def _enough(text: int, prints: int) -> int:
    """How many fingerprints are enough, given how many words the text has and how many fingerprints the piece."""
    expected = min(DENSITY * (text - RUN + 1), prints)
    return min(ENOUGH, max(_ENOUGH_SHORT, ceil(_SHARE_SHORT * expected)))


def _dense(where: Sequence[tuple[int, int]], enough: int) -> Iterator[tuple[int, int]]:
    """Stretches of words with so many different fingerprints within ``WITHIN`` words; they may overlap."""
    inside: Counter[int] = Counter()
    begin = 0
    for at, each in where:
        inside[each] += 1
        while at - where[begin][0] > WITHIN - RUN:
            old = where[begin][1]
            inside[old] -= 1
            if not inside[old]:
                del inside[old]
            begin += 1
        if len(inside) >= enough:
            yield where[begin][0], at + RUN


def _merged(found: Iterable[Passage]) -> Iterator[Passage]:
    """In order, those that overlap or nearly touch made one."""
    whole: Passage | None = None
    for each in sorted(found, key=lambda passage: (passage.first, passage.last)):
        if whole is None or each.first > whole.last + _GAP:
            if whole is not None:
                yield whole
            whole = each
        else:
            whole = Passage(
                whole.first,
                max(whole.last, each.last),
                whole.works | each.works,
                min(whole.known, each.known),
                whole.is_sure or each.is_sure,
            )
    if whole is not None:
        yield whole
