"""One spelling for each name, however it was typed.

A pupil on the register as O'Neill-Żak is written O’NEILL ZAK by one teacher and oneill-zak by another. Here all
of them become the same letters, so that a roster needs to know a name once. Look-alike letters of other alphabets
count as what they look like when they stand among Latin ones.

>>> fold("O'Neill-Żak"), fold("ONEILL ZAK"), fold("Søren"), fold("\\u041ekafor")
('oneillzak', 'oneillzak', 'soren', 'okafor')
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache

import regex

from safe_to_paste import paths

# Words that belong to a surname and are none by themselves.
_PARTICLES = "al ap bin binti da das de del della den der di dos du el ferch ibn la le los st ter ul van von y"
PARTICLES = frozenset(_PARTICLES.split())

_NOT_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")
_LATIN = regex.compile(r"[a-z]")
# Letters that Unicode does not take apart.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
# Cyrillic and Greek letters that look Latin, small or as capitals: https://www.unicode.org/reports/tr39/
_LOOKALIKE = str.maketrans("аеорсухіјѕԁһӏոтмнквαεικνορυχ", "aeopcyxijsdhlntmhkbaeikvopux")


def fold(name: str) -> str:
    """The letters and digits of a name, small and plain."""
    if name.isascii():
        return name.lower() if name.isalnum() else _NOT_LETTERS.sub("", name.lower())
    small = unicodedata.normalize("NFKD", name.casefold())
    small = "".join(c for c in small if not unicodedata.combining(c)).translate(_PLAIN)
    if _LATIN.search(small):
        small = small.translate(_LOOKALIKE)
    return _NOT_LETTERS.sub("", small)


def is_everyday(word: str) -> bool:
    """Whether a folded word is an everyday one, or too short to say anything alone."""
    return len(word) < 3 or word in _everyday()


def pet_forms(word: str) -> frozenset[str]:
    """Other forms of a folded forename: Tom for Thomas, Thomas and Tommy for Tom."""
    return _pet_forms().get(word, frozenset())


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_data("everyday-names")["words"].split())


@cache
def _pet_forms() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _data("nicknames")["forms"].strip().splitlines():
        names = line.split()
        for name in names:
            found.setdefault(name, set()).update(names)
    return {name: frozenset(others - {name}) for name, others in found.items()}


def _data(name: str) -> Mapping[str, str]:
    return tomllib.loads((paths.rules_dir() / "data" / f"{name}.toml").read_text(encoding="utf-8"))
