"""PDF: the text of each page, notes and form fields on it, and the document's properties, by PDFium."""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from safe_to_paste.documents import limits, wrapping
from safe_to_paste.documents.draft import PROPERTIES, Draft
from safe_to_paste.documents.reasons import unreadable

_TOLD = ("Title", "Subject", "Keywords")
# What a note says, what a form's field holds.
_SAID = {b"Contents": "note", b"V": "form field"}
# Of the time there is for a document; what is left is for the check of what was read.
_SHARE_OF_TIME = 0.7
_LONGEST_NOTE = 100_000
_MOST_PLACED = 40_000
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_WORD = re.compile(r"\S+")
# A word that goes on over the end of a line: PDFium's sign for the hyphen there.
_HYPHENS = ("\ufffe\r\n", "\x02\r\n", "\ufffe ", "\x02 ", "\ufffe\n", "\x02\n")


def read(data: bytes, draft: Draft) -> None:
    """Write a document's text, as far as there is time for its pages."""
    until = time.monotonic() + limits.SECONDS * _SHARE_OF_TIME
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise unreadable("password" if is_locked else "damaged") from None
    number = 0
    scans: list[int] = []
    for number in range(1, len(document) + 1):
        if number > limits.PAGES or time.monotonic() > until:
            draft.note(f"the pages from {number} on, of {len(document)}")
            break
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            draft.note(f"page {number}, which is damaged")
            continue
        if not _page(page, draft, f"page {number}"):
            scans.append(number)
        page.close()
    if not draft.has_words and scans:
        raise unreadable("scanned")
    for number in scans:
        draft.note(f"page {number}, which is a picture")
    if document.count_attachments():
        draft.note("files attached to it")
    draft.gap()
    for key in _TOLD:
        draft.line(document.get_metadata_value(key), PROPERTIES)
    draft.author(document.get_metadata_value("Author"))


def _page(page: pypdfium2.PdfPage, draft: Draft, where: str) -> bool:
    """Write a page's text; False when something is drawn on it and none of that is text."""
    words = _text(page.get_textpage())
    draft.line(words, where)
    kinds = [
        raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, number))
        for number in range(raw.FPDFPage_CountObjects(page.raw))
    ]
    draft.pictures += kinds.count(raw.FPDF_PAGEOBJ_IMAGE)
    for kind, said in _annotations(page):
        draft.line(said, f"{where}, {kind}")
    draft.gap()
    return bool(words.strip()) or not kinds


def _text(page: pypdfium2.PdfTextPage) -> str:
    """A page's text without the ends of lines that only the page's width made."""
    words = str(page.get_text_range())
    # PDFium counts characters that it gives no text for, and those beyond 65,535 twice: then places are not to be had.
    if len(words) == page.count_chars() <= _MOST_PLACED:
        words = wrapping.unwrapped([_line(page, match) for match in _LINE.finditer(words)])
    for hyphen in _HYPHENS:
        words = words.replace(hyphen, "")
    return words


def _line(page: pypdfium2.PdfTextPage, match: re.Match[str]) -> wrapping.Line:
    """A line with the places of its words, each of which is as wide as its first and last letter say."""
    words = []
    for word in _WORD.finditer(match[0]):
        first, last = _box(page, match.start() + word.start()), _box(page, match.start() + word.end() - 1)
        words.append(
            wrapping.Word(word[0], first.left, last.right, min(first.bottom, last.bottom), max(first.top, last.top))
        )
    return tuple(words)


def _box(page: pypdfium2.PdfTextPage, number: int) -> raw.FS_RECTF:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page.raw, number, ctypes.byref(box))
    return box


def _annotations(page: pypdfium2.PdfPage) -> Iterator[tuple[str, str]]:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 10_000)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            for key, kind in _SAID.items():
                if said := _string(annotation, key):
                    yield kind, said
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    """A text of an annotation, which comes as UTF-16 with a zero at its end."""
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= _LONGEST_NOTE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")
