"""The register of declarations: who has agreed to which version, when, and whether the training was done.

It is the only thing with names that ever leaves a laptop, and only when somebody asks for it. HR or the data
protection officer keep it as they keep other staff records. Each laptop has the declarations made on it; a school
has them put into one folder and reads that.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safe_to_paste.errors import JournalError
from safe_to_paste.journal import Declaration

SCHEMA = "safe-to-paste/declarations/1"
ABOUT = (
    "A record with names: who has agreed to which version of the AI policy. It is for HR or the data protection officer"
)
COLUMNS = ("who", "policy", "version", "declared", "training", "statements", "seal")

# A folder of a whole trust's; one file is a person's few declarations.
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One person and one version of a policy. ``at``: when they last agreed to it; ``seal``: how the journal kept it,
    "keychain", or "degraded" where the key lay in a file."""

    who: str
    policy: str
    version: str
    at: datetime
    training: bool
    statements: tuple[str, ...]
    seal: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a folder's files hold together, and in words what could not be used."""

    entries: tuple[Entry, ...]
    files: int
    faults: tuple[str, ...]


def of(declarations: Iterable[Declaration]) -> tuple[Entry, ...]:
    """The register of one laptop."""
    return merged(
        Entry(d.who, d.policy, d.policy_version, d.at, d.training, d.statements, d.kept) for d in declarations
    )


def merged(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry for each person and version: the latest, with the training done if it ever was; by person."""
    newest: dict[tuple[str, str, str], Entry] = {}
    for entry in sorted(entries, key=lambda each: each.at):
        key = (entry.who, entry.policy, entry.version)
        was_done = key in newest and newest[key].training
        newest[key] = replace(entry, training=entry.training or was_done)
    return tuple(sorted(newest.values(), key=lambda each: (each.who.casefold(), each.at)))


def gather(folder: Path) -> Gathered:
    """The registers in a folder as one. A file that cannot be used is named, never passed over in silence.

    Raises:
        JournalError: there is no such folder.
    """
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".json" and file.name.startswith(_PREFIX))
    except OSError as error:
        raise JournalError(f"{folder}: cannot be read ({error.strerror})") from error
    entries: list[Entry] = []
    faults: list[str] = []
    for file in files:
        try:
            entries += _read(file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            why = error.strerror if isinstance(error, OSError) else _why(error)
            faults.append(f"{file.name}: left out ({why})")
    return Gathered(merged(entries), len(files), tuple(faults))


def file_name(who: str, laptop: str) -> str:
    """What one person's register from one laptop is called in a shared folder."""
    return f"{_PREFIX}{_plain(who)}-{_plain(laptop)}.json"


def as_json(entries: Sequence[Entry], *, now: datetime) -> str:
    """The register for a program."""
    table = {
        "schema": SCHEMA,
        "about": f"{ABOUT}.",
        "made": _written(now),
        "declarations": [_row(entry) | {"statements": list(entry.statements)} for entry in entries],
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def as_csv(entries: Sequence[Entry]) -> str:
    """The register for a spreadsheet; the statements are counted."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {column: _cell(value) for column, value in (_row(entry) | {"statements": len(entry.statements)}).items()}
        for entry in entries
    )
    return stream.getvalue()


def completion(entries: Iterable[Entry], *, policy: str, version: str, staff_count: int | None) -> str:
    """How many have agreed to the version in force; of how many staff, where the policy says that."""
    people = {entry.who for entry in entries if (entry.policy, entry.version) == (policy, version)}
    count = f"{len(people)} {'person has' if len(people) == 1 else 'people have'} agreed to version {version}"
    if not staff_count:
        return f"{count}; with staff_count in the policy file this would be a share"
    if len(people) > staff_count:
        return f"{count}, more than the policy's staff_count of {staff_count}"
    return f"{count}, of {staff_count} staff ({len(people) / staff_count:.0%})"


_PREFIX = "declarations-"


def _row(entry: Entry) -> dict[str, object]:
    return {
        "who": entry.who,
        "policy": entry.policy,
        "version": entry.version,
        "declared": _written(entry.at),
        "training": "done" if entry.training else "not done",
        "seal": entry.seal,
    }


def _read(file: Path) -> list[Entry]:
    if file.stat().st_size > _LARGEST:
        raise ValueError("far too large")
    table = json.loads(file.read_text(encoding="utf-8-sig"))
    if table["schema"] != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    return [_entry(row) for row in table["declarations"]]


def _entry(row: dict[str, Any]) -> Entry:
    texts = [row[key] for key in ("who", "policy", "version", "declared", "seal")]
    if not all(isinstance(text, str) for text in (*texts, *row["statements"])):
        raise TypeError
    who, policy, version, declared, seal = texts
    at = datetime.fromisoformat(declared)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return Entry(who, policy, version, at, row["training"] == "done", tuple(row["statements"]), seal)


def _why(error: Exception) -> str:
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
        return "it is cut short or no JSON"
    return str(error) if type(error) is ValueError else "something is missing in it"


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cell(value: object) -> object:
    """A spreadsheet would work out what begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "_", name).strip("._") or "unknown"
