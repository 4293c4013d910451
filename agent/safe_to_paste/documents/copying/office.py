"""A Word, Excel or PowerPoint file put together anew from the parts that go into a copy."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from safe_to_paste.documents import limits, markup
from safe_to_paste.documents.copying import picture, tables
from safe_to_paste.documents.copying.rewriting import Attributes, Everywhere, Rewriter, Table, escaped, quoted
from safe_to_paste.documents.copying.tracing import Change, Part, trace
from safe_to_paste.documents.grid import position
from safe_to_paste.documents.markup import START, Event
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.package import Package, Relation

_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = re.compile(r"sheet (\d+)(?: \(hidden\))?(, its name)?")
# What no sheet's name may hold; https://support.microsoft.com/office/3f1f7148-ee83-404d-8ef0-9ff99fbad1f9
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_EMPTY = Part()
_Instead = Callable[[str, str, Attributes], str | None]
_Attributed = Callable[[str, Attributes], Attributes]


@dataclass(slots=True)
class _Cells:
    """What is changed in a workbook beside its running texts: cells by sheet and place, and names of sheets."""

    texts: dict[int, dict[tuple[int, int], str]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    unused: frozenset[int] = frozenset()


def copy(data: bytes, name: str, document: Document, changes: Sequence[Change], everywhere: Everywhere) -> bytes:
    """The file anew; raises UnreadableError where that cannot be done faithfully."""
    package = Package(data, limits.Budget())
    main = package.main()
    kinds = {main: "officeDocument"} | _reached(package, "", tables.KINDS[document.kind])
    cells = _Cells()
    if document.kind == "xlsx":
        cells = _cells(package, main, document, changes)
    unmarked = frozenset(part.casefold() for part, kind in kinds.items() if kind in {"worksheet", "sharedStrings"})
    parts = trace(data, name, document.text, changes, unmarked)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_TYPES, _content_types(package, frozenset(kinds)))
        _write_relations(archive, package, "", kinds)
        sheets = _sheets(package, main) if document.kind == "xlsx" else {}
        for part, kind in kinds.items():
            if kind == "image":
                archive.writestr(part, picture.blank())
                continue
            kept = frozenset(each.id for each in package.related(part) if not each.is_outside and each.target in kinds)
            table = tables.TABLES[document.kind].get(kind, tables.TABLES[document.kind][""])
            how = _how(kind, parts.get(part.casefold(), _EMPTY), cells, sheets.get(part))
            rewriter = Rewriter(table, how.part, everywhere, kept, how.instead, how.attributed)
            archive.writestr(part, rewriter.written(package.chunks(part)))
            _write_relations(archive, package, part, kinds)
    return held.getvalue()


class _How(NamedTuple):
    """How a part is written."""

    part: Part
    instead: _Instead = lambda *_: None
    attributed: _Attributed = lambda _, attributes: attributes


def _how(kind: str, part: Part, cells: _Cells, sheet: int | None) -> _How:
    """Sheets, the list of their texts and their names are written by what is known of their cells."""
    if kind == "sharedStrings":
        return _How(_ALL, instead=_unused(cells.unused))
    if kind == "worksheet" and sheet is not None:
        return _How(_ALL, instead=_cell_writer(cells.texts.get(sheet, {})))
    if kind == "officeDocument" and cells.names:
        return _How(part, attributed=_sheet_namer(cells.names))
    return _How(part)


# All of a part counts as read: its words were looked at cell by cell.
_ALL = Part(read=[(0, 1 << 60)])


def _reached(package: Package, part: str, wanted: frozenset[str]) -> dict[str, str]:
    """The parts that are kept, each with the kind of relation that leads there first."""
    found: dict[str, str] = {}
    left = [part]
    while left:
        for relation in package.related(left.pop(), *wanted):
            if not relation.is_outside and relation.target not in found:
                found[relation.target] = relation.kind
                left.append(relation.target)
    return found


def _write_relations(archive: zipfile.ZipFile, package: Package, part: str, kinds: dict[str, str]) -> None:
    related = [each for each in package.related(part) if not each.is_outside and each.target in kinds]
    if not related:
        return
    folder, name = posixpath.split(part)
    said = "".join(_said(each) for each in related)
    archive.writestr(
        posixpath.join(folder, "_rels", f"{name}.rels"),
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{_RELATIONSHIPS}">{said}</Relationships>',
    )


def _said(relation: Relation) -> str:
    target = quoted("/" + relation.target)
    return f'<Relationship Id="{quoted(relation.id)}" Type="{quoted(relation.type)}" Target="{target}"/>'


def _content_types(package: Package, kept: frozenset[str]) -> bytes:
    """The list of what each part is, without those that are not there."""
    names = frozenset("/" + part.casefold() for part in kept)

    def left_out(name: str, _: str, attributes: Attributes) -> str | None:
        return "" if name == "Override" and attributes.get("PartName", "").casefold() not in names else None

    return Rewriter(Table(), _EMPTY, Everywhere(()), None, left_out).written(package.chunks(_TYPES))


def _sheets(package: Package, main: str) -> dict[str, int]:
    """The number of each sheet's part, in the order in which the workbook shows them."""
    targets = {each.id: each.target for each in package.related(main, "worksheet", "chartsheet")}
    ids = [event.attributes.get("r:id", "") for event in _starts(package, main, "sheet")]
    return {targets[each]: number for number, each in enumerate(ids, 1) if each in targets}


