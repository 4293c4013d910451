"""A text against the person's own index of pupils' work, as a rule like any other.

What a finding says is how much of the text stands in known pieces (passages.py) and since when those are known, never
whose they are.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

from safe_to_paste import index
from safe_to_paste.errors import FingerprintError, SettingsError
from safe_to_paste.fingerprints import Words, winnowed, words
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.look import Look
from safe_to_paste.index.passages import LEAST, Passage, find
from safe_to_paste.model import Category, Likelihood, Match, Span
from safe_to_paste.rules import Rule
from safe_to_paste.view import View

_ENTITY = "PUPIL_WORK"
# A text is the teacher's own when that share of its fingerprints is.
_SHARE_OWN = 0.5
# Characters that are looked at together.
_STRETCH = 100_000
# Seconds after which an index that was not there, or could not be used, is looked for again.
_PATIENCE = 30.0


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
        total, seen = 0, 0
        found = []
        for begin, end in _stretches(view.text):
            text = words(view.text[begin:end], is_normal=True)
            total += len(text)
            for each in self.passages(text):
                seen += each.last - each.first
                found.append((Span(begin + text.starts[each.first], begin + text.ends[each.last - 1]), each))
        for span, each in found:
            likelihood = Likelihood.VERY_LIKELY if each.is_sure else Likelihood.LIKELY
            yield Match(span, (_in_words(each, seen / total),), likelihood)

    def passages(self, text: Words) -> tuple[Passage, ...]:
        """As above; none where the index cannot be read now, which ``notes`` then says."""
        if opened := self._opened():
            try:
                return find(text, *opened)
            except FingerprintError as error:
                self.close()
                self.notes = (f"{error} (pupils' work is known by its wording alone meanwhile)",)
        return ()

    def is_own(self, entity: str, value: str) -> bool:
        """Whether something that reads as a pupil's work, in a normalised text, is the teacher's own material."""
        opened = self._opened() if entity == _ENTITY else None
        if opened is None:
            return False
        look, keys = opened
        text = words(value, is_normal=True)
        prints = winnowed(keys.printer.hashes(text)) if len(text) >= LEAST else frozenset[int]()
        try:
            return bool(prints) and look.taught(prints) >= _SHARE_OWN * len(prints)
        except FingerprintError:
            return False

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


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where a text is cut, so that the words of a very long one are never held all at once."""
    begin = 0
    while begin < len(text):
        blank = text.find(" ", begin + _STRETCH)
        # What would be left over is no text by itself.
        end = blank if 0 <= blank < len(text) - _STRETCH // 10 else len(text)
        yield begin, end
        begin = end


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
        entity=_ENTITY,
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
