"""How much a few words tell about somebody's own life, weighed openly.

A list of phrases cannot tell a note from a lesson that uses the same words, so the clause about a phrase is weighed as
well: by its words, and by the matters they are of. Matters are lists of words in ``rules/data/matters.toml``: parts of
the body, injuries, the family, leaving, the police. Two of them in one clause tell more than each alone. ``make
telling`` learns the weights in ``rules/data/telling.tsv``; names of people are never among the words.

>>> sorted(matters("nan"))
['kin']
>>> quiet, told = features("the poster goes on the wall"), features("dad left and nan cries every night")
>>> weights().sum(quiet) < weights().sum(told)
True
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from math import sqrt

from safe_to_paste import paths

FILE, MATTERS = "telling.tsv", "matters.toml"
# Weights in the file are whole numbers, so many to one.
SCALE = 100
# Words learned one by one count for less than the matters they are of: a few hundred pastes show few words often.
WORD, MATTER = 0.8, 2.0
# Where a clause ends.
_CUT = re.compile(r"\n|[.!?;]+(?=[\s\"')])|(?<=[ ])[-|]{1,2}(?=[ ])|\t|,[ ]?")
# So many spaces before a colon make a request of what would else be a label ("medical needs: …").
_REQUEST = 2
_TOKEN = re.compile(r"[a-z][a-z'-]*|[?£%]|\d+")
# How much of a word stands for its other forms, and how few letters a listed stem may have.
_STEM, _LEAST = 5, 3


@dataclass(frozen=True, slots=True)
class Features:
    """What a clause is weighed by: its words and pairs of words, and the matters they are of."""

    words: Sequence[str]
    matters: Sequence[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each word, matter and circumstance."""

    by_word: Mapping[str, float]

    def sum(self, features: Features) -> float:
        """What the words and matters of a clause add up to; what is in the file only counts."""
        return WORD * self._mean(features.words) + MATTER * self._mean(features.matters)

    def of(self, circumstance: str) -> float:
        """The weight of one circumstance, such as how closely a person is tied to it."""
        return self.by_word.get(f"~{circumstance}", 0.0)

    def _mean(self, names: Sequence[str]) -> float:
        known = [weight for name in names if (weight := self.by_word.get(name))]
        return sum(known) / sqrt(len(known) + 1)


def clauses(small: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the clauses of a stretch of text begin and end."""
    at = start
    for match in _CUT.finditer(small, start, end):
        if match.start() - at > 1:
            yield from _parted(small, at, match.start())
        at = match.end()
    if end - at > 1:
        yield from _parted(small, at, end)


def _parted(small: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A clause, without the request before it: "reword this for parents: he was sick again"."""
    colon = small.find(": ", start, end)
    if colon >= 0 and small.count(" ", start, colon) >= _REQUEST:
        yield start, colon
        start = colon + 2
    if end - start > 1:
        yield start, end


def features(clause: str) -> Features:
    """What a clause in small letters is weighed by."""
    tokens = tuple("0" if token[0].isdigit() else token for token in _TOKEN.findall(clause))
    words = {*tokens, *map(" ".join, pairwise(tokens)), *(f"{t[:_STEM]}*" for t in tokens if len(t) > _STEM)}
    told = sorted({matter for token in tokens for matter in matters(token)})
    return Features(sorted(words), [*(f"@{m}" for m in told), *(f"@{a}+{b}" for a, b in combinations(told, 2))])


def matters(word: str) -> frozenset[str]:
    """The matters a word is of. Not remembered: a word of a text must not outlive it."""
    whole, stems = _lists()
    if word[:_LEAST] not in _beginnings():
        return frozenset()
    found = set(whole.get(word, ()))
    for length in range(_LEAST, len(word) + 1):
        found |= stems.get(word[:length], frozenset())
    return frozenset(found)


def names() -> tuple[str, ...]:
    """The matters there are."""
    return tuple(_read())


@cache
def weights() -> Weights:
    """The weights in force."""
    return Weights({word: weight / SCALE for word, weight in _rows()})


@cache
def _lists() -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """The matters of whole words, and of stems."""
    whole: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    for name, matter in _read().items():
        for word in matter["words"].split():
            (stems if word.endswith("*") else whole)[word.rstrip("*")].add(name)
    return whole, stems


@cache
def _beginnings() -> frozenset[str]:
    """How the words on the lists begin: most words of a text begin otherwise."""
    return frozenset(word[:_LEAST] for words in _lists() for word in words)


@cache
def _read() -> Mapping[str, Mapping[str, str]]:
    source = tomllib.loads((paths.rules_dir() / "data" / MATTERS).read_text(encoding="utf-8"))
    matters_of: Mapping[str, Mapping[str, str]] = source["matters"]
    return matters_of


def _rows() -> Iterator[tuple[str, int]]:
    for row in (paths.rules_dir() / "data" / FILE).read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            word, weight = row.split("\t")
            yield word, int(weight)
