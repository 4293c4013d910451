"""Fit ``rules/data/telling.tsv``: how much words, matters and circumstances tell about somebody.

Run by ``make telling``, with DATA=DIR where there is labelled data besides. Learned from: the development part of
``tests/corpus``, and with DATA the pastes whose id ends in an even digit. Logistic regression over the clauses near a
person, in a fixed order. A clause nobody labelled counts for less in a paste that has labels of its kind, for
a label marks what was asked about rather than all there is. Names, and what the invented schools call themselves,
are no words to learn. With ``--judge`` nothing is written: it prints how weights learned from other files do.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import relevance as labelled
import words as wording
from safe_to_paste import paths, telling
from safe_to_paste.detectors import _clauses, _lexicon
from safe_to_paste.detectors._scene import Scenes
from safe_to_paste.normalise import normalise
from safe_to_paste.telling import MATTER, WORD, Features
from safe_to_paste.view import View

# How a step goes: how far, how often, and how strongly words and all else are pulled to nought.
STEP, ROUNDS, PULL_WORDS, PULL = 0.5, 10, 0.02, 0.003
# In how many clauses a word must stand, and what is too small to keep.
FEWEST, LEAST = 2, 0.1
# What an unlabelled clause counts in a risky paste, and one in which a phrase is found.
UNLABELLED, PHRASED = 0.5, 0.15
FOLDS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A clause: where from, what it is weighed by, whether it tells of somebody and what it counts."""

    id: str
    features: Features
    around: Mapping[str, float]
    told: bool
    share: float


def main(arguments: list[str]) -> None:
    """Learn, and write the file; or judge."""
    data = [argument for argument in arguments if not argument.startswith("--")]
    pastes = list(texts(data))
    rows = [row for paste, source in pastes for row in clauses(paste, source)]
    names = wording.names_in(
        [
            *labelled.of_the_school(data),
            *(label["text"] for paste, _ in pastes for label in labels(paste, "identifiable")),
        ]
    )
    rows = [unnamed(row, names) for row in rows]
    if "--judge" in arguments:
        judge(rows)
        return
    weights = learned(rows)
    names_of = sorted(weights, key=lambda name: (not name.startswith(("~", "@")), name))
    lines = [
        "# What words, matters (@) and circumstances (~) tell about somebody's own life, in hundredths.",
        "# Made by `make telling`; see docs/telling.md.",
        *(f"{name}\t{round(weights[name] * 100)}" for name in names_of),
    ]
    file = paths.rules_dir() / "data" / telling.FILE
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(rows)} clauses, {sum(row.told for row in rows)} that tell; {len(weights)} weights")


def texts(data: Sequence[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """The labelled pastes, each with the name of its file."""
    for path in sorted(labelled.CORPUS.glob("*.jsonl")):
        yield from ((row, path.stem) for row in labelled.read(path) if row["split"] == "dev")
    for folder in map(Path, data):
        for row in labelled.read(folder / "pastes" / "pastes.jsonl"):
            if int(row["id"][-1]) % 2 == 0:
                yield row, folder.name


def labels(paste: Mapping[str, Any], category: str) -> list[dict[str, str]]:
    """What a paste is labelled with, of one category."""
    return [
        {"kind": e.get("kind") or e["entity"], "text": e.get("span_text") or e["text"]}
        for e in paste["expected"]
        if e["category"] == category
    ]


def clauses(paste: Mapping[str, Any], source: str) -> Iterator[Row]:
    """The clauses of a paste that would be weighed."""
    view = View(normalise(paste["text"]).text)
    hits = _lexicon.hits(view)
    whole = _clauses.Clauses(view, Scenes(view), hits)
    found = places(view.text, [label["text"] for label in labels(paste, "sensitive")])
    seen = {c.span: c for c in (*whole.near_people(), *(whole.around(hit.span) for hit in hits))}
    for span, clause in sorted(seen.items()):
        told = any(a < span.end and span.start < b for a, b in found)
        share = 1.0 if paste["innocuous"] or told else PHRASED if clause.hits else UNLABELLED
        yield Row(source, clause.features, clause.circumstances, told, share)


def places(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where labels stand; the first place of each."""
    found = [(text.find(normalise(label).text), len(normalise(label).text)) for label in wanted]
    return [(at, at + length) for at, length in found if at >= 0]


def unnamed(row: Row, names: frozenset[str]) -> Row:
    """The same without the names among its words."""
    kept = [word for word in row.features.words if not wording.is_name(word.rstrip("*"), names)]
    return Row(row.id, Features(kept, row.features.matters), row.around, row.told, row.share)


def learned(rows: Sequence[Row]) -> dict[str, float]:
    """The weight of everything."""
    counts = Counter(word for row in rows for word in row.features.words)
    kept = [
        ([word for word in row.features.words if counts[word] >= FEWEST], row.features.matters, row) for row in rows
    ]
    weights: dict[str, float] = defaultdict(float)
    speed: dict[str, float] = defaultdict(lambda: 1.0)
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(kept)
        for named, matters, row in kept:
            by_word, by_matter = WORD / math.sqrt(len(named) + 1), MATTER / math.sqrt(len(matters) + 1)
            total = by_word * sum([weights[word] for word in named])
            total += by_matter * sum([weights[matter] for matter in matters])
            total += sum([weights[f"~{name}"] * value for name, value in row.around.items()])
            off = row.share * (wording.chance(total) - row.told)
            if abs(off) < 0.001:
                continue
            steps = [(word, off * by_word + PULL_WORDS * weights[word]) for word in named]
            steps += [(matter, off * by_matter + PULL * weights[matter]) for matter in matters]
            steps += [(f"~{name}", off * value + PULL * weights[f"~{name}"]) for name, value in row.around.items()]
            for name, slope in steps:
                speed[name] += slope * slope
                weights[name] -= STEP * slope / math.sqrt(speed[name])
    return {name: weight for name, weight in weights.items() if abs(weight) >= LEAST}


def judge(rows: Sequence[Row]) -> None:
    """Print how weights learned from other files do on each."""
    files = sorted({row.id for row in rows})
    totals = []
    for part in range(FOLDS):
        others = {file for at, file in enumerate(files) if at % FOLDS == part}
        weights = telling.Weights(learned([row for row in rows if row.id not in others]))
        for row in (row for row in rows if row.id in others):
            around = sum(value * weights.of(name) for name, value in row.around.items())
            totals.append((weights.sum(row.features) + around, row.told, row.share))
    print(sum(told for _, told, _ in totals), "of", len(totals))
    for at in (-3.0, -2.5, -2.0, -1.5, -1.0, 0.0):
        right = sum(told for total, told, _ in totals if total >= at)
        wrong = sum(not told and share == 1.0 for total, told, share in totals if total >= at)
        print(f"  from {at:+.1f}: {right} told, {wrong} in harmless pastes")


if __name__ == "__main__":
    main(sys.argv[1:])
