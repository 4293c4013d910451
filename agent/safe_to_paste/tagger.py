"""How much a run of capitalised words looks like a person's name, by itself and by its neighbours.

Two things are learned and travel in one file, ``rules/data/names.bin``: a table that says how common a word is as
a forename, as a surname, as an everyday word or as a place (of the word itself only a hash is kept), and the
weights of a small linear model, in whole numbers. ``make tagger`` makes the file; its first line names the
sources and their licences. See docs/tagger.md.

>>> known("Callum").forename, known("worksheet").everyday > 0
(3, True)
>>> score(("Callum", "Brightmore"), "told ", " to") > score(("Boiling", "Point"), "the ", " of")
True
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from safe_to_paste import paths
from safe_to_paste.fleeting import remembered

FILE = "names.bin"
# How many weights there are: features fall on them by their hash.
SIZE = 1 << 15


class Known(NamedTuple):
    """How common a word is, from 0 (never met) to 3 (very), as this or that."""

    forename: int
    surname: int
    everyday: int
    place: int

    @property
    def code(self) -> str:
        """The four figures in one word."""
        return f"{self.forename}{self.surname}{self.everyday}{self.place}"


@dataclass(frozen=True)
class Model:
    """What the file holds: sorted hashes of words, how common each is, and the weights."""

    hashes: array[int]
    bands: bytes
    weights: array[int]
    header: dict[str, Any]

    @cached_property
    def starts(self) -> array[int]:
        """Where the hashes with each beginning start, and where the last of them ends."""
        return array("I", (bisect_left(self.hashes, first << _REST) for first in range((1 << 32 - _REST) + 1)))


# By the byte that says it.
_BANDS = tuple(Known(band & 3, band >> 2 & 3, band >> 4 & 3, band >> 6 & 3) for band in range(256))
_UNKNOWN = _BANDS[0]
# How many bits of a hash its beginning leaves out.
_REST = 22


@remembered
def known(word: str) -> Known:
    """How common a word is as a forename, a surname, an everyday word and a place."""
    model = _model()
    wanted = word_hash(word)
    first = wanted >> _REST
    end = model.starts[first + 1]
    at = bisect_left(model.hashes, wanted, model.starts[first], end)
    return _BANDS[model.bands[at]] if at < end and model.hashes[at] == wanted else _UNKNOWN


def is_forename(word: str) -> bool:
    """Whether a word, even in small letters, is a forename and hardly anything else."""
    return word_hash(word) in _forenames()


@cache
def _forenames() -> frozenset[int]:
    model = _model()
    chosen = bytes(k.forename > 1 and k.everyday <= (k.forename == 3) and k.place < 2 for k in _BANDS)
    return frozenset(model.hashes[m.start()] for m in re.finditer(b"\1", model.bands.translate(chosen)))


def score(words: Sequence[str], before: str, after: str) -> int:
    """What speaks for a name, less what speaks against it; nought is where the two are even.

    Args:
        words: the run, word by word.
        before: a few characters before it on its line.
        after: a few characters after it on its line.
    """
    weights = _model().weights
    return sum(weights[zlib.crc32(f.encode("utf-8", "surrogatepass")) % SIZE] for f in features(words, before, after))


def features(words: Sequence[str], before: str, after: str) -> Iterator[str]:
    """What the model looks at, one short text each; the script that learns the weights asks for the same."""
    codes = [known(word).code for word in words]
    shape = "".join(_shape(word) for word in words)
    left, right = _neighbours(before, after)
    one = "1" if len(words) == 1 else "+"
    yield f"n{len(words)}{shape}"
    yield f"f{one}{codes[0]}"
    yield f"l{one}{codes[-1]}"
    if len(words) > 1:
        yield f"fl{codes[0]}{codes[-1]}"
    yield f"b{one}{left}"
    yield f"a{one}{right}"
    yield f"B{codes[0][0]}{left}"
    yield f"A{codes[-1][0]}{right}"
    yield f"s{words[-1][-3:].casefold()}"
    yield f"p{one}{words[0][-2:].casefold()}"
    if words[0].casefold() == words[0]:
        yield "lower"


def word_hash(word: str) -> int:
    """Four bytes that stand for a word, without its case and accents."""
    return zlib.crc32(plain(word).encode("utf-8", "surrogatepass"))


def plain(word: str) -> str:
    """A word without its case and accents."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def _neighbours(before: str, after: str) -> tuple[str, str]:
    """The word or the mark next to the run, either side."""
    left, right = before[-24:], after[:24]
    left = "^" if not left.strip() else left.split()[-1][-12:].casefold() + ("" if left[-1] == " " else "~")
    right = "$" if not right.strip() else ("" if right[0] == " " else "~") + right.split()[0][:12].casefold()
    return ("#" if left[:1].isdigit() else left), ("#" if right[:1].isdigit() else right)


def _shape(word: str) -> str:
    if len(word) == 1 or word[1:] == ".":
        return "I"
    if word.isupper():
        return "U"
    return "X" if word[0].isupper() else "x"


@cache
def _model() -> Model:
    """The file, read when first needed."""
    raw = (paths.rules_dir() / "data" / FILE).read_bytes()
    end = raw.index(b"\n") + 1
    header = json.loads(raw[:end])
    count = header["words"]
    hashes, weights = array("I"), array("b")
    hashes.frombytes(raw[end : end + 4 * count])
    if sys.byteorder == "big":
        hashes.byteswap()
    weights.frombytes(raw[end + 5 * count : end + 5 * count + SIZE])
    return Model(hashes, raw[end + 4 * count : end + 5 * count], weights, header)
