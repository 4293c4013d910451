"""Replace: put a placeholder where each detail stood, so that the text keeps its meaning."""

from __future__ import annotations

from safe_to_paste.actions import Label
from safe_to_paste.model import Edit, Outcome, Scan

LABEL = "Replace with placeholders"
PLACE = 10
OUTCOMES = frozenset({Outcome.HINT, Outcome.WARN, Outcome.HOLD, Outcome.BLOCK})
CHANGES = True


def edits(scan: Scan, label: Label) -> tuple[Edit, ...]:
    """One edit for each finding that can be replaced."""
    return tuple(Edit(f.span, label(f)) for f in scan.findings if f.placeholder is not None)
