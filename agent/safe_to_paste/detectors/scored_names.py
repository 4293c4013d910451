r"""Pupils named in one line, each with a score: reading ages, predictions, attendance.

Three forenames or more, each with a number or a grade behind it, after words for what a school records. A number with a
unit is a word problem's or a lesson's, and so is a list of which the mean is asked.

>>> text = "Reading ages: Idris 7.2, Fay 9.1, Olly 6.4. Group them."
>>> [text[match.span.start:match.span.end] for match in find(View(text))]
['Idris', 'Fay', 'Olly']
>>> list(find(View("Idris has 7 apples, Fay 9, Olly 6. Attendance is free.")))
[]
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from safe_to_paste.detectors import _candidates, _frames, _names
from safe_to_paste.late import re, regex, scattered
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

_LEAST = 3
# How far behind the words for a record its first name may stand, and how far around a sum may be asked for.
_BEHIND, _AROUND = 60, 250
_LONGEST = 4000
_RECORD = re.compile(
    r"(?<!\w)(?:reading[ ]ages?|(?:reading|spelling|phonics|standardised|sats?|mocks?|ks[1-4]|cats?|tables|maths"
    r"|gl)[ ](?:test[ ])?(?:scores?|results?|marks?|levels?|predictions?|grades?)"
    r"|(?:predicted|target|working[ ]at|effort|forecast|mock|current|assessment)[ ](?:grades?|levels?|scores?)"
    r"|predictions|attendance|merits?|house[ ]points?|(?:behaviour|achievement|reward|negative)[ ]points?"
    r"|detentions?|progress[ ]8|spellings?|effort)(?!\w)"
)
_SCORE = r"(?:\d{1,3}(?:[.:]\d{1,2})?(?:[ ]?%|/\d{1,3})?|[A-EU][*+-]?|WTS|EXS|GDS|ARE)"
_ITEM = regex.compile(
    rf"(?<![\p{{L}}\d_@'-])(?P<name>{_names.WORD}(?:[ ]\p{{Lu}}(?!\p{{L}}|[*+-]))?)[ ]?[:=(-]?[ ]?"
    rf"{_SCORE}\)?(?![\w%]|[ ]?(?:cm|mm|m|kg|g|km|ml|l|p|secs?|mins?|minutes|years|apples|sweets|marbles)(?!\w))"
)
_BETWEEN = re.compile(r"[ ]?(?:[,;/|]|[ ]and|[ ]&|,[ ]and)?[ ]?(?:and[ ])?")
_SUM = re.compile(r"(?<!\w)(?:mean|median|mode|modal|range|altogether|bar[ ]chart|frequency|tally)(?!\w)")
_BECAUSE = ("with a score, in a list",)


def find(view: View) -> Iterator[Match]:
    """The names in such lists."""
    text, small = view.text, view.small
    done = 0
    doubts = _frames.doubts(view)
    for record in scattered(_RECORD, small):
        if record.start() < done:
            continue
        first = _ITEM.search(text, record.end(), record.end() + 2 * _BEHIND)
        if first is None or first.start() - record.end() > _BEHIND:
            continue
        longest = min(len(text), first.start() + _LONGEST)
        line = text.find("\n", first.start(), longest)
        items = _run(text, first.start(), longest if line < 0 else line)
        names = [item for item in items if _is_forename(item["name"])]
        if len(names) < _LEAST or 3 * len(names) < 2 * len(items):
            continue
        done = items[-1].end()
        around = Span(max(0, record.start() - _AROUND), done + _AROUND)
        if _SUM.search(small, *around) or _frames.WORD_PROBLEM.search(small, *around) or doubts.declared(around):
            continue
        yield from (Match(Span(*item.span("name")), _BECAUSE) for item in names)


def _run(text: str, start: int, end: int) -> list[regex.Match[str]]:
    """The items that follow one another from a place, with nothing but a separator between."""
    ends = start

    def follows(item: regex.Match[str]) -> bool:
        nonlocal ends
        before, ends = ends, item.end()
        return _BETWEEN.fullmatch(text, before, item.start()) is not None

    return list(takewhile(follows, _ITEM.finditer(text, start, end)))


def _is_forename(name: str) -> bool:
    word = name.split(" ", 1)[0]
    if _candidates.is_otherwise(word) or _names.is_ordinary(word):
        return False
    known = _candidates.given(word)
    return known.forename > 0 and (known.forename > 1 or not (known.place or known.everyday > 1))
