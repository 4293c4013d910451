"""Excel: a line in the footer, or header, of every sheet, where printing and the page's view show it
(ECMA-376 part 1, 18.3.1.46)."""

from __future__ import annotations

import re

from safe_to_paste.documents.labelling import office
from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.labelling.parts import Parts
from safe_to_paste.documents.labelling.splice import Node, Xml, prefixed, text
from safe_to_paste.documents.reasons import unreadable

_SHEETS = ("worksheet", "chartsheet")
# What may stand before the headers and footers in a sheet; they come right after the last of these.
_BEFORE = frozenset({
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
})  # fmt: skip
_ORDER = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
# Where the cells begin: they are most of a sheet, and none of them is looked at.
_CELLS = re.compile(rb"<((?:\w+:)?sheetData)\b[^>]*(?<!/)>")
# Where a part of the line begins: left, centre, right. Two ampersands are one of the text.
_SECTION = re.compile(r"((?:[^&]|&[^LCR])*)(&[LCR])?")
_CODE = re.compile(r'&(?:&|"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|.)', re.DOTALL)
# Excel takes no longer ones.
_MOST = 255


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the properties, headers and footers say."""
    parts = office.opened(data)
    label = Label("", known=known)
    shown = (line for part in _sheets(parts) for said in _said(parts, part).values() for line in _labels(said, label))
    line, source = office.properties(parts, known)
    return Has(line, next(shown, ""), source)


def stamp(data: bytes, label: Label) -> bytes:
    """The workbook with its label."""
    parts = office.opened(data)
    sharing = Xml(parts.get(parts.main())).root.child("fileSharing")
    if sharing is not None and {"reservationPassword", "hashValue", "readOnlyRecommended"} & set(sharing.attributes):
        raise unreadable("protected")
    for part in _sheets(parts):
        _stamp_sheet(parts, part, label)
    office.stamp(parts, label)
    return parts.packed()


def _sheets(parts: Parts) -> list[str]:
    return [each.target for each in parts.related(parts.main(), *_SHEETS)]


def _said(parts: Parts, part: str) -> dict[str, str]:
    xml = Xml(_without_cells(parts.get(part))[0], "headerFooter")
    own = [node for node in xml.all("headerFooter") if len(node.path) == 1]
    return {child.name: child.words for node in own for child in node.children}


def _stamp_sheet(parts: Parts, part: str, label: Label) -> None:
    outer, cells = _without_cells(parts.get(part))
    xml = Xml(outer, "headerFooter")
    own = next((node for node in xml.all("headerFooter") if len(node.path) == 1), None)
    said = {child.name: child.words for child in own.children} if own else {}
    labelled = any(_labels(each, label) for name, each in said.items() if name.endswith("Header"))
    what = "Header" if labelled or (label.position == "top" and not any(map(label.is_one, said.values()))) else "Footer"
    pages = ["odd", *(page for page, switch in _SWITCHES.items() if own and _is_on(own, switch))]
    wanted = {**said, **{f"{page}{what}": with_label(said.get(f"{page}{what}", ""), label) for page in pages}}
    if wanted == said:
        return
    whole = "".join(
        f"<{element}>{text(wanted[name])}</{element}>"
        for name in _ORDER
        if name in wanted
        for element in [prefixed(xml.root, name)]
    )
    if own is not None:
        xml.fill(own, whole)
    else:
        before = [node for node in xml.root.children if node.name in _BEFORE]
        element = prefixed(xml.root, "headerFooter")
        made = f"<{element}>{whole}</{element}>"
        if before:
            xml.after(before[-1], made)
        else:
            xml.first(xml.root, made)
    parts.put(part, _with_cells(xml.spliced(), cells))


def _without_cells(sheet: bytes) -> tuple[bytes, bytes]:
    """A sheet without what is in its cells, and that."""
    if begin := _CELLS.search(sheet):
        end = sheet.rfind(b"</" + begin[1])
        if end > begin.end():
            return sheet[: begin.end()] + sheet[end:], sheet[begin.end() : end]
    return sheet, b""


def _with_cells(sheet: bytes, cells: bytes) -> bytes:
    begin = _CELLS.search(sheet) if cells else None
    return sheet[: begin.end()] + cells + sheet[begin.end() :] if begin else sheet


_SWITCHES = {"even": "differentOddEven", "first": "differentFirst"}


def _is_on(node: Node, switch: str) -> bool:
    return office.is_on({"val": node.attributes.get(switch, "0")})


def with_label(said: str, label: Label) -> str:
    """A footer with the label in the first of its parts that has room: the centre, the left, the right, or below.

    >>> with_label("&LYear 9&CPage &P", Label("AI supported"))
    '&LYear 9&CPage &P&RAI supported'
    """
    own = label.line.replace("&", "&&")
    sections = _sections(said)
    for key, words in sections.items():
        for line in words.split("\n"):
            if label.is_one(_plain(line)):
                sections[key] = words.replace(line, own) if _plain(line).strip() != label.line else words
                return said if sections[key] == words else _joined(sections)
    free = next((key for key in "CLR" if not sections[key].strip()), "")
    # What comes after a font's size would be read as more of the size.
    sections[free or "C"] = own if free else f"{sections['C']}\n{own}"
    joined = _joined(sections)
    if len(joined) > _MOST:
        raise unreadable("no_room")
    return joined


def _sections(said: str) -> dict[str, str]:
    """The left, the centre and the right of a header; what stands before any of them is the centre's."""
    sections = {"L": "", "C": "", "R": ""}
    key, at = "C", 0
    for match in _CODE.finditer(said):
        if match[0] in ("&L", "&C", "&R"):
            sections[key] += said[at : match.start()]
            key, at = match[0][1], match.end()
    sections[key] += said[at:]
    return sections


def _joined(sections: dict[str, str]) -> str:
    return "".join(f"&{key}{words}" for key, words in sections.items() if words)


def _plain(words: str) -> str:
    return _CODE.sub(lambda match: "&" if match[0] == "&&" else "", words)


def _labels(said: str, label: Label) -> list[str]:
    lines = (_plain(line).strip() for words in _sections(said).values() for line in words.split("\n"))
    return [line for line in lines if label.is_one(line)]
