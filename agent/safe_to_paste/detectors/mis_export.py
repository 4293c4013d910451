r"""An export from the school's information system: its columns say so, however few its rows.

The Common Transfer File, OneRoster and School Data Sync have their own column names; reports out of SIMS, Arbor
or Bromcom have those that schools choose. A header by itself, a schema or a template holds no one and is nothing.

>>> text = "Legal Surname,Legal Forename,Reg,SEN\nTarrow,Olwen,10L,K"
>>> [(text[m.span.start:m.span.end], m.because) for m in find(View(text))]
[('Legal Surname,Legal Forename,Reg,SEN', ('columns of a school information system', 'one row'))]
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _lists
from safe_to_paste.model import Match
from safe_to_paste.view import View

# What the columns besides names have to be worth: two that only a school keeps, or a number and any other.
_ENOUGH = 4
# A form with one "label: value" a line is one record, not an export.
_EXPORTED = frozenset({"tabs", "pipes", "commas", "semicolons", "spaces", "html", "xml", "json"})
_IN_COLUMNS = "columns of a school information system"


def find(view: View) -> Iterator[Match]:
    """Each export, with its rows counted."""
    for listed in _lists.lists(view):
        if is_export(listed):
            rows = len(listed.people)
            yield Match(listed.head, (_IN_COLUMNS, "one row" if rows == 1 else f"{rows:,} rows"))


def is_export(listed: _lists.List) -> bool:
    """Whether a list of people came out of the school's information system."""
    table = listed.table
    if table is None or table.header is None or table.form not in _EXPORTED or listed.staff:
        return False
    named = bool(table.places("surname")) and bool(table.places("forename"))
    return listed.weight + named >= _ENOUGH