def _starts(package: Package, part: str, name: str) -> list[Event]:
    return [event for event in markup.events(package.chunks(part)) if event.kind == START and event.name == name]


def _cells(package: Package, main: str, document: Document, changes: Sequence[Change]) -> _Cells:
    """What the changes come to in cells and names of sheets."""
    cells = _Cells()
    text = document.text
    bounds = [*(place.start for place in document.places), len(text)]
    number = 0
    edits: dict[tuple[int, int, int], tuple[str, list[Change]]] = {}
    for change in changes:
        while bounds[number + 1] <= change.start:
            number += 1
        label = change.text
        at = number
        while at < len(document.places) and bounds[at] < change.end:
            place = document.places[at]
            known = _SHEET.fullmatch(place.where)
            if known and known[2]:
                cells.names[int(known[1])] = label
                label = ""
            elif known and place.row:
                begins = place.start
                columns = document.columns.get(place.where, ())
                line = text[begins : text.index("\n", begins)]
                for column, words in zip(columns, line.split("\t"), strict=False):
                    ends = begins + len(words)
                    if words and change.start < ends and change.end > begins:
                        where = (int(known[1]), place.row - 1, column)
                        start, end = max(0, change.start - begins), min(len(words), change.end - begins)
                        edits.setdefault(where, (words, []))[1].append(Change(start, end, label))
                        label = ""
                    begins = ends + 1
            at += 1
    for (sheet, row, column), (words, made) in edits.items():
        cells.texts.setdefault(sheet, {})[row, column] = _edited(words, made)
    cells.unused = _unused_strings(package, main, cells)
    return cells


def _edited(text: str, changes: Sequence[Change]) -> str:
    pieces, at = [], 0
    for change in changes:
        pieces += [text[at : change.start], change.text]
        at = change.end
    return "".join([*pieces, text[at:]]).strip()


def _unused_strings(package: Package, main: str, cells: _Cells) -> frozenset[int]:
    """The texts in the workbook's list that no cell shows any more."""
    used: set[int] = set()
    for part, sheet in _sheets(package, main).items():
        changed = cells.texts.get(sheet, {})
        where, is_shared, row, column = (0, 0), False, -1, -1
        for kind, name, attributes in markup.events(package.chunks(part)):
            if kind == START and name == "row":
                number = attributes.get("r", "")
                row, column = int(number) - 1 if number.isdecimal() else row + 1, -1
            elif kind == START and name == "c":
                where = row, column = position(attributes.get("r", "")) or (row, column + 1)
                is_shared = attributes.get("t") == "s"
            elif kind == markup.TEXT and is_shared and where not in changed and name.isdecimal():
                used.add(int(name))
    total = sum(len(_starts(package, each.target, "si")) for each in package.related(main, "sharedStrings"))
    return frozenset(range(total)) - used


def _unused(unused: frozenset[int]) -> _Instead:
    """Empties the texts that no cell shows."""
    count = -1

    def instead(name: str, raw: str, _: Attributes) -> str | None:
        nonlocal count
        count += name == "si"
        return f"<{raw}><{_beside(raw, 't')}/></{raw}>" if name == "si" and count in unused else None

    return instead


def _cell_writer(texts: dict[tuple[int, int], str]) -> _Instead:
    """Writes the cells that are changed, with the look they had."""
    row, column = -1, -1

    def instead(name: str, raw: str, attributes: Attributes) -> str | None:
        nonlocal row, column
        if name == "row":
            number = attributes.get("r", "")
            row, column = int(number) - 1 if number.isdecimal() else row + 1, -1
        if name != "c":
            return None
        row, column = position(attributes.get("r", "")) or (row, column + 1)
        text = texts.get((row, column))
        if text is None:
            return None
        stays = "".join(f' {key}="{quoted(value)}"' for key, value in attributes.items() if key in {"r", "s"})
        if not text:
            return f"<{raw}{stays}/>"
        inline, t = _beside(raw, "is"), _beside(raw, "t")
        words = f'<{t} xml:space="preserve">{escaped(text)}</{t}>'
        return f'<{raw}{stays} t="inlineStr"><{inline}>{words}</{inline}></{raw}>'

    return instead


def _sheet_namer(names: dict[int, str]) -> _Attributed:
    """Gives sheets other names."""
    count = 0

    def attributed(name: str, attributes: Attributes) -> Attributes:
        nonlocal count
        if name != "sheet":
            return attributes
        count += 1
        if count not in names:
            return attributes
        called = _NOT_IN_NAMES.sub("", names[count]).strip()[: _LONGEST_NAME - 5]
        return {**attributes, "name": f"{called} ({count})" if called else f"Sheet {count}"}

    return attributed


def _beside(raw: str, local: str) -> str:
    """A name with the same prefix."""
    prefix, colon, _ = raw.rpartition(":")
    return f"{prefix}{colon}{local}"
