"""Whom to go to when something went wrong, and what to do first, as the policy in force has it.

Nothing is sent and nothing is kept: these are words to show.
"""

from __future__ import annotations

from dataclasses import dataclass

from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.policy_file import Policy


@dataclass(frozen=True, slots=True)
class Route:
    """``to``: whom to tell, in the school's words; ``first``: what to do first."""

    to: str
    first: str


def route(policy: Policy, about: str, language: Language = ENGLISH) -> Route:
    """The route for a concern: ``about`` is one of those that host/messages.py lists."""
    named = {
        "policy_breach": policy.report.policy_breach or "line_manager",
        "data_breach": policy.report.data_breach or "dpo",
        "sent": policy.report.data_breach or "dpo",
        "query": policy.report.query or "line_manager",
        "safeguarding": "dsl",
    }[about]
    to = language.told(_people(policy).get(named, named))
    return Route(to, language.say(_FIRST[about], to=to.strip().rstrip(".")))


def _people(policy: Policy) -> dict[str, str]:
    return {
        "dpo": policy.contacts.dpo or "your school's data protection officer",
        "dsl": policy.contacts.dsl or "your designated safeguarding lead",
        "line_manager": policy.contacts.line_manager or "your line manager",
    }


_FIRST = {
    "policy_breach": "Tell {to} what happened, in your own words.",
    "data_breach": "Tell {to} now. There is no need to be sure first.",
    "query": "Ask {to} before you go on.",
    "sent": "It happens. Note the time, delete the chat, and tell {to} now; they decide what to do next.",
    "safeguarding": "Tell {to} today, and record it where your school keeps concerns about a child, not in an AI tool.",
}
