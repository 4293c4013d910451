"""Forms and records with one "label: value" a line, and the lines above an e-mail.

Such a block is a table of one row. It is one when two of its labels are headings that schools use.
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.late import re
from safe_to_paste.model import Span
from safe_to_paste.structure import columns
from safe_to_paste.structure.page import Page
from safe_to_paste.structure.table import Cell, Table

# With what may stand before it: a bullet, stars.
_LONGEST_LABEL = 44
_LINE = re.compile(r"[ \t>*#-]{0,6}(?P<label>[^\W\d_][\w /'().%&-]{0,38}?)[ *]{0,3}:[ *\t]{0,12}(?P<value>\S.*)?")
# Where another label follows on the same line.
_NEXT = re.compile(r"(?:[,;|\t]| {2,})[ ]{0,6}(?=[^\W\d_][\w /.]{0,28}[ ]?:[ ])")
_MAIL = frozenset({"from", "to", "cc", "bcc", "sent", "date", "subject", "reply-to"})


class _Block:
    """Pairs of label and value, gathered line by line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._labels: list[Cell] = []
        self._values: list[Cell] = []
        self._seen: set[str] = set()

    def add(self, label: Cell, value: Cell) -> None:
        self._labels.append(label)
        self._values.append(value)
        self._seen.add(self._words(label))

    def has(self, label: Cell) -> bool:
        return self._words(label) in self._seen

    def table(self) -> Table | None:
        """The block as a table, if its labels make it one."""
        kinds = tuple(columns.kind_of(self._text[cell.start : cell.end]) for cell in self._labels)
        mail = len(self._seen & _MAIL) >= 2
        if not mail and len(set(kinds) - {""}) < 2:
            return None
        span = Span(self._labels[0].start, max(self._labels[-1].end, self._values[-1].end))
        return Table(span, tuple(self._labels), (tuple(self._values),), kinds, "email" if mail else "block")

    def _words(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end].lower()


def find(page: Page) -> Iterator[Table]:
    """The blocks in what is left of a page; a label that comes again begins another."""
    block: _Block | None = None
    for line, start in zip(page.lines, page.starts, strict=True):
        at = line.find(":", 0, _LONGEST_LABEL)
        pairs = list(_pairs(line, start)) if at > 0 else []
        if block is not None and (not pairs or block.has(pairs[0][0])):
            if table := block.table():
                yield table
            block = None
        for label, value in pairs:
            block = block or _Block(page.text)
            block.add(label, value)
    if block is not None and (table := block.table()):
        yield table


def _pairs(line: str, start: int) -> Iterator[tuple[Cell, Cell]]:
    cuts = [0, *(match.end() for match in _NEXT.finditer(line))] if line.count(":") > 1 else [0]
    for at, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
        match = _LINE.match(line, at, end)
        if match is None:
            return
        begin = match.start("value") if match["value"] else match.end()
        value = (match["value"] or "").rstrip(" ,;|\t*")
        yield (
            Cell(start + match.start("label"), start + match.end("label")),
            Cell(start + begin, start + begin + len(value)),
        )
