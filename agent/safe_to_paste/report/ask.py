"""Questions to a set of totals, and the rule by which answers may be shown.

Whoever holds totals (this laptop, or a folder of a whole trust) answers questions; whoever shows figures asks them.
An answer counts how many and from how many laptops. It is shown only through ``Rule``: less than five, or from
fewer than five laptops, is not shown, and the rest is rounded to the nearest five, each figure on its own. Where the
parts of a whole are shown side by side, a further part is hidden as well when the first could be worked out by taking
the others away; rounding alone does not see to that. So "few" may stand for more than four.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


# What stands where a figure is not shown.
FEW = "few"


def share(part: Count, whole: Count) -> Share:
    """A share of what is shown, so that it gives away no more than that."""
    if part.value is None or not whole.value:
        return Share(None, part, whole)
    return Share(min(1.0, part.value / whole.value), part, whole)


@dataclass(frozen=True, slots=True)
class Rule:
    """When a figure may be shown: it counts at least ``least`` and comes from at least ``laptops``."""

    least: int = 5
    laptops: int = 5

    def count(self, cell: Cell | None) -> Count:
        """A cell as it may be shown; nothing at all is no secret."""
        if cell is None or cell.n == 0:
            return Count(0)
        return Count(None if self._is_small(cell) else self._rounded(cell.n))

    def parts(self, cells: Sequence[Cell | None], groups: Iterable[Sequence[int]] = ()) -> tuple[Count, ...]:
        """Parts of one whole, so that none that is hidden comes out when those that are shown are taken from the whole.

        Where too little is hidden to keep a secret, the smallest part that is shown is hidden as well.

        Args:
            cells: every part there is.
            groups: which of the parts (by their place) have a sum that is shown somewhere, too.
        """
        known = [cell or Cell() for cell in cells]
        hidden = {at for at, cell in enumerate(known) if cell.n and self._is_small(cell)}
        families = (*groups, range(len(known)))
        while more := next(filter(None, (self._also(known, hidden, each) for each in families)), None):
            hidden |= more
        return tuple(Count(None) if at in hidden else self.count(cell) for at, cell in enumerate(known))

    def share(self, part: Cell | None, whole: Cell | None) -> Share:
        """A part of a whole of which no other part is shown: rounding alone leaves what remains anybody's guess."""
        return share(self.count(part), self.count(whole))

    def _also(self, cells: Sequence[Cell], hidden: set[int], family: Sequence[int]) -> set[int]:
        """What must be hidden too, so that each hidden part of a family may be any number under ``least``."""
        of_it = hidden.intersection(family)
        together = sum(cells[at].n for at in of_it)
        if not of_it or (len(of_it) > 1 and together >= self.least + len(of_it) - 2):
            return set()
        shown = [at for at in family if at not in hidden]
        # A part that is nothing is the last resort.
        return {min(shown, key=lambda at: (not cells[at].n, cells[at].n))} if shown else set()

    def _is_small(self, cell: Cell) -> bool:
        return cell.n < self.least or cell.laptops < self.laptops

    def _rounded(self, n: int) -> int:
        """To the nearest of the steps figures are shown in."""
        return (n + self.least // 2) // self.least * self.least
