"""Google Workspace's list of users: those whose organisational unit is one of students."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from safe_to_paste.errors import RosterError
from safe_to_paste.importers import Reading, _rows
from safe_to_paste.importers._source import Source
from safe_to_paste.roster import Pupil

TITLE = "Google Workspace users (CSV with Org Unit Path)"
RANK = 50

_NAMES = {
    "forename": ("First Name [Required]", "First Name"),
    "surname": ("Last Name [Required]", "Last Name"),
    "path": ("Org Unit Path [Required]", "Org Unit Path"),
}
_PUPILS = regex.compile(r"(?i)(?:^|/)(?:[^/]*[ _-])?(?:students?|pupils?|learners?)(?:[ _-][^/]*)?(?:/|$)")
_YEAR = regex.compile(r"(?i)\b(?:year|yr|y)[ _-]?(\d{1,2})\b")


def read(source: Source) -> Reading | None:
    """The users below a unit called Students, Pupils or Learners."""
    for name in source.names(".csv"):
        header, rows = _rows.first_row(_rows.rows(source.text(name), source.where(name), ","))
        columns = _rows.Columns(header, _NAMES)
        if all(kind in columns for kind in _NAMES):
            return Reading(columns.taken, columns.passed_over, _pupils(columns, rows, source.where(name)))
    return None


def _pupils(columns: _rows.Columns, rows: Iterator[_rows.Row], where: str) -> Iterator[Pupil]:
    found = False
    for row in rows:
        path = columns.cell(row, "path")
        pupil = columns.pupil(row) if _PUPILS.search(path) else None
        if pupil is not None:
            found = True
            year = _YEAR.search(path)
            yield pupil._replace(year=year[1] if year else "")
    if not found:
        raise RosterError(f"{where}: expected users whose Org Unit Path has Students, Pupils or Learners in it")
