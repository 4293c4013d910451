"""Excel workbooks: every sheet, hidden ones too, with comments, headers, drawings, and what pivot tables keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from safe_to_paste.documents import markup, office
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.grid import Grid, position
from safe_to_paste.documents.markup import END, START, TEXT, Event
from safe_to_paste.documents.package import Package

_HEADERS = {
    "oddHeader": "header",
    "evenHeader": "header",
    "firstHeader": "header",
    "oddFooter": "footer",
    "evenFooter": "footer",
    "firstFooter": "footer",
}
# Fonts, sizes, colours and fields in a header's text: &C, &"Arial,Bold", &12, &KFF0000, &P.
_HEADER_CODE = re.compile(r'&(?:"[^"]{0,200}"|K[0-9A-Fa-f+-]{5,6}|[0-9]{1,3}|[A-Za-z])')
# https://learn.microsoft.com/dotnet/api/documentformat.openxml.spreadsheet.numberingformat
_DATE_FORMATS = frozenset((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58))
# Colours, locales and quoted words in the code of a number's format.
_FORMAT_ASIDE = re.compile(r'"[^"]{0,200}"|\[[^\]]{0,200}\]|\\.|_.')
_DATE_CODE = re.compile("[dy]", re.IGNORECASE)
_ZEROS = re.compile("0+")
_DAYS = 2_958_465


def read(data: bytes, draft: Draft) -> None:
    """Write a workbook's text."""
    package = Package(data, draft.budget)
    main = package.main()
    strings = [
        text for each in package.related(main, "sharedStrings") for text in _strings(package.events(each.target))
    ]
    formats = [kind for each in package.related(main, "styles") for kind in _formats(package.events(each.target))]
    targets = {each.id: each.target for each in package.related(main, "worksheet", "chartsheet")}
    sheets, first_day = _contents(package.events(main))
    for number, (title, sheet_id, is_hidden) in enumerate(sheets, 1):
        where = f"sheet {number} (hidden)" if is_hidden else f"sheet {number}"
        draft.line(title, f"{where}, its name")
        draft.gap()
        if sheet_id in targets:
            _sheet(package, targets[sheet_id], draft, where, _Values(strings, formats, first_day))
    for each in package.related(main, "pivotCacheDefinition"):
        draft.gap()
        for event in package.events(each.target):
            if event.kind == START and event.name == "s":
                draft.line(event.attributes.get("v", ""), "what a pivot table keeps")
    office.properties(package, draft)


def _contents(events: Iterable[Event]) -> tuple[list[tuple[str, str, bool]], date]:
    """The sheets' titles, ids and whether they are hidden; and the day that dates are counted from."""
    sheets = []
    first_day = date(1899, 12, 30)
    for kind, name, attributes in events:
        if kind == START and name == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            sheets.append((attributes.get("name", ""), attributes.get("r:id", ""), is_hidden))
        elif kind == START and name == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
            first_day = date(1904, 1, 1)
    return sheets, first_day


def _strings(events: Iterable[Event]) -> Iterator[str]:
    """The list of texts that cells refer to by number."""
    text: list[str] = []
    reading = False
    aside = 0
    for kind, name, _ in events:
        if kind == TEXT:
            if reading:
                text.append(name)
            continue
        # How a text is pronounced stands beside it.
        aside += (name == "rPh") * (1 if kind == START else -1)
        reading = kind == START and name == "t" and not aside
        if kind == END and name == "si":
            yield "".join(text)
            text = []


def _formats(events: Iterable[Event]) -> Iterator[str]:
    """Of each style a cell may have: "date", a code of zeros, or nothing."""
    codes: dict[str, str] = {}
    inside = False
    for kind, name, attributes in events:
        if name == "cellXfs" and kind != TEXT:
            inside = kind == START
        elif kind == START and name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif kind == START and name == "xf" and inside:
            number = attributes.get("numFmtId", "")
            code = _FORMAT_ASIDE.sub("", codes.get(number, ""))
            if (number.isdigit() and int(number) in _DATE_FORMATS) or _DATE_CODE.search(code):
                yield "date"
            else:
                yield code if _ZEROS.fullmatch(code) else ""


class _Values:
    """What cells hold, as a person sees it."""

    def __init__(self, strings: list[str], formats: list[str], first_day: date) -> None:
        self._strings = strings
        self._formats = formats
        self._first_day = first_day

    def of(self, text: str, kind: str, style: str) -> str:
        if kind == "s":
            number = int(text) if text.isdecimal() else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if kind not in {"", "n"} or not text:
            return text
        format_ = self._formats[int(style)] if style.isdecimal() and int(style) < len(self._formats) else ""
        if format_ == "date":
            return self._date(text)
        return _plain(text).zfill(len(format_))

    def _date(self, text: str) -> str:
        try:
            days = int(float(text))
        except (ValueError, OverflowError):
            return text
        return f"{self._first_day + timedelta(days):%d/%m/%Y}" if 0 < days < _DAYS - 1462 else text


def _plain(number: str) -> str:
    """A whole number without the form that long ones are kept in (7.70090012E9)."""
    if "E" not in number:
        return number
    try:
        value = float(number)
    except ValueError:
        return number
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e16 else number


def _sheet(package: Package, part: str, draft: Draft, where: str, values: _Values) -> None:
    _cells(package.events(part), draft, where, values)
    for relation in package.related(part):
        match relation.kind:
            case "comments" | "threadedComment":
                _comments(package, relation.target, draft, where)
            case "drawing":
                flow = Flow(draft, where)
                office.drawing(package.events(relation.target), flow)
                office.beside(package, relation.target, flow, draft, where)
                flow.finish()
    flow = Flow(draft, where)
    office.beside(package, part, flow, draft, where)
    flow.finish()


def _cells(events: Iterable[Event], draft: Draft, where: str, values: _Values) -> None:
    grid = Grid(draft, where)
    headers: list[tuple[str, str]] = []
    row, column = -1, -1
    kind_of_cell = style = ""
    text: list[str] = []
    reading = False
    for kind, name, attributes in events:
        if kind == TEXT:
            if reading:
                text.append(name)
            continue
        reading = kind == START and (name in {"v", "t"} or name in _HEADERS)
        match kind, name:
            case markup.START, "row":
                number = attributes.get("r", "")
                row, column = int(number) - 1 if number.isdecimal() else row + 1, -1
            case markup.START, "c":
                row, column = position(attributes.get("r", "")) or (row, column + 1)
                kind_of_cell, style, text = attributes.get("t", ""), attributes.get("s", ""), []
            case markup.END, "c":
                grid.put(row, column, values.of("".join(text), kind_of_cell, style))
                text = []
            case markup.END, header if header in _HEADERS:
                headers.append(("".join(text), f"{where}, {_HEADERS[header]}"))
                text = []
    grid.write()
    for words, place in headers:
        draft.line(_HEADER_CODE.sub(" ", words).strip(), place)
    draft.gap()


def _comments(package: Package, part: str, draft: Draft, where: str) -> None:
    """Each comment with the cell it is on."""
    text: list[str] = []
    cell = ""
    reading = False
    for kind, name, attributes in package.events(part):
        if kind == TEXT:
            if reading:
                text.append(name)
            continue
        reading = kind == START and name in {"t", "text"}
        if name in {"comment", "threadedComment"}:
            if kind == START:
                cell, text = attributes.get("ref", "") if position(attributes.get("ref", "")) else "", []
            else:
                draft.line("".join(text), f"{where}, comment on {cell}" if cell else f"{where}, comment")
    draft.gap()
