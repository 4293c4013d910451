"""Go back: nothing is pasted; the person returns to where they were."""

from __future__ import annotations

from safe_to_paste.actions import Label
from safe_to_paste.model import Edit, Outcome, Scan

LABEL = "Go back"
PLACE = 40
OUTCOMES = frozenset({Outcome.WARN, Outcome.HOLD, Outcome.BLOCK})
CHANGES = False


def edits(scan: Scan, label: Label) -> tuple[Edit, ...]:  # noqa: ARG001 - every action has this shape
    """Nothing changes, because nothing goes in."""
    return ()
