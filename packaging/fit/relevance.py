"""Fit ``genre.tsv``, ``around.tsv`` and the weights in ``relevance.toml``, all in ``rules/data``, to labelled pastes.

    PYTHONPATH=agent .venv/bin/python packaging/fit/relevance.py [DATA]

Learned from: the examples and near misses of ``rules/people``, the development part of ``tests/corpus``, and with
DATA the pastes whose id ends in an even digit and every second innocuous text. Logistic regression with a pull
towards where each weight starts, a side that no weight may leave, and innocuous texts weighed alike, so that a long
one counts no more than a short one. It is done twice: a harmless text is spoilt by the one name in it that looks most
like somebody's, so the second time those count most that came out highest the first time. Prints what the weights do
on what they were fitted to, with words learned from other texts; ``make eval`` says what they do on the rest.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import words
from safe_to_paste import around, genre, paths, people, relevance, roster
from safe_to_paste.model import Span
from safe_to_paste.normalise import normalise
from safe_to_paste.view import View

CORPUS = Path(__file__).parents[2] / "tests" / "corpus"
NAMES = {"pupil_name", "staff_name", "parent_name", "forename", "other_name", "PUPIL_NAME", "STAFF_NAME",
         "PARENT_NAME", "PERSON_NAME"}  # fmt: skip
# How strongly a weight is held to its start, how far a step goes, how often all is gone through, first and then.
PULL, STEP, ROUNDS = 0.001, 0.4, (200, 600)
# What the names in a harmless text count together, and each other run of words beside people in a risky one, where a
# person counts one.
HARMLESS, BESIDE = 4.0, 0.4
# What a page of a book counts against a paste, and in how many parts the texts are cut to learn words.
OF_A_BOOK, FOLDS = 0.2, 8

Row = tuple[dict[str, float], bool, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words that might be a name: where, with what evidence, whether it is one of ours, and its share."""

    start: int
    end: int
    evidence: dict[str, float]
    person: bool
    share: float


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text: as it is and in small letters, of staff's people or not, how much it counts, whether seen with a
    roster, and its candidates."""

    whole: str
    small: str
    ours: bool
    share: float
    known: bool
    candidates: tuple[Candidate, ...]


def main(arguments: list[str]) -> None:
    """Read the pastes, learn the words, fit the weights, write both files."""
    file = paths.rules_dir() / "data" / relevance.FILE
    toml = file.read_text(encoding="utf-8")
    data = tomllib.loads(toml)
    start = {name: float(kind.get("start", 0.7 * kind["side"])) for name, kind in data["evidence"].items()}
    sides = {name: limits(kind) for name, kind in data["evidence"].items()}
    labelled_pastes = list(pastes(arguments))
    texts = [text(paste, roster_or_none) for paste in labelled_pastes for roster_or_none in (None, paste.known)]
    names = words.names_in([*(name for paste in labelled_pastes for name in paste.names), *of_the_school(arguments)])
    judged: list[tuple[Text, list[Row]]] = []
    for others, part in words.folds(len(texts) // 2, FOLDS):
        read = learned([texts[2 * n + m] for n in others for m in (0, 1)], names)
        judged += [(one, list(reworded(one, read))) for n in part for one in texts[2 * n : 2 * n + 2]]
    weights, bias = fitted([row for _, rows in judged for row in rows], start, sides, rounds=ROUNDS[0])
    weighed_anew = [row for one, rows in judged for row in anew(one, rows, weights, bias)]
    weights, bias = fitted(weighed_anew, start, sides, rounds=ROUNDS[1])
    read = learned(texts, names)
    count = words.write(paths.rules_dir() / "data" / genre.FILE, read.writing)
    words.write_around(paths.rules_dir() / "data" / around.FILE, read.about)
    for name, weight in weights.items():
        toml = re.sub(
            rf"(?m)(^\[evidence\.{name}\]\nside = \S+\n(?:start = \S+\n)?(?:least = \S+\n)?weight = ).*$",
            rf"\g<1>{weight:.2f}",
            toml,
        )
    toml = re.sub(r"(?m)^bias = .*$", f"bias = {bias:.2f}", toml)
    file.write_text(toml, encoding="utf-8")
    print(f"{count} words; of each hundred: names of the school's people found, harmless pastes with a name found")
    for known in (False, True):
        pasted = [(one, rows) for one, rows in judged if one.known is known and one.share == 1.0]
        persons = [total(row[0], weights, bias) for _, rows in pasted for row in rows if row[1]]
        highest = [
            max([total(row[0], weights, bias) for row in rows], default=-9.0) for one, rows in pasted if not one.ours
        ]
        print("with a roster" if known else "without")
        for at in (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0):
            print(f"  from {at:+.1f}: {percent(persons, at):5.1f} {percent(highest, at):5.1f}")


def percent(totals: Sequence[float], least: float) -> float:
    """How many of a hundred are at least so much."""
    return 100 * sum(one >= least for one in totals) / len(totals)


def anew(text: Text, rows: Sequence[Row], weights: dict[str, float], bias: float) -> Iterator[Row]:
    """The candidates of a text, each counting for as much as it may spoil."""
    if text.ours:
        yield from ((evidence, person, 1.0 if person else BESIDE) for evidence, person, _ in rows)
        return
    sums = [total(evidence, weights, bias) for evidence, *_ in rows]
    spoils = [math.exp(one - max(sums)) for one in sums]
    each = HARMLESS * text.share / sum(spoils) if spoils else 0.0
    yield from ((evidence, person, each * one) for (evidence, person, _), one in zip(rows, spoils, strict=True))


@dataclass(frozen=True, slots=True)
class Read:
    """What was learned of words: of the writing as a whole, and about a name."""

    writing: genre.Words
    about: around.Weights


def learned(texts: Sequence[Text], names: frozenset[str]) -> Read:
    """The weights of words, from texts, from the lines of their candidates and from what stands about each."""
    whole = [(genre.features(text.small), text.ours, text.share) for text in texts[::2]]
    lines = [
        (genre.beside(text.small, one.start, one.end), one.person, one.share)
        for text in texts
        for one in text.candidates
    ]
    asks = [(genre.asked(text.small), text.ours, text.share) for text in texts[::2]]
    about = [
        (features(text, one), one.person, 1.0 if text.ours else text.share / 2)
        for text in texts[::2]
        for one in text.candidates
    ]
    writing = genre.Words(words.learned(whole, names), words.learned(lines, names), words.learned(asks, names))
    return Read(writing, around.Weights(words.learned(about, names)))


def features(text: Text, one: Candidate) -> set[str]:
    """What stands about a candidate, and how its text begins."""
    return around.features(text.whole, text.small, Span(one.start, one.end)) | around.opening(text.small)


def reworded(text: Text, read: Read) -> Iterator[Row]:
    """The candidates of a text with what these words say of it."""
    asks = read.writing.ask(text.small)
    blocks = [read.writing.block(text.small, at) for at in range(0, max(1, len(text.small)), genre.BLOCK)]
    for one in text.candidates:
        at = one.start // genre.BLOCK
        near = genre.judged(blocks[max(0, at - 1) : at + 2])
        line = read.writing.line(text.small, one.start, one.end)
        about = read.about.add(features(text, one))
        yield one.evidence | {"genre": near, "line": line, "around": about, "asks": asks}, one.person, one.share


@dataclass(frozen=True, slots=True)
class Paste:
    """A text, the names in it that are the school's people, whether it is harmless, and the school's roster."""

    text: str
    names: tuple[str, ...]
    harmless: bool
    share: float
    known: roster.Roster | None


def pastes(arguments: list[str]) -> Iterator[Paste]:
    """The labelled pastes."""
    known = register(CORPUS / "roster.csv")
    for path in sorted((paths.rules_dir() / "people").glob("*.toml")):
        yield from examples(tomllib.loads(path.read_text(encoding="utf-8")), known)
    for path in sorted(CORPUS.glob("*.jsonl")):
        yield from (paste(row, known) for row in read(path) if row["split"] == "dev" and tells(row))
    for data in map(Path, arguments):
        known = register(data / "pastes" / "roster.csv")
        for row in read(data / "pastes" / "pastes.jsonl"):
            if int(row["id"][-1]) % 2 == 0 and tells(row):
                yield paste(row, known)
        for path in sorted((data / "innocuous").glob("*.jsonl")):
            yield from (Paste(row["text"], (), True, OF_A_BOOK, known) for row in read(path)[::2])


def examples(rule: dict[str, Any], known: roster.Roster | None) -> Iterator[Paste]:
    """What the file of a rule gives as found, and as no finding."""
    for marked in rule["examples"]:
        names = tuple(re.findall(r"\[\[(.+?)\]\]", marked))
        yield Paste(re.sub(r"\[\[|\]\]", "", marked), names, False, 1.0, known)
    yield from (Paste(text, (), True, 1.0, known) for text in rule["near_misses"])


def paste(row: dict[str, Any], known: roster.Roster | None) -> Paste:
    """A row of a JSON Lines file."""
    return Paste(row["text"], tuple(names(row)), row["innocuous"], 1.0, known)


def of_the_school(arguments: list[str]) -> Iterator[str]:
    """What the invented schools say of themselves: no word of it is to be learned."""
    for file in (CORPUS / "organisation.json", *(Path(data) / "pastes" / "organisation.json" for data in arguments)):
        details = json.loads(file.read_text(encoding="utf-8"))
        for value in details.values():
            yield from [value] if isinstance(value, str) else value


def register(file: Path) -> roster.Roster | None:
    """A school's roster."""
    if not file.is_file():
        return None
    with file.open(encoding="utf-8") as lines:
        return roster.build([pupil(row) for row in csv.DictReader(lines)], bytes(32))


