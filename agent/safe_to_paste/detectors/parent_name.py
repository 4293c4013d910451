"""Parents and carers who are named: "Parent: …", "mum Carys Denholm", "Mrs Denholm (mum)".

>>> text = "Rang mum Carys Denholm at 2pm."
>>> [text[span.start:span.end] for span, _ in find(text)]
['Carys Denholm']
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.model import Span

_ROLE = (
    r"(?:[Mm]um(?:my)?|[Mm]am|[Dd]ad|[Pp]arents?|[Cc]arer|[Gg]uardian|[Nn]an|[Gg]randma|[Gg]randad|[Ss]tep-?(?:mum|dad)|[Ff]oster[ ]carer"
    r"|PARENT|MUM|DAD|CARER|[Mm]other|[Ff]ather)"
)
_PERSON = rf"(?:(?P<titled>{_names.TITLED})|(?P<full>{_names.FULL}))"
_LABELLED = regex.compile(
    rf"(?<![\w-]){_ROLE}(?:[ ]?/[ ]?(?:[Cc]arer|[Gg]uardian|[Dd]ad|CARER))?(?:'s[ ]name|[ ][Nn]ame)?"
    rf"(?:[ ]?[:=][ \t]{{0,3}}|[ ]-[ ]|[ ]?\t|[ ]?\(){_PERSON}"
)
_CALLED = regex.compile(
    rf"(?<![\w-])(?:[Mm]um|[Dd]ad|[Ss]tep-?(?:mum|dad)|[Cc]arer|[Nn]an)(?:,?[ ]|[ ]is[ ]){_PERSON}"
)
_NAMED_AS = regex.compile(rf"{_PERSON}[ ]?(?:[(,][ ]?)(?:[\p{{Lu}}][\w'-]{{1,20}}'s[ ])?(?:mum|dad|nan|carer|stepmum|stepdad|parent)(?!\w)")
_WORDS = ("mum", "mam", "dad", "parent", "carer", "guardian", "nan", "grandma", "mother", "father")


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Parents' and carers' names, and the same names wherever else they stand."""
    lower = _frames.lowered(text)
    if not any(word in lower for word in _WORDS):
        return
    doubts = _frames.Doubts(text, lower)
    found = {}
    for pattern, weight in ((_LABELLED, 5), (_CALLED, 4), (_NAMED_AS, 4)):
        for match in pattern.finditer(text):
            name = _names.person(text, match, surely=weight > 4)
            if name and name.span not in found and weight - doubts.about(name.span) >= _frames.ENOUGH:
                found[name.span] = name
                yield name.span, ("named as a parent or carer",)
    yield from echoes(text, (name for name in found.values() if name.forename))

