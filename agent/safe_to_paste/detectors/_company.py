"""Names that only the company they keep gives away: June and Prince in a list of children.

A word that is a month, a title or a place as often as a name counts where the lines before and after it begin with
people, or where it stands between people in a list: "Bea, Jun, Parveen".

>>> text = "Maja - lovely reader\\nJune - mum in hospital\\nAoife - all expected"
>>> [text[span.start:span.end] for span in in_company(text, [Span(0, 4), Span(44, 49)])]
['June']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from safe_to_paste import tagger
from safe_to_paste.detectors import _names
from safe_to_paste.model import Span

# A line that begins with a capitalised word or two, and what goes on after it; a word between commas.
_LINE = re.compile(
    r"(?:^|\n)[ \t>*\u2022-]{0,4}(?:\d{1,2}[.)][ ])?(?P<name>[A-Z][^\W\d_]{1,14}(?:[ ][A-Z](?:[^\W\d_]{1,14})?\b\.?)?)"
    r"(?=[ ]?[-:(,=;\t|]|[ ](?:[a-z]|\d)|[ ]*(?:\n|$))"
)
_BETWEEN = re.compile(r"(?<=, )(?P<name>[A-Z][^\W\d_]{1,14})(?=,| and | & |[ ]?\n|[ ]?$)")
# How far the people may be whom it stands among, and how far a line's own name from its beginning.
_LINES, _WORDS, _BULLET = 260, 24, 6


def in_company(text: str, people: Sequence[Span]) -> Iterator[Span]:
    """Where such names stand, given where people do, in order."""
    starts = [span.start for span in people]
    heads = [start for start in starts if _begins_line(text, start)]
    if len(heads) > 1:
        for match in _LINE.finditer(text):
            at = match.start("name")
            end = match.end("name")
            if _apart(at, starts, end) and _may_be(match["name"], text[end : end + 2]) and _among(text, at, heads):
                yield Span(at, end)
    if len(starts) > 1:
        ends = [span.end for span in people]
        for match in _BETWEEN.finditer(text):
            start, end = match.span("name")
            before = bisect_left(ends, start - 2)
            after = bisect_left(starts, end)
            follows = before < len(ends) and ends[before] == start - 2
            leads = after < len(starts) and starts[after] - end < _WORDS // 4
            if follows and leads and _apart(start, starts, end) and _may_be(match["name"], ","):
                yield Span(start, end)


def _begins_line(text: str, at: int) -> bool:
    return at - (text.rfind("\n", max(0, at - _BULLET), at) + 1 or max(0, at - _BULLET)) < _BULLET and not any(
        character.isalpha() for character in text[max(0, at - _BULLET) : at].rpartition("\n")[2]
    )


def _apart(start: int, starts: Sequence[int], end: int) -> bool:
    """Whether nobody has been found there."""
    after = bisect_left(starts, start)
    return not (after < len(starts) and starts[after] < end)


def _among(text: str, at: int, heads: Sequence[int]) -> bool:
    """Whether two lines close to it begin with people, one of them next to it and no blank line between."""
    first, last = bisect_left(heads, at - _LINES), bisect_left(heads, at + _LINES)
    if last - first < 2:
        return False
    after = bisect_left(heads, at)
    before = after > 0 and text.count("\n", heads[after - 1], at) == 1
    return before or (after < len(heads) and text.count("\n", at, heads[after]) == 1)


def _may_be(name: str, follows: str) -> bool:
    """Whether a word is anybody's name; one that is an everyday word too needs a mark behind it."""
    if _names.is_ordinary(name.split(maxsplit=1)[0]) or name.isupper():
        return False
    first = tagger.known(name.split(maxsplit=1)[0])
    marked = not follows.strip(" ")[:1].isalpha() or " " in name
    if first.everyday and not marked:
        return False
    return first.forename > 0 or (marked and first.surname > 0 and first.everyday == 0)