def pupil(row: dict[str, str]) -> roster.Pupil:
    """One row of a roster, by the columns every export has."""
    return roster.Pupil(
        forename=row["Legal Forename"],
        surname=row["Legal Surname"],
        preferred=row.get("Preferred Forename", ""),
        group=row.get("Reg Group", ""),
        year=row.get("Year Group", ""),
    )


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def tells(row: dict[str, Any]) -> bool:
    """Whether a paste's label says which names in it count: of a list only the whole may be marked."""
    return bool(row["innocuous"] or names(row))


def names(row: dict[str, Any]) -> list[str]:
    """What the label of a paste says are people's names."""
    found = [e for e in row["expected"] if e.get("kind") in NAMES or e.get("entity") in NAMES]
    return [e.get("span_text") or e["text"] for e in found]


def text(paste: Paste, known: roster.Roster | None) -> Text:
    """Each candidate of a paste with its evidence, whether it is one of the school's, and how much it counts."""
    view = View(normalise(paste.text).text, known)
    covered = []
    for span in (normalise(span).text for span in paste.names):
        covered += [(m.start(), m.end()) for m in re.finditer(rf"(?<!\w){re.escape(span)}", view.text)]
        first = re.split(r"[ ,]+", span)[0]
        if len(span.split()) < 4 and len(first) > 2:
            covered += [(m.start(), m.end()) for m in re.finditer(rf"(?<!\w){re.escape(first)}(?!\w)", view.text)]
    weighed = list(people.weigh(view))
    candidates = []
    for one in weighed:
        span = one.run.span
        person = any(start < span.end and span.start < end for start, end in covered)
        share = 1.0 if person or paste.names else max(0.04, 1 / len(weighed))
        candidates.append(Candidate(span.start, span.end, one.evidence, person, share))
    return Text(view.text, view.small, not paste.harmless, paste.share, known is not None, tuple(candidates))


