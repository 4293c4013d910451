"""Paragraphs and tables as they come in running text, whatever a format calls them.

Text boxes and notes stand inside paragraphs, paragraphs inside cells, tables inside tables: a row is written when it
ends, with whatever tables lie in its cells as words; a paragraph in a paragraph is a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from safe_to_paste.documents.draft import Draft


class Flow:
    """One text of a document.

    Args:
        where: its place ("header", "slide 3"); nothing for the body, whose paragraphs and tables are counted.
    """

    def __init__(self, draft: Draft, where: str = "") -> None:
        self.page = 1
        self._draft = draft
        self._where = where
        self._open: list[list[str]] = []
        self._asides: list[tuple[str, list[str], list[list[str]]]] = []
        self._tables = 0  # how many lie in each other here
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._counted = {"paragraph": 0, "table": 0, "row": 0}
        self._later: list[tuple[str, str]] = []

    def mark(self, part: str, *, begins: bool) -> None:
        """A part of ``PARTS`` begins or ends."""
        PARTS[part][not begins](self)

    def text(self, words: str) -> None:
        """Words of the paragraph that is open; of one of their own where none is."""
        if self._open:
            self._open[-1].append(words)
        elif words.strip():
            self._put(words)

    def begin_paragraph(self) -> None:
        """A paragraph begins."""
        self._open.append([])

    def end_paragraph(self, *, blank: bool = True) -> None:
        """The paragraph ends, and is written unless it is a cell's; one with nothing in it is a gap, if ``blank``."""
        words = "".join(self._open.pop()) if self._open else ""
        if words.strip():
            self._put(words)
        elif blank and not self._asides and not self._tables:
            self._draft.gap()

    def begin_table(self) -> None:
        """A table begins."""
        self._tables += 1
        if self._tables == 1:
            self._counted["table"] += 1
            self._counted["row"] = 0
            self._draft.gap()

    def begin_row(self) -> None:
        """A row begins."""
        if self._tables == 1:
            self._counted["row"] += 1
            self._cells = []

    def begin_cell(self) -> None:
        """A cell begins."""
        if self._tables == 1:
            self._cell = []

    def end_cell(self) -> None:
        """The cell ends."""
        if self._tables == 1:
            self._cells.append(" ".join(self._cell))

    def end_row(self) -> None:
        """The row ends and is written."""
        if self._tables == 1:
            self._draft.row(self._cells, self._named("table", "row"))
            self._cells = []

    def end_table(self) -> None:
        """The table ends."""
        if self._tables == 1:
            self._draft.gap()
        self._tables = max(0, self._tables - 1)

    def begin_aside(self, where: str) -> None:
        """What follows, a note or a comment, belongs elsewhere and is written at the end."""
        self._asides.append((where, [], self._open))
        self._open = []

    def end_aside(self) -> None:
        """Back to where the text was left."""
        if self._asides:
            where, said, outer = self._asides.pop()
            self.aside("\n".join([*said, *("".join(each) for each in self._open)]), where)
            self._open = outer

    def aside(self, words: str, where: str) -> None:
        """A short text of that kind: what a picture shows, a deleted word."""
        if words.strip():
            self._later.append((words, f"{self._where}, {where}" if self._where else where))

    def finish(self) -> None:
        """Write what was put aside."""
        while self._asides:
            self.end_aside()
        while self._open:
            self.end_paragraph()
        for kind in dict.fromkeys(where for _, where in self._later):
            self._draft.gap()
            for words, where in self._later:
                if where == kind:
                    self._draft.line(words, where)
        self._later = []
        self._draft.gap()

    def _put(self, words: str) -> None:
        if self._asides:
            self._asides[-1][1].append(words)
        elif self._tables:
            self._cell.append(words)
        else:
            self._counted["paragraph"] += 1
            self._draft.line(words, self._named("paragraph"))

    def _named(self, *counted: str) -> str:
        """ "page 2, paragraph 14"; the page where the program that saved the file said where pages end."""
        if self._where:
            return self._where
        words = ", ".join(f"{kind} {max(1, self._counted[kind])}" for kind in counted)
        return f"page {self.page}, {words}" if self.page > 1 else words


# How each part begins and ends; a format's table says which of its elements are which part.
PARTS: Mapping[str, tuple[Callable[[Flow], None], Callable[[Flow], None]]] = MappingProxyType(
    {
        "paragraph": (Flow.begin_paragraph, Flow.end_paragraph),
        "table": (Flow.begin_table, Flow.end_table),
        "row": (Flow.begin_row, Flow.end_row),
        "cell": (Flow.begin_cell, Flow.end_cell),
    }
)
