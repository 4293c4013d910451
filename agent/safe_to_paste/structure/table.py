"""What a table is to us: cells that say where they stand, in rows, with the kind of each column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from safe_to_paste.model import Span


class Cell(NamedTuple):
    """Where one cell's words stand, without the padding and quotes around them; empty cells are empty spans."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        """The same as a span."""
        return Span(self.start, self.end)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; ``columns`` has one word a column, from ``rules/data/columns.toml`` or "".

    Every row has as many cells as there are columns. In a form, in XML and in JSON the header's cells are
    the labels, keys or tags of the first row that has them, and stand between the values.

    ``form`` is how it is written: "tabs", "pipes", "commas", "semicolons", "spaces", "html", "xml", "json",
    "block" (one "label: value" a line) or "email" (the lines above a message).
    """

    span: Span
    header: Row | None
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    form: str

    def places(self, *kinds: str) -> tuple[int, ...]:
        """The numbers of the columns of these kinds, in order."""
        return tuple(place for place, kind in enumerate(self.columns) if kind in kinds)

    @property
    def labels(self) -> Span | None:
        """Where its headings stand in a row of their own; a form's stand between the values."""
        if not self.header or self.form in {"block", "email", "xml", "json"}:
            return None
        return Span(self.header[0].start, self.header[-1].end)
