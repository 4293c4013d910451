"""Reads the index, a few pages of it at a time: how large it is makes no difference to who looks something up."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from safe_to_paste.fingerprints import SIZE
from safe_to_paste.index.database import connected, in_words

# A fingerprint in more pieces than these says nothing about any of them.
MOST_HOLDERS = 5
_CACHE_KB = 2_000


@dataclass(frozen=True, slots=True)
class Work:
    """A piece: the day since which it is known, and how many fingerprints it has."""

    known: date
    prints: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What is in the index. ``faults``: why files were not read, by reason. ``rebuilt``: why it was begun anew."""

    pieces: int = 0
    teaching: int = 0
    faults: Mapping[str, int] = field(default_factory=dict)
    rebuilt: str = ""


class Look:
    """Reads the index at ``path`` without ever loading it whole; raises FingerprintError where that is not possible."""

    def __init__(self, path: Path) -> None:
        with in_words(path):
            self._connection = connected(path, "ro")
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            row = self._connection.execute("SELECT made_with FROM about").fetchone()
        self.path = path
        self.made_with: bytes = row[0] if row else b""

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def holders(self, prints: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The pieces each fingerprint stands in; without those of the teacher's own material and those of too many."""
        with in_words(self.path):
            rows = self._connection.execute(
                "SELECT value, (SELECT group_concat(work) FROM"
                " (SELECT work FROM prints WHERE print = value ORDER BY work LIMIT ?)) FROM json_each(?)",
                (MOST_HOLDERS + 1, json.dumps(list(prints))),
            )
            found = {print_: tuple(map(int, works.split(","))) for print_, works in rows if works}
        return {print_: works for print_, works in found.items() if works[0] > 0 and len(works) <= MOST_HOLDERS}

    def taught(self, prints: Collection[int]) -> int:
        """How many of some fingerprints stand in the teacher's own material."""
        with in_words(self.path):
            row = self._connection.execute(
                "SELECT count(DISTINCT print) FROM prints WHERE work < 0 AND print IN (SELECT value FROM json_each(?))",
                (json.dumps(list(prints)),),
            ).fetchone()
        return int(row[0])

    def work(self, number: int) -> Work:
        """What is known of a piece."""
        with in_words(self.path):
            known, size = self._connection.execute(
                "SELECT min(known), max(length(prints)) FROM documents WHERE work = ?", (number,)
            ).fetchone()
        return Work(date.fromordinal(known or date.max.toordinal()), (size or 0) // SIZE)

    def files(self, number: int) -> frozenset[bytes]:
        """The files of a piece, as they are stored."""
        with in_words(self.path):
            rows = self._connection.execute("SELECT path FROM documents WHERE work = ?", (number,))
            return frozenset(path for (path,) in rows)

    def totals(self) -> Totals:
        """What is in it."""
        with in_words(self.path):
            ask = self._connection.execute
            ((pieces, teaching),) = ask(
                "SELECT coalesce(sum(work > 0), 0), coalesce(sum(work < 0), 0) FROM documents"
            ).fetchall()
            faults = dict(ask("SELECT fault, count(*) FROM documents WHERE fault <> '' GROUP BY fault").fetchall())
            ((rebuilt,),) = ask("SELECT rebuilt FROM about").fetchall()
        return Totals(pieces, teaching, faults, rebuilt)

    def name(self) -> str:
        """Another one when anything in the index is another."""
        with in_words(self.path):
            row = self._connection.execute("SELECT count(*), max(id) FROM documents").fetchone()
        return f"{self.made_with.hex()} {row[0]} {row[1]}"
