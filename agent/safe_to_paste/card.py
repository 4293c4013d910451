"""“What can I paste?”: a policy on one side of A4, for a staff room wall or a training day.

What it says follows from the policy: what stays out and how firmly, whether AI may mark, whose consent is needed,
whom to tell. It is a page that needs nothing beside it, light, dark or printed; the same as plain text is for a
newsletter, or for whoever cannot use the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from safe_to_paste import concerns
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.model import Category, Likelihood, Outcome
from safe_to_paste.policy_file import (
    MarkingMode,
    MinutesMode,
    Mode,
    Obligation,
    OriginalWorkMode,
    Policy,
    ReportsMode,
    ToolStatus,
    Topic,
)

# Characters in a line of the text.
_WIDTH = 78
# Characters from which it is full. A policy that is usual in length makes a card of 1,900.
_FULL = 2100


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it is in a few words, and the rest of the sentence."""

    what: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it. ``clauses`` are those that ask for it, as the policy numbers them."""

    name: str
    heading: str
    items: tuple[Item, ...]
    clauses: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """The clauses in brackets, or nothing."""
        return f"({', '.join(self.clauses)})" if self.clauses else ""


@dataclass(frozen=True, slots=True)
class Card:
    """All that the card says."""

    school: str
    lead: str
    questions: tuple[str, ...]
    parts: tuple[Part, ...]
    before: str
    after: str
    foot: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether it says so much that it is printed smaller, to stay on one side."""
        said = (*self.foot, self.lead, self.school, *(i.what + i.more for part in self.parts for i in part.items))
        return sum(map(len, said)) > _FULL

    def part(self, name: str) -> Part:
        """The part of that name."""
        return next(part for part in self.parts if part.name == name)


def of(policy: Policy, to: Language = ENGLISH) -> Card:
    """The card for a policy, in a language."""
    card = _in_english(policy)
    return Card(
        school=card.school,
        lead=to.told(card.lead),
        questions=tuple(map(to.told, card.questions)),
        parts=tuple(_said(part, to) for part in card.parts),
        before=to.told(card.before),
        after=to.told(card.after),
        foot=tuple(map(to.told, card.foot)),
    )


def _said(part: Part, to: Language) -> Part:
    items = (Item(to.told(item.what), to.told(item.more)) for item in part.items)
    together = _together(items, to) if part.name == "tools" else items
    return replace(part, heading=to.told(part.heading), items=tuple(together))


def _in_english(policy: Policy) -> Card:
    return Card(
        school=policy.organisation.called,
        lead=f"{policy.called} on one page, for ChatGPT, Gemini and other AI tools.",
        questions=(
            "Could somebody tell who it is about?",
            "Is it sensitive, or was it given in confidence?",
            "Is it somebody else's work?",
        ),
        parts=(_goes_in(), _stays_out(policy), *_uses(policy), _comes_back(policy), _tell(policy), *_tools(policy)),
        before="Reply to Mrs Osei: Kofi's reading book is lost again.",
        after="Reply to [Person 1]: [Pupil 1]'s reading book is lost again.",
        foot=tuple(_foot(policy)),
    )


def text(card: Card) -> str:
    """The card as plain text, its lines no longer than ``_WIDTH``."""
    return "\n".join(line.rstrip() for line in _text(card)) + "\n"


# --- what the policy says ------------------------------------------------------------------------------------

TITLE = "What can I paste?"
GO_AHEAD = "Three times no: go ahead."
NAMES_OUT = "Names out, help in"
NAMES_OUT_WORDS = (
    "Often the help does not need the names. Replace them with placeholders, by hand or with one click in Safe to"
    " Paste, and put them back in your own document. A description that only one person fits is a name too."
)


