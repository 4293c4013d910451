"""PDF: the text of each page, notes and form fields on it, and the document's properties, by PDFium."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from safe_to_paste.documents import limits
from safe_to_paste.documents.draft import PROPERTIES, Draft
from safe_to_paste.documents.reasons import unreadable

_TOLD = ("Title", "Subject", "Keywords")
# What a note says, what a form's field holds.
_SAID = {b"Contents": "note", b"V": "form field"}
# Of the time there is for a document; what is left is for the check of what was read.
_SHARE_OF_TIME = 0.7
_LONGEST_NOTE = 100_000
# A word that goes on over the end of a line: PDFium's sign for the hyphen there.
_HYPHENS = ("\ufffe\r\n", "\x02\r\n")


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
    words = page.get_textpage().get_text_bounded()
    for hyphen in _HYPHENS:
        words = words.replace(hyphen, "")
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
