"""Remove: take each detail out and leave nothing in its place.

What would be left of brackets and commas around it goes along (``tidy.py``), where the text is at hand.
"""

from __future__ import annotations

from safe_to_paste.actions import Label
from safe_to_paste.model import Edit, Outcome, Scan

LABEL = "Remove"
PLACE = 20
OUTCOMES = frozenset({Outcome.WARN, Outcome.HOLD, Outcome.BLOCK})
CHANGES = True


def edits(scan: Scan, label: Label) -> tuple[Edit, ...]:  # noqa: ARG001 - every action has this shape
    """One empty edit for each finding that can be taken out."""
    return tuple(Edit(f.span, "") for f in scan.findings if f.placeholder is not None)
