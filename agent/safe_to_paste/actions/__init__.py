"""What a person may choose when something was found; one module a choice.

Each module has ``LABEL``, the button's words; ``PLACE``, its place in the row; ``OUTCOMES``, when it is
offered; ``CHANGES``, whether it needs a finding that can be replaced; and ``edits(scan, label)``: what to change
in the text, where ``label(finding)`` gives a finding's placeholder. ``keep`` also has ``reasons``. A module's
name is its word on the wire.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from safe_to_paste.model import Category, Edit, Finding, Outcome, Scan

if TYPE_CHECKING:
    from safe_to_paste.policy_file import Policy

Label = Callable[[Finding], str]


class Action(Protocol):
    """The shape of a module in this folder."""

    LABEL: str
    PLACE: int
    OUTCOMES: frozenset[Outcome]
    CHANGES: bool

    def edits(self, scan: Scan, label: Label) -> tuple[Edit, ...]:
        """The changes this choice makes, in order and never overlapping."""
        ...


@runtime_checkable
class Asks(Protocol):
    """An action that asks why."""

    def reasons(self, findings: Collection[Finding], policy: Policy) -> Mapping[str, str]:
        """The reasons to choose from: their words on the wire, and for people."""
        ...


@cache
def known() -> Mapping[str, Action]:
    """Every action by its word, in the order they are offered."""
    found = {
        module.name: cast("Action", importlib.import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    }
    return dict(sorted(found.items(), key=lambda item: item[1].PLACE))


def offered(outcome: Outcome, findings: Collection[Finding], *, whole: bool = True) -> tuple[str, ...]:
    """The words of the choices for an outcome, in order; none that changes a part where not the whole is known.

    Without its names a closed paper or a pupil's work is still that: what leaves the text as it was comes first.
    """
    replaceable = whole and any(finding.placeholder is not None for finding in findings)
    names = [
        name for name, action in known().items() if outcome in action.OUTCOMES and (replaceable or not action.CHANGES)
    ]
    first = _LEAVES if replaceable and _LEAVES in names and any(map(_is_whole, findings)) else ""
    return tuple(sorted(names, key=lambda name: name != first))


# The choice by which nothing goes in.
_LEAVES = "go_back"


def _is_whole(finding: Finding) -> bool:
    """Whether the text as a whole is what the policy asks about, whoever is named in it."""
    return finding.placeholder is None and finding.category in {Category.CONFIDENTIAL, Category.PUPIL_WORK}
