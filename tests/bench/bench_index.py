"""The index of pupils' work with very many documents: time to build, room, look-up: ``make bench-index DATA=DIR``.

Documents are the texts of a folder as ``eval/known.py`` has it, or else the project's own pastes; where there are fewer
than asked for, the same again with every word spelt otherwise, so that lengths are real and no copy is like another.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from pathlib import Path

import psutil
from eval import known as pieces
from eval import pastes
from safe_to_paste.documents.reader import Reader
from safe_to_paste.fingerprints import words
from safe_to_paste.index import passages, runs
from safe_to_paste.index.folders import Folder
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.look import Look
from safe_to_paste.index.store import Store

DOCUMENTS = 100_000
# What ``make bench`` has time for.
FEWER = 5_000
_KEY = b"k" * 32
_ROUNDS = 200
# What a host holds more, in megabytes, for its look-ups; run in a process of its own.
_HELD = """
import sys, psutil
from pathlib import Path
from safe_to_paste.fingerprints import words
from safe_to_paste.index import passages
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.look import Look
texts = Path(sys.argv[2]).read_text(encoding="utf-8").split("\\0")
parted = [words(text) for text in texts]
keys = Keys(b"k" * 32)
before = psutil.Process().memory_info().rss
look = Look(Path(sys.argv[1]))
for text in parted:
    passages.find(text, look, keys)
print((psutil.Process().memory_info().rss - before) / 1e6)
"""


def documents(folder: Path | None) -> Iterator[str]:
    """Texts without end."""
    if folder is not None:
        texts = [*pieces.texts(folder, "essays_*.jsonl"), *pieces.texts(folder, "short_answers*.jsonl")]
    else:
        texts = [paste.text for paste in pastes.read(pastes.CORPUS, split="dev")]
    for turn in count():
        letters = "abcdefghijklmnopqrstuvwxyz"
        at = turn % 26
        spelling = str.maketrans(letters + letters.upper(), 2 * (letters[at:] + letters[:at]))
        ending = f"{turn // 26 or ''} "
        for text in texts:
            yield ending.join(f"{text} ".translate(spelling).split(" ")) if turn else text


def main(folder: Path | None = None, size: int = FEWER) -> None:
    """Print the table for an index of so many documents."""
    with tempfile.TemporaryDirectory() as place:
        _measure(Path(place), folder, size)


def _measure(place: Path, folder: Path | None, size: int) -> None:
    total = 0
    for number, text in enumerate(islice(documents(folder), size)):
        below = place / "work" / f"{number // 1000}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number}.txt").write_text(text, encoding="utf-8")
        total += len(text.encode())
    file, keys, wanted = place / "index.sqlite3", Keys(_KEY), (Folder(place / "work"),)
    print(f"\nindex of {size:,} documents, {total / size / 1000:.2f} kB each")
    for name in ("build", "again, nothing changed"):
        wall, cpu = time.perf_counter(), time.process_time()
        with Store(file, keys) as index, Reader() as reader:
            report = runs.update(wanted, index, reader, today=date(2026, 1, 5))
        print(
            f"{name:<34}{time.perf_counter() - wall:>8.1f} s, {time.process_time() - cpu:.1f} s CPU"
            f" ({report.added:,} added, {report.unchanged:,} unchanged)"
        )
    print(f"{'held by the indexing process':<34}{psutil.Process().memory_info().rss / 1e6:>8.0f} MB")
    print(f"{'bytes a document':<34}{file.stat().st_size / size:>8.0f}     goal 3200")
    _look_up(file, keys, list(islice(documents(folder), 3000)), place)


def _look_up(file: Path, keys: Keys, texts: list[str], place: Path) -> None:
    chance = random.Random(2)
    look = Look(file)
    long = [text for text in texts if len(text.split()) >= 400] or [" ".join(texts[:20])]
    known = [pieces.passage(text, 400, chance) for text in chance.choices(long, k=_ROUNDS)]
    other = [pieces.passage(" ".join(chance.choices(texts, k=4))[::-1], 400, chance) for _ in range(_ROUNDS)]
    large = [" ".join(chance.choices(texts, k=90))[:100_000] for _ in range(20)]
    for name, pasted, goal in (
        ("look-up, 400 words, known", known, 10),
        ("look-up, 400 words, unknown", other, 10),
        ("look-up, 100 kB", large, 150),
    ):
        took = sorted(_milliseconds(text, look, keys) for text in pasted)
        p95 = took[int(len(took) * 0.95)]
        print(f"{name:<34}{statistics.median(took):>8.1f} ms, p95 {p95:.1f} ms CPU     goal {goal}")
    look.close()
    (place / "texts").write_text("\0".join(known + large), encoding="utf-8")
    held = subprocess.check_output([sys.executable, "-c", _HELD, str(file), str(place / "texts")], text=True)
    print(f"{'held more by who looks up':<34}{float(held):>8.1f} MB")


def _milliseconds(text: str, look: Look, keys: Keys) -> float:
    start = time.thread_time()
    passages.find(words(text, is_normal=True), look, keys)
    return (time.thread_time() - start) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None, DOCUMENTS)
