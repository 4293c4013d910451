"""Lines on a page as the sentences they were before the page's width parted them.

A PDF says where each letter stands and nothing of paragraphs. A line goes on in the next one when that one's first word
would not have found room on it; a gap higher than a line parts paragraphs; a gap wider than a line is high parts the
cells of a row, and rows stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# Shorter lines are headings, verses, addresses.
_SHORTEST = 30
# Of a line's height: the space between two words, the most between two lines of a paragraph, the least between cells.
_SPACE, _LEADING, _CELLS = 0.2, 0.9, 1.2


class Word(NamedTuple):
    """A word and where it stands; lengths are in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


Line = Sequence[Word]


def unwrapped(lines: Sequence[Line]) -> str:
    r"""The text of some lines of a page, each of at least one word: a paragraph on a line, cells parted by tabs.

    >>> late = [Word("The pupil who was late all week, whose", 50, 500, 700, 712)]
    >>> unwrapped([late, [Word("mother", 50, 90, 686, 698), Word("rang.", 94, 120, 686, 698)]])
    'The pupil who was late all week, whose mother rang.'
    >>> unwrapped([[Word("Zeb", 50, 80, 700, 712), Word("9B", 200, 220, 700, 712)]])
    'Zeb\t9B'
    """
    edge = max((line[-1].right for line in lines), default=0.0)
    texts = [_text(line) for line in lines]
    return "".join([*_pieces(lines, texts, edge), *texts[-1:]])


def _text(line: Line) -> str:
    """A line's words with what parts them."""
    gaps = ("\t" if b.left - a.right > _CELLS * _height(line) else " " for a, b in pairwise(line))
    return line[0].text + "".join(gap + word.text for gap, word in zip(gaps, line[1:], strict=True))


def _pieces(lines: Sequence[Line], texts: Sequence[str], edge: float) -> Iterator[str]:
    """Each line but the last, with what parts it from the next."""
    for (line, text), (following, its_text) in pairwise(zip(lines, texts, strict=True)):
        yield text
        is_row = "\t" in text or "\t" in its_text
        if is_row:
            yield "\n"
        elif _bottom(line) - _top(following) > _LEADING * _height(line):
            yield "\n\n"
        else:
            yield " " if len(text) >= _SHORTEST and _had_no_room(line, following, edge) else "\n"


def _had_no_room(line: Line, following: Line, edge: float) -> bool:
    first = following[0]
    wanted = line[-1].right + _SPACE * _height(line) + first.right - first.left
    return first.bottom < _bottom(line) and wanted > edge


def _bottom(line: Line) -> float:
    return min(word.bottom for word in line)


def _top(line: Line) -> float:
    return max(word.top for word in line)


def _height(line: Line) -> float:
    return _top(line) - _bottom(line)