def _goes_in() -> Part:
    return Part(
        "in",
        "Goes in",
        (
            Item("Ideas and plans", "lessons, quizzes, explanations, model answers"),
            Item("Your own writing", "worksheets and letters, once the names are out"),
            Item("What is public", "policies on the website, set texts and who is in them, people from history"),
            Item("Made-up people", "as long as nobody real stands behind them"),
            Item("Totals", "“7 of 28 were late” for a class, with no rows of pupils"),
        ),
    )


def _stays_out(policy: Policy) -> Part:
    kinds = [category for category in _OUT if _is_minded(policy, category)]
    items = [item for category in kinds for item in _OUT[category]]
    own = (Item("Our school's own words", "such as the names of projects"),)
    must = policy.obligation is Obligation.MUST
    return Part(
        "out",
        "Must stay out" if must else "Stays out",
        (*items, *(own if policy.lists.words else ())),
        _clauses(policy, *(Topic(category.value) for category in kinds)),
    )


_OUT = {
    Category.IDENTIFIABLE: (
        Item("Who it is", "names of pupils, families and colleagues, dates of birth, addresses, UPNs"),
        Item("Rows about people", "registers, mark sheets, exports from the school's system"),
    ),
    Category.SENSITIVE: (
        Item("Private matters of a person", "health, SEND, safeguarding, family, behaviour, faith, ethnicity"),
    ),
    Category.CONFIDENTIAL: (
        Item("What was given in confidence", "closed minutes, pay, staffing, contracts and prices, bank details"),
        Item("Passwords", "any of them, for anything"),
    ),
}


def _is_minded(policy: Policy, category: Category) -> bool:
    return policy.outcomes.steps(category, "").at(Likelihood.VERY_LIKELY) is not Outcome.ALLOW


def _uses(policy: Policy) -> Iterator[Part]:
    """What AI may help with; only what the policy, or a setting of it, says something about."""
    yield Part(
        "work",
        "Others' work",
        (Item(_WORK[policy.original_work.mode]),),
        _clauses(policy, Topic.ORIGINAL_WORK, Topic.PUPIL_WORK),
    )
    yield Part("marking", "Marking", (Item(_MARKING[policy.marking.mode]),), _clauses(policy, Topic.MARKING))
    yield Part("reports", "Reports", (Item(_REPORTS[policy.reports.mode]),), _clauses(policy, Topic.REPORTS))
    yield Part("minutes", "Minutes", (Item(_MINUTES[policy.minutes.mode]),), _clauses(policy, Topic.MINUTES))


USES = frozenset({"work", "marking", "reports", "minutes"})
_WORK = {
    OriginalWorkMode.FORBID: "A pupil's or colleague's: it stays out. Describe the task instead.",
    OriginalWorkMode.CONSENT_TICK: "A pupil's or colleague's: only when they have agreed. The name stays out even so.",
}
_MARKING = {
    MarkingMode.FORBID: "Generative AI does not mark. Ask it for a mark scheme, a model answer or feedback phrases.",
    MarkingMode.OBJECTIVE_WITH_REVIEW: "Answers that are right or wrong may be scored: names out, every mark verified. "
    "Essays are yours to mark.",
    MarkingMode.ALLOW: "AI may help: names out, and every mark is yours to check.",
}
_REPORTS = {
    ReportsMode.FORBID: "AI does not write reports about pupils.",
    ReportsMode.PLACEHOLDERS: "With [Pupil 1] for the name, AI may help with the words. Change them; add what you saw.",
    ReportsMode.ALLOW: "AI may help with the words. Change them, and add what you saw yourself.",
}
_MINUTES = {
    MinutesMode.FORBID: "Minutes, notes and transcripts of meetings stay out.",
    MinutesMode.WARN: "Take people and private matters out of the notes before AI tidies them.",
    MinutesMode.ALLOWED_EXCEPT_CONFIDENTIAL: "AI may turn notes into minutes. Closed items (Part 2) stay out.",
}


