"""OpenDocument texts, spreadsheets and presentations (ISO/IEC 26300): one format with three kinds of content."""

from __future__ import annotations

from collections.abc import Iterable

from safe_to_paste.documents import formats
from safe_to_paste.documents.archive import Archive
from safe_to_paste.documents.draft import PROPERTIES, Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.grid import Grid
from safe_to_paste.documents.markup import END, START, TEXT, Event
from safe_to_paste.documents.model import letters
from safe_to_paste.documents.reasons import unreadable

# The properties that say who and what: dc:date, counts and programs do not.
_TOLD = frozenset({
    "dc:title", "dc:subject", "dc:description", "meta:keyword", "meta:user-defined",
})  # fmt: skip
_AUTHORS = frozenset({"dc:creator", "meta:initial-creator", "meta:printed-by"})
# What LibreOffice keeps of the properties of Office files.
_PROGRAMS = frozenset({"AppVersion", "PresentationFormat", "DocSecurity", "HyperlinksChanged", "LinksUpToDate",
    "ScaleCrop", "ShareDoc"})  # fmt: skip
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_WITH_WORDS = _PARAGRAPHS | {"svg:title", "svg:desc"}
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_ELEMENTS = {
    **dict.fromkeys(_PARAGRAPHS, "paragraph"),
    "table:table": "table",
    "table:table-row": "row",
    **dict.fromkeys(_CELLS, "cell"),
}
_MARKS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_ASIDES = {
    "office:annotation": "comment",
    "text:note": "note",
    "text:deletion": "deleted text",
    "svg:title": "alternative text",
    "svg:desc": "alternative text",
}
# What stands in the text and is none: who made a comment and when, the number of a note.
_NOT_TEXT = frozenset({"dc:creator", "dc:date", "meta:date-string", "text:note-citation", "text:change-info"})
_HEADERS = {
    "style:header": "header",
    "style:header-left": "header",
    "style:header-first": "header",
    "style:footer": "footer",
    "style:footer-left": "footer",
    "style:footer-first": "footer",
}
# A cell's value, where it says nothing as text.
_VALUES = ("office:date-value", "office:string-value", "office:value")
# Spaces, and rows and cells that are the same, may be said to stand there any number of times.
_MOST_TIMES = 100


def read(data: bytes, draft: Draft) -> None:
    """Write a document's text."""
    archive = Archive(data, draft.budget)
    # Older programs begin this file with a document type, so it is not read as XML.
    if "META-INF/manifest.xml" in archive and b":encryption-data" in archive.read("META-INF/manifest.xml"):
        raise unreadable("password")
    _content(archive.events("content.xml"), draft)
    if "styles.xml" in archive:
        _headers(archive.events("styles.xml"), draft)
    draft.pictures += len(archive.names("pictures/"))
    for name in archive.names():
        folder, _, rest = name.partition("/")
        if rest == "content.xml" and folder.startswith("object"):
            where = formats.next_inside(draft)
            if formats.may_go_deeper(draft, where):
                with draft.inside(where):
                    _content(archive.events(name), draft)
        elif folder.startswith("object ") and not rest:
            formats.read_inside(archive.read(name), "", draft)
    if "meta.xml" in archive:
        _properties(archive.events("meta.xml"), draft)


def _content(events: Iterable[Event], draft: Draft) -> None:
    """Running text, or slides, or sheets."""
    reader = _Text(Flow(draft))
    sheets = slides = 0
    in_sheets = False
    left = iter(events)
    for event in left:
        if event.kind == START and event.name == "office:spreadsheet":
            in_sheets = True
            reader = _Text(Flow(draft, "workbook"))
        elif event.kind == START and event.name == "table:table" and in_sheets:
            sheets += 1
            draft.line(event.attributes.get("table:name", ""), f"sheet {sheets}, its name")
            draft.gap()
            sheet = _Sheet(draft, f"sheet {sheets}")
            while (inside := next(left, None)) and sheet.put(inside):
                pass
            sheet.write()
        elif event.kind == START and event.name in {"draw:page", "presentation:notes"}:
            slides += event.name == "draw:page"
            reader.flow.finish()
            where = f"slide {slides}"
            reader = _Text(Flow(draft, where if event.name == "draw:page" else f"{where}, notes"))
        else:
            reader.put(event)
    reader.flow.finish()


def _headers(events: Iterable[Event], draft: Draft) -> None:
    """Headers and footers, and what a master puts on every slide."""
    reader: _Text | None = None
    for event in events:
        if event.kind == START and event.name in _HEADERS:
            reader = _Text(Flow(draft, _HEADERS[event.name]))
        elif event.kind == END and event.name in _HEADERS and reader is not None:
            reader.flow.finish()
            reader = None
        elif reader is not None:
            reader.put(event)


