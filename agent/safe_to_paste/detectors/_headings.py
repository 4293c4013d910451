"""Labels of forms and records, "Name:", "Pupil -" or a cell before a tab, and where their values begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

# The longest label looked for, with what may stand before it on its line.
_LONGEST = 40
_SEPARATOR = regex.compile(r"(?P<mark>[:=\t|(]|(?<=[ ])-)[ \t\"*_]{0,4}(?=\p{Lu}|\p{Ll}{2,3}[ ]\p{Lu})")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands before a separator on the same line, and where the value after it begins."""

    before: str
    mark: str
    value: int


def headings(text: str) -> Iterator[Heading]:
    """Each separator that is followed by a capital, with up to forty characters before it."""
    for match in _SEPARATOR.finditer(text):
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LONGEST)
        yield Heading(text[start : match.start()].rstrip(" "), match["mark"], match.end())
