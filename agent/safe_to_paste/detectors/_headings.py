"""Labels of forms and records, "Name:", "Pupil -" or a cell before a tab, and where their values begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from safe_to_paste.late import regex
from safe_to_paste.view import View

# The longest label looked for, with what may stand before it on its line.
_LONGEST = 40
_SEPARATOR = regex.compile(r"(?P<mark>[:=\t|(]|(?<=[ ])-)[ \t\"*_]{0,4}(?=\p{Lu}|\p{Ll}{2,3}[ ]\p{Lu})")


class Heading(NamedTuple):
    """What stands before a separator on the same line, and where the value after it begins."""

    before: str
    mark: str
    value: int

    def ends(self, words: tuple[str, ...]) -> bool:
        """Whether what stands before ends with one of some words in small letters, asterisks apart."""
        return self.before.rstrip("*").lower().endswith(words)


_seen: WeakKeyDictionary[View, tuple[Heading, ...]] = WeakKeyDictionary()


def headings(view: View) -> tuple[Heading, ...]:
    """Each separator that is followed by a capital, with up to forty characters before it."""
    if view not in _seen:
        _seen[view] = tuple(_headings(view.text))
    return _seen[view]


def _headings(text: str) -> Iterator[Heading]:
    for match in _SEPARATOR.finditer(text):
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LONGEST)
        yield Heading(text[start : match.start()].rstrip(" "), match["mark"], match.end())
