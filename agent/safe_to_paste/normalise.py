"""Make look-alike characters alike, so that one pattern serves however a text was typed.

Word processors and web pages put no-break spaces, en dashes, curly quotes and full-width or
non-Latin digits where a form would have plain ones. Those are changed one character for one
character, so offsets stay as they are. Zero-width characters and separate accents do change the
length, which is rare: only then is an offset map kept. Disguises come last (``disguise``).

>>> normalise("UPN\\u00a0A\\uff11\\u2013\\u2018x\\u2019").text
"UPN A1-'x'"
>>> hidden = normalise("Le\\u200bah")
>>> hidden.text, hidden.original(Span(0, 4))
('Leah', Span(start=0, end=5))
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain

from safe_to_paste import disguise
from safe_to_paste.model import Span

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u2032"
_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"

_ALIKE = {
    # Full-width forms of printable ASCII: https://www.unicode.org/charts/PDF/UFF00.pdf
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    # In CR LF a space before the LF harms nothing, and CR alone is hardly met any more.
    "\r": " ",
}
# Soft hyphen, zero-width spaces and joiners, marks and isolates of direction, byte order mark; fillers without width,
# selectors of a variant, tags.
_HIDDEN = frozenset("\u00ad\u034f\u061c\u115f\u1160\u180e\u3164\ufeff\uffa0") | {
    chr(code)
    for first, last in (
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFE00, 0xFE0F),
        (0xE0000, 0xE007F),
    )
    for code in range(first, last + 1)
}
# Letters of mathematics, letters in circles and in squares.
_STYLED = (("\u2100", "\u214f"), ("\u24b6", "\u24e9"), ("\U0001d400", "\U0001d7ff"), ("\U0001f130", "\U0001f149"))


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
    # A text has few different characters: looking at each once is far cheaper than at every place.
    characters = set(text)
    if any(map(_is_folded, characters)):
        return _undisguised(_fold(text), characters)
    for character in characters:
        if (plain := _plain(character)) != character:
            text = text.replace(character, plain)
    return _undisguised(Normal(text), characters)


def _undisguised(normal: Normal, characters: set[str]) -> Normal:
    """With words read as they look, whatever letters they are written in and whatever stands between those."""
    text, starts = normal.text, normal.starts
    if not disguise.LOOKALIKES.isdisjoint(characters):
        text = disguise.latin(text)
    kept = disguise.joined(text)
    if kept is None:
        return Normal(text, starts)
    plain = "".join([text[stretch.start : stretch.stop] for stretch in kept])
    before = range(len(text) + 1) if starts is None else starts
    return Normal(plain, (*chain(*[before[stretch.start : stretch.stop] for stretch in kept]), before[len(text)]))


def _is_folded(character: str) -> bool:
    """Whether it has no width of its own, or joins the character before it."""
    return character > "\x7f" and (character in _HIDDEN or unicodedata.combining(character) > 0)


@cache
def _plain(character: str) -> str:
    """What a character becomes: most stay as they are."""
    digit = unicodedata.decimal(character, None)
    if any(first <= character <= last for first, last in _STYLED):
        character = _unstyled(character)
    return _ALIKE.get(character, character) if digit is None else str(digit)


def _unstyled(character: str) -> str:
    """A letter in bold, in script, in a circle as the letter it is."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalpha() else character


def _fold(text: str) -> Normal:
    """Drop zero-width characters and compose accents, keeping where each came from."""
    kept: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        if not _is_folded(character):
            kept.append(_plain(character))
            starts.append(at)
        elif unicodedata.combining(character) and kept:
            composed = unicodedata.normalize("NFC", kept[-1] + character)
            if len(composed) == 1:
                kept[-1] = composed
    return Normal("".join(kept), (*starts, len(text)))
