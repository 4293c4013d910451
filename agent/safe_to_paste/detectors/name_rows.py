r"""Lists of people: registers, mark sheets, exports from the school's system.

A list says more than any one name; ``_lists`` says what makes one.

>>> text = "Name\tP1\tTarget\nDenholm, Carys\t41\t6\nPellow, Joss\t38\t5\nvan Dorn, Wim\t52\t7"
>>> [text[span.start:span.end] for span, *_ in find(View(text))]
['Denholm, Carys', 'Pellow, Joss', 'van Dorn, Wim']
>>> list(find(View("Ben 142 cm\nAisha 151 cm\nRobin 158 cm")))
[]
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _lists, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

_IN_TABLE = ("in a column of names",)
_IN_LIST = ("in a list of names",)


def find(view: View, kind: str = "") -> Iterator[Match]:
    """The names in lists of people, of one kind where it is given, and the same names wherever else they stand."""
    found: list[_names.Name] = []
    for listed in _lists.lists(view):
        if listed.table is not None and listed.table.form == "block" and len(listed.people) == 1:
            continue  # a form about one person is no list; its headings say whose name it is
        because = _IN_LIST if listed.table is None or listed.table.header is None else _IN_TABLE
        columns = {person.column for people in listed.people.values() for person in people}
        chosen = {column for column in columns if not kind or kind == _kind(listed, column)}
        for people in listed.people.values() if chosen else ():
            for person in people:
                if person.column not in chosen:
                    continue
                yield Match(person.span, because)
                if person.whole and (name := _named(view.text, person.span)):
                    found.append(name)
    yield from (Match(*seen) for seen in echoes(view.text, found))


def _kind(listed: _lists.List, column: str) -> str:
    """What those in a column of a list are: a teacher in a timetable may be a person whom the school has published."""
    if listed.staff:
        return "staff"
    return {"parent": "parent", "staff": "person"}.get(column, "pupil")


def _named(text: str, span: Span) -> _names.Name | None:
    """The name as something to find again: only with a forename and a surname."""
    words = text[span.start : span.end].casefold()
    surname, comma, forename = words.replace("\t", ",").partition(",")
    if comma:
        given, last = forename.strip(' ,|;"').split(), surname.strip(' |;"').split()
        return _names.Name(span, given[0], last[-1]) if given and last else None
    first, *_, last_word = words.replace("|", " ").replace(";", " ").split()
    return _names.Name(span, first, last_word) if len(first.rstrip(".")) > 1 else None
