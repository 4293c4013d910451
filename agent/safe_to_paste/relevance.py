"""Whether a name is one of the school's own: what speaks for it and against it, added up with open weights.

Each kind of evidence has a side, a weight and, where it speaks for a name, the words shown for it; all of that is
in ``rules/data/relevance.toml``, and ``make relevance`` fits the weights again. A phrase counts once near the name
(on its line or the next, within 120 characters) and once, for less, in the text about it.

>>> from safe_to_paste.view import View
>>> marks = Marks(View("Callum refused to work in my class today"))
>>> sorted(marks.near(Span(0, 6)))
['deeds', 'now', 'ours']
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from safe_to_paste import paths
from safe_to_paste.cues import tree
from safe_to_paste.model import Likelihood, Span
from safe_to_paste.view import View

FILE = "relevance.toml"
# How far from a name a phrase is near it, and how far it is still about the same thing.
NEAR, WIDE = 120, 900
# More of the same kind than this says no more.
ENOUGH_NEAR, ENOUGH_WIDE = 2, 4


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence weighs, the words for it, and how much less is enough near others."""

    weights: Mapping[str, float]
    because: Mapping[str, str]
    bias: float
    likely: float
    very_likely: float
    among: float

    @property
    def least(self) -> float:
        """From which sum a name may be one of the school's, where somebody has been found near it."""
        return self.likely - self.among

    def add(self, evidence: Mapping[str, float]) -> float:
        """What all the evidence about a name adds up to."""
        return self.bias + self.sum(evidence)

    def sum(self, evidence: Mapping[str, float]) -> float:
        """What some of the evidence weighs."""
        weights = self.weights
        return sum([weights[name] * value for name, value in evidence.items()])

    def likelihood(self, total: float) -> Likelihood:
        """How sure a sum makes us."""
        if total < self.likely:
            return Likelihood.POSSIBLE
        return Likelihood.VERY_LIKELY if total >= self.very_likely else Likelihood.LIKELY

    def reasons(self, evidence: Mapping[str, float]) -> tuple[str, ...]:
        """The words for the two kinds of evidence that speak most for a name."""
        spoken = [(self.weights[name] * value, self.because[name]) for name, value in evidence.items()]
        ordered = sorted((s for s in spoken if s[0] > 0 and s[1]), key=lambda s: -s[0])
        return tuple(dict.fromkeys(words for _, words in ordered))[:2]


@cache
def weights() -> Weights:
    """The weights in force."""
    data = _data()
    kinds = data["evidence"]
    return Weights(
        weights={name: float(kind["weight"]) for name, kind in kinds.items()},
        because={name: kind.get("because", "") for name, kind in kinds.items()},
        bias=data["bias"],
        likely=data["likely"],
        very_likely=data["very_likely"],
        among=data["among"],
    )


def sides() -> dict[str, tuple[int, float]]:
    """On which side each kind of evidence must speak (1 for, -1 against, 0 either), and its weight."""
    return {name: (int(kind["side"]), float(kind["weight"])) for name, kind in _data()["evidence"].items()}


class Marks:
    """Where the phrases stand in one text, found in one pass."""

    def __init__(self, view: View) -> None:
        self._text = view.text
        tree, kinds = _phrases()
        small = f"\n{view.small}"
        starts: list[int] = []
        found: list[tuple[str, ...]] = []
        for match in tree.finditer(small):
            phrase = match[1]
            end = match.end()
            follows = small[end : end + 2]
            if phrase in kinds:
                if follows[:1].isalpha() and not (follows[:1] == "s" and not follows[1:].isalpha()):
                    continue
                found.append(kinds[phrase])
            else:
                found.append(kinds[f"{phrase}*"])
            starts.append(match.start())
        self._starts = starts
        self._kinds = found

    def near(self, span: Span) -> dict[str, int]:
        """How many phrases of each kind stand near a name, none counted within it."""
        start, end = max(0, span.start - NEAR), span.end + NEAR
        # A blank line ends what is said of a name.
        if (blank := self._text.rfind("\n\n", start, span.start)) >= 0:
            start = blank
        if (blank := self._text.find("\n\n", span.end, end)) >= 0:
            end = blank
        return self._count(start, end, span, ENOUGH_NEAR)

    def wide(self, span: Span) -> dict[str, int]:
        """How many phrases of each kind stand in the text about it; what is near counts as well."""
        return self._count(span.start - WIDE, span.end + WIDE, span, ENOUGH_WIDE)

    def windows(self, kinds: frozenset[str]) -> list[Span]:
        """The stretches near phrases of these kinds, in order, none overlapping."""
        found: list[Span] = []
        for at, marked in zip(self._starts, self._kinds, strict=True):
            if kinds.isdisjoint(marked):
                continue
            start = max(0, at - NEAR // 2)
            if found and found[-1].end >= start:
                found[-1] = Span(found[-1].start, at + NEAR // 2)
            else:
                found.append(Span(start, at + NEAR // 2))
        return found

    def _count(self, start: int, end: int, span: Span, enough: int) -> dict[str, int]:
        counts: dict[str, int] = {}
        first = bisect_left(self._starts, start)
        for index in range(first, bisect_left(self._starts, end, first)):
            if not span.start <= self._starts[index] < span.end:
                for kind in self._kinds[index]:
                    counts[kind] = min(counts.get(kind, 0) + 1, enough)
        return counts


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, listed in _data()["phrases"].items():
        for phrase in " ".join(listed.split()).split(";"):
            if phrase.strip():
                kinds[phrase.strip()] = (*kinds.get(phrase.strip(), ()), kind)
    return re.compile(rf"[\s(\"'/,:;*|.-]({tree(p.removesuffix('*') for p in kinds)})"), kinds


@cache
def _data() -> Mapping[str, Any]:
    file = paths.rules_dir() / "data" / FILE
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return data
