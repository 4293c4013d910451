"""Members of staff named on a line about their employment: capability, absence, pay, a grievance.

>>> text = "Mr Pellow is on a support plan. His lesson was good."
>>> [text[span.start:span.end] for span, _ in find(text)]
['Mr Pellow']
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._beside import names_before
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.detectors._headings import headings
from safe_to_paste.model import Span

_ASKS = regex.compile(
    r"(?i)(?<!\w)(?:employee(?:'s)?(?:[ ]name)?|staff[ ]member|member[ ]of[ ]staff|name[ ]of[ ]employee|appraisee"
    r"|reviewee|job[ ]holder)\*{0,2}$"
)
# National Insurance and teacher reference numbers, pay points, salaries, the single central record.
_IDENTIFIER = regex.compile(
    r"(?<![\w\xa3])(?:NI(?:NO)?[ :.]|TRN|DBS|QTS|SCR[ ]|[Ll]icen[cs]e|[Pp]ayroll|[Pp]ayslip|[Ss]alary|SCP[ ]?\d"
    r"|[UM]PS[ ]?\d|TLR|SENA"
    r"|[MUL]\d{1,2},|(?:DOB|D\.O\.B\.?|[Dd]ate[ ]of[ ]birth)[ :.]{0,3}\d{1,2}[/. -][^\n]{1,9}[/. -]19\d\d)"
)
_IDENTIFIER_WORDS = (
    "NI",
    "TRN",
    "DBS",
    "QTS",
    "SCR",
    "icen",
    "ayroll",
    "ayslip",
    "alary",
    "SCP",
    "PS",
    "TLR",
    "DOB",
    "O.B",
    "of birth",
)
_PAY_POINT = regex.compile(r"[MUL]\d{1,2},")
_LABELS = ("employee", "staff", "appraisee", "reviewee", "job holder")
_PERSON = regex.compile(rf"(?P<titled>{_names.TITLED})|(?P<full>{_names.FULL})")


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Staff in an employment record, and the same names wherever else they stand."""
    lower = _frames.lowered(text)
    doubts = _frames.Doubts(text, lower)
    found: dict[Span, _names.Name] = {}
    for name, weight, because in _seen(text, lower):
        if name.span not in found and weight - doubts.about(name.span) >= _frames.ENOUGH:
            found[name.span] = name
            yield name.span, (because,)
    yield from echoes(text, (name for name in found.values() if name.forename))


def _seen(text: str, lower: str) -> Iterator[tuple[_names.Name, int, str]]:
    for heading in headings(text) if any(label in lower for label in _LABELS) else ():
        match = _PERSON.match(text, heading.value) if _ASKS.search(heading.before) else None
        if match and (name := _names.person(text, match, surely=True)):
            yield name, 5, 'after the heading "employee"'
    if any(word in text for word in _IDENTIFIER_WORDS) or _PAY_POINT.search(text):
        for name, _ in names_before(text, _IDENTIFIER, surely=True):
            yield name, 5, "beside an employment detail"
    cues = _frames.STAFF_RECORD.cues(lower)
    for window in cues.windows(text):
        for match in _PERSON.finditer(text, window.start, window.end):
            if name := _names.person(text, match):
                yield name, cues.around(name.span, window), "in a staff record"
