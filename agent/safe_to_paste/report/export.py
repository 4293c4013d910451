"""Puts a laptop's totals into the folder that the policy names, one file a month, for IT to sync.

A file is written whole under another name and then renamed, so that nobody reads half of one. This month's file is
written anew each time. A month that is over is written once more and then left as it is: later the journal holds
less of it. Nothing in a file says who; the installation's number is random and another one each school year.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safe_to_paste import declarations, paths
from safe_to_paste.errors import ReportError
from safe_to_paste.journal import Journal
from safe_to_paste.policy_file import Policy
from safe_to_paste.report import calendar, schema, totals
from safe_to_paste.rules import Rule

# Bytes of the end of a file that hold its last row.
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Exported:
    """What was done: the files written, months left as they are, and what somebody should know."""

    written: tuple[Path, ...]
    left: tuple[str, ...]
    notes: tuple[str, ...]


def run(
    folder: Path,
    journal: Journal,
    policy: Policy,
    *,
    category: Callable[[str], str],
    now: datetime | None = None,
    who: str | None = None,
    own: Path | None = None,
) -> Exported:
    """Write what is due. Raises ReportError where the folder cannot be written, JournalError as the journal does.

    Args:
        category: gives the category of an entity, or nothing.
        own: where the installation's numbers are kept; the person's data folder.
    """
    now = now or datetime.now(UTC)
    months = totals.of(journal, policy, category, now=now, who=declarations.account() if who is None else who)
    return put(folder, months, policy, now=now, own=own)


def put(
    folder: Path, months: tuple[totals.Month, ...], policy: Policy, *, now: datetime, own: Path | None = None
) -> Exported:
    """Write those of the totals that are due. Raises ReportError; waits as long as the folder does."""
    own = own or paths.places().data
    first = f"{int(calendar.school_year(calendar.month(now))[:4]) - 1}-09"
    written, left = [], []
    for month in (each for each in months if each.month >= first):
        number = installation(own, calendar.school_year(month.month))
        file = folder / month.month / f"{month.month}-{number}.jsonl"
        if _is_due(month, file, now):
            _write(file, totals.lines(month, number))
            written.append(file)
        else:
            left.append(month.month)
    _forget_numbers(own, keep=first)
    return Exported(tuple(written), tuple(left), _notes(months, policy))


def categories(rules: Iterable[Rule]) -> Callable[[str], str]:
    """Which category an entity is of, by these rules."""
    known = {rule.entity: rule.category.value for rule in rules}
    return lambda entity: known.get(entity, "")


def installation(own: Path, school_year: str) -> str:
    """This account's number on this laptop for a school year, drawn when it is first needed."""
    file = own / f"installation-{school_year[:4]}"
    if kept := _number(file):
        return kept
    try:
        own.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_hex(8))
        if file.exists():  # not a number: nothing that was written by us
            file.unlink()
        try:
            # The first of two processes wins, and both use its number.
            os.link(draft, file)
        except FileExistsError:
            pass
        except OSError:  # not every file system has hard links
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(f"{file}: the installation's number cannot be kept there ({error.strerror})") from error
    if kept := _number(file):
        return kept
    raise ReportError(f"{file}: is not the number that was written to it")


def _number(file: Path) -> str:
    with suppress(OSError, ValueError):
        kept = file.read_text(encoding="ascii").strip()
        if schema.INSTALLATION.fullmatch(kept):
            return kept
    return ""


def _forget_numbers(own: Path, *, keep: str) -> None:
    """With its number goes the way to tell that files of another year came from here."""
    with suppress(OSError):
        for file in own.glob("installation-[0-9][0-9][0-9][0-9]"):
            if file.name < f"installation-{keep[:4]}":
                file.unlink(missing_ok=True)


def _is_due(month: totals.Month, file: Path, now: datetime) -> bool:
    if month.month == calendar.month(now):
        return True
    before = _last_row(file)
    if before is None:
        return True
    is_final = str(before.get("written", "")) >= f"{calendar.following(month.month)}-01"
    known = before.get("total_checks")
    return not is_final and month.checks >= (known if isinstance(known, int) else 0)


def _last_row(file: Path) -> dict[str, Any] | None:
    """How a file ends, or None where there is none that is whole."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - _TAIL))
            row = json.loads(stream.read().splitlines()[-1])
    except (OSError, ValueError, IndexError, RecursionError):
        return None
    return row if isinstance(row, dict) and row.get("row") == schema.LAPTOP else None


def _write(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(f"{file}: cannot be written ({error.strerror or type(error).__name__})") from error


def _notes(months: tuple[totals.Month, ...], policy: Policy) -> tuple[str, ...]:
    ahead = max((int(month.laptop["dated_ahead"]) for month in months), default=0)
    days = policy.journal.retention_days
    return (
        *([f"{ahead} checks carry a date still to come and are left out: the clock was wrong"] if ahead else []),
        *([f"journal.retention_days is {days}: a month's totals are whole only from 31 days on"] if days < 31 else []),
    )
