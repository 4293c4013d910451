"""Plain text: in UTF-8, in what a byte order mark says, or in the Windows code page of older school systems."""

from __future__ import annotations

import codecs

from safe_to_paste.documents.draft import Draft

# UTF-32's mark begins as UTF-16's does, so it comes first.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
# All controls but tab, line feed, form feed and carriage return.
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\f\r")


def decoded(data: bytes) -> str:
    """Bytes as text.

    >>> decoded("Zoë".encode("cp1252")), decoded("Zoë".encode("utf-16")), decoded("Zoë".encode("utf-16-le"))
    ('Zoë', 'Zoë', 'Zoë')
    """
    return data.decode(encoding(data), errors="replace")


def encoding(data: bytes) -> str:
    """How bytes are to be read as text.

    >>> encoding(b"Zoe"), encoding("Zoë".encode("cp1252"))
    ('utf-8', 'cp1252')
    """
    named = next((name for mark, name in MARKS.items() if data.startswith(mark)), "") or _unmarked(data)
    try:
        data.decode(named)
    except UnicodeDecodeError:
        return "cp1252"
    return named


def encoded(text: str, like: bytes) -> bytes:
    """A text as bytes, in the encoding of those it was made from.

    >>> encoded("[Pupil 1]", "Zoë".encode("utf-16")).decode("utf-16")
    '[Pupil 1]'
    """
    return text.encode(encoding(like), errors="replace")


def is_text(text: str) -> bool:
    """Whether it holds nothing that no text holds.

    >>> is_text("Name\\tForm"), is_text("\\x00\\x01")
    (True, False)
    """
    return _CONTROLS.isdisjoint(text)


def read(data: bytes, draft: Draft) -> None:
    """Write a text that lies in another document."""
    for line in decoded(data).splitlines():
        draft.line(line, "text")


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark shows by the empty half of each character."""
    start = data[:400]
    odd, even = start[1::2].count(0), start[::2].count(0)
    if odd > len(start) // 4 > even:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) // 4 > odd else "utf-8"
