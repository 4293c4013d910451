"""Undo what hides a name from a program and from no reader: letters of another alphabet, letters spaced out.

A word of Latin letters with a Cyrillic or Greek one among them is read as it looks; a word that is all Cyrillic or
all Greek is left as it is. "L e a h" is read as one word where it is written as names and words are; rows of answers
and grades are not. Each step looks at a text once.

>>> latin("L\u0435\u0430h and \u041b\u0435\u0430")
'Leah and \u041b\u0435\u0430'
>>> text = "ring L e a h  O k a f o r"
>>> "".join(text[kept.start:kept.stop] for kept in joined(text))
'ring Leah Okafor'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from safe_to_paste.model import Span

# https://www.unicode.org/reports/tr39/ (confusables), those that are written alike in most typefaces.
_ALIKE = str.maketrans(
    "АВЕІЈКМНОРСТУХЅҮаеіјорсухѕһԁԛԝкӏЁёЇїΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρικυηγօոսհɑɡ",
    "ABEIJKMHOPCTYXSYaeijopcyxshdqwklËëÏïABEZHIKMNOPTYXaovpikunyonuhag",
)
LOOKALIKES = frozenset(map(chr, _ALIKE))
_CLASS = "".join(sorted(LOOKALIKES))
_LATIN = "A-Za-z\u00c0-\u024f"
# Beside a Latin letter, or within what may be a number: a UPN's letter may be the only one there is.
_MIXED = re.compile(rf"[{_LATIN}][{_CLASS}]|[{_CLASS}][{_LATIN}]|[{_CLASS}]\d{{6}}|\d{{6}}[{_CLASS}]")
_WORD = re.compile(r"[^\W_]+")
_ALL_LATIN = re.compile(rf"[{_LATIN}\d]+")
_SOME_LATIN = re.compile(rf"[{_LATIN}]|\d{{6}}")

_ALONE = r"[^\W\d_](?![^\W_])"
_SPACED = re.compile(
    rf"(?<![^\W_])(?:(?P<letters>{_ALONE}(?P<between>[ ._*-])(?:{_ALONE}(?P=between)?+){{2,}}+)"
    # A UPN, a National Insurance number.
    r"|(?P<number>[A-Za-z](?P<apart>[ .-])(?:(?:\d(?P=apart)){11}|[A-Za-z](?P=apart)(?:\d(?P=apart)){6})[\dA-Za-z])"
    r"(?![^\W_]))"
)
# Few texts have even this much of it, and it is looked for in a fifth of the time.
_HINT = re.compile(r"[ ._*-]\w[ ._*-]\w(?![^\W_])")
_LEAST_OF_ONE_CASE = 4


def latin(text: str) -> str:
    """The text with look-alike letters of other alphabets read as Latin ones, one for one."""
    return _WORD.sub(_as_latin, text) if _MIXED.search(text) else text


def joined(text: str) -> list[range] | None:
    """Which stretches to keep so that spaced-out words are whole, by their places; None: all of them."""
    found = [
        (match, kept)
        for line in _hinted(text)
        for match in _SPACED.finditer(text, line.start, line.end)
        if (kept := _kept(match))
    ]
    if not found:
        return None
    stretches: list[range] = []
    at = 0
    for match, kept in found:
        gap = text[at : match.start()]
        # Between two spaced-out words stands more than one space.
        end = at + 1 if stretches and gap and not gap.strip(" ") else match.start()
        stretches += [range(at, end), *(range(place, place + 1) for place in kept)]
        at = kept[-1] + 1
    return [*stretches, range(at, len(text))]


def _hinted(text: str) -> Iterator[Span]:
    """The lines in which something may be spaced out."""
    end = -1
    for hint in _HINT.finditer(text):
        if hint.start() >= end:
            start = text.rfind("\n", 0, hint.start()) + 1
            end = text.find("\n", hint.end())
            end = len(text) if end < 0 else end
            yield Span(start, end)


def _as_latin(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or not _SOME_LATIN.search(word):
        return word
    plain = word.translate(_ALIKE)
    return plain if _ALL_LATIN.fullmatch(plain) else word


def _kept(match: re.Match[str]) -> list[int]:
    """The places of the letters in a spaced-out word or number; none where it is something else."""
    places = [at for at in range(match.start(), match.end()) if match.string[at].isalnum()]
    if match["number"]:
        return places
    letters = "".join(match.string[at] for at in places)
    if letters.islower():
        return places if len(letters) >= _LEAST_OF_ONE_CASE else []
    if letters.isupper():
        # Answers are A to E, and grades have no vowels: neither is a word.
        is_word = sum(letter not in "ABCDE" for letter in letters) > 1 and not set("AEIOU").isdisjoint(letters)
        return places if is_word and match["between"] == " " and len(letters) >= _LEAST_OF_ONE_CASE else []
    capitals = [n for n, letter in enumerate(letters) if letter.isupper()]
    if capitals[:1] != [0] or any(after - before < 2 for before, after in pairwise([*capitals, len(letters)])):
        return []
    # A capital begins the next word, and the space before it stays.
    return sorted({*places, *(places[n] - 1 for n in capitals[1:])})
