r"""Rich Text Format 1.9.1: body, headers, footers, notes, comments, deleted text, properties.

A file is groups in braces, control words (``\par``) and text. Some groups are not of the body: those in the table
below are read as what they are, all others of that kind (fonts, styles, pictures) are passed over.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from safe_to_paste.documents import limits
from safe_to_paste.documents.draft import PROPERTIES, Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.reasons import unreadable

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])|(?P<brace>[{}])|(?P<ends>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    "footnote": "footnote",
    "annotation": "comment",
    **dict.fromkeys(
        ("title", "subject", "author", "operator", "manager", "company", "category", "keywords", "comment", "doccomm"),
        PROPERTIES,
    ),
}
# The one of a shape's properties, each a name and a value, that is words.
_DESCRIPTION = "wzDescription"
_AUTHORS = frozenset({"author", "operator", "manager"})
# Groups that belong to the text although they are marked as ones that a program need not know.
_INSIDE = frozenset({"shpinst", "shptxt", "nonshppict", "result", "fldrslt"})
_PASSED_OVER = frozenset({
    "fonttbl", "colortbl", "stylesheet", "pict", "objdata", "fldinst", "listtable", "listoverridetable", "revtbl",
    "rsidtbl", "generator", "themedata", "datastore", "latentstyles", "xmlnstbl", "filetbl", "atnid", "atnauthor",
    "atntime", "atnref", "atndate", "atrfstart", "atrfend", "bkmkstart", "bkmkend", "private", "xe", "tc",
    "sv", "creatim", "revtim", "printim", "buptim", "template", "hlinkbase",
})  # fmt: skip
_SIGNS = {
    "line": "\n", "tab": "\t", "nestcell": "\t", "nestrow": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the brace that ends the group."""

    is_passed_over: bool = False
    is_deleted: bool = False
    after_unicode: int = 1
    is_aside: bool = False
    is_name: bool = False


def read(data: bytes, draft: Draft) -> None:
    """Write a document's text."""
    reader = _Reader(draft)
    at = 0
    while at < len(data):
        token = _TOKEN.match(data, at)
        if token is None:
            break
        at = token.end() + reader.take(token)
    reader.finish()


class _Reader:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._flow = Flow(draft)
        self._flow.begin_paragraph()
        self._group = _Group()
        self._outer: list[_Group] = []
        self._page = "cp1252"
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0
        self._starred = False
        self._deleted: list[str] = []
        self._property = ""
        self._in_table = self._in_row = False

    def take(self, token: re.Match[bytes]) -> int:
        """Deal with a token; how many bytes after it are no tokens."""
        kind = token.lastgroup
        if kind in {"hex", "text"}:
            self._take_bytes(bytes([int(token["hex"], 16)]) if kind == "hex" else token["text"])
            return 0
        if kind == "ends":
            return 0
        self._flush()
        if kind == "brace":
            (self._begin if token["brace"] == b"{" else self._end)()
        elif token["sign"] is not None:
            self._sign(token["sign"])
        else:
            return self._word(token["word"].decode("ascii"), int(token["number"] or 1), token["number"] is not None)
        return 0

    def finish(self) -> None:
        """Write what is left."""
        self._flush()
        while self._outer:
            self._end()
        self._end_line()
        self._flow.finish()

    def _take_bytes(self, data: bytes) -> None:
        # Each \u is followed by what older programs show instead of it.
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._bytes += data[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            self._text(bytes(self._bytes).decode(self._page, errors="replace"))
            self._bytes.clear()

    def _text(self, text: str) -> None:
        if self._group.is_passed_over:
            return
        if self._group.is_name:
            self._property = text.strip()
        elif self._group.is_deleted:
            self._deleted.append(text)
        else:
            self._flow.text(text)

    def _begin(self) -> None:
        if len(self._outer) > limits.DEPTH:
            raise unreadable("unsafe")
        self._outer.append(self._group)
        self._group = replace(self._group, is_aside=False, is_name=False)
        self._skip, self._starred = 0, False

    def _end(self) -> None:
        if not self._outer:
            return
        if self._group.is_aside:
            self._flow.end_aside()
        self._group = self._outer.pop()
        self._skip = 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif self._skip:
            self._skip -= 1
        else:
            self._text(_SYMBOLS.get(sign, ""))

    def _word(self, word: str, number: int, is_numbered: bool) -> int:
        starred, self._starred = self._starred, False
        if word == "bin":
            return max(0, number) if is_numbered else 0
        if self._group.is_passed_over:
            return 0
        if self._skip and word != "u":
            self._skip -= 1
        if word == "sv" and self._property == _DESCRIPTION:
            self._begin_aside("alternative text")
        elif word in _PLACES:
            self._begin_aside(_PLACES[word])
            if word in _AUTHORS:
                self._flow.text("Author: ")
        elif word in _PASSED_OVER or (starred and word not in _INSIDE):
            self._draft.pictures += word == "pict"
            self._group = replace(self._group, is_passed_over=True)
        elif word == "u":
            self._unicode(number)
        elif word == "sn":
            self._group = replace(self._group, is_name=True)
        else:
            self._set(word, number)
            self._layout(word)
        return 0

    def _set(self, word: str, number: int) -> None:
        """What holds from here on."""
        match word:
            case "uc":
                self._group = replace(self._group, after_unicode=max(0, min(number, 8)))
            case "deleted" | "plain":
                self._group = replace(self._group, is_deleted=word == "deleted" and number != 0)
            case "ansicpg":
                self._page = _code_page(number)
            case "object":
                self._draft.note("an embedded file")

    def _begin_aside(self, where: str) -> None:
        self._flow.begin_aside(where)
        self._flow.begin_paragraph()
        self._group = replace(self._group, is_aside=True)

    def _layout(self, word: str) -> None:
        """Lines and signs; a table comes as paragraphs that end in cell, and rows that end in row."""
        match word:
            case "par" | "sect" | "page":
                self._end_line()
            case "intbl":
                self._begin_row()
            case "cell":
                self._begin_row()
                self._flow.end_paragraph()
                self._flow.end_cell()
                self._flow.begin_cell()
                self._flow.begin_paragraph()
            case "row" if self._in_row:
                self._flow.end_row()
                self._in_row = False
            case _ if word in _SIGNS:
                self._text(_SIGNS[word])

    def _begin_row(self) -> None:
        if not self._in_table:
            self._flow.begin_table()
        if not self._in_row:
            self._flow.begin_row()
            self._flow.begin_cell()
        self._in_table = self._in_row = True

    def _end_line(self) -> None:
        if self._in_table and not self._in_row:
            self._flow.end_table()
            self._in_table = False
        self._flow.end_paragraph()
        self._flow.aside("".join(self._deleted), "deleted text")
        self._deleted = []
        self._flow.begin_paragraph()

    def _unicode(self, number: int) -> None:
        """A UTF-16 unit, counted below zero from the middle on; two of them may be one character."""
        unit = number % 0x10000
        self._skip = self._group.after_unicode
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            unit = 0x10000 + ((self._high & 0x3FF) << 10) + (unit & 0x3FF) if self._high else 0xFFFD
        self._high = 0
        self._text(chr(unit))


def _code_page(number: int) -> str:
    name = {10000: "mac_roman", 65001: "utf-8"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
