"""Any table with a forename and a surname, as reports out of SIMS, Arbor, Bromcom, ScholarPack or iSAMS have.

CSV with commas, semicolons or tabs, or the first sheet of an Excel workbook. Headers differ from report to report,
so they are known by what they may be called; rows of titles may stand above them, and footers below.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from safe_to_paste.importers import Reading, _rows, _workbook
from safe_to_paste.importers._source import Source

TITLE = "a table (CSV or XLSX) with headers such as Forename, Surname and Reg Group"
RANK = 90

_NAMES = {
    "forename": (
        "forename", "forenames", "first name", "firstname", "first names", "given name", "givenname", "given names",
        "legal forename", "legal first name", "legal given name", "legal forenames",
    ),
    "preferred": (
        "preferred forename", "preferred first name", "preferred name", "preferredforename", "preferredfirstname",
        "preferred given name", "known as", "chosen name", "chosen forename", "chosen first name",
    ),
    "surname": (
        "surname", "last name", "lastname", "family name", "familyname", "legal surname", "legal last name",
        "legal family name", "second name",
    ),
    "preferred_surname": (
        "preferred surname", "preferred last name", "preferredsurname", "preferred family name", "chosen surname",
    ),
    "former_surname": ("former surname", "previous surname", "former last name"),
    "name": ("name", "full name", "fullname", "legal name", "pupil", "student", "learner", "child"),
    "group": (
        "reg group", "reg", "registration group", "registration form", "registration", "reg form", "form", "form group",
        "tutor group", "tutorgroup", "class", "class name", "group",
    ),
    "year": (
        "year group", "year", "nc year", "yr", "year taught in", "current nc year", "nc year group", "actual nc year",
        "year grp", "yeargroup", "grade",
    ),
}  # fmt: skip
_PUNCTUATION = regex.compile(r"[^\p{L}\p{N}]+")
_WHOSE = regex.compile(r"^(?:pupil|student|learner|child)s? (?:s )?(?=.)")


def read(source: Source) -> Reading | None:
    """The people of every table there is."""
    found = [table for name in source.names() if (table := _table(source, name))]
    if not found:
        return None
    return Reading(
        columns=tuple(dict.fromkeys(column for columns, _ in found for column in columns.taken)),
        passed_over=max(columns.passed_over for columns, _ in found),
        pupils=(pupil for columns, rows in found for row in rows if (pupil := columns.pupil(row))),
    )


def _table(source: Source, name: str) -> tuple[_rows.Columns, Iterator[_rows.Row]] | None:
    where = source.where(name)
    if name.endswith(".xml"):
        return None
    if name.endswith(".xlsx"):
        return _rows.table(_workbook.rows(source.read(name), where), _NAMES, _is_header, _plain)
    text = source.text(name)
    tables = (_rows.table(_rows.rows(text, where, d), _NAMES, _is_header, _plain) for d in ("", *"\t;,|"))
    return next((table for table in tables if table), None)


def _is_header(columns: _rows.Columns) -> bool:
    return ("surname" in columns and ("forename" in columns or "preferred" in columns)) or "name" in columns


def _plain(header: str) -> str:
    """A header as it is compared.

    >>> _plain("Pupil's Legal_Surname "), _plain("Student name"), _plain("Pupil")
    ('legal surname', 'name', 'pupil')
    """
    return _WHOSE.sub("", _PUNCTUATION.sub(" ", header).strip().casefold())
