"""How what comes out of an AI tool is labelled: the policy's words, what it leaves open, and what is counted of it.

The two further labels, and what to tick where a policy gives no statements of its own, are here, by phase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import NamedTuple

from safe_to_paste.documents.labelling.model import Kind, Label
from safe_to_paste.journal import Event
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.policy_file import LabelPrompt, Phase, Policy

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


def terms(policy: Policy, to: Language = ENGLISH) -> Mapping[str, object]:
    """What the extension needs to know to offer a label and to put names back, as the wire has it.

    The labels are the policy's own words in every language: they go into the text.
    """
    label, placeholders = policy.label, policy.placeholders
    return {
        "required": label.required,
        "labels": [label.text, PARTLY, CREATED],
        "position": label.position.value,
        "prompt": label.prompt.value,
        "checks": [to.told(check) for check in label.checks[:MOST_CHECKS] or checks(policy.phase)],
        "include_tool_date": label.include_tool_date,
        "called": to.told(policy.called),
        "restore": placeholders.restore,
        "minutes": max(0, placeholders.minutes),
    }


def known(policy: Policy) -> tuple[str, ...]:
    """The labels there are, without a tool and a date."""
    return policy.label.text, PARTLY, CREATED


def label(policy: Policy, kind: Kind, *, tool: str = "", on: date | None = None) -> Label:
    """The label for a file, as the extension has it for a copied answer.

    Args:
        policy: the policy in force.
        kind: how much of it AI has done.
        tool: the AI tool's name, where it is to be said; the day is said with it.
        on: the day; today where it is left out.
    """
    words = dict(zip(Kind, known(policy), strict=True))[kind].strip() or "AI supported"
    day = on or date.today()  # noqa: DTZ011 - the laptop's own day
    line = f"{words} ({tool}, {day.day} {day:%B %Y})" if tool else words
    return Label(line, kind, policy.label.position.value, known(policy))


def offered_on_arrival(policy: Policy) -> bool:
    """Whether a file that was downloaded from an AI tool is offered its label."""
    label = policy.label
    return label.downloads and (label.required or label.prompt is not LabelPrompt.OFF)


class Tool(NamedTuple):
    """An AI tool: its name, as people say it, and its word in the journal."""

    name: str
    site: str


def tool_of(address: str, policy: Policy) -> Tool | None:
    """The tool that a file's address is of: the policy's, or one of those this product knows; None for any other.

    >>> tool_of("https://chatgpt.com/c/1", Policy("T", "1"))
    Tool(name='ChatGPT', site='chatgpt')
    """
    plain = address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].casefold()
    listed = ((tool.name, tool.url_patterns) for tool in policy.tools)
    for name, patterns in (*listed, *((tool.name, patterns) for patterns, tool in _TOOLS.items())):
        if any(fnmatchcase(plain, pattern.casefold()) for pattern in patterns):
            return Tool(name, site_of(name))
    return None


def site_of(tool: str) -> str:
    """A tool's word in the journal, by its name; "other" for one we do not know."""
    return next((known.site for known in _TOOLS.values() if known.name.casefold() == tool.casefold()), "other")


# Where their pages and the files they make are; their names and words are the adapters' (extension/src/sites).
_TOOLS: Mapping[tuple[str, ...], Tool] = {
    ("https://chatgpt.com/*", "https://chat.openai.com/*", "https://*.oaiusercontent.com/*"): Tool(
        "ChatGPT", "chatgpt"
    ),
    ("https://gemini.google.com/*",): Tool("Gemini", "gemini"),
    ("https://copilot.microsoft.com/*",): Tool("Microsoft Copilot", "copilot"),
    ("https://m365.cloud.microsoft/*", "https://copilot.cloud.microsoft/*"): Tool("Microsoft 365 Copilot", "m365"),
    ("https://claude.ai/*",): Tool("Claude", "claude"),
    ("https://www.perplexity.ai/*",): Tool("Perplexity", "perplexity"),
    ("https://chat.deepseek.com/*",): Tool("DeepSeek", "deepseek"),
    ("https://grok.com/*",): Tool("Grok", "grok"),
    ("https://chat.mistral.ai/*",): Tool("Le Chat (Mistral)", "mistral"),
    ("https://notebooklm.google.com/*",): Tool("NotebookLM", "notebooklm"),
}

# How the journal calls a label that was put into a file, beside "copy" for one on a copied answer.
FILE = "file"
# What the journal's words for a label are to people.
SAID: Mapping[str, str] = MappingProxyType(
    {
        "ai_supported": "AI supported",
        "partly_created_by_ai": "partly created by AI",
        "created_by_ai": "created by AI",
    }
)
_WORDS = {Kind.SUPPORTED: "ai_supported", Kind.PARTLY: "partly_created_by_ai", Kind.CREATED: "created_by_ai"}


def event(policy: Policy, kind: Kind, *, site: str = "other") -> Event:
    """What the journal is told of a file that was labelled: nothing of the file."""
    return Event(
        at=datetime.now(UTC),
        site=site,
        trigger=FILE,
        policy=policy.name,
        policy_version=policy.version,
        rules="",
        outcome="allow",
        mode=policy.mode.value,
        action="label",
        label=_WORDS[kind],
    )


class Counted(NamedTuple):
    """One line of the register: a month as ``2026-11``, what was labelled ("copy", "file"), how, and of which tool."""

    month: str
    what: str
    label: str
    tool: str
    times: int


def register(events: Iterable[Event]) -> tuple[Counted, ...]:
    """How many labels were given, by month, kind and tool: the latest month first."""
    counts = Counter(
        (f"{event.at.astimezone():%Y-%m}", event.trigger, event.label, event.site) for event in events if event.label
    )
    rows = [Counted(*key, count) for key, count in counts.items()]
    return tuple(sorted(sorted(rows), key=lambda row: row.month, reverse=True))


def checks(phase: Phase) -> tuple[str, ...]:
    """What to tick before a report, marks or restored names leave, in a phase.

    >>> checks(Phase.PRIMARY)
    ('I have checked it.', 'I will add my own observations before it goes home.')
    """
    return (_CHECKED, _OWN.get(phase, _OWN_ELSEWHERE))
