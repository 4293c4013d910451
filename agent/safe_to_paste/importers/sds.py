"""Microsoft School Data Sync: version 2.1 (users.csv and roles.csv) and version 1 (Student.csv), British variant too.

https://learn.microsoft.com/schooldatasync/sds-v2.1-csv-file-format
"""

from __future__ import annotations

from safe_to_paste.importers import Reading, _joined, _rows
from safe_to_paste.importers._source import Source

TITLE = "School Data Sync 2.1 (users.csv and roles.csv) or 1 (Student.csv)"
RANK = 20

_STUDENT = {"forename": ("First Name",), "surname": ("Last Name",), "year": ("Grade",)}
_MARKS = frozenset({"SIS ID", "School SIS ID", "School DfE Number"})


def read(source: Source) -> Reading | None:
    """The students of users.csv or Student.csv."""
    if found := _joined.users(source, lambda header: "sourcedId" in header):
        return Reading(found[0].taken, found[0].passed_over, found[1])
    if "student.csv" not in source:
        return None
    header, rows = _rows.first_row(_rows.rows(source.text("student.csv"), source.where("student.csv"), ","))
    columns = _rows.Columns(header, _STUDENT)
    if "forename" not in columns or "surname" not in columns or not _MARKS & {cell.strip() for cell in header}:
        return None
    return Reading(columns.taken, columns.passed_over, filter(None, map(columns.pupil, rows)))
