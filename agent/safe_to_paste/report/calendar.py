"""Months, terms and school years. A school year begins on 1 September.

Terms are whole months, because that is as finely as totals are kept: autumn is September to December, spring January
to March, summer April to August. Where Easter is late some of spring counts as summer, each year alike.

>>> term("2026-11"), before("2026/27 autumn"), term_words("2026/27 autumn")
('2026/27 autumn', '2025/26 summer', 'autumn term 2026')
"""

from __future__ import annotations

from datetime import UTC, datetime

_TERMS = ("autumn", "spring", "summer")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month(at: datetime) -> str:
    """The month of a time, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m}"


def start(month: str) -> datetime:
    """When a month begins."""
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)


def following(month: str) -> str:
    """The month after.

    >>> following("2026-12")
    '2027-01'
    """
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def span(first: str, last: str) -> tuple[str, ...]:
    """Every month from one to another.

    >>> span("2026-11", "2027-01")
    ('2026-11', '2026-12', '2027-01')
    """
    months = [first]
    while months[-1] < last:
        months.append(following(months[-1]))
    return tuple(months)


def school_year(month: str) -> str:
    """The school year a month belongs to.

    >>> school_year("2026-08"), school_year("2026-09")
    ('2025/26', '2026/27')
    """
    year, number = map(int, month.split("-"))
    first = year if number >= 9 else year - 1
    return f"{first:04d}/{(first + 1) % 100:02d}"


def term(month: str) -> str:
    """The term a month belongs to; terms sort by time."""
    number = int(month[5:])
    return f"{school_year(month)} {_TERMS[0 if number >= 9 else 1 if number <= 3 else 2]}"


def before(term: str) -> str:
    """The term before."""
    year, name = term.split(" ")
    if name != "autumn":
        return f"{year} {_TERMS[_TERMS.index(name) - 1]}"
    first = int(year[:4]) - 1
    return f"{first:04d}/{(first + 1) % 100:02d} summer"


def term_words(term: str) -> str:
    """A term as people say it."""
    year, name = term.split(" ")
    return f"{name} term {int(year[:4]) + (name != 'autumn')}"


def month_words(month: str) -> str:
    """A month as people say it.

    >>> month_words("2026-11")
    'November 2026'
    """
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def day_words(at: datetime) -> str:
    """A day as people say it."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
