"""What kind of writing a text is: staff at work on real people, or teaching material and all the rest.

Words tell: "punnett" and "for 6 marks" stand in lessons, "mum rang" and "he hasn't" in notes about somebody. Each
word and each pair of words has three open weights in ``rules/data/genre.tsv``: for the text around a name, for
the line a name stands on, and for what is asked, which stands on the first line of a paste or on its last. They are
learned by ``make relevance``; names of people are never among the words.

>>> lesson, note = "explain why macbeth, 6 marks", "mum rang, he hasn't been sleeping"
>>> words().text(lesson) < 0 < words().text(note)
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt

from safe_to_paste import paths

FILE = "genre.tsv"
# Weights in the file are whole numbers, so many to one.
SCALE = 100
# In how many letters words are alike that begin alike.
STEM = 5
# More than this says no more, either way.
MOST = 4.0
# Characters that are read together; the kind of text about a name is judged from its block and the two beside it.
BLOCK = 512
# How much of a line is read either side of a name, and how much of the first and of the last line, in characters.
LINE, ASKED = 150, 160

_TOKEN = re.compile(r"[a-z][a-z'-]*|[?£%]")


@dataclass(frozen=True, slots=True)
class Words:
    """The weights of words: of the text about a name, of its line, and of what is asked."""

    texts: Mapping[str, float]
    lines: Mapping[str, float]
    asks: Mapping[str, float]

    def text(self, small: str) -> float:
        """How far a whole text in small letters reads like work on real people, from -MOST to MOST."""
        return judged(self.block(small, at) for at in range(0, max(1, len(small)), BLOCK))

    def block(self, small: str, start: int) -> tuple[float, int]:
        """What the words of one block add up to, and how many they are."""
        found = features(small[start : start + BLOCK])
        return _sum(found, self.texts), len(found)

    def line(self, small: str, start: int, end: int) -> float:
        """The same of the line about a name that stands from ``start`` to ``end``."""
        return _of(beside(small, start, end), self.lines)

    def ask(self, small: str) -> float:
        """The same of what a whole text in small letters asks for."""
        return _of(asked(small), self.asks)


def _of(found: set[str], weights: Mapping[str, float]) -> float:
    return judged([(_sum(found, weights), len(found))])


def _sum(found: set[str], weights: Mapping[str, float]) -> float:
    return sum(filter(None, map(weights.get, found)))


def judged(parts: Iterable[tuple[float, int]]) -> float:
    """Sums and counts as one figure: a long text says no more than a short one of its kind."""
    total, count = 0.0, 0
    for value, number in parts:
        total += value
        count += number
    return max(-MOST, min(MOST, total / sqrt(count))) if count else 0.0


def features(small: str) -> set[str]:
    """The words and pairs of words in a stretch in small letters, and how its longer words begin."""
    found = _TOKEN.findall(small)
    return {*found, *_beginnings(found), *map(" ".join, pairwise(found))}


def beside(small: str, start: int, end: int) -> set[str]:
    """The words and pairs on the line of a name, the name itself left out."""
    before = small[max(0, start - LINE) : start].rpartition("\n")[2]
    after = small[end : end + LINE].partition("\n")[0]
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    return {*left, *right, *_beginnings(left), *_beginnings(right), *map(" ".join, pairwise([*left, "_", *right]))}


def asked(small: str) -> set[str]:
    """The words and pairs on the first line of a text and on its last; its first two words once more as such."""
    small = small.strip()
    first, last = small[:ASKED].partition("\n")[0], small[-ASKED:].rpartition("\n")[2]
    begins, ends = _TOKEN.findall(first), _TOKEN.findall(last)
    opening = {f"^ {word}" for word in (" ".join(begins[:1]), " ".join(begins[:2]))} if begins else set()
    pairs = {*map(" ".join, pairwise(begins)), *map(" ".join, pairwise(ends))}
    return {*begins, *ends, *_beginnings(begins), *_beginnings(ends), *pairs, *opening}


def _beginnings(tokens: Iterable[str]) -> set[str]:
    """How words begin: what is said of "allergy" is said of "allergic"."""
    return {f"{token[:STEM]}*" for token in tokens if len(token) > STEM}


@cache
def words() -> Words:
    """The weights in force."""
    lines = (paths.rules_dir() / "data" / FILE).read_text(encoding="utf-8").splitlines()
    # Column by column: half the work of a list for each of tens of thousands of rows.
    cells = "\t".join([line for line in lines if line[0] != "#"]).split("\t")
    known, *columns = (cells[number::4] for number in range(4))
    # Few different weights are written tens of thousands of times.
    weights = {written: int(written) / SCALE for written in set().union(*columns)}
    kinds = ({word: weights[w] for word, w in zip(known, column, strict=True) if w != "0"} for column in columns)
    return Words(*kinds)
