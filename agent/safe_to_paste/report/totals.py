"""What a journal comes to, month by month: the rows of an export, and what a report over one laptop counts.

Reads the journal and writes nothing. Names stay behind: of a declaration only that there is one.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from safe_to_paste import __version__, declarations
from safe_to_paste.errors import JournalError
from safe_to_paste.journal import Declaration, Event, Journal
from safe_to_paste.policy_file import Policy
from safe_to_paste.report import calendar
from safe_to_paste.report.schema import CHECKS, DECLARED, FOUND, LAPTOP, VERSION

Row = dict[str, Any]

_CHECK = ("policy", "policy_version", "mode", "site", "trigger", "outcome", "action", "reason", "label")
_FOUND = ("category", "entity", "mode", "outcome", "action", "reason")


@dataclass(frozen=True, slots=True)
class Month:
    """One month's rows, without those columns that say whose they are; ``laptop`` is the row that ends them."""

    month: str
    rows: tuple[Row, ...]
    laptop: Row

    @property
    def checks(self) -> int:
        """All checks of the month."""
        return int(self.laptop["total_checks"])

    def named(self, installation: str) -> tuple[Row, ...]:
        """The rows as a file holds them, but for the checksum."""
        common = {
            "schema": VERSION,
            "month": self.month,
            "school_year": calendar.school_year(self.month),
            "installation": installation,
        }
        return tuple(_ordered(common | row) for row in (*self.rows, self.laptop))


def of(
    journal: Journal, policy: Policy, category: Callable[[str], str], *, now: datetime, who: str
) -> tuple[Month, ...]:
    """Each month that the journal has something of, and this one. Raises JournalError.

    Args:
        category: gives the category of an entity, or nothing.
        who: the account whose standing is told.
    """
    this_month = calendar.month(now)
    counted = _Counted()
    for event in journal.events():
        counted.add(event, this_month)
    declared = _first_declarations(journal.declarations(), this_month)
    about = _about(journal, policy, now=now, who=who)
    oldest = now - timedelta(days=policy.journal.retention_days)
    months = sorted({*counted.checks, *declared, this_month})
    return tuple(
        _month(
            month, counted, declared.get(month, Counter()), category, about, is_whole=calendar.start(month) >= oldest
        )
        for month in months
    )


def lines(month: Month, installation: str) -> bytes:
    """A month as a file holds it."""
    *rows, laptop = month.named(installation)
    before = b"".join(_line(row) for row in rows)
    return before + _line({**laptop, "lines": len(rows), "checksum": checksum(before)})


def checksum(before: bytes) -> str:
    """What the last row says of the bytes before it."""
    return f"{zlib.crc32(before):08x}"


class _Counted:
    """Counts over events, a month each."""

    def __init__(self) -> None:
        self.checks: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self.found: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self.times: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self.ahead = 0

    def add(self, event: Event, this_month: str) -> None:
        """One more."""
        month = calendar.month(event.at)
        if month > this_month:  # the laptop's clock was wrong
            self.ahead += 1
            return
        self.checks[month][tuple(getattr(event, name) for name in _CHECK)] += 1
        for entity, found in event.counts.items():
            key = (entity, event.mode, event.outcome, event.action, event.reason)
            self.times[month][key] += 1
            self.found[month][key] += found


def _month(
    month: str,
    counted: _Counted,
    declared: Mapping[tuple[str, str, bool], int],
    category: Callable[[str], str],
    about: Row,
    *,
    is_whole: bool,
) -> Month:
    checks, times, found = (table.get(month, Counter()) for table in (counted.checks, counted.times, counted.found))
    rows = (
        *({"row": CHECKS, **dict(zip(_CHECK, key, strict=True)), "checks": n} for key, n in sorted(checks.items())),
        *(
            {"row": FOUND, **dict(zip(_FOUND, (category(key[0]), *key), strict=True)), "checks": n, "found": found[key]}
            for key, n in sorted(times.items())
        ),
        *(
            {"row": DECLARED, "policy": policy, "policy_version": version, "training": training, "declarations": n}
            for (policy, version, training), n in sorted(declared.items())
        ),
    )
    laptop = {
        "row": LAPTOP,
        **about,
        "whole_month": is_whole,
        "dated_ahead": counted.ahead,
        "total_checks": sum(checks.values()),
        "lines": len(rows),
    }
    return Month(month, rows, laptop)


def _about(journal: Journal, policy: Policy, *, now: datetime, who: str) -> Row:
    """The state of the laptop, in words and counts."""
    try:
        faults = len(journal.verify())
    except JournalError:
        faults = 0
    stands = declarations.standing(policy, journal, now.date(), who)
    return {
        "written": f"{now.astimezone(UTC):%Y-%m-%d}",
        "agent": __version__,
        "policy": policy.name,
        "policy_version": policy.version,
        "has_declared": stands.declared,
        "key": journal.state,
        "journal_restarted": bool(journal.notes),
        "chain_faults": faults,
    }


def _first_declarations(made: Iterable[Declaration], this_month: str) -> dict[str, Counter[tuple[str, str, bool]]]:
    """Who declared a version for the first time, counted by month: made again it is no second person."""
    first: dict[tuple[str, str, str], tuple[str, bool]] = {}
    for each in made:
        key = (each.who, each.policy, each.policy_version)
        month, training = first.get(key, (calendar.month(each.at), False))
        first[key] = (month, training or each.training)
    counts: defaultdict[str, Counter[tuple[str, str, bool]]] = defaultdict(Counter)
    for (_, policy, version), (month, training) in first.items():
        counts[min(month, this_month)][policy, version, training] += 1
    return counts


def _line(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"


def _ordered(row: Row) -> Row:
    """What every row has first."""
    first = ("schema", "row", "month", "school_year", "installation")
    return {**{name: row[name] for name in first}, **row}


def rows(months: Iterable[Month], installation: str) -> Iterator[Row]:
    """Every row of some months."""
    for each in months:
        yield from each.named(installation)