def _properties(events: Iterable[Event], draft: Draft) -> None:
    draft.gap()
    is_programs = False
    words: list[str] = []
    for kind, name, attributes in events:
        if kind == START:
            words = []
            is_programs = attributes.get("meta:name") in _PROGRAMS
        elif kind == TEXT:
            words.append(name)
        elif name in _AUTHORS:
            draft.author("".join(words))
        elif name in _TOLD and not is_programs:
            draft.line("".join(words), PROPERTIES)


class _Text:
    """Paragraphs, tables, notes and comments, event by event."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._paragraphs = 0
        self._silent = 0

    def put(self, event: Event) -> None:
        kind, name, attributes = event
        if name in _NOT_TEXT and kind != TEXT:
            self._silent += 1 if kind == START else -1
        elif self._silent:
            return
        elif kind == TEXT:
            if self._paragraphs:
                self.flow.text(name)
        elif kind == START:
            self._start(name, attributes)
        else:
            self._end(name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._paragraphs += name in _WITH_WORDS
        if name in _ELEMENTS:
            self.flow.mark(_ELEMENTS[name], begins=True)
        elif name in _ASIDES:
            self.flow.begin_aside(_ASIDES[name])
        elif name in _MARKS:
            self.flow.text(_MARKS[name] * _times(attributes, "text:c"))
        elif name == "text:soft-page-break":
            self.flow.page += 1

    def _end(self, name: str) -> None:
        self._paragraphs -= name in _WITH_WORDS
        if name in _ELEMENTS:
            self.flow.mark(_ELEMENTS[name], begins=False)
        elif name in _ASIDES:
            self.flow.end_aside()


class _Sheet:
    """The cells of a sheet, and the comments and shapes on it."""

    def __init__(self, draft: Draft, where: str) -> None:
        self._draft = draft
        self._where = where
        self._grid = Grid(draft, where)
        self._beside: list[tuple[str, str]] = []
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._value = ""
        self._paragraphs = 0
        self._tables = 1
        # What is being read goes to the last of these: the sheet's shapes, a cell, a comment in it.
        self._open: list[list[str]] = [[]]

    def put(self, event: Event) -> bool:
        """Take an event; False when it was the sheet's end."""
        kind, name, attributes = event
        if kind == TEXT:
            if self._paragraphs:
                self._open[-1].append(name)
            return True
        self._tables += (name == "table:table") * (1 if kind == START else -1)
        if kind == START:
            self._start(name, attributes)
        else:
            self._end(name)
        return self._tables > 0

    def write(self) -> None:
        """Write all of it."""
        self._grid.write()
        for words, place in [*self._beside, ("".join(self._open[0]), self._where)]:
            self._draft.line(words, place)
        self._draft.gap()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _PARAGRAPHS:
            self._paragraphs += 1
        elif name in _MARKS:
            self._open[-1].append(_MARKS[name] * _times(attributes, "text:c"))
        elif name == "office:annotation":
            self._open.append([])
        elif name == "table:table-row" and self._tables == 1:
            self._rows = _number(attributes, "table:number-rows-repeated")
        elif name in _CELLS and self._tables == 1:
            self._columns = _number(attributes, "table:number-columns-repeated")
            self._value = next((attributes[key] for key in _VALUES if key in attributes), "")
            self._open.append([])

    def _end(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._paragraphs -= 1
            self._open[-1].append("\n")
        elif name == "office:annotation" and len(self._open) > 1:
            cell = f"{letters(self._column)}{self._row + 1}"
            self._beside.append(("".join(self._open.pop()), f"{self._where}, comment on {cell}"))
        elif name == "table:table-row" and self._tables == 1:
            self._row, self._column = self._row + self._rows, 0
        elif name in _CELLS and self._tables == 1 and len(self._open) > 1:
            self._end_cell("".join(self._open.pop()).strip() or self._value)

    def _end_cell(self, text: str) -> None:
        for down in range(min(self._rows, _MOST_TIMES) if text else 0):
            for right in range(min(self._columns, _MOST_TIMES)):
                self._grid.put(self._row + down, self._column + right, text)
        self._column += self._columns


def _number(attributes: dict[str, str], name: str) -> int:
    given = attributes.get(name, "1")
    return int(given) if given.isdecimal() and len(given) < 9 else 1


def _times(attributes: dict[str, str], name: str) -> int:
    return min(_number(attributes, name), _MOST_TIMES)
