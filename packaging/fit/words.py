"""Learn the weights of words for ``genre.tsv`` and ``around.tsv``; ``relevance.py`` beside this file calls it.

Logistic regressions over words and pairs of words, of whole texts, of the lines that names stand on, of what is
asked, and over what stands about a name, by gradient descent in a fixed order. Left out are names, words that fewer
than a few texts have, and in the end weights too small to matter.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from safe_to_paste import around, genre, tagger

# In how many texts a word must stand, how far a step goes, how strongly a weight is pulled to nought, and how often.
FEWEST, STEP, PULL, ROUNDS = 3, 0.5, 0.1, 25
# What is smaller is left out of the file.
LEAST = 0.1

Sample = tuple[Sequence[str], bool, float]


def learned(samples: Iterable[tuple[set[str], bool, float]], names: frozenset[str]) -> dict[str, float]:
    """The weight of each word, from texts or lines as words, whether they are staff's, and how much they count."""
    samples = list(samples)
    counts = Counter(word for words, *_ in samples for word in words)
    common = {word for word, count in counts.items() if count >= FEWEST} - {*of_names(counts, names)}
    # Sorted, so that the order of a set, which differs from run to run, changes nothing.
    rows: list[Sample] = [(sorted(words & common), ours, share) for words, ours, share in samples]
    weights = dict.fromkeys(sorted(common), 0.0)
    speed = dict.fromkeys(weights, 1.0)
    bias, bias_speed = 0.0, 1.0
    for _ in range(ROUNDS):
        for words, ours, share in rows:
            if not words:
                continue
            size = 1 / math.sqrt(len(words))
            off = share * (chance(bias + size * sum([weights[word] for word in words])) - ours)
            bias_speed += off * off
            bias -= STEP * off / math.sqrt(bias_speed)
            slope = off * size
            for word in words:
                push = slope + PULL * share * size * weights[word] / 10
                speed[word] += push * push
                weights[word] -= STEP * push / math.sqrt(speed[word])
    return {word: weight for word, weight in weights.items() if abs(weight) >= LEAST}


def of_names(words: Iterable[str], names: frozenset[str]) -> Iterator[str]:
    """Those of several words that are names, or how names begin."""
    for word in words:
        if not word.endswith("*") and is_name(word, names):
            yield word
            if " " not in word:
                yield f"{word[: genre.STEM]}*"


def is_name(words: str, names: frozenset[str]) -> bool:
    """Whether a word, or one of a pair, is somebody's name or the invented school's."""
    for word in words.removeprefix("^ ").split(" "):
        if word in names or word.removesuffix("'s") in names:
            return True
        known = tagger.known(word)
        if known.everyday < 2 and (known.forename or known.surname > 1):
            return True
    return False


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of labelled names."""
    found = {word for text in texts for word in re.findall(r"[a-z][a-z'-]*", text.casefold())}
    return frozenset(word for word in found if tagger.known(word).everyday < 3)


def write(file: Path, words: genre.Words) -> int:
    """Write the weights, a word a line; how many there are."""
    kinds = (words.texts, words.lines, words.asks)
    known = sorted({word for kind in kinds for word in kind})
    lines = [
        "# Words with what they say of the text about a name, of the line a name stands on, and, on the first or",
        "# the last line, of what is asked (^: the text begins so), in hundredths. Above nought: staff at work.",
        "# Made by `make relevance`; see docs/tagger.md.",
        *("\t".join([word, *(hundredths(kind, word) for kind in kinds)]) for word in known),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return len(known)


def write_around(file: Path, weights: around.Weights) -> None:
    """Write the weights of what stands about a name, a feature a line."""
    known = weights.weights
    lines = [
        "# What stands about a name, how it is made and how the text begins (>), in hundredths. *: a name, ?: a word",
        "# that nobody knows, #: a number, /: the end of a line. Above nought: one of the school's people.",
        "# Made by `make relevance`; see docs/tagger.md.",
        *(f"{feature}\t{hundredths(known, feature)}" for feature in sorted(known)),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def hundredths(weights: Mapping[str, float], word: str) -> str:
    """A weight as the file has it."""
    return str(round(weights.get(word, 0.0) * genre.SCALE))


def chance(value: float) -> float:
    """From a sum to a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def folds(count: int, size: int) -> Iterator[tuple[list[int], list[int]]]:
    """Numbers cut into parts that are learned from and one that is judged, each judged once."""
    for part in range(size):
        yield [n for n in range(count) if n % size != part], [n for n in range(count) if n % size == part]
