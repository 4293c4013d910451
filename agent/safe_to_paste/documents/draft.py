"""A document's text while it is being read, piece by piece, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from safe_to_paste.documents import limits
from safe_to_paste.documents.model import Document, Place
from safe_to_paste.errors import SafeToPasteError

# What no text needs and what would part its lines elsewhere than we count them.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_PARTS_CELLS = re.compile("[\t\n]+")

PROPERTIES = "document properties"


class FullError(SafeToPasteError):
    """The document holds more text than is checked; what was read so far counts."""


class Draft:
    """Where the modules of the formats write.

    ``budget`` is what everything in the document, and in the documents in it, may unpack to.
    """

    def __init__(self) -> None:
        self.budget = limits.Budget()
        self.pictures = 0
        self.is_cut = False
        self._pieces: list[str] = []
        self._length = 0
        self._places: list[Place] = []
        self._columns: dict[str, tuple[int, ...]] = {}
        self._unread: dict[str, None] = {}
        self._inside: tuple[str, ...] = ()
        self._authors: set[str] = set()
        # Where each text begins that stands alone, and what the last one is of.
        self._begins: list[int] = []
        self._last: tuple[tuple[str, ...], bool] | None = None

    @property
    def depth(self) -> int:
        """How many documents the one being read lies in."""
        return len(self._inside)

    @contextmanager
    def inside(self, where: str) -> Iterator[None]:
        """What is written meanwhile belongs to a document in this one: "attachment 1"."""
        outer = self._inside
        self._inside = (*outer, where)
        try:
            yield
        finally:
            self._inside = outer

    def line(self, text: str, where: str) -> None:
        """A line of text, or several; blank ones are left out."""
        if text := _ODD.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n"):
            self._write(text, where, 0)

    def author(self, name: str) -> None:
        """Somebody whom the properties name as having written it or saved it last; each once.

        Said as such, since a name that stands alone reads as somebody whom the document is about.
        """
        if name.strip() and name not in self._authors:
            self._authors.add(name)
            self.line(f"Author: {name}", PROPERTIES)

    def row(self, cells: Sequence[str], where: str, row: int = 0) -> None:
        """A row of a table; of a sheet where it has a number."""
        text = "\t".join(_PARTS_CELLS.sub(" ", _ODD.sub(" ", cell)).strip() for cell in cells)
        if text.strip():
            self._write(text, where, row)

    def gap(self) -> None:
        """What follows has nothing to do with what came before: a blank line."""
        if self._pieces and self._pieces[-1] != "\n":
            self._append("\n")

    def columns(self, where: str, columns: Sequence[int]) -> None:
        """The numbers of the columns that the rows of a sheet are written with."""
        self._columns[self._named(where)] = tuple(columns)

    def note(self, words: str) -> None:
        """Something in the document was not read."""
        if len(self._unread) < limits.NOTES:
            self._unread[self._named(words)] = None

    def finished(self, kind: str) -> Document:
        """All that was written."""
        return Document(
            kind=kind,
            text="".join(self._pieces),
            places=tuple(self._places),
            columns=self._columns,
            pieces=tuple(self._begins) or (0,),
            pictures=self.pictures,
            unread=tuple(self._unread),
            is_cut=self.is_cut,
        )

    @property
    def has_words(self) -> bool:
        """Whether there is text in it, beside its properties."""
        return any(not place.where.endswith(PROPERTIES) for place in self._places)

    def _named(self, where: str) -> str:
        return ", ".join((*self._inside, where))

    def _write(self, text: str, where: str, row: int) -> None:
        named = self._named(where)
        if self._last != (last := (self._inside, where == PROPERTIES)):
            self._last = last
            self._begins.append(self._length)
        if not self._places or (self._places[-1].where, self._places[-1].row) != (named, row):
            self._places.append(Place(self._length, named, row))
        self._append(text + "\n")

    def _append(self, text: str) -> None:
        left = limits.TEXT - self._length
        self._pieces.append(text[:left])
        self._length += len(self._pieces[-1])
        if len(text) > left:
            raise FullError
