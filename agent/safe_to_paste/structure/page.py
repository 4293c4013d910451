"""The lines of a text, less what has been read as a table already.

A quoted cell may hold line ends: the lines of such a row count as one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from safe_to_paste.late import re
from safe_to_paste.model import Span

# A row of quoted cells goes over no more lines than this.
_LONGEST_QUOTE = 12
_OPENS = (',"', '\t"', ';"', '|"')
_CLOSES = ('",', '"\t', '";', '"|')
_QUOTED_CELL = re.compile(r'(^|[\t,;|]) *"(?:[^"]|"")*+"')


def cuts(line: str, sign: str) -> int:
    """How often a sign cuts a line: one within a quoted cell is part of what the cell says.

    >>> cuts('"Stone, Amelia";"7A"', ","), cuts('"Stone, Amelia";"7A"', ";")
    (0, 1)
    """
    if sign in line and '"' in line:
        line = _QUOTED_CELL.sub(r"\1", line)
    return line.count(sign)


class Page:
    """Lines and where each starts; a line that has been claimed is empty."""

    def __init__(self, text: str, taken: Iterable[Span] = ()) -> None:
        self.text = text
        self.lines: list[str] = []
        self.starts: list[int] = []
        at = 0
        quoted = '"' in text and any(sign in text for sign in (*_OPENS, *_CLOSES))
        for line in _joined(text.split("\n")) if quoted else text.split("\n"):
            self.lines.append(line)
            self.starts.append(at)
            at += len(line) + 1
        for span in taken:
            self._blank(span)

    def claim(self, first: int, last: int) -> None:
        """Lines from ``first`` up to but without ``last`` belong to a table."""
        self.lines[first:last] = [""] * (last - first)

    def _blank(self, span: Span) -> None:
        first = bisect_right(self.starts, span.start) - 1
        self.claim(first, bisect_left(self.starts, span.end, lo=first + 1))


def _joined(lines: list[str]) -> list[str]:
    """The lines, those joined that a quoted cell goes on over."""
    joined: list[str] = []
    number = 0
    while number < len(lines):
        more = _quoted_over(lines, number)
        joined.append("\n".join(lines[number : number + more]))
        number += more
    return joined


def _quoted_over(lines: list[str], number: int) -> int:
    """How many lines one row takes."""
    line = lines[number]
    if line.count('"') % 2 == 0 or not (line[0] == '"' or any(opens in line for opens in _OPENS)):
        return 1
    for more in range(1, _LONGEST_QUOTE):
        if number + more < len(lines) and lines[number + more].count('"') % 2:
            return more + 1
    return 1
