"""Labelled pastes: the project's own in tests/corpus, or a folder with the same three files.

A folder holds ``pastes.jsonl`` (or several ``*.jsonl``), ``roster.csv`` and ``organisation.json``. A line is
``{"id", "text", "innocuous", "expected": [...], "outcome"}``, and each thing expected says its category, what it
is (``entity``, or ``kind`` in the words of the table below) and the exact words (``text`` or ``span_text``).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safe_to_paste.model import Category, Outcome, Span

CORPUS = Path(__file__).parents[1] / "corpus"

# Where labels name a kind of thing in other words than the rules do.
_ENTITIES = {
    "forename": "PUPIL_NAME",
    "other_name": "PERSON_NAME",
    "dob": "DATE_OF_BIRTH",
    "indirect": "SINGLED_OUT",
    "credentials": "PASSWORD",
    "bank_details": "BANK_ACCOUNT",
    "pupil_answers": "PUPIL_WORK",
    "pupil_writing": "PUPIL_WORK",
    "nea": "PUPIL_WORK",
    "tender": "CONTRACT",
}
# What counts as having seen the same thing, whatever it was called.
_ALIKE = (
    {"PUPIL_NAME", "PARENT_NAME", "STAFF_NAME", "PERSON_NAME"},
    {"PUPIL_LIST", "MIS_EXPORT"},
    {"BANK_ACCOUNT", "SORT_CODE", "IBAN", "CARD_NUMBER"},
    {"PASSWORD", "SECRET", "PRIVATE_KEY"},
    {"EMAIL", "PUPIL_EMAIL"},
    {"PHONE", "LANDLINE"},
    {"PROTECTIVE_MARKING", "EMBARGO", "CLOSED_MINUTES"},
)
NAMES = frozenset(_ALIKE[0])


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that should be seen, and everywhere that its words stand."""

    category: Category
    entity: str
    text: str
    spans: tuple[Span, ...]

    @property
    def alike(self) -> frozenset[str]:
        """The entities under which it may be found."""
        return frozenset(next((group for group in _ALIKE if self.entity in group), {self.entity}))


@dataclass(frozen=True, slots=True)
class Paste:
    """A text as a member of staff might paste it, and what should come of it."""

    id: str
    text: str
    expected: tuple[Expected, ...]
    outcome: Outcome

    @property
    def innocuous(self) -> bool:
        """Whether nothing should be seen."""
        return not self.expected


def read(folder: Path, *, split: str = "") -> tuple[Paste, ...]:
    """The labelled pastes of a folder, of one split where the lines name one."""
    return tuple(
        _paste(row) for file in _files(folder) for row in _rows(file) if not split or row.get("split", split) == split
    )


def read_innocuous(folder: Path) -> Iterator[tuple[str, tuple[Paste, ...]]]:
    """Each file of a folder by name, as pastes in which nothing should be seen."""
    for file in sorted(folder.glob("*.jsonl")):
        yield file.stem, tuple(Paste(str(row["id"]), str(row["text"]), (), Outcome.ALLOW) for row in _rows(file))


def read_pupils(file: Path) -> tuple[frozenset[str], ...]:
    """For each pupil of a roster, the words of the name in small letters."""
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            frozenset(word for key, value in row.items() if "name" in key.casefold() for word in words(value))
            for row in csv.DictReader(lines)
        )


def words(text: str) -> list[str]:
    """The words of a name in small letters, without a possessive's s."""
    return re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", text.casefold()))


def _files(folder: Path) -> list[Path]:
    one = folder / "pastes.jsonl"
    return [one] if one.is_file() else sorted(folder.glob("*.jsonl"))


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _paste(row: Mapping[str, Any]) -> Paste:
    text = str(row["text"])
    return Paste(
        id=str(row["id"]),
        text=text,
        expected=tuple(_expected(label, text) for label in row["expected"]),
        outcome=Outcome.of(row["outcome"]),
    )


def _expected(label: Mapping[str, str], text: str) -> Expected:
    said = label.get("entity") or label["kind"]
    wanted = label.get("text") or label["span_text"]
    return Expected(
        category=Category(label["category"]),
        entity=_ENTITIES.get(said, said.upper()),
        text=wanted,
        spans=tuple(_places(wanted, text)),
    )


def _places(wanted: str, text: str) -> Iterator[Span]:
    """Where the words stand by themselves; anywhere at all when they never do."""
    whole = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)]
    found = whole or [m.span() for m in re.finditer(re.escape(wanted), text)]
    return (Span(*place) for place in found)
