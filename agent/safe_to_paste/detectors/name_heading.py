"""The value after a heading such as "Name:" or "Surname:"; who an e-mail is from is weighed like any other name.

>>> text = "Name: Ines Marlowe  Form: 8T"
>>> [text[span.start:span.end] for span, *_ in find(View(text))]
['Ines Marlowe']
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.detectors._headings import headings
from safe_to_paste.late import re, regex
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

# A heading stands at the start of a line or a cell, or after a gap.
_START = r"(?:^|[|;,\t(*][ ]?|[ ]{2})[ *\"]{0,3}"
_ASKS = re.compile(
    rf"(?i){_START}(?P<label>(?:(?:full|legal|preferred)[ ])?name(?:[ ]of[ ](?:pupil|student|child|employee"
    rf"|applicant))?|applicant"
    r"|(?:emergency[ ])?contact|next[ ]of[ ]kin|sent[ ]by|(?:report|complet)ed[ ]by)\*{0,2}$"
)
_ASKS_PART = re.compile(
    rf"(?i){_START}(?:(?:legal|preferred|chosen)[ ])?(?:surname|forenames?|(?:first|last|family"
    rf"|given)[ ]names?)\*{{0,2}}$"
)
_VALUE = regex.compile(rf"(?:{_names.TITLE}\.?[ ])?(?P<full>{_names.FULL})")
_PART = regex.compile(rf"{_names.SURNAME}(?=[ ]*(?:[\n,;|\t*]|\Z|[ ]{{2}}))")
_FACT_FILE = regex.compile(
    r"\b(?:period|diet|habitat|species|symbol|capital|population|known[ ]for|famous[ ]for|nationality|occupation"
    r"|job|died)[ ]?:"
)


def find(view: View) -> Iterator[Match]:
    """Names after a heading that asks for one, and the same names wherever else they stand."""
    return (Match(*seen) for seen in _found(view))


def _found(view: View) -> Iterator[tuple[Span, tuple[str, ...]]]:
    text, lower = view.text, view.small
    doubts = _frames.doubts(view)
    found = []
    for heading in headings(view):
        if heading.mark in _NO_LABEL:
            continue
        if asks := _ASKS.search(heading.before):
            name = _full(text, lower, heading.value)
            if name and 5 - doubts.about(name.span) >= _frames.ENOUGH:
                found.append(name)
                yield name.span, (f'after the heading "{asks["label"].casefold()}"',)
        elif _ASKS_PART.search(heading.before) and (part := _PART.match(text, heading.value)):
            span = Span(*part.span())
            if _is_part(part.group()) and 4 - doubts.about(span) >= _frames.ENOUGH:
                yield span, ('after the heading "surname" or "forename"',)
    yield from echoes(text, found)


_NO_LABEL = {"(", "|", "-"}


def _full(text: str, lower: str, at: int) -> _names.Name | None:
    match = _VALUE.match(text, at)
    if match is None or _FACT_FILE.search(lower, match.end(), match.end() + 160):
        return None
    return _names.full(text, Span(*match.span("full")), surely=True)


def _is_part(words: str) -> bool:
    return not any(map(_names.is_ordinary, words.split())) and not _names.is_placeholder(words)
