"""Where lines, rows, sentences and paragraphs lie in a text.

A scan asks this of many positions in one text, so the starts are found once, on the first
question, and each answer is a binary search: a paste of 20,000 rows costs no more per row than
one of ten.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import regex

from safe_to_paste.model import Span

_BLANK = regex.compile(r"\n[ \t]*\n")
_SENTENCE_END = regex.compile(r"[.!?][\"')]?[ \n]|\n")
_DELIMITERS = ("\t", "|", ",", ";")


class Layout:
    """The shape of one text, in code points."""

    def __init__(self, text: str) -> None:
        self._text = text

    def row(self, at: int) -> Span:
        """The line a position lies on, without its line end."""
        return self._piece(self._lines, at)

    def sentence(self, at: int) -> Span:
        """The sentence a position lies in; a line end also ends one."""
        return self._piece(self._sentences, at)

    def paragraph(self, at: int) -> Span:
        """The lines around a position up to the next blank one."""
        return self._piece(self._paragraphs, at)

    def header(self, at: int) -> Span | None:
        """The first row of the table a position lies in, or None where there is no table above it.

        A table, here, is a paragraph whose first line is cut by the same delimiter as the line asked about.
        """
        row = self.row(at)
        first = self.row(self.paragraph(at).start)
        if first == row:
            return None
        cut = next((d for d in _DELIMITERS if self._text.find(d, row.start, row.end) >= 0), None)
        if cut is None or self._text.find(cut, first.start, first.end) < 0:
            return None
        return first

    def _piece(self, starts: list[int], at: int) -> Span:
        index = bisect_right(starts, at) - 1
        end = starts[index + 1] if index + 1 < len(starts) else len(self._text)
        return Span(starts[index], end)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(m.end() for m in regex.finditer(r"\n", self._text))]

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(m.end() for m in _SENTENCE_END.finditer(self._text))]

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [0, *(m.end() for m in _BLANK.finditer(self._text))]
