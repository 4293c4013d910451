"""What was seen of what should be, what should not be, and how sure the figures are.

Nothing here keeps a text: a figure knows the ids of its pastes, and no more.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from safe_to_paste import policy
from safe_to_paste.model import Finding, Outcome, Scan
from safe_to_paste.policy import Policy

from eval.pastes import NAMES, Expected, Paste, words

Look = Callable[[str], Scan]
_Z = 1.959964  # 95 % of a normal distribution


@dataclass(slots=True)
class Seen:
    """Of one kind of thing: how many there were, how many were found, and where it went wrong."""

    there: int = 0
    found: int = 0  # something of the same category overlaps it
    named: int = 0  # and is the same kind of thing
    right: int = 0  # findings that overlap something expected
    beside: int = 0  # findings in a risky paste that overlap nothing expected
    wrong: int = 0  # findings in an innocuous paste
    missed: Counter[str] = field(default_factory=Counter)
    alarmed: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Figures:
    """Everything ``report`` prints about one run over one set of pastes."""

    kinds: dict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))
    pairs: Counter[tuple[Outcome, Outcome]] = field(default_factory=Counter)  # wanted, got
    overdone: dict[Outcome, list[str]] = field(default_factory=lambda: defaultdict(list))
    unwarned: list[str] = field(default_factory=list)

    def got(self, wanted: Callable[[Outcome], bool], got: Callable[[Outcome], bool]) -> tuple[int, int]:
        """Of the pastes that wanted some outcome, how many got some outcome, and how many there were."""
        of = sum(n for (w, _), n in self.pairs.items() if wanted(w))
        return sum(n for (w, g), n in self.pairs.items() if wanted(w) and got(g)), of


def measure(pastes: Iterable[Paste], look: Look, in_force: Policy, pupils: tuple[frozenset[str], ...]) -> Figures:
    """Scan every paste and compare. Only findings that come to more than ``allow`` count."""
    figures = Figures()
    for paste in pastes:
        verdict = policy.decide(look(paste.text), in_force)
        figures.pairs[paste.outcome, verdict.outcome] += 1
        for expected in paste.expected:
            _compare(figures, paste, expected, verdict.findings, pupils)
        for finding in verdict.findings:
            _charge(figures, paste, finding)
        if paste.innocuous:
            for step in (Outcome.HINT, Outcome.WARN, Outcome.HOLD):
                if verdict.outcome >= step:
                    figures.overdone[step].append(paste.id)
            for category in {f.category for f in verdict.findings if in_force.outcome(f) >= Outcome.WARN}:
                figures.kinds[category.value].alarmed[paste.id] += 1
        elif verdict.outcome < min(paste.outcome, Outcome.WARN):
            figures.unwarned.append(paste.id)
    return figures


def _compare(
    figures: Figures,
    paste: Paste,
    expected: Expected,
    findings: Iterable[Finding],
    pupils: tuple[frozenset[str], ...],
) -> None:
    near = [f for f in findings if any(f.span.overlaps(span) for span in expected.spans)]
    found = any(f.category is expected.category for f in near)
    named = any(f.entity in expected.alike for f in near)
    for kind in (expected.category.value, expected.entity, *_shades(expected, pupils)):
        seen = figures.kinds[kind]
        seen.there += 1
        seen.found += found
        seen.named += named
        if not (found if kind == expected.category.value else named):
            seen.missed[paste.id] += 1


def _charge(figures: Figures, paste: Paste, finding: Finding) -> None:
    labels = [e for e in paste.expected if any(finding.span.overlaps(span) for span in e.spans)]
    for kind, right in (
        (finding.category.value, any(e.category is finding.category for e in labels)),
        (finding.entity, any(finding.entity in e.alike for e in labels)),
    ):
        seen = figures.kinds[kind]
        seen.right += right
        seen.beside += not right and not paste.innocuous
        seen.wrong += paste.innocuous
        if paste.innocuous and kind == finding.entity:
            seen.alarmed[paste.id] += 1


def _shades(expected: Expected, pupils: tuple[frozenset[str], ...]) -> tuple[str, ...]:
    """Finer kinds of name: whole or in part, of a pupil on the roster or not."""
    if expected.entity not in NAMES:
        return ()
    parts = words(expected.text)
    whole = "whole name" if len(parts) > 1 else "part of a name"
    known = expected.entity == "PUPIL_NAME" and any(set(parts) <= pupil for pupil in pupils)
    return (f"{whole}, {'on the roster' if known else 'not on the roster'}", "any person")


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """A share and its 95 % interval (Wilson's score interval).

    >>> tuple(round(x, 3) for x in wilson(0, 100))
    (0.0, 0.0, 0.037)
    >>> tuple(round(x, 3) for x in wilson(93, 100))
    (0.93, 0.863, 0.966)
    """
    if of == 0:
        return math.nan, math.nan, math.nan
    share, square = hits / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    reach = _Z / (1 + square) * math.sqrt(share * (1 - share) / of + square / (4 * of))
    return share, max(0.0, middle - reach), min(1.0, middle + reach)
