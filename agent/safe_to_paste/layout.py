"""Where lines, rows, sentences and paragraphs lie in a text, and where a word stands.

A scan asks this of many positions in one text, so the starts are found once, on the first
question, and each answer is a binary search: a paste of 20,000 rows costs no more per row than
one of ten.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import regex

from safe_to_paste.cues import places
from safe_to_paste.model import Span

_BLANK = regex.compile(r"\n[ \t]*\n")
_SENTENCE_END = regex.compile(r"[.!?][\"')]?[ \n]|\n")
_DELIMITERS = ("\t", "|", ",", ";")


# How far around a cue its rule's pattern may reach, in code points; then on to the end of the line.
_REACH = 300


class Layout:
    """The shape of one text, in code points.

    Args:
        cues: all that ``around`` will be asked about; they are looked for together.
    """

    def __init__(self, text: str, cues: frozenset[str] = frozenset()) -> None:
        self._text = text
        self._cues = cues
        self._places: Mapping[str, Sequence[int]] | None = None
        self._runs: dict[str, list[int]] = {}
        self._headers: dict[int, Span | None] = {}
        # Where the sentences of each line begin that was asked about, by where it begins.
        self._sentences: dict[int, list[int]] = {}
        self._near: dict[tuple[str, ...], list[Span]] = {}

    def row(self, at: int) -> Span:
        """The line a position lies on, without its line end."""
        return self._piece(self._lines, at)

    def sentence(self, at: int) -> Span:
        """The sentence a position lies in; a line end also ends one."""
        row = self.row(at)
        if row.start not in self._sentences:
            ends = _SENTENCE_END.finditer(self._text, row.start, row.end)
            self._sentences[row.start] = [row.start, *(match.end() for match in ends)]
        starts = self._sentences[row.start]
        index = bisect_right(starts, at)
        return Span(starts[index - 1], starts[index] if index < len(starts) else row.end)

    def paragraph(self, at: int) -> Span:
        """The lines around a position up to the next blank one."""
        return self._piece(self._paragraphs, at)

    def header(self, at: int) -> Span | None:
        """The first row of the table a position lies in, or None where there is no table above it.

        A table, here, is a run of lines that are all cut by the delimiter of the line asked about.
        """
        line = bisect_right(self._lines, at) - 1
        if line not in self._headers:
            self._headers[line] = self._header(line)
        return self._headers[line]

    def _header(self, line: int) -> Span | None:
        row = self.row(self._lines[line])
        for delimiter in _DELIMITERS:
            if self._text.find(delimiter, row.start, row.end) >= 0:
                first = self._tops(delimiter)[line]
                return self.row(self._lines[first]) if first < line else None
        return None

    def around(self, cues: Iterable[str]) -> Sequence[Span]:
        """The stretches that lie within reach of any of the cues, in order, none overlapping.

        Each stretch ends where a line does, so that a pattern never takes its end for the end of a word.
        """
        key = tuple(cues)
        if key not in self._near:
            self._near[key] = list(self._stretches(key))
        return self._near[key]

    def _stretches(self, cues: tuple[str, ...]) -> Iterator[Span]:
        start, end = 0, -1
        found = self._cued(cues)
        if found.keys().isdisjoint(cues):
            return
        for at in sorted(at for cue in cues if cue in found for at in found[cue]):
            if at < end:
                continue
            if at - _REACH > end:
                if end >= 0:
                    yield Span(start, end)
                start = max(at - _REACH, 0)
            end = self._text.find("\n", at + _REACH) + 1 or len(self._text)
        if end >= 0:
            yield Span(start, end)

    def _cued(self, cues: tuple[str, ...]) -> Mapping[str, Sequence[int]]:
        if not self._cues.issuperset(cues):
            return places(frozenset(cues), self.small)
        if self._places is None:
            self._places = places(self._cues, self.small)
        return self._places

    @cached_property
    def small(self) -> str:
        """The text in small letters, as long as it was: a few capitals have no single small one."""
        small = self._text.lower()
        if len(small) == len(self._text):
            return small
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self._text)

    def _tops(self, delimiter: str) -> list[int]:
        """For each line, the number of the first line of the run it stands in."""
        if delimiter not in self._runs:
            tops: list[int] = []
            above = False
            for number, line in enumerate(self._text.split("\n")):
                has = delimiter in line
                tops.append(tops[-1] if has and above else number)
                above = has
            self._runs[delimiter] = tops
        return self._runs[delimiter]

    def _piece(self, starts: list[int], at: int) -> Span:
        index = bisect_right(starts, at) - 1
        end = starts[index + 1] if index + 1 < len(starts) else len(self._text)
        return Span(starts[index], end)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(m.end() for m in regex.finditer(r"\n", self._text))]

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [0, *(m.end() for m in _BLANK.finditer(self._text))]
