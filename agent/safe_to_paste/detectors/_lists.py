"""Tables and lists of people, judged once for all the detectors that ask.

Two things make a list: a table with a column of names, or rows that a UPN stands in; or three lines running
that each begin with a name. What its columns, its cells and the words around it say is added up: a class,
an identifier or an attainment code speaks for a school's record; units, citations, dates long past, characters
and program code against it; and a text that says its people are made up settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from safe_to_paste import tagger
from safe_to_paste.detectors import _frames, _names, _rows
from safe_to_paste.late import regex
from safe_to_paste.model import Span
from safe_to_paste.structure import Cell, Row, Table
from safe_to_paste.structure.columns import known, sample
from safe_to_paste.validators import upn
from safe_to_paste.view import View

# How far before and after a list the words about it are looked for.
_ABOUT = 200
# What one row by itself has to add up to: a pupil's record, but not a character's.
_ENOUGH_FOR_ONE = 5

# Columns worth so much are a school's, whatever stands in them.
_CERTAIN = 4

_NAMES = ("name", "staff", "parent")
# What a column is worth for a table being a school's record, where its cells look like it.
WORTH: Mapping[str, int] = {
    **dict.fromkeys(("upn", "uln", "uci", "nhs"), 3),
    **dict.fromkeys(
        ("adno", "reg", "sen", "pp", "fsm", "ethnicity", "attendance", "behaviour", "salary", "password"), 2
    ),
    **dict.fromkeys(
        ("dob", "eal", "religion", "medical", "target", "year", "parent", "email", "phone", "postcode", "address",
         "username", "candidate"), 1,
    ),
}  # fmt: skip
_LOOKS: Mapping[str, regex.Pattern[str]] = {
    kind: regex.compile(pattern)
    for kind, pattern in {
        "upn": r"[A-Z](?!0{6}|9{6})\d{11}[\dA-Z]",
        "uln": r"[1-9]\d{9}",
        "uci": r"[\dA-Z ]{13,17}",
        "nhs": r"\d{3}[ -]?\d{3}[ -]?\d{4}",
        "adno": r"[\w-]*\d[\w-]*",
        "reg": r"(?:1[0-3]|[1-9]|R|N)[ ./-]?[A-Z][\w/ -]{0,14}|[A-Z]{1,4}\d{0,2}|[A-Z][a-z]{2,12}",
        "year": r"(?i)(?:y(?:ea)?r?\.? ?)?(?:1[0-3]|[1-9])|R|N[12]?|reception|nursery",
        "dob": r"(?:\d{1,2}[-/. ](?:\d{1,2}|\p{L}{3,9})[-/. ])?(?:19[3-9]|20[0-4])?\d\d(?:[-/.]\d\d[-/.]\d\d.*)?",
        "email": r"[^\s@]+@[^\s@]+.*",
        "phone": r"[\d +()/-]{9,30}",
        "sen": r"[^.!?]{1,40}",
        "salary": r".*\d.*",
    }.items()
}

_LONG_AGO = regex.compile(r"(?<![\d.,/:-])1(?:[0-8]\d\d|9[0-5]\d)(?![\d.,]\d|\d|%)|\bcensus\b")
_WORDS = regex.compile(
    rf"{_names.SURNAME},[ ]?{_names.WORD}(?:[ ](?:\p{{Lu}}\b\.?|{_names.WORD})){{0,2}}"
    rf"|(?:{_names.PARTICLE}[ ]){{0,2}}{_names.WORD}(?:[ ](?:{_names.WORD}|{_names.PARTICLE}|\p{{Lu}}\.?)){{0,3}}"
    rf"|(?:{_names.TITLE}\.?[ ])?(?:\p{{Lu}}\.?[ ]?){{1,2}}(?:{_names.PARTICLE}[ ]){{0,2}}{_names.WORD}"
)
# In a column that is one of names beyond doubt, in small letters and in scripts without capitals too.
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}'.-]{0,30}(?:,?[ ]\p{L}[\p{L}\p{M}'.-]{0,30}){0,4}")
_NEXT_TO = ' \t,;|"'


class Person(NamedTuple):
    """Where a name stands in a list, in one piece; whether it is more than one word; what kind of column it is in."""

    span: Span
    whole: bool
    column: str = "name"


@dataclass(frozen=True, slots=True)
class List:
    """A list that counts as one of real people.

    ``head`` is its header, or else its first row up to the next: a row that is a name and no more would be
    taken up by the name. ``people`` has the names of each row that has a person, under
    the row's number; a row of no more than a UPN has an empty tuple. ``weight`` is what its columns are worth.
    """

    span: Span
    head: Span
    people: Mapping[int, tuple[Person, ...]]
    table: Table | None
    weight: int
    staff: bool


def lists(view: View) -> tuple[List, ...]:
    """The tables and lists of people in a text, in order."""
    if view not in _known:
        _known[view] = tuple(_found(view))
    return _known[view]


# A view lives as long as one scan does, and what is known of it goes with it.
_known: WeakKeyDictionary[View, tuple[List, ...]] = WeakKeyDictionary()


def _found(view: View) -> Iterator[List]:
    doubts = _frames.doubts(view)
    judge = _Judge(view, doubts)
    tables = [found for table in view.tables if (found := judge.table(table))]
    runs = _rows.runs(view.text, [found.span for found in tables])
    yield from sorted([*tables, *filter(None, map(judge.run, runs))], key=lambda found: found.span)


class _Judge:
    """Weighs what speaks for and against a list."""

    def __init__(self, view: View, doubts: _frames.Doubts) -> None:
        self._text = view.text
        self._lower = view.small
        self._doubts = doubts

    def table(self, table: Table) -> List | None:
        """A table as a list of people, or None."""
        if table.form == "email" or not table.places(*_NAMES, "surname", "forename", "upn"):
            return None
        weight, numbered = self._weight(table)
        people = self._people(table, surely=weight >= 2)
        if not people:
            return None
        names = [person for row in people.values() for person in row]
        if not names and weight < 3:
            return None
        score = weight + self._shape(table, names)
        fields = [self._rest(row, table) for row in sample(table.rows)]
        if not weight or not table.header:
            score += 2 * _rows.mostly(_rows.RECORD_FIELD.search(field) for field in fields)
        score += self._marks(table) and _rows.mostly(_rows.NUMBER.search(field) for field in fields)
        around = self._around(table.span)
        score += 2 * (_rows.ABOUT_PUPILS.search(around) is not None)
        if score < _frames.ENOUGH:
            return None
        score -= self._against(fields, names, around)
        if not numbered:
            score -= self._declared(table.span)
        if not (numbered or weight >= _CERTAIN or "salary" in table.columns):
            score -= self._other_data(table.span, fields, around)
        alone = len(people) == 1 and table.form not in {"xml", "json"}
        if alone and weight < _CERTAIN:
            score -= sum(self._doubts.about(person.span) for person in names)
        if score < (_ENOUGH_FOR_ONE if alone else _frames.ENOUGH):
            return None
        staff = "salary" in table.columns or ("staff" in table.columns and not table.places("name", "surname"))
        return List(table.span, self._head(table, min(people)), people, table, weight, staff)

    def run(self, run: _rows.Run) -> List | None:
        """Lines that begin with names as a list of people, or None."""
        fields = [self._text[row.rest.start : row.rest.end] for row in run.rows]
        around = self._around(run.span)
        shapes = [row.shape for row in run.rows]
        score = _rows.SHAPES[max(_rows.SHAPES, key=shapes.count)]
        some = sample(fields)
        score += 2 * _rows.mostly(_rows.RECORD_FIELD.search(field) for field in some)
        score += _rows.mostly(_rows.NUMBER.search(field) for field in some)
        score += 2 * (_rows.ABOUT_PUPILS.search(around) is not None)
        if score < _frames.ENOUGH:
            return None
        people = {n: (Person(row.span, " " in self._words(row.span)),) for n, row in enumerate(run.rows)}
        names = [person for row in people.values() for person in row]
        score -= self._against(some, names, around) + self._declared(run.span)
        score -= self._other_data(run.span, some, around)
        if score < _frames.ENOUGH:
            return None
        staff = _rows.mostly(_rows.PAY_FIELD.search(field) for field in some)
        head = Span(run.rows[0].span.start, run.rows[1].span.start)
        return List(run.span, head, people, None, 0, staff)

    def _against(self, fields: Sequence[str], names: Sequence[Person], around: str) -> int:
        """What speaks against a list of people, or against these people being real."""
        against = 2 * (_rows.ABOUT_OTHERS.search(around) is not None)
        # Two characters among eight whole names are a cast; Leah, Olivia and Sam by themselves are any class.
        whole = [self._is_famous(person) for person in sample([p for p in names if p.whole])]
        parts = [self._is_famous(person) for person in sample([p for p in names if not p.whole])]
        against += 6 * ((any(whole) and sum(whole) * 4 >= len(whole)) or (not whole and sum(parts) * 2 > len(parts)))
        against += 3 * _rows.mostly(_rows.CITATION.search(field) for field in fields)
        # "Accident book - …", "Payroll - …", "Parking: …" is a list of things.
        against += 4 * _rows.mostly(self._is_thing(person) for person in sample(names))
        return against

    def _is_thing(self, person: Person) -> bool:
        """Whether each of its words is rather an everyday word than a name."""
        words = self._words(person.span).replace(",", " ").replace("\t", " ").split()
        return all(not word.forename and word.everyday > word.surname for word in map(tagger.known, words))

    def _is_famous(self, person: Person) -> bool:
        return _names.is_known(self._words(person.span).replace("\t", " "))

    def _declared(self, span: Span) -> int:
        """Whether the text says that these people are made up: more than anything but a right UPN."""
        return 2 * self._doubts.declared(Span(max(0, span.start - _ABOUT), span.end + _ABOUT))

    def _other_data(self, span: Span, fields: Sequence[str], around: str) -> int:
        """What speaks for measurements, history or a program: a school's own columns outweigh it."""
        found = 3 * (_LONG_AGO.search(around) is not None)
        found += 3 * _rows.mostly(_rows.LONG_AGO.search(field) for field in fields)
        if not _rows.mostly(_rows.PAY_FIELD.search(field) for field in fields):
            found += 3 * _rows.mostly(_rows.UNIT.search(field) for field in fields)
        return found + 4 * self._doubts.code(Span(span.start, min(span.end, span.start + 2 * _ABOUT)))

    def _weight(self, table: Table) -> tuple[int, bool]:
        """What the columns are worth; whether there is a UPN with a right check letter."""
        weight = 0
        rows = sample(table.rows)
        for kind in set(table.columns) & WORTH.keys():
            cells = [words for row in rows for place in table.places(kind) if (words := self._words(row[place]))]
            if cells and (kind not in _LOOKS or _rows.mostly(_LOOKS[kind].fullmatch(cell) for cell in cells)):
                weight += WORTH[kind]
        numbers = [self._words(row[place]) for row in rows for place in table.places("upn")]
        return weight, any(map(upn.is_valid, numbers))

    def _head(self, table: Table, first: int) -> Span:
        """The header, or else the first row that has a person, with the line end after it."""
        row = table.header if table.header and table.form in _LINES else table.rows[first]
        filled = [cell for cell in row if cell.start < cell.end]
        end = max(cell.end for cell in filled)
        if row is not table.header and self._text.startswith("\n", end):
            end += 1
        return Span(min(cell.start for cell in filled), end)

    def _marks(self, table: Table) -> bool:
        """Whether numbers in the rows may be marks: another heading is one that schools use, or there is none."""
        if table.header is None:
            return True
        headings = zip(table.header, table.columns, strict=True)
        return any(kind not in _NAMES and known(self._words(cell)) for cell, kind in headings)

    def _shape(self, table: Table, names: Sequence[Person]) -> int:
        """What the names' own shape is worth: full names more than forenames, their own columns most."""
        if table.places("surname") and table.places("forename"):
            return 3
        return 2 * _rows.mostly(person.whole for person in names) or bool(table.places("surname"))

    def _people(self, table: Table, *, surely: bool) -> dict[int, tuple[Person, ...]]:
        people = {}
        numbers = table.places("upn")
        reader = _Reader(self._text, table, surely=surely)
        for number, row in enumerate(table.rows):
            names = reader.names(row)
            if names or any(upn.is_valid(self._words(row[place])) for place in numbers):
                people[number] = names
        return people

    def _rest(self, row: Row, table: Table) -> str:
        """What a row holds besides names."""
        apart = {*_NAMES, "surname", "forename"}
        return "\t".join(self._words(cell) for cell, kind in zip(row, table.columns, strict=True) if kind not in apart)

    def _around(self, span: Span) -> str:
        before, after = self._lower[max(0, span.start - _ABOUT) : span.start], self._lower[span.end : span.end + _ABOUT]
        return f"{before}\n{after}"

    def _words(self, span: Span | Cell) -> str:
        return self._text[span.start : span.end]


