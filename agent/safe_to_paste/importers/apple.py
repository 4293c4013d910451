"""Apple School Manager: students.csv, alone or in the folder or zip archive that is uploaded to it."""

from __future__ import annotations

from safe_to_paste.importers import Reading, _rows
from safe_to_paste.importers._source import Source

TITLE = "Apple School Manager (students.csv)"
RANK = 30

_NAMES = {"forename": ("first_name",), "surname": ("last_name",), "year": ("grade_level",)}


def read(source: Source) -> Reading | None:
    """The people of students.csv."""
    if "students.csv" not in source:
        return None
    header, rows = _rows.first_row(_rows.rows(source.text("students.csv"), source.where("students.csv"), ","))
    columns = _rows.Columns(header, _NAMES)
    if "person_id" not in header or "forename" not in columns or "surname" not in columns:
        return None
    return Reading(columns.taken, columns.passed_over, filter(None, map(columns.pupil, rows)))
