"""The rows of an Excel workbook's first sheet, with nothing but the standard library.

A workbook is a zip archive of XML (ECMA-376). Texts are kept apart from the cells, in one list that lives while the
rows are read. A file with a document type is refused, and so is one that unpacks to more than a roster can be.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

import regex

from safe_to_paste.errors import RosterError
from safe_to_paste.importers._source import member

_MOST_COLUMNS = 400
_LETTERS = regex.compile(r"[A-Z]{1,3}")


def rows(data: bytes, where: str) -> Iterator[list[str]]:
    """Each row of the first sheet as its cells' texts."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise RosterError(f"{where}: is not an Excel workbook (one with a password has to be saved without)") from None
    with archive:
        names = set(archive.namelist())
        sheet = _first_sheet(archive, names, where)
        if sheet not in names:
            raise RosterError(f"{where}: has no sheet that can be read; expected an Excel workbook (.xlsx)")
        strings = _Strings(where)
        if "xl/sharedStrings.xml" in names:
            strings.parse(member(archive, "xl/sharedStrings.xml", where))
        cells = _Cells(strings.found, where)
        cells.parse(member(archive, sheet, where))
    return iter(cells.found)


def _first_sheet(archive: zipfile.ZipFile, names: set[str], where: str) -> str:
    """The part that is the workbook's first sheet, by the workbook's own order."""
    parts = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not names.issuperset(parts):
        return "xl/worksheets/sheet1.xml"
    sheets, targets = _Attributes("sheet", where), _Attributes("Relationship", where)
    sheets.parse(member(archive, parts[0], where))
    targets.parse(member(archive, parts[1], where))
    wanted = next((value for name, value in sheets.first.items() if name.endswith("id") and name != "sheetId"), "")
    target = next((each.get("Target", "") for each in targets.found if each.get("Id") == wanted), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target or 'worksheets/sheet1.xml'}"


class _Xml:
    """Reads one part; each kind of part says what it keeps."""

    def __init__(self, where: str) -> None:
        self._where = where

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="\t")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.StartElementHandler = lambda name, found: self.start(name.rpartition("\t")[2], found)
        parser.EndElementHandler = lambda name: self.end(name.rpartition("\t")[2])
        parser.CharacterDataHandler = self.characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise RosterError(f"{self._where}: is damaged; expected an Excel workbook (.xlsx)") from None

    def _refuse(self, *_: object) -> int:
        raise RosterError(f"{self._where}: has a document type, which no Excel workbook needs")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def characters(self, data: str) -> None:
        """Text."""

    def end(self, name: str) -> None:
        """An element ends."""


class _Attributes(_Xml):
    """The attributes of every element of one name."""

    def __init__(self, name: str, where: str) -> None:
        super().__init__(where)
        self._name = name
        self.found: list[dict[str, str]] = []

    @property
    def first(self) -> dict[str, str]:
        return self.found[0] if self.found else {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._name:
            self.found.append({key.rpartition("\t")[2]: value for key, value in attributes.items()})


class _Strings(_Xml):
    """The list of texts that cells refer to by number."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.found: list[str] = []
        self._text = ""
        self._reading = False
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the shape of a handler
        if name == "si":
            self._text = ""
        self._aside += name == "rPh"  # how a text is pronounced
        self._reading = name == "t" and not self._aside

    def characters(self, data: str) -> None:
        if self._reading:
            self._text += data

    def end(self, name: str) -> None:
        self._reading = False
        self._aside -= name == "rPh"
        if name == "si":
            self.found.append(self._text)


class _Cells(_Xml):
    """The rows of a sheet."""

    def __init__(self, strings: list[str], where: str) -> None:
        super().__init__(where)
        self.found: list[list[str]] = []
        self._strings = strings
        self._row: list[str] = []
        self._at = 0
        self._kind = ""
        self._text = ""
        self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = []
        elif name == "c":
            self._at = _column(attributes.get("r", ""), len(self._row))
            self._kind, self._text = attributes.get("t", ""), ""
        self._reading = name in {"v", "t"}

    def characters(self, data: str) -> None:
        if self._reading:
            self._text += data

    def end(self, name: str) -> None:
        self._reading = False
        if name == "c" and self._at < _MOST_COLUMNS:
            self._row += [""] * (self._at + 1 - len(self._row))
            self._row[self._at] = self._value()
        elif name == "row":
            self.found.append(self._row)

    def _value(self) -> str:
        if self._kind != "s":
            return self._text
        number = int(self._text) if self._text.isdigit() else -1
        return self._strings[number] if 0 <= number < len(self._strings) else ""


def _column(reference: str, following: int) -> int:
    """The number of a cell's column: 0 for A1, 27 for AB7; the one after the last where it does not say."""
    letters = _LETTERS.match(reference)
    if letters is None:
        return following
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
