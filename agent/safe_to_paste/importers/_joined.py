"""OneRoster and School Data Sync keep people in users.csv and, in later versions, their roles in roles.csv."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from safe_to_paste.errors import RosterError
from safe_to_paste.importers import _rows
from safe_to_paste.importers._source import Source
from safe_to_paste.roster import Pupil

USERS = {
    "forename": ("givenName",),
    "surname": ("familyName",),
    "preferred": ("preferredGivenName",),
    "preferred_surname": ("preferredFamilyName",),
    "year": ("grades",),
    "role": ("role",),
    "status": ("status",),
    "who": ("sourcedId",),
}
_ROLES = {"who": ("userSourcedId",), "role": ("role",), "year": ("grade",)}
_GONE = "tobedeleted"


def users(source: Source, is_ours: Callable[[_rows.Row], bool]) -> tuple[_rows.Columns, Iterator[Pupil]] | None:
    """The columns of users.csv and the pupils in it, if its header is of the format in question."""
    if "users.csv" not in source:
        return None
    where = source.where("users.csv")
    header, rows = _rows.first_row(_rows.rows(source.text("users.csv"), where, ","))
    if not is_ours([cell.strip() for cell in header]):
        return None
    columns = _rows.Columns(header, USERS)
    for wanted in ("forename", "surname"):
        if wanted not in columns:
            raise RosterError(f"{where}: has no column {USERS[wanted][0]}; capitals count in this format")
    return columns, _pupils(source, columns, rows)


def _pupils(source: Source, columns: _rows.Columns, rows: Iterator[_rows.Row]) -> Iterator[Pupil]:
    students = None if "role" in columns else _students(source)
    for row in rows:
        who = columns.cell(row, "who")
        is_pupil = columns.cell(row, "role").casefold() == "student" if students is None else who in students
        if not is_pupil or columns.cell(row, "status").casefold() == _GONE:
            continue
        pupil = columns.pupil(row)
        if pupil is not None:
            yield pupil if students is None or pupil.year else pupil._replace(year=students[who])


def _students(source: Source) -> dict[str, str]:
    """The numbers of those who are pupils, with their years; lives while two files are joined."""
    where = source.where("roles.csv")
    if "roles.csv" not in source:
        raise RosterError(
            f"{source.where('users.csv')}: has no roles; expected roles.csv beside it (give the folder or the zip)"
        )
    found = _rows.table(
        _rows.rows(source.text("roles.csv"), where, ","), _ROLES, lambda columns: {"who", "role"} <= _kinds(columns)
    )
    if found is None:
        raise RosterError(f"{where}: expected the columns userSourcedId and role")
    columns, rows = found
    return {
        columns.cell(row, "who"): columns.cell(row, "year")
        for row in rows
        if columns.cell(row, "role").casefold() == "student"
    }


def _kinds(columns: _rows.Columns) -> set[str]:
    return {kind for kind in _ROLES if kind in columns}
