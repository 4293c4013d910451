"""Rows of cells, and the people in them: shared by every format that is a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import regex

from safe_to_paste.errors import RosterError
from safe_to_paste.roster import Pupil
from safe_to_paste.spelling import PARTICLES

Row = Sequence[str]
# How many rows of titles may stand above a header.
_TITLES = 30
_DELIMITERS = "\t;,|"
_MOST_LETTERS = 80
_MOST_GROUP = 16
_SPACES = regex.compile(r"\s+")
_NAMED = regex.compile(r"(?=.*\p{L})[^\d@:/\\]+")
_ASIDE = regex.compile(r"[ ]*\(([^()]*)\)[ ]*")


class Columns:
    """Which column of a table is what, by its header; each kind's names in order of preference.

    Args:
        header: the header row.
        names: for each kind ("forename", "surname", …) the headers that mean it.
        plain: how a header is compared with those.
    """

    def __init__(
        self, header: Row, names: Mapping[str, Sequence[str]], plain: Callable[[str], str] = lambda cell: cell.strip()
    ) -> None:
        cells = [plain(cell) for cell in header]
        self._at = {
            kind: at
            for kind, wanted in names.items()
            if (at := next((cells.index(name) for name in wanted if name in cells), -1)) >= 0
        }
        # Only headers that were recognised are ever shown: the others could be anything.
        self.taken = tuple(f"{cells[at]}: {_KINDS.get(kind, kind)}" for kind, at in self._at.items())
        self.passed_over = sum(bool(cell) for cell in cells) - len(set(self._at.values()))

    def __contains__(self, kind: str) -> bool:
        return kind in self._at

    def cell(self, row: Row, kind: str) -> str:
        """A row's cell of one kind; nothing where it has none."""
        at = self._at.get(kind, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    def pupil(self, row: Row) -> Pupil | None:
        """The pupil in a row; None for a footer, a repeated header, a row without a name."""
        return pupil(**{kind: self.cell(row, kind) for kind in _FIELDS if kind in self._at})


_KINDS = {
    "forename": "forename",
    "preferred": "preferred forename",
    "surname": "surname",
    "preferred_surname": "preferred surname",
    "former_surname": "former surname",
    "name": "whole name",
    "group": "registration group",
    "year": "year",
    "role": "role (to leave out all but pupils)",
    "status": "status (to leave out those who have gone)",
    "path": "organisational unit (to leave out all but pupils)",
    "who": "number (to join two files, then dropped)",
}
_FIELDS = ("forename", "preferred", "surname", "preferred_surname", "former_surname", "name", "group", "year")


def pupil(
    forename: str = "",
    surname: str = "",
    *,
    preferred: str = "",
    preferred_surname: str = "",
    former_surname: str = "",
    name: str = "",
    group: str = "",
    year: str = "",
) -> Pupil | None:
    """A pupil with tidy names, or None where these are no names."""
    if name and not (forename or preferred) and not surname:
        forename, surname = _parts(name)
    if aside := _ASIDE.search(forename):
        forename, preferred = _ASIDE.sub(" ", forename), preferred or aside[1]
    first, last = _name(forename) or _name(preferred), _name(surname) or _name(preferred_surname)
    if not first or not last:
        return None
    others = (_name(other) for other in (preferred_surname, former_surname))
    return Pupil(
        forename=first,
        surname=last,
        preferred=_name(preferred),
        other_surnames=tuple(other for other in others if other and other != last),
        group=group if len(group) <= _MOST_GROUP else "",
        year=year if len(year) <= _MOST_GROUP else "",
    )


def rows(text: str, where: str, delimiter: str = "") -> Iterator[Row]:
    """The rows of a table that is text; its delimiter is the one that cuts its first rows most."""
    start = text[:20_000].splitlines()[:_TITLES]
    chosen = delimiter or max(_DELIMITERS, key=lambda d: max((line.count(d) for line in start), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=chosen)
    try:
        yield from reader
    except csv.Error as error:
        raise RosterError(f"{where}: row {reader.line_num} cannot be read as a table ({error})") from None


def table(
    rows: Iterable[Row],
    names: Mapping[str, Sequence[str]],
    is_header: Callable[[Columns], bool],
    plain: Callable[[str], str] = lambda cell: cell.strip(),
) -> tuple[Columns, Iterator[Row]] | None:
    """The columns and the rows below the first header among the rows at the top, or None where there is none."""
    each = iter(rows)
    for row in islice(each, _TITLES):
        columns = Columns(row, names, plain)
        if is_header(columns):
            return columns, (row for row in each if any(row))
    return None


def first_row(rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """The first row, or an empty one where there is none, and those below."""
    return next(rows, ()), rows


def _name(text: str) -> str:
    """A name with single spaces, or nothing where this is none."""
    name = _SPACES.sub(" ", text).strip(" ,.*")
    return name if len(name) <= _MOST_LETTERS and _NAMED.fullmatch(name) and name.casefold() not in _HEADERS else ""


# A report repeats its header on each page.
_HEADERS = frozenset({"forename", "surname", "first name", "last name", "legal forename", "legal surname", "name"})


def _parts(name: str) -> tuple[str, str]:
    """Forename and surname of a whole name.

    >>> _parts("Okafor, Tyler James"), _parts("Pieter van den Berg")
    (('Tyler James', 'Okafor'), ('Pieter', 'van den Berg'))
    """
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    words = name.split()
    at = next((n for n, word in enumerate(words) if n and word.casefold() in PARTICLES), len(words) - 1)
    return " ".join(words[:at]), " ".join(words[at:])
