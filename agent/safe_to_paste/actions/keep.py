"""Keep: the text goes in as it is, with a reason that is counted and never explained to anyone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from safe_to_paste.actions import Label
from safe_to_paste.model import Category, Edit, Finding, Outcome, Scan
from safe_to_paste.policy_file import MarkingMode, OriginalWorkMode, Policy

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
# The answers to "Whose work is this?". To say that its author agreed is the tick that the policy may ask for.
WORK_REASONS = MappingProxyType(
    {
        "mine": "It is mine",
        "consent": "A pupil's or colleague's, and they agreed",
        "licence": "Published, and we have a licence",
    }
)
# After these the same is not asked about again.
SETTLED = frozenset({"made_up", *WORK_REASONS})


def reasons(findings: Collection[Finding], policy: Policy) -> Mapping[str, str]:
    """The reasons to choose from: whose work it is, where that is all there is to ask."""
    work = [f for f in findings if f.category is Category.PUPIL_WORK]
    marking = [f for f in findings if f.entity == "MARKING_REQUEST"]
    if not work or len(work) + len(marking) < len(findings):
        return REASONS
    # Consent does not let a machine mark a pupil's work.
    is_enough = policy.original_work.mode is OriginalWorkMode.CONSENT_TICK and not (
        marking and policy.marking.mode is MarkingMode.FORBID
    )
    return {word: label for word, label in WORK_REASONS.items() if word != "consent" or is_enough}


def edits(scan: Scan, label: Label) -> tuple[Edit, ...]:  # noqa: ARG001 - every action has this shape
    """Nothing changes."""
    return ()
