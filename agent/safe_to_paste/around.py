"""How a name reads where it stands: by the words next to it, by what sort of words it is made of, and by how the
text begins.

``genre`` asks what kind of writing a text is and counts words wherever they are; here their place counts. "for *"
is not "* for", and a rare forename after "my" is not one after "Explain". The weights are in ``rules/data/around.tsv``,
learned by ``make relevance``. A name itself is never looked at, only how common its words are, and names among its
neighbours are all alike.

>>> note, task = "phoned mum about priya", "calculate how far priya"
>>> sums = [weights().add(features(said, said, Span(len(said) - 5, len(said)))) for said in (note, task)]
>>> sums[0] > sums[1]
True
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt

from safe_to_paste import paths, tagger
from safe_to_paste.late import re
from safe_to_paste.model import Span

FILE = "around.tsv"
# Weights in the file are whole numbers, so many to one.
SCALE = 100
# More than this says no more, either way.
MOST = 4.0

# How many words are looked at either side, in how many characters; and how many a text begins with.
_BESIDE, _REACH = 3, 60
_OPENING, _HEAD = 25, 300
# How far from a name it is counted how often it stands there.
_AGAIN = 2000
_MARKS = {"\t": "tab", "|": "pipe", ":": "colon"}

_TOKEN = re.compile(r"[a-z][a-z'-]*|\d+|[^\w\s]|\n|[^\W\d_]+")
_WORD = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature says; above nought it is one of the school's people."""

    weights: Mapping[str, float]

    def add(self, found: Collection[str]) -> float:
        """What speaks for a name, less what speaks against it, from -MOST to MOST."""
        known = map(self.weights.__getitem__, self.weights.keys() & found)
        return max(-MOST, min(MOST, sum(known) / sqrt(len(found))))


def features(text: str, small: str, name: Span) -> set[str]:
    """What stands around a name and how it is made, one short text each.

    Args:
        text: the whole text.
        small: the same in small letters.
        name: where the name stands in both.
    """
    before = [_plain(word) for word in _TOKEN.findall(small, max(0, name.start - _REACH), name.start)[-_BESIDE:]]
    after = [_plain(word) for word in _TOKEN.findall(small, name.end, name.end + _REACH)[:_BESIDE]]
    before[:0], after[len(after) :] = ["^"] * (_BESIDE - len(before)), ["$"] * (_BESIDE - len(after))
    words = _WORD.findall(text, name.start, name.end) or [""]
    first, last = tagger.known(words[0]).code, tagger.known(words[-1]).code
    shape = "".join(map(_shape, words[:4]))
    line = text[max(0, name.start - _HEAD) : name.start].rpartition("\n")[2]
    times = small.count(small[name.start : name.end], max(0, name.start - _AGAIN), name.end + _AGAIN)
    return {
        *(f"-{distance} {before[-distance]}" for distance in range(1, _BESIDE + 1)),
        *(f"+{distance} {after[distance - 1]}" for distance in range(1, _BESIDE + 1)),
        f"first {first}",
        f"last {last}",
        f"form {len(words)} {shape}",
        f"first {first} {shape}",
        f"-1 {before[-1]} {first}",
        f"+1 {last} {after[0]}",
        f"-1 {before[-1]} {shape[:2]}",
        f"+1 {shape[-2:]} {after[0]}",
        f"in {' '.join(_MARKS[mark] for mark in _MARKS if mark in line)}",
        f"times {min(4, times)}",
    }


def opening(small: str) -> set[str]:
    """The words a text begins with, which mostly say what is asked for."""
    words = _TOKEN.findall(small, 0, _HEAD)[:_OPENING]
    return {f"> {_plain(word)}" for word in words if word[0].isalpha()}


@cache
def weights() -> Weights:
    """The weights in force."""
    lines = (paths.rules_dir() / "data" / FILE).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("# "))
    return Weights({feature: int(weight) / SCALE for feature, weight in rows})


def _plain(word: str) -> str:
    """A word as it counts: every name is alike, and every number, and every word that nobody knows."""
    if word == "\n":
        return "/"
    if word[0].isdigit():
        return "#"
    if not word[0].isalpha():
        return word
    known = tagger.known(word.removesuffix("'s"))
    if known.everyday < 2 and (known.forename or known.surname > 1):
        return "*"
    return word if any(known) else "?"


def _shape(word: str) -> str:
    if len(word) < 2:
        return "I"
    return "U" if word.isupper() else "X" if word[0].isupper() else "x"
