"""Make look-alike characters alike, so that one pattern serves however a text was typed.

Word processors and web pages put no-break spaces, en dashes, curly quotes and full-width or
non-Latin digits where a form would have plain ones. Those are changed one character for one
character, so offsets stay as they are. Zero-width characters and separate accents do change the
length, which is rare: only then is an offset map kept.

>>> normalise("UPN\\u00a0A\\uff11\\u2013\\u2018x\\u2019").text
"UPN A1-'x'"
>>> hidden = normalise("Le\\u200bah")
>>> hidden.text, hidden.original(Span(0, 4))
('Leah', Span(start=0, end=5))
"""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

import regex

from safe_to_paste.model import Span

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u2032"
_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029\r"

# What has no width of its own, or joins the character before it.
_FOLDABLE = regex.compile(r"[\p{Mn}\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text and the way back to the original's offsets.

    ``starts`` is None while offsets are unchanged; otherwise it holds, for each code point of
    ``text`` and for its end, where that code point starts in the original.
    """

    text: str
    starts: tuple[int, ...] | None = None

    def original(self, span: Span) -> Span:
        """The same stretch in the text as it was given."""
        if self.starts is None:
            return span
        # Up to the next kept character: hidden ones inside or behind belong to what they hid.
        return Span(self.starts[span.start], self.starts[span.end])


def normalise(text: str) -> Normal:
    """The text as the rules read it."""
    if text.isascii():
        return Normal(text.translate(_ASCII_LINE_ENDS) if _has_odd_line_end(text) else text)
    if _FOLDABLE.search(text) is None:
        return Normal(text.translate(_table()))
    return _fold(text)


def _has_odd_line_end(text: str) -> bool:
    return "\r" in text or "\x0b" in text or "\x0c" in text


# A lone carriage return ends a line as well, and in CR LF a space before the LF harms nothing.
_ASCII_LINE_ENDS = {ord("\r"): " ", ord("\x0b"): "\n", ord("\x0c"): "\n"}


@cache
def _table() -> dict[int, str]:
    """Built on first need: walking Unicode for its digits takes a moment."""
    table = {ord(c): " " for c in _SPACES}
    table |= {ord(c): "-" for c in _DASHES}
    table |= {ord(c): "'" for c in _APOSTROPHES}
    table |= {ord(c): '"' for c in _QUOTES}
    table |= {ord(c): "\n" for c in _LINE_ENDS if c != "\r"} | {ord("\r"): " "}
    # Full-width forms of printable ASCII: https://www.unicode.org/charts/PDF/UFF00.pdf
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in table}
    for zero in _zeros():
        table |= {zero + n: str(n) for n in range(10)}
    return table


def _zeros() -> tuple[int, ...]:
    """Where each script's run of ten decimal digits starts, ASCII left out."""
    return tuple(
        code for code in range(0x600, 0x20000) if unicodedata.decimal(chr(code), None) == 0 and code < sys.maxunicode
    )


def _fold(text: str) -> Normal:
    """Drop zero-width characters and compose accents, keeping where each came from."""
    table = _table()
    kept: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        if not _FOLDABLE.match(character):
            kept.append(table.get(ord(character), character))
            starts.append(at)
        elif unicodedata.combining(character) and kept:
            composed = unicodedata.normalize("NFC", kept[-1] + character)
            if len(composed) == 1:
                kept[-1] = composed
    return Normal("".join(kept), (*starts, len(text)))
