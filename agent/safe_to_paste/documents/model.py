"""What was read of a document. It holds the text, so it lives no longer than the check of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from safe_to_paste.model import Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text from ``start`` on stands, up to the next place.

    ``where`` is in our words ("page 3", "sheet 2", "header") and never in the document's: a sheet may be called after a
    pupil. ``row`` is the row of a sheet, whose cells are parted by tabs; 0 elsewhere.
    """

    start: int
    where: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file with its places.

    Args:
        kind: a format's id, as ``formats`` has them: "docx", "pdf", "text".
        columns: of each sheet, by its ``where``: the column number (0 is A) of each cell of a row.
        pieces: where each text begins that has nothing to do with those before it: the properties, an attachment.
        pictures: how many pictures it holds; none was looked at.
        unread: what else in it was not read, in words.
        is_cut: whether there was more text than is read.
    """

    kind: str
    text: str = field(repr=False)
    places: tuple[Place, ...] = ()
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pieces: tuple[int, ...] = (0,)
    pictures: int = 0
    unread: tuple[str, ...] = ()
    is_cut: bool = False

    def where(self, span: Span) -> str:
        """The place of a span, for a person: "page 3", "sheet 1, B2:C4", "line 12" of a plain text."""
        last = max(span.start, span.end - 1)
        if not self.places:
            first_line = self.text.count("\n", 0, span.start) + 1
            return _between("line", first_line, first_line + self.text.count("\n", span.start, last))
        first, final = self._place(span.start), self._place(last)
        if not first.row or first.where != final.where:
            return first.where if first.where == final.where else f"{first.where} to {final.where}"
        begin, end = self._cell(first, span.start), self._cell(final, last)
        return f"{first.where}, {begin}" if begin == end else f"{first.where}, {begin}:{end}"

    def _place(self, at: int) -> Place:
        return self.places[max(0, bisect_right(self.places, at, key=lambda place: place.start) - 1)]

    def _cell(self, place: Place, at: int) -> str:
        columns = self.columns.get(place.where, ())
        number = self.text.count("\t", place.start, at)
        return f"{letters(columns[number] if number < len(columns) else number)}{place.row}"


def letters(column: int) -> str:
    """A column's name.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def _between(kind: str, first: int, last: int) -> str:
    return f"{kind} {first}" if first == last else f"{kind}s {first}-{last}"
