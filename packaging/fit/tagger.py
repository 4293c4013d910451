"""Make ``rules/data/names.bin``: the table of words and the weights of the tagger.

    PYTHONPATH=agent .venv/bin/python packaging/fit/tagger.py DATA

DATA holds the folders ``names``, ``people``, ``innocuous`` and ``pupilwork``; none of their lines goes into the
file, only counts and weights learned from them. Everything is sorted, counted in whole numbers and shuffled from a
fixed seed, so that the same data make the same file to the byte. A tenth of ``people`` (by the hash of the text) and
every second text of ``innocuous`` are never learned from; what is printed at the end was measured on that tenth.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from safe_to_paste import paths, tagger
from safe_to_paste.detectors import _candidates
from safe_to_paste.tagger import SIZE, Model, plain

PERSON = {"PER", "person", "politician", "writer", "musicalartist", "scientist", "researcher"}
PLACE = {"LOC", "location", "country"}
EPOCHS = 6
SOURCES = {
    "ukbabynames (ONS, NRS, NISRA birth counts)": "OGL v3",
    "US Census 1990 surnames": "public domain",
    "popular-names-by-country-dataset": "CC0",
    "Wikidata names": "CC0",
    "GeoNames, GB towns": "CC BY 4.0",
    "wnut17, broad_twitter, wikigold": "CC BY 4.0",
    "crossner over Wikipedia text": "MIT, CC BY-SA 4.0",
    "english_web_dev (Universal NER, English Web Treebank)": "CC BY-SA 4.0",
    "oak_lessons, gsm8k (everyday words, counted)": "MIT",
    "openstax_physics (everyday words, counted)": "CC BY",
    "cs_field_guide, rpi (everyday words, counted)": "CC BY-SA",
    "nhs_service_manual, DfE guidance (everyday words, counted)": "OGL v3",
    "classic novels (everyday words, counted)": "public domain",
}

Example = tuple[list[int], bool]


def main(data: Path) -> None:
    """Make the table, learn the weights, write the file and print how well it does."""
    table = words(data)
    hashes = array("I", sorted(table))
    bands = bytes(table[h] for h in hashes)
    blank = Model(hashes, bands, array("b", bytes(SIZE)), {})
    tagger._model.cache_clear()
    use(blank)
    learn, judge = [], []
    for text, spans in people(data):
        part = judge if held_back(text) else learn
        part.extend(examples(text, spans))
    weights = learned(learn)
    header = {
        "format": 1, "words": len(hashes), "weights": SIZE, "made by": "packaging/fit/tagger.py",
        "learned from": len(learn), "sources": SOURCES,
    }  # fmt: skip
    raw = json.dumps(header, sort_keys=True).encode() + b"\n"
    if sys.byteorder == "big":
        hashes.byteswap()
    raw += hashes.tobytes() + bands + weights.tobytes()
    (paths.rules_dir() / "data" / tagger.FILE).write_bytes(raw)
    print(f"{len(raw):,} bytes, {len(hashes):,} words, learned from {len(learn):,} runs of words")
    for at in (-40, -20, 0, 20, 40):
        print(
            f"from {at:>4}: precision {figure(judge, weights, at)[0]:.3f}  recall {figure(judge, weights, at)[1]:.3f}"
        )


def use(model: Model) -> None:
    """Have the tagger read this model and no file."""
    tagger._model = lambda: model  # type: ignore[assignment]
    tagger.known.cache_clear()


def held_back(text: str) -> bool:
    """Whether a text belongs to the tenth that is not learned from."""
    return zlib.crc32(text.encode()) % 10 == 0


def words(data: Path) -> dict[int, int]:  # noqa: PLR0912 - one branch for each source of words
    """For each word's hash, how common it is as a forename, a surname, an everyday word and a place."""
    forename: Counter[str] = Counter()
    surname: Counter[str] = Counter()
    with (data / "names/uk_forenames_by_births.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            births = float(row["n"])
            raise_to(forename, row["name"], 3 if births >= 1500 else 2 if births >= 60 else 1 if births >= 10 else 0)
    with (data / "names/us_surnames_by_percent.csv").open(encoding="utf-8") as file:
        for name, percent in csv.reader(file):
            raise_to(surname, name, 3 if float(percent) >= 0.01 else 2 if float(percent) >= 0.001 else 1)
    for kind, counter in (("forenames", forename), ("surnames", surname)):
        with (data / f"names/common-{kind}-by-country.csv").open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                for name in (row["Localized Name"], row["Romanized Name"]):
                    raise_to(counter, name or "", 2)
    for pattern, counter in (("names_first_*.json", forename), ("names_surnames_*.json", surname)):
        for path in sorted((data / "names").glob(pattern)):
            for name in json.loads(path.read_text(encoding="utf-8")):
                raise_to(counter, name, 1)
    place: Counter[str] = Counter()
    for name in json.loads((data / "names/cities_GB.json").read_text(encoding="utf-8")):
        if name[:1].isupper():
            raise_to(place, name, 1)
    for text, spans in people(data):
        if held_back(text):
            continue
        for start, end, label in spans:
            if label in PLACE:
                raise_to(place, text[start:end], 2)
    counted: Counter[str] = Counter()
    for text in plain_texts(data):
        counted.update(plain(w) for w in re.findall(r"(?<![\w@#'])[^\W\dA-Z_][a-z]+", text))
    everyday = {w: 3 if n >= 150 else 2 if n >= 15 else 1 for w, n in counted.items() if n >= 3}
    table: dict[int, int] = defaultdict(int)
    for word in sorted({*forename, *surname, *everyday, *place}):
        band = forename[word] | surname[word] << 2 | everyday.get(word, 0) << 4 | place[word] << 6
        table[zlib.crc32(word.encode())] |= band
    return table


def raise_to(counter: Counter[str], name: str, band: int) -> None:
    """Put each part of a name in a band, unless it is in a higher one."""
    for part in re.split(r"[ ]", plain(name)):
        if len(part) > 1 and band:
            counter[part] = max(counter[part], band)


def people(data: Path) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Texts with the stretches that are people, places and other things."""
    for path in sorted((data / "people").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["text"], [(start, end, label) for start, end, label in row["spans"]]


def plain_texts(data: Path) -> Iterator[str]:
    """Texts in which to count everyday words: half of ``innocuous``, nine tenths of ``people``."""
    for path in sorted((data / "innocuous").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::2]:
            yield json.loads(line)["text"]
    for line in (data / "pupilwork/contrast_dfe_guidance.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]
    for text, _ in people(data):
        if not held_back(text):
            yield text


def examples(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[Example]:
    """Each run of words that might be a name, as its features' places, and whether it is a person."""
    persons = [(start, end) for start, end, label in spans if label in PERSON]
    for run in _candidates.runs(text):
        if run.form not in _candidates.PLAIN:
            continue
        inside = any(start <= run.span.start and run.span.end <= end for start, end in persons)
        around = any(run.span.start <= start and end <= run.span.end for start, end in persons)
        before, after = _candidates.beside(text, run.span)
        places = [zlib.crc32(f.encode()) % SIZE for f in tagger.features(run.words, before, after)]
        yield places, inside or around


def learned(learn: list[Example]) -> array[int]:
    """An averaged perceptron in whole numbers, scaled into a byte a weight."""
    weights, total = [0] * SIZE, [0] * SIZE
    order = list(range(len(learn)))
    shuffle = random.Random(3)
    step = 1
    for _ in range(EPOCHS):
        shuffle.shuffle(order)
        for index in order:
            places, person = learn[index]
            value = sum(weights[p] for p in places)
            # A margin: being right by a hair is not right enough.
            if (value < 4) if person else (value > -4):
                by = 1 if person else -1
                for p in places:
                    weights[p] += by
                    total[p] += by * step
            step += 1
    mean = [w * step - t for w, t in zip(weights, total, strict=True)]
    top = max(map(abs, mean)) or 1
    return array("b", [max(-127, min(127, round_half(m * 200, top))) for m in mean])


def round_half(value: int, by: int) -> int:
    """Whole-number division, to the nearest."""
    return (2 * value + by) // (2 * by)


def figure(judge: list[Example], weights: array[int], at: int) -> tuple[float, float]:
    """Precision and recall, where a name is what scores more than ``at``."""
    said = [(sum(weights[p] for p in places) > at, person) for places, person in judge]
    right = sum(s and p for s, p in said)
    return right / max(1, sum(s for s, _ in said)), right / max(1, sum(p for _, p in said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
