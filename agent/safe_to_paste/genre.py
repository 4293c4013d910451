"""What kind of writing a text is: staff at work on real people, or teaching material and all the rest.

Words tell: "punnett" and "for 6 marks" stand in lessons, "mum rang" and "he hasn't" in notes about somebody. Each
word and each pair of words has two open weights in ``rules/data/genre.tsv``: for the text around a name, and for
the line a name stands on. They are learned by ``make relevance``; names of people are never among the words.

>>> lesson, note = "explain why macbeth, 6 marks", "mum rang, he hasn't been sleeping"
>>> words().text(lesson) < 0 < words().text(note)
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt

from safe_to_paste import paths

FILE = "genre.tsv"
# Weights in the file are whole numbers, so many to one.
SCALE = 100
# More than this says no more, either way.
MOST = 4.0
# Characters that are read together; the kind of text about a name is judged from its block and the two beside it.
BLOCK = 512
# How much of a line is read either side of a name, in characters.
LINE = 150

_TOKEN = re.compile(r"[a-z][a-z'-]*|[?£%]")


@dataclass(frozen=True, slots=True)
class Words:
    """The weights of words: of the text about a name, and of its line."""

    texts: Mapping[str, float]
    lines: Mapping[str, float]

    def text(self, small: str) -> float:
        """How far a whole text in small letters reads like work on real people, from -MOST to MOST."""
        return judged(self.block(small, at) for at in range(0, max(1, len(small)), BLOCK))

    def block(self, small: str, start: int) -> tuple[float, int]:
        """What the words of one block add up to, and how many they are."""
        found = features(small[start : start + BLOCK])
        weights = self.texts
        return sum([weights[word] for word in found if word in weights]), len(found)

    def line(self, small: str, start: int, end: int) -> float:
        """The same of the line about a name that stands from ``start`` to ``end``."""
        found = beside(small, start, end)
        weights = self.lines
        return judged([(sum([weights[word] for word in found if word in weights]), len(found))])


def judged(parts: Iterable[tuple[float, int]]) -> float:
    """Sums and counts as one figure: a long text says no more than a short one of its kind."""
    total, count = 0.0, 0
    for value, number in parts:
        total += value
        count += number
    return max(-MOST, min(MOST, total / sqrt(count))) if count else 0.0


def features(small: str) -> set[str]:
    """The words and pairs of words in a stretch in small letters."""
    found = _TOKEN.findall(small)
    return {*found, *map(" ".join, pairwise(found))}


def beside(small: str, start: int, end: int) -> set[str]:
    """The words and pairs on the line of a name, the name itself left out."""
    before = small[max(0, start - LINE) : start].rpartition("\n")[2]
    after = small[end : end + LINE].partition("\n")[0]
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    return {*left, *right, *map(" ".join, pairwise([*left, "_", *right]))}


@cache
def words() -> Words:
    """The weights in force."""
    texts: dict[str, float] = {}
    lines: dict[str, float] = {}
    for word, text, line in _rows():
        if text:
            texts[word] = text / SCALE
        if line:
            lines[word] = line / SCALE
    return Words(texts, lines)


def _rows() -> Iterator[tuple[str, int, int]]:
    file = paths.rules_dir() / "data" / FILE
    for row in file.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            word, text, line = row.split("\t")
            yield word, int(text), int(line)