class _Reader:
    """Reads the names out of a table's rows."""

    def __init__(self, text: str, table: Table, *, surely: bool) -> None:
        self._text = text
        self._surely = surely
        self._columns = table.columns
        self._names = table.places(*_NAMES)
        self._surnames = table.places("surname")
        self._forenames = table.places("forename")
        self._joins = table.form in _LINES

    def names(self, row: Row) -> tuple[Person, ...]:
        """The people in one row, in order."""
        parts = self._parts(row)
        whole = [
            Person(cell.span, " " in words, self._columns[place])
            for place in self._names
            if (words := self._words(cell := row[place])) and self._is_name(words)
        ]
        return tuple(sorted((*parts, *whole), key=lambda person: person.span))

    def _parts(self, row: Row) -> list[Person]:
        surnames = [row[place] for place in self._surnames if row[place].end > row[place].start]
        forenames = [row[place] for place in self._forenames if row[place].end > row[place].start]
        if not (surnames or forenames):
            return []
        words = [self._words(cell) for cell in (*forenames, *surnames)]
        if not all(map(self._is_part, words)) or _names.is_placeholder(" ".join(words)):
            return []
        if _names.is_placeholder(" ".join(reversed(words))) or all(_names.is_ordinary(word) for word in words):
            return []
        if not (surnames and forenames):
            return [Person(cell.span, whole=False) for cell in (*surnames, *forenames)]
        first, last = sorted((surnames[0], forenames[0]))
        others = [Person(cell.span, whole=False) for cell in (*surnames[1:], *forenames[1:])]
        if self._joins and not self._text[first.end : last.start].strip(_NEXT_TO):
            return [Person(Span(first.start, last.end), whole=True), *others]
        return [Person(first.span, whole=False), Person(last.span, whole=False), *others]

    def _is_part(self, words: str) -> bool:
        if words.isalpha() and words[0].isupper():
            return True
        return (_LETTERS if self._surely else _WORDS).fullmatch(words) is not None

    def _is_name(self, words: str) -> bool:
        if not self._is_part(words):
            return False
        first = words.replace(",", " ").split()[0]
        return not _names.is_ordinary(first) and not _names.is_placeholder(words)

    def _words(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end]


# Where a row is a line, the cells of a row stand side by side.
_LINES = frozenset({"tabs", "pipes", "commas", "semicolons", "spaces"})
