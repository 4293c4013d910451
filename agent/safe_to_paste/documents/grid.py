"""The cells of a sheet, written row by row with the columns that are in use."""

from __future__ import annotations

import re

from safe_to_paste.documents.draft import Draft

# The largest sheet that Excel knows: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
ROWS, COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Grid:
    """One sheet; rows and columns are counted from 0."""

    def __init__(self, draft: Draft, where: str) -> None:
        self._draft = draft
        self._where = where
        self._cells: dict[int, dict[int, str]] = {}
        self._length = 0

    def put(self, row: int, column: int, text: str) -> None:
        """A cell's text."""
        if text and row < ROWS and column < COLUMNS:
            self._cells.setdefault(row, {})[column] = text

    def write(self) -> None:
        """All of it, each row with the same columns."""
        columns = sorted({column for row in self._cells.values() for column in row})
        self._draft.columns(self._where, columns)
        for number in sorted(self._cells):
            row = self._cells[number]
            last = max(row)
            self._draft.row([row.get(c, "") for c in columns if c <= last], self._where, number + 1)
        self._draft.gap()


def position(reference: str) -> tuple[int, int] | None:
    """Row and column of a cell's name.

    >>> position("B12"), position("AA1"), position("Z")
    ((11, 1), (0, 26), None)
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
