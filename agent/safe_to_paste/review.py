"""When a policy is due to be looked at again, and who is told: IT and the policy's owner first, then everybody.

A policy may name a day (``review.next_date``) and how many months may pass after it was ratified. Where the two
disagree the earlier one is reminded of; the linter says that they do.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from safe_to_paste.policy_file import Policy

# Days before the day from which there is a reminder, and from which it is pressing.
FIRST, SECOND = 60, 30


@dataclass(frozen=True, slots=True)
class Reminder:
    """A review that is due within ``FIRST`` days, or overdue. ``days``: how many are left; below nought, since."""

    day: date
    days: int
    why: str
    owner: str

    @property
    def is_pressing(self) -> bool:
        """Whether it should be seen to now."""
        return self.days <= SECOND

    @property
    def says(self) -> str:
        """For IT and whoever looks after the policy: how soon, what the day was worked out from, who it is for."""
        whose = f" It is looked after by {self.owner}." if self.owner else ""
        return f"the AI policy's review {self._when}{self.why}.{whose}"

    @property
    def to_staff(self) -> str:
        """For the foot of the declaration: nobody has to do anything about it there."""
        if self.days < 0:
            return f"The policy's review was due on {written(self.day)}; it holds meanwhile."
        return f"The policy's review is due on {written(self.day)}."

    @property
    def _when(self) -> str:
        if self.days < 0:
            return f"was due on {written(self.day)} and is overdue"
        if self.days == 0:
            return f"is due today ({written(self.day)})"
        return f"is due in {self.days} {'day' if self.days == 1 else 'days'}, on {written(self.day)}"


def reminder(policy: Policy, today: date) -> Reminder | None:
    """What to say about the review today; None while it is far away or no date can be told."""
    found = _due(policy)
    if found is None:
        return None
    day, why = found
    days = (day - today).days
    return Reminder(day, days, why, policy.owner.strip().rstrip(".")) if days <= FIRST else None


def month(text: str) -> int | None:
    """The month in "2025-05-01", "May 2025" or "1 May 2025", counted from year nought.

    >>> month("May 2025") == month("2025-05-01") == 2025 * 12 + 5, month("last year")
    (True, None)
    """
    if iso := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-\d\d)?", text.strip()):
        return int(iso[1]) * 12 + int(iso[2])
    words = re.fullmatch(r"(?:\d{1,2} )?([A-Za-z]{3})[a-z]* (\d{4})", text.strip())
    if not words or words[1].lower() not in _MONTHS:
        return None
    return int(words[2]) * 12 + _MONTHS.index(words[1].lower()) + 1


def written(day: date) -> str:
    """A day as people here write it.

    >>> written(date(2027, 1, 31))
    '31 January 2027'
    """
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _due(policy: Policy) -> tuple[date, str] | None:
    """The day, and what to say about where it comes from."""
    named, months = policy.review.next_date, policy.review.cycle_months
    ratified = month(policy.ratified)
    counted = _end(ratified + months) if ratified is not None and months else None
    if named is not None and (counted is None or named <= counted):
        return named, ""
    if counted is None:
        return None
    after = f" ({months} months after {policy.ratified}"
    return counted, f"{after}; the policy names {written(named)})" if named else f"{after})"


def _end(months: int) -> date | None:
    """The last day of a month that is counted from year nought."""
    year, before = divmod(months - 1, 12)
    if not 1 <= year <= date.max.year:
        return None
    return date(year, before + 1, calendar.monthrange(year, before + 1)[1])


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
