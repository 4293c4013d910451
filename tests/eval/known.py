"""How surely pupils' work is known again: ``make eval DATA=DIR`` with a folder of writing.

The folder holds ``essays_*.jsonl`` and ``short_answers*.jsonl`` (pupils' writing), ``source_texts.jsonl`` (what the
teacher set and pupils quote) and ``contrast_*.jsonl`` (published texts), one ``{"id", "text"}`` a line.

A passage is changed word by word: of the words that change seven in ten become another word of those texts, the others
go or get a new one beside them. Numbers are printed, never a text.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safe_to_paste.fingerprints import winnowed, words
from safe_to_paste.index import passages
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.look import Look
from safe_to_paste.index.store import Entry, Store

from eval.measure import wilson

PASSAGES = 300
# Words in a passage of a text that is nobody's in the index.
UNRELATED = 200
_TODAY = date(2026, 1, 5)
_WORD = re.compile(r"\S+")
_GOALS = {
    (0.0, 50): 0.985, (0.0, 100): 0.995, (0.0, 200): 0.995, (0.0, 400): 0.995,
    (0.1, 50): 0.95, (0.1, 100): 0.985, (0.1, 200): 0.99, (0.1, 400): 0.99, (0.2, 200): 0.98,
}  # fmt: skip

Texts = Sequence[str]
Seen = Callable[[str], bool]


def texts(folder: Path, pattern: str) -> Texts:
    """The texts of the files that match."""
    files = sorted(folder.glob(pattern))
    return [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def fill(index: Store, pieces: Iterable[str], name: str, *, teaching: bool = False) -> None:
    """Take pieces into an index."""
    keys = index.keys
    for number, text in enumerate(pieces):
        entry = Entry(keys.place(f"{name}{number}"), keys.place(name), keys.seen(number, 0, teaching=teaching), 1)
        index.put(entry, winnowed(keys.printer.hashes(words(text))), _TODAY, teaching=teaching)
    index.commit()


def passage(text: str, length: int, chance: random.Random) -> str:
    """So many words of a text, from anywhere in it."""
    found = list(_WORD.finditer(text))
    first = chance.randrange(max(1, len(found) - length + 1))
    return text[found[first].start() : found[min(first + length, len(found)) - 1].end()]


def changed(text: str, share: float, vocabulary: Texts, chance: random.Random) -> str:
    """The same with a share of its words changed."""

    def each(word: str) -> Iterator[str]:
        what = chance.random() if chance.random() < share else 1.0
        if what < 0.7:
            yield chance.choice(vocabulary)
        elif what == 1.0 or what >= 0.85:
            yield word
        if 0.85 <= what < 1.0:
            yield chance.choice(vocabulary)

    return " ".join(new for word in text.split() for new in each(word))


def main(folder: Path, innocuous: Path | None = None) -> None:
    """Print the tables. ``innocuous``: a folder of further texts that are nobody's in the index."""
    chance = random.Random(1)
    essays = list(texts(folder, "essays_*.jsonl"))
    chance.shuffle(essays)
    fifth = len(essays) // 5
    writing = _Writing(
        essays[fifth:],
        essays[:fifth],
        texts(folder, "short_answers*.jsonl"),
        texts(folder, "source_texts.jsonl"),
        [*texts(folder, "contrast_*.jsonl"), *(texts(innocuous, "*.jsonl") if innocuous else ())],
    )
    print(f"{len(writing.essays)} essays and {len(writing.answers)} short answers in the index, {fifth} essays apart")
    for name, allowed in (("the teacher's own material not named", ()), ("with it named", writing.taught)):
        print(f"\n== {name}")
        with tempfile.TemporaryDirectory() as place:
            _measure(Path(place) / "index.sqlite3", writing, allowed, chance)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is measured with. ``apart``: essays on the same tasks whose writers are not in the index."""

    essays: Texts
    apart: Texts
    answers: Texts
    taught: Texts
    others: Texts


def _measure(file: Path, writing: _Writing, allowed: Texts, chance: random.Random) -> None:
    essays, answers = writing.essays, writing.answers
    keys = Keys(b"k" * 32)
    with Store(file, keys) as index:
        fill(index, allowed, "teaching", teaching=True)
        fill(index, [*essays, *answers], "work")
    look = Look(file)

    def sure(text: str) -> bool:
        return any(each.is_sure for each in passages.find(words(text), look, keys))

    def at_all(text: str) -> bool:
        return bool(passages.find(words(text), look, keys))

    vocabulary = [word for text in essays[:300] for word in text.split()]
    print(
        f"{'recall, words pasted':<34}" + "".join(f"{f'{int(share * 100)} % changed':>28}" for share in (0.0, 0.1, 0.2))
    )
    for length in (50, 100, 200, 400):
        long = [text for text in essays if len(text.split()) >= length]
        row = [
            (
                length,
                share,
                [changed(passage(t, length, chance), share, vocabulary, chance) for t in _some(long, chance)],
            )
            for share in (0.0, 0.1, 0.2)
        ]
        print(
            f"{length:<34}"
            + "".join(f"{_recall(at_all, pasted, _GOALS.get((share, n))):>28}" for n, share, pasted in row)
        )
    for low, high in ((13, 19), (20, 49)):
        short = [text for text in answers if low <= len(text.split()) <= high]
        print(f"{f'whole short answers, {low}-{high} words':<34}{_recall(at_all, short, None):>28}")
    print("\nwarned without cause, per 1,000" + f"{'sure':>28}{'at all':>28}")
    for name, unrelated in (
        (f"published, {UNRELATED} words", _pieces(writing.others)),
        (
            "published, single lines",
            [line for text in writing.others for line in text.splitlines() if 13 <= len(line.split()) < 50],
        ),
        (f"set texts and rubrics, {UNRELATED} words", _pieces(writing.taught, 40)),
        ("the same, 10 % of words changed", [changed(t, 0.1, vocabulary, chance) for t in _pieces(writing.taught, 40)]),
        (f"other pupils, {UNRELATED} words", [passage(t, UNRELATED, chance) for t in writing.apart]),
    ):
        print(f"{f'{name} ({len(unrelated)})':<40}{_rate(sure, unrelated):>28}{_rate(at_all, unrelated):>28}")
    look.close()


def _some(pieces: Texts, chance: random.Random) -> Texts:
    return chance.sample(list(pieces), min(PASSAGES, len(pieces)))


def _pieces(long: Texts, step: int = UNRELATED) -> Texts:
    """Texts cut into passages that begin so many words apart."""
    cut = (text.split() for text in long)
    return [" ".join(w[at : at + UNRELATED]) for w in cut for at in range(0, max(1, len(w) - UNRELATED + 1), step)]


def _recall(seen: Seen, pasted: Texts, goal: float | None) -> str:
    share, low, _ = wilson(sum(map(seen, pasted)), len(pasted))
    return f"{share:.3f} (from {low:.3f}) {f'≥ {goal}' if goal else '':<7}"


def _rate(seen: Seen, pasted: Texts) -> str:
    share, _, high = wilson(sum(map(seen, pasted)), len(pasted))
    return f"{share * 1000:.1f} (to {high * 1000:.1f})"
