"""The value after a heading such as "Name:", "Surname:" or an e-mail's "From:".

>>> text = "Name: Ines Marlowe  Form: 8T"
>>> [text[span.start:span.end] for span, _ in find(text)]
['Ines Marlowe']
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.model import Span

_START = r"(?:(?<=[\n|;,\t(*])|\A|(?<=[ ]{2})|(?<=[\n*|][ ]))"
_FULL = regex.compile(
    rf"{_START}(?P<label>(?i:(?:full[ ]|legal[ ]|preferred[ ])?name(?:[ ]of[ ](?:pupil|student|child|employee|applicant))?"
    r"|applicant|contact|emergency[ ]contact|next[ ]of[ ]kin|sent[ ]by|from|to|cc|reported[ ]by|completed[ ]by))"
    rf"[ ]?[:=\t][ \t\"*_]{{0,4}}(?P<name>(?:{_names.TITLE}\.?[ ])?(?P<full>{_names.FULL}))"
)
_PART = regex.compile(
    rf"{_START}(?i:(?:legal[ ]|preferred[ ]|chosen[ ])?(?:surname|forenames?|first[ ]name|last[ ]name|family[ ]name|given[ ]names?))"
    rf"[ ]?[:=\t][ \t\"*_]{{0,4}}(?P<part>{_names.SURNAME})(?=[ ]*(?:[\n,;|\t*]|\Z|[ ]{{2}}))"
)
_FACT_FILE = regex.compile(
    r"\b(?:period|diet|habitat|species|symbol|capital|population|known[ ]for|famous[ ]for|nationality|occupation|job|died)[ ]?:"
)
_LABELS = ("name", "from", "to:", "cc", "contact", "next of kin", "sent by", "applicant", "ed by")


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Names after a heading that asks for one, and the same names wherever else they stand."""
    lower = _frames.lowered(text)
    if not any(label in lower for label in _LABELS):
        return
    doubts = _frames.Doubts(text, lower)
    found = []
    for match in _FULL.finditer(text):
        name = _names.full(text, Span(*match.span("full")), surely=True)
        if _FACT_FILE.search(lower, match.end(), match.end() + 160):
            continue
        if name and 5 - doubts.about(name.span) >= _frames.ENOUGH:
            label = match["label"].casefold()
            found.append(name)
            yield name.span, (f'after the heading "{label}"',)
    for match in _PART.finditer(text):
        words = match["part"].casefold().split()
        span = Span(*match.span("part"))
        if any(map(_names.is_ordinary, words)) or _names.is_placeholder(match["part"]):
            continue
        if 4 - doubts.about(span) >= _frames.ENOUGH:
            yield span, ('after the heading "surname" or "forename"',)
    yield from echoes(text, found)
