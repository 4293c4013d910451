"""Keep: the text goes in as it is, with a reason that is counted and never explained to anyone."""

from __future__ import annotations

from types import MappingProxyType

from safe_to_paste.actions import Label
from safe_to_paste.model import Edit, Outcome, Scan

LABEL = "Keep"
PLACE = 30
OUTCOMES = frozenset({Outcome.HINT, Outcome.WARN, Outcome.HOLD})
CHANGES = False

# "Not a problem" counts as a false alarm; what was "made up" is not asked about again.
REASONS = MappingProxyType(
    {
        "made_up": "It is made up or public",
        "dpo": "Agreed with the DPO",
        "not_a_problem": "Not a problem",
    }
)


def edits(scan: Scan, label: Label) -> tuple[Edit, ...]:  # noqa: ARG001 - every action has this shape
    """Nothing changes."""
    return ()
