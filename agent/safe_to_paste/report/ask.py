"""Questions to a set of totals, and the rule by which answers may be shown.

Whoever holds totals (this laptop, or a folder of a whole trust) answers questions; whoever shows figures asks them.
An answer counts how many and from how many laptops. It is shown only through ``Rule``: less than five, or from
fewer than five laptops, is not shown, and the rest is rounded to the nearest five. Because every figure is rounded on
its own, totals with their parts, and one report with the next, leave nothing exact to be worked out by taking away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """How many, by what.

    Args:
        row: the kind of row, as schema.py names them.
        measure: the column to add up; nothing: count laptops.
        by: columns; besides those of the format, ``term``.
        where: columns and the values they may have.
        latest: of each laptop only its newest row counts, in the last month that there is.
    """

    row: str
    measure: str = ""
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """So many, from so many laptops: the most in any one school year, as numbers are renewed with each."""

    n: int = 0
    laptops: int = 0


Answer = Mapping[Key, Cell]


class Source(Protocol):
    """Whoever holds totals."""

    def ask(self, question: Question) -> Answer:
        """The answer: a cell for each combination that occurs."""
        ...


@dataclass(frozen=True, slots=True)
class Count:
    """A number as it may be shown; ``value`` None: it is too small to be shown."""

    value: int | None

    def __str__(self) -> str:
        return FEW if self.value is None else f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole as it may be shown, between 0 and 1; ``value`` None: a part or the whole is too small."""

    value: float | None
    part: Count
    whole: Count

    def __str__(self) -> str:
        return FEW if self.value is None else f"{self.value:.0%}"


# What stands where a figure is too small to be shown.
FEW = "few"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a figure may be shown: it counts at least ``least`` and comes from at least ``laptops``."""

    least: int = 5
    laptops: int = 5

    def count(self, cell: Cell | None) -> Count:
        """A cell as it may be shown; nothing at all is no secret."""
        if cell is None or cell.n == 0:
            return Count(0)
        if cell.n < self.least or cell.laptops < self.laptops:
            return Count(None)
        return Count(self.rounded(cell.n))

    def share(self, part: Cell | None, whole: Cell | None) -> Share:
        """A share of what is shown, so that it gives away no more than that."""
        top, bottom = self.count(part), self.count(whole)
        if top.value is None or not bottom.value:
            return Share(None, top, bottom)
        return Share(min(1.0, top.value / bottom.value), top, bottom)

    def rate(self, cell: Cell | None, over: Cell | None) -> float | None:
        """A number for each of another, of what is shown."""
        top, bottom = self.count(cell), self.count(over)
        return top.value / bottom.value if top.value is not None and bottom.value else None

    def rounded(self, n: int) -> int:
        """To the nearest of the steps figures are shown in."""
        return (n + self.least // 2) // self.least * self.least
