"""Exported files of invented laptops, as many as are asked for: for the figures of a trust, its tests and its picture.

Written by the product's own writer, so that they are what laptops write. The same seed gives the same files.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safe_to_paste.report import calendar, schema, totals

_SITES = (("chatgpt", 6), ("gemini", 4))
_TRIGGERS = (("paste", 20), ("drop", 1))
_OUTCOMES = (("allow", 78), ("hint", 8), ("warn", 8), ("hold", 6))
_ACTIONS = (("replace", 44), ("remove", 14), ("go_back", 9), ("keep", 25), ("", 8))
_REASONS = (("made_up", 45), ("not_a_problem", 35), ("dpo", 20))
_KINDS = (
    ("identifiable", "PERSON_NAME", 30), ("identifiable", "PUPIL_NAME", 22), ("identifiable", "UPN", 6),
    ("identifiable", "DATE_OF_BIRTH", 8), ("identifiable", "EMAIL", 8), ("sensitive", "SEND", 12),
    ("sensitive", "BEHAVIOUR", 8), ("sensitive", "HEALTH", 6), ("sensitive", "SAFEGUARDING", 3),
    ("confidential", "HR", 4), ("confidential", "CLOSED_MINUTES", 2), ("pupil_work", "PUPIL_WORK", 6),
    ("restricted_use", "MARKING_REQUEST", 5),
)  # fmt: skip
# How busy each month of a year is, January first.
_BUSY = (9, 8, 11, 6, 9, 10, 7, 1, 9, 11, 12, 7)


@dataclass(frozen=True, slots=True)
class School:
    """How many laptops, from which month to which, and how often each is used: checks in a middling month."""

    laptops: int
    first: str
    last: str
    checks: float = 14.0
    seed: int = 1


def write(folder: Path, school: School) -> int:
    """Write every file; how many bytes."""
    months = calendar.span(school.first, school.last)
    return sum(write_month(folder, school, at, month) for at, month in enumerate(months))


def write_month(folder: Path, school: School, at: int, month: str) -> int:
    """Write the files of one month, the ``at``-th there is; how many bytes."""
    random_ = random.Random(f"{school.seed} {month}")
    (folder / month).mkdir(parents=True, exist_ok=True)
    size = 0
    for laptop in range(school.laptops):
        content = one(random_, school, laptop, month, at)
        (folder / month / f"{month}-{installation(laptop, month)}.jsonl").write_bytes(content)
        size += len(content)
    return size


def installation(laptop: int, month: str) -> str:
    """A laptop's number in the school year of a month."""
    year = int(calendar.school_year(month)[:4])
    return f"{(laptop * 1_000_003 + year * 7_919 + 0x5AFE) * 0x9E3779B97F4A7C15 % 2**64:016x}"


def one(random_: random.Random, school: School, laptop: int, month: str, at: int) -> bytes:
    """One laptop's month; warnings put right grow more, and false alarms fewer, month by month."""
    learnt = min(1.0, at / 12)
    busy = _BUSY[int(month[5:]) - 1] / 10 * school.checks * random_.uniform(0.4, 1.6) * (1 + at / 30)
    checks: Counter[tuple[str, ...]] = Counter()
    found: Counter[tuple[str, ...]] = Counter()
    for _ in range(round(busy)):
        outcome = _one(random_, _OUTCOMES)
        warned = outcome in {"warn", "hold"}
        action = _one(random_, _ACTIONS) if warned and mode(at) == "warn" else ""
        if action == "keep" and random_.random() < 0.35 * learnt:
            action = "replace"
        reason = _one(random_, _REASONS) if action == "keep" and random_.random() < 0.85 else ""
        label = "ai_supported" if outcome == "allow" and random_.random() < 0.04 + 0.05 * learnt else ""
        checks[_one(random_, _SITES), _one(random_, _TRIGGERS), outcome, action, reason, label] += 1
        if outcome != "allow":
            for category, entity in {_kind(random_) for _ in range(random_.choice((1, 1, 1, 2, 3)))}:
                found[category, entity, outcome, action, reason] += 1
    rows: list[dict[str, Any]] = [
        {
            "row": schema.CHECKS,
            "policy": "default",
            "policy_version": version(month),
            "mode": mode(at),
            **dict(zip(("site", "trigger", "outcome", "action", "reason", "label"), key, strict=True)),
            "checks": n,
        }
        for key, n in checks.items()
    ]
    rows += [
        {
            "row": schema.FOUND,
            **dict(zip(("category", "entity", "outcome", "action", "reason"), key, strict=True)),
            "mode": mode(at),
            "checks": n,
            "found": n * 2,
        }
        for key, n in found.items()
    ]
    if laptop % 12 < 11 and _declares(laptop, month, school.first):
        rows.append(
            {
                "row": schema.DECLARED,
                "policy": "default",
                "policy_version": version(month),
                "training": laptop % 3 > 0,
                "declarations": 1,
            }
        )
    return totals.lines(
        totals.Month(month, tuple(rows), _laptop(laptop, month, sum(checks.values()))), installation(laptop, month)
    )


def version(month: str) -> str:
    """The policy's version: a new one with each school year."""
    return calendar.school_year(month)[:4]


def mode(at: int) -> str:
    """The first month is a trial."""
    return "report_only" if at == 0 else "warn"


def _declares(laptop: int, month: str, first: str) -> bool:
    """Most in the first month of a year, some a month later."""
    begin = max(first, f"{version(month)}-09")
    return month == (begin if laptop % 5 else calendar.following(begin))


def _laptop(laptop: int, month: str, checks: int) -> dict[str, Any]:
    return {
        "row": schema.LAPTOP,
        "written": f"{month}-20",
        "agent": "0.1.0" if laptop % 9 else "0.0.9",
        "policy": "default",
        "policy_version": version(month),
        "has_declared": laptop % 12 < 11,
        "key": "keychain" if laptop % 14 else "degraded",
        "journal_restarted": laptop % 997 == 3,
        "chain_faults": 0,
        "whole_month": True,
        "dated_ahead": 0,
        "total_checks": checks,
    }


def _one(random_: random.Random, words: tuple[tuple[str, int], ...]) -> str:
    return random_.choices([word for word, _ in words], [n for _, n in words])[0]


def _kind(random_: random.Random) -> tuple[str, str]:
    category, entity, _ = random_.choices(_KINDS, [n for _, _, n in _KINDS])[0]
    return category, entity


if __name__ == "__main__":
    target, laptops, first, last = sys.argv[1:]
    print(write(Path(target), School(int(laptops), first, last)))
