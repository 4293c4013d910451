r"""Members of staff named in a form or beside a detail of their employment: a payroll number, a pay point.

>>> text = "Employee: Joan Pellow\nRole: cook"
>>> [text[span.start:span.end] for span, *_ in find(View(text))]
['Joan Pellow']
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._beside import names_before
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.detectors._headings import headings
from safe_to_paste.late import regex
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

_ASKS = regex.compile(
    r"(?i)(?<!\w)(?:employee(?:'s)?(?:[ ]name)?|staff[ ]member|member[ ]of[ ]staff|name[ ]of[ ]employee|appraisee"
    r"|reviewee|job[ ]holder)\*{0,2}$"
)
# One of which that ends with.
_LAST_WORDS = ("employee", "employee's", "name", "member", "staff", "appraisee", "reviewee", "holder")
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


def find(view: View) -> Iterator[Match]:
    """Staff in an employment record, and the same names wherever else they stand."""
    return (Match(*seen) for seen in _found(view))


def _found(view: View) -> Iterator[tuple[Span, tuple[str, ...]]]:
    text = view.text
    doubts = _frames.doubts(view)
    found: dict[Span, _names.Name] = {}
    for name, weight, because in _seen(view):
        if name.span not in found and weight - doubts.about(name.span) >= _frames.ENOUGH:
            found[name.span] = name
            yield name.span, (because,)
    yield from echoes(text, (name for name in found.values() if name.forename))


def _seen(view: View) -> Iterator[tuple[_names.Name, int, str]]:
    text, lower = view.text, view.small
    for heading in headings(view) if any(label in lower for label in _LABELS) else ():
        asks = heading.ends(_LAST_WORDS) and _ASKS.search(heading.before)
        match = _PERSON.match(text, heading.value) if asks else None
        if match and (name := _names.person(text, match, surely=True)):
            yield name, 5, 'after the heading "employee"'
    if any(word in text for word in _IDENTIFIER_WORDS) or _PAY_POINT.search(text):
        for name, _ in names_before(text, _IDENTIFIER, surely=True):
            yield name, 5, "beside an employment detail"
