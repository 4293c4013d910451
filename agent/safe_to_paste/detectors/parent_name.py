"""Parents and carers who are named: "Parent: …", "mum Carys Denholm", "Mrs Denholm (mum)".

>>> text = "Rang mum Carys Denholm at 2pm."
>>> [text[span.start:span.end] for span, *_ in find(View(text))]
['Carys Denholm']
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.detectors._headings import headings
from safe_to_paste.late import regex
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

_PERSON = regex.compile(rf"(?P<titled>{_names.TITLED})|(?P<full>{_names.FULL})")
_ASKS = regex.compile(
    # "For the parents: …" says who is told, not who they are.
    r"(?i)(?<![\w-]|(?<!spoke[ ]|spoken[ ]|talked[ ])(?<!\w)(?:for|to|the)[ ])"
    r"(?:mum(?:my)?|mam|dad|parent|carer|guardian|nan|grandma|grandad|step-?(?:mum|dad)|mother|father)"
    r"(?:[ ]?/[ ]?(?:carer|guardian|dad))?(?:'s[ ]name|[ ]name)?\*{0,2}$"
)
# One of which that ends with.
_LAST_WORDS = ("mum", "mummy", "mam", "dad", "parent", "carer", "guardian", "nan", "ma", "mother", "father", "name")
_CALLED = regex.compile(r"(?<![\w-])(?:[Ss]tep-?)?(?:[Mm]um|[Dd]ad|[Cc]arer|[Nn]an)(?:,?[ ]|[ ]is[ ])(?=\p{Lu})")
_NAMED_AS = regex.compile(
    r"[ ]?[(,][ ]?(?=[\p{Lu}mdncsp])(?:\p{Lu}[\w'-]{1,20}'s[ ])?(?:step-?)?(?:mum|dad|nan|carer|parent)(?!\w)"
)
_BEFORE = regex.compile(rf"(?:(?P<titled>{_names.TITLED})|(?P<full>{_names.FULL}))\Z")
_KIN = (" mum", "(mum", " dad", "(dad", " nan ", "(nan", "carer", "(parent", "\nmum", "\ndad")
_WORDS = ("mum", "mam", "dad", "parent", "carer", "guardian", "nan", "grandma", "mother", "father")


def find(view: View) -> Iterator[Match]:
    """Parents' and carers' names, and the same names wherever else they stand."""
    return (Match(*seen) for seen in _found(view))


def _found(view: View) -> Iterator[tuple[Span, tuple[str, ...]]]:
    text, lower = view.text, view.small
    if not any(word in lower for word in _WORDS):
        return
    doubts = _frames.doubts(view)
    found = {}
    for match, weight in _seen(view):
        name = _names.person(text, match, surely=weight > 4) if match else None
        if name and name.span not in found and weight - doubts.about(name.span) >= _frames.ENOUGH:
            found[name.span] = name
            yield name.span, ("named as a parent or carer",)
    yield from echoes(text, (name for name in found.values() if name.forename))


def _seen(view: View) -> Iterator[tuple[regex.Match[str] | None, int]]:
    """Where a parent's name should stand, with what that is worth."""
    text = view.text
    for heading in headings(view):
        if heading.ends(_LAST_WORDS) and _ASKS.search(heading.before):
            yield _PERSON.match(text, heading.value), 5
    for near in view.layout.around(_KIN):
        for match in _CALLED.finditer(text, near.start, near.end):
            yield _PERSON.match(text, match.end()), 4
        for match in _NAMED_AS.finditer(text, near.start, near.end):
            start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 60)
            yield _BEFORE.search(text, start, match.start()), 4