def _comes_back(policy: Policy) -> Part:
    label = f"“{policy.label.text}”"
    say = f"label it {label}" if policy.label.required else f"for example with {label}"
    return Part(
        "back",
        "What comes back",
        (
            Item("Check it", "it can be wrong and sound sure"),
            Item("Own it", "what you use is yours, as if you had written it"),
            Item("Say when AI has helped", say),
        ),
    )


def _tell(policy: Policy) -> Part:
    return Part(
        "tell",
        "Something is not right?",
        (
            Item("A worry about a child", f"Before anything else, today: {_to(policy, 'safeguarding')}"),
            Item("Already sent it?", concerns.route(policy, "sent").first),
            Item("The policy was broken", _to(policy, "policy_breach")),
            Item("Not sure?", f"Ask {_to(policy, 'query')}"),
        ),
    )


def _to(policy: Policy, about: str) -> str:
    return concerns.route(policy, about).to.strip().rstrip(".")


def _tools(policy: Policy) -> Iterator[Part]:
    if policy.tools:
        items = (
            Item(tool.name, ". ".join(filter(None, (_STATUS[tool.status], tool.note.strip().rstrip(".")))))
            for tool in policy.tools
        )
        yield Part("tools", "Which tool?", tuple(items))


_STATUS = {
    ToolStatus.APPROVED: "approved",
    ToolStatus.WITH_CARE: "with care",
    ToolStatus.NOT_APPROVED: "not for our work",
}


def _together(items: Iterator[Item], to: Language) -> Iterator[Item]:
    """Tools of which the same is said, as one line."""
    names: dict[str, list[str]] = {}
    for item in items:
        names.setdefault(item.more, []).append(item.what)
    yield from (Item(to.listed(same), more) for more, same in names.items())


def _foot(policy: Policy) -> Iterator[str]:
    ratified = f", ratified {policy.ratified}" if policy.ratified and policy.ratified != policy.version else ""
    yield f"{policy.title}, version {policy.version}{ratified}. The policy itself is what counts."
    yield _ON_TRIAL if policy.mode is Mode.REPORT_ONLY else _AT_WORK


_AT_WORK = (
    "Safe to Paste checks what you paste on this laptop and sends nothing anywhere. It can miss things: you decide."
)
_ON_TRIAL = (
    "Safe to Paste checks what you paste on this laptop and sends nothing anywhere. "
    "For now it only shows a quiet note. It can miss things: you decide."
)


def _clauses(policy: Policy, *topics: Topic) -> tuple[str, ...]:
    """The numbers of the clauses that cover one of them, in the policy's order."""
    return tuple(clause.id for clause in policy.clauses if not set(topics).isdisjoint(clause.covers))


# --- as text ---------------------------------------------------------------------------------------------------


def _text(card: Card) -> Iterator[str]:
    yield from filter(None, (card.school, TITLE.upper()))
    yield from textwrap.wrap(card.lead, _WIDTH)
    yield ""
    yield from (f"  {number}. {question}" for number, question in enumerate(card.questions, start=1))
    yield f"  {GO_AHEAD}"
    for part in card.parts:
        if part.name == "work":
            yield from _text_placeholders(card)
        yield ""
        yield f"{part.heading.upper()} {part.cited}"
        for item in part.items:
            yield from textwrap.wrap(
                _line(item),
                _WIDTH,
                initial_indent="  - ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            )
    yield ""
    for line in card.foot:
        yield from textwrap.wrap(line, _WIDTH)


def _line(item: Item) -> str:
    if not item.more:
        return item.what
    return f"{item.what} {item.more}" if item.what.endswith("?") else f"{item.what}: {item.more}"


def _text_placeholders(card: Card) -> Iterator[str]:
    yield ""
    yield NAMES_OUT.upper()
    yield from textwrap.wrap(NAMES_OUT_WORDS, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for what, words in (("Not", card.before), ("But", card.after)):
        yield from textwrap.wrap(f"{what}: “{words}”", _WIDTH, initial_indent="  ", subsequent_indent="       ")
