"""How an answer that is copied out of an AI tool is labelled: the policy's words, and what it leaves open.

The two further labels, and what to tick where a policy gives no statements of its own, are here, by phase.
"""

from __future__ import annotations

from collections.abc import Mapping

from safe_to_paste.policy_file import Phase, Policy

# Beside the policy's own label, for work that AI did more of.
PARTLY = "Partly created by AI"
CREATED = "Created by AI"

# What the browser asks before the label at most.
MOST_CHECKS = 3

_CHECKED = "I have checked it."
# What is left to add by the person, by where the text goes from there.
_OWN = {
    Phase.EARLY_YEARS: "I will add my own observations before it goes home.",
    Phase.PRIMARY: "I will add my own observations before it goes home.",
    Phase.SPECIAL: "I will add my own observations before it goes home.",
    Phase.POST_16: "I will add what I know of the student before it goes out.",
    Phase.CENTRAL_TEAM: "I will add what we know before it goes out.",
}
_OWN_ELSEWHERE = "I will add my own observations before it goes out."


def terms(policy: Policy) -> Mapping[str, object]:
    """What the extension needs to know to offer a label and to put names back, as the wire has it."""
    label, placeholders = policy.label, policy.placeholders
    return {
        "required": label.required,
        "labels": [label.text, PARTLY, CREATED],
        "position": label.position.value,
        "prompt": label.prompt.value,
        "checks": list(label.checks[:MOST_CHECKS] or checks(policy.phase)),
        "include_tool_date": label.include_tool_date,
        "called": policy.called,
        "restore": placeholders.restore,
        "minutes": max(0, placeholders.minutes),
    }


def checks(phase: Phase) -> tuple[str, ...]:
    """What to tick before a report, marks or restored names leave, in a phase.

    >>> checks(Phase.PRIMARY)
    ('I have checked it.', 'I will add my own observations before it goes home.')
    """
    return (_CHECKED, _OWN.get(phase, _OWN_ELSEWHERE))