def fitted(
    rows: list[Row], start: dict[str, float], sides: dict[str, tuple[float, float]], *, rounds: int
) -> tuple[dict[str, float], float]:
    """The weights and the bias: gradient descent, every weight held to its side."""
    weights, bias = dict(start), -2.0
    mass = sum(share for *_, share in rows)
    speed = dict.fromkeys(weights, 1e-3)
    bias_speed = 1e-3
    for _ in range(rounds):
        slopes = {name: PULL * (weight - start[name]) for name, weight in weights.items()}
        bias_slope = 0.0
        for evidence, person, share in rows:
            off = share * (chance(total(evidence, weights, bias)) - person) / mass
            bias_slope += off
            for name, value in evidence.items():
                slopes[name] += off * value
        bias_speed += bias_slope**2
        bias -= STEP * bias_slope / math.sqrt(bias_speed)
        for name, slope in slopes.items():
            speed[name] += slope**2
            moved = weights[name] - STEP * slope / math.sqrt(speed[name])
            least, most = sides[name]
            weights[name] = min(max(moved, least), most)
    return weights, bias


def limits(kind: dict[str, Any]) -> tuple[float, float]:
    """What a weight may come to: its side of nought, and no less than the file says it must count."""
    least = float(kind.get("least", 0.0 if kind["side"] > 0 else -math.inf))
    return least, 0.0 if kind["side"] < 0 else math.inf


def total(evidence: dict[str, float], weights: dict[str, float], bias: float) -> float:
    """What a candidate's evidence adds up to."""
    return bias + sum(weights[name] * value for name, value in evidence.items())


def chance(value: float) -> float:
    """From a sum to a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


if __name__ == "__main__":
    main(sys.argv[1:])
