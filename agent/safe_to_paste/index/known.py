"""A text against the index of pupils' work: the passages of it that stand in a piece that is known.

What counts is many fingerprints of one piece close together: five different ones within fifty words. A short answer
has fewer, so of a short text or a short piece half of those it should have are enough, three at least, and the finding
is one step less sure. What a finding says is how much of the text it is and since when the piece is known, never whose.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from types import MappingProxyType

from safe_to_paste import index
from safe_to_paste.errors import FingerprintError, SettingsError
from safe_to_paste.fingerprints import DENSITY, RUN, Words, words
from safe_to_paste.index.store import Keys, Look
from safe_to_paste.model import Category, Likelihood, Match, Span
from safe_to_paste.rules import Rule
from safe_to_paste.view import View

# Words of a text or of a piece below which nothing is looked for: too many short lines are alike.
LEAST = 13
# Different fingerprints of one piece within so many words are enough.
ENOUGH, WITHIN = 5, 50
# The least that is enough in a short text, and the share of those it should have.
_ENOUGH_SHORT, _SHARE_SHORT = 3, 0.5
# Passages that are parted by fewer words than this are one.
_GAP = 25
# Seconds after which an index that was not there, or could not be used, is looked for again.
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``first`` to ``last`` (half open) of a text that stand in known pieces, and since when those are known."""

    first: int
    last: int
    works: frozenset[int]
    known: date
    is_sure: bool


def passages(text: Words, look: Look, keys: Keys) -> tuple[Passage, ...]:
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


class Known:
    """The person's own index, opened when first needed. Used by one thread at a time.

    Args:
        read_key: gives the person's key; asked only when there is an index.
        path: where the index is; the person's own when left out.
    """

    def __init__(self, read_key: Callable[[], bytes], path: Path | None = None) -> None:
        self._read_key = read_key
        self._path = path
        self._open: tuple[Look, Keys] | None = None
        self._inode = 0
        self._next = 0.0
        self.notes: tuple[str, ...] = ()
        self._rule = _rule(self.find)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rule that looks there, where there is an index."""
        return (self._rule,) if self._opened() else ()

    @property
    def name(self) -> str:
        """Another one when the index is another; nothing where there is none."""
        opened = self._opened()
        return opened[0].name() if opened else ""

    def find(self, view: View) -> Iterator[Match]:
        """The passages, as a rule's detector gives them."""
        text = words(view.text, is_normal=True)
        found = self.passages(text)
        share = sum(each.last - each.first for each in found) / max(1, len(text))
        for each in found:
            span = Span(text.starts[each.first], text.ends[each.last - 1])
            likelihood = Likelihood.VERY_LIKELY if each.is_sure else Likelihood.LIKELY
            yield Match(span, (_in_words(each, share),), likelihood)

    def passages(self, text: Words) -> tuple[Passage, ...]:
        """As above; none where the index cannot be read now, which ``notes`` then says."""
        if opened := self._opened():
            try:
                return passages(text, *opened)
            except FingerprintError as error:
                self.close()
                self.notes = (f"{error} (pupils' work is known by its wording alone meanwhile)",)
        return ()

    def works(self, text: Words) -> frozenset[bytes]:
        """The files, as they are stored, of the pieces that a text stands in."""
        found = self.passages(text)
        opened = self._opened()
        return frozenset(file for each in found for work in each.works if opened for file in opened[0].files(work))

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        opened, self._open = self._open, None
        if opened:
            opened[0].close()

    def _opened(self) -> tuple[Look, Keys] | None:
        if self._open is not None and _inode(self._open[0].path) != self._inode:
            self.close()
            self._next = 0.0
        if self._open is None and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PATIENCE
            path = self._path or index.file()
            self.notes = ()
            with contextlib.suppress(OSError):
                if path.is_file():
                    self._inode = _inode(path)
                    self._open = self._try(path)
        return self._open

    def _try(self, path: Path) -> tuple[Look, Keys] | None:
        try:
            keys, look = Keys(self._read_key()), Look(path)
        except (FingerprintError, SettingsError) as error:
            self.notes = (f"{error} (pupils' work is known by its wording alone meanwhile)",)
            return None
        if look.made_with != keys.check:
            look.close()
            self.notes = (f"{path}: {LOST}",)
            return None
        return look, keys


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return -1


LOST = "the key of the index of pupils' work is lost; it is made anew from its folders when a browser is open next"


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


_SHARES = (
    (0.95, "all of it"),
    (0.7, "most of it"),
    (0.4, "about half of it"),
    (0.15, "part of it"),
    (0, "a little of it"),
)


def _in_words(passage: Passage, share: float) -> str:
    much = next(words for least, words in _SHARES if share >= least)
    day = passage.known
    return f"{much} stands in work known since {day.day} {day:%B %Y}"


def _rule(detector: Callable[[View], Iterator[Match]]) -> Rule:
    return Rule(
        id="pupil-work/known",
        title="pupil's work",
        entity="PUPIL_WORK",
        category=Category.PUPIL_WORK,
        likelihood=Likelihood.VERY_LIKELY,
        help="A passage of a piece from a folder of pupils' work; the pupil owns it.",
        placeholder=None,
        pattern=None,
        cues=(),
        detector=detector,
        validator=None,
        reason="",
        context=None,
        needs=None,
        exclude=(),
        core=False,
        examples=(),
        near_misses=(),
        references=(),
        source=MappingProxyType({}),
    )
