"""The kinds of document: how each is recognised, by what is in it, and the module that reads it.

A file's name is only a claim. What is in it decides; the name tells apart what looks alike (a text, a page, an
e-mail). To add a format: a line in ``FORMATS`` and a module with ``read(data, draft)``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import Protocol, cast

from safe_to_paste.documents import limits, plain
from safe_to_paste.documents.draft import Draft, FullError
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.package import Package
from safe_to_paste.documents.reasons import WORDS, unreadable
from safe_to_paste.errors import UnreadableError


class Reads(Protocol):
    """The shape of a format's module."""

    def read(self, data: bytes, draft: Draft) -> None:
        """Write the document's text into the draft."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind: what it is called, the module here that reads it, and the ends of such files' names."""

    title: str
    module: str
    suffixes: tuple[str, ...]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "docx": Format("a Word document", "docx", (".docx", ".docm", ".dotx", ".dotm")),
        "xlsx": Format("an Excel workbook", "xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm")),
        "pptx": Format("a PowerPoint presentation", "pptx", (".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm")),
        "odt": Format("an OpenDocument text", "odf", (".odt", ".ott")),
        "ods": Format("an OpenDocument spreadsheet", "odf", (".ods", ".ots")),
        "odp": Format("an OpenDocument presentation", "odf", (".odp", ".otp")),
        "pdf": Format("a PDF", "pdf", (".pdf",)),
        "rtf": Format("a rich text", "rtf", (".rtf", ".doc")),
        "html": Format("a web page", "web", (".html", ".htm", ".xhtml", ".svg")),
        "eml": Format("an e-mail", "mail", (".eml", ".mht", ".mhtml")),
        "msg": Format("an Outlook message", "outlook", (".msg",)),
        "text": Format("a plain text", "plain", (".txt", ".csv", ".tsv", ".tab", ".md", ".json", ".xml", ".log")),
    }
)
_BY_SUFFIX = {suffix: kind for kind, each in FORMATS.items() for suffix in each.suffixes}

# How a file begins: a format's id, a container to look into, or the reason why it is not read.
_BEGINS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"\s{0,1000}%PDF-", "pdf"),
        (rb"\{\\rtf", "rtf"),
        (rb"PK(?:\x03\x04|\x05\x06)", "zip"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP", "picture"),
        (rb"\0\0..ftyp(?:hei|mif1|avif)", "picture"),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh[1-9]1AY|\xfd7zXZ", "archive"),
        (rb"(?i:(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,9})?<(?:!doctype\s{1,9}html|html|svg)\b)", "html"),
    )
)  # fmt: skip
HEAD_BYTES = 4_096
# Both a reason not to read a file and, where words in pictures are read, its kind and the module that does.
PICTURE = "picture"
_OPENDOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)")
_OPENDOCUMENT_KINDS = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
_OFFICE_KINDS = {"document": "docx", "workbook": "xlsx", "presentation": "pptx"}
_OLE_KINDS = {
    "EncryptedPackage": "password",
    "__properties_version1.0": "msg",
    "WordDocument": "older_office",
    "Workbook": "older_office",
    "Book": "older_office",
    "PowerPoint Document": "older_office",
}


def read(data: bytes, name: str, draft: Draft | None = None, *, ocr: bool = False) -> Document:
    """The text of a document.

    Args:
        data: all of the file.
        name: what it is called; only the end of it counts.
        draft: what to write it into, where it is not to be one of its own.
        ocr: whether words in a picture are read.

    Raises:
        UnreadableError: it cannot be read; ``code`` is one of ``reasons.WORDS``.
    """
    draft = draft or Draft()
    kind = recognise(data, name, ocr=ocr)
    try:
        _module(kind).read(data, draft)
    except FullError:
        draft.is_cut = True
        draft.note(f"what follows its first {limits.TEXT:,} characters")
    except RecursionError:
        raise unreadable("unsafe") from None
    if not draft.has_words and draft.pictures and kind != PICTURE:
        raise unreadable("scanned")
    return draft.finished(kind)


def read_inside(data: bytes, name: str, draft: Draft, where: str = "") -> None:
    """Write the text of a document that lies in another one; what cannot be read becomes a note."""
    where = where or next_inside(draft)
    if not may_go_deeper(draft, where):
        return
    try:
        kind = recognise(data, name)
        with draft.inside(where):
            _module(kind).read(data, draft)
    except UnreadableError as error:
        if error.code == "picture":
            draft.pictures += 1
        else:
            draft.note(f"{where}, which {WORDS[error.code]}")


def next_inside(draft: Draft) -> str:
    """The place of the next document in a document, where the format gives it none: "embedded file 2"."""
    return f"embedded file {limits.EMBEDDED - draft.budget.embedded + 1}"


def may_go_deeper(draft: Draft, where: str) -> bool:
    """Whether one more document in a document is read; a note when it is not."""
    draft.budget.embedded -= 1
    if draft.depth < limits.NESTED and draft.budget.embedded >= 0:
        return True
    draft.note(f"{where}, which is one too many or lies too deep")
    return False


def recognise(data: bytes, name: str, *, ocr: bool = False) -> str:
    """The id of a file's format; raises UnreadableError when it has none. ``ocr``: a picture is one."""
    what = begins(data[:HEAD_BYTES], name)
    if what == PICTURE and ocr:
        return what
    if what == "zip":
        what = _in_zip(data)
    elif what == "ole":
        what = _in_ole(data)
    if what in WORDS:
        raise unreadable(what)
    return what


def begins(head: bytes, name: str) -> str:
    """What the first bytes of a file and its name say: a format's id, "zip", "ole", or a reason not to read it."""
    claimed = _BY_SUFFIX.get(PurePath(name).suffix.casefold(), "")
    for pattern, what in _BEGINS:
        if pattern.match(head):
            return what
    if claimed == "pdf" and b"%PDF-" in head[:1024]:
        return "pdf"
    if not head and claimed not in {"", "text"}:
        return "empty"
    if not plain.is_text(plain.decoded(head)):
        return "not_its_name" if claimed not in {"", "text"} else "unknown"
    return claimed if claimed in {"html", "eml"} else "text"


def _module(kind: str) -> Reads:
    module = FORMATS[kind].module if kind in FORMATS else kind
    return cast(Reads, import_module(f"safe_to_paste.documents.{module}"))


def _in_zip(data: bytes) -> str:
    """An Office document of either family, or only an archive."""
    package = Package(data, limits.Budget())
    if "mimetype" in package:
        found = _OPENDOCUMENT.match(package.read("mimetype"))
        return _OPENDOCUMENT_KINDS[found[1]] if found else "unknown"
    if not (main := package.main()):
        return "archive"
    root = next((event.name for event in package.events(main)), "")
    return _OFFICE_KINDS.get(root, "unknown")


def _in_ole(data: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return next((kind for name, kind in _OLE_KINDS.items() if file.exists(name)), "unknown")
    except (OSError, ValueError, IndexError, KeyError):
        return "damaged"
