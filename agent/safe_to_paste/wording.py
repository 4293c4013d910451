"""The sentences people read: what was seen, in counts, and what the policy asks for.

Calm, short and never a word of the text itself: the person may be standing in front of
a projector. First what was seen, then what the policy asks, with its clause:
"This includes 2 pupils' names and a date of birth. Our AI policy (1.5) asks us to leave
these out." Where there is a better way than leaving something out, the sentence ends with it (``next_step``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safe_to_paste.english import counted, is_plural, listed, plural
from safe_to_paste.model import MOST_OF_A_KIND, Category, Finding, Outcome
from safe_to_paste.policy_file import MarkingMode, Mode, Obligation, OriginalWorkMode, Policy

__all__ = ["counted", "listed", "next_step", "plural", "says"]

_KINDS = 3  # named one by one; a longer list is no longer read
_LISTS = frozenset({"PUPIL_LIST", "MIS_EXPORT"})
_INSTEAD = "You could ask for a model answer, a mark scheme or general feedback phrases."
# Requests a policy may keep for people: what the text asks for, and what the policy wants instead.
_USES = {
    "REPORT_REQUEST": ("asks for a pupil's report", "write reports ourselves"),
    "MINUTES_REQUEST": ("asks for minutes", "keep minutes, notes and transcripts out of AI tools"),
}
_TOO_MUCH = " There is too much of it to replace piece by piece."


def says(findings: Sequence[Finding], policy: Policy, outcome: Outcome, *, whole: bool = True) -> str:
    """One or two sentences about findings that come to ``outcome``; nothing when there are none.

    Args:
        whole: whether these are all; otherwise a third sentence says why nothing is offered to replace them.
    """
    if not findings or outcome is Outcome.ALLOW:
        return ""
    if not whole:
        return says(findings, policy, outcome) + _TOO_MUCH
    seen = _Seen.of(findings, policy)
    if policy.mode is Mode.REPORT_ONLY:
        return f"Just a note. {_request(seen, policy)}"
    return _hint(seen, policy) if outcome is Outcome.HINT else _request(seen, policy)


def next_step(findings: Sequence[Finding], policy: Policy) -> str:
    """What to do instead, as words that a sentence can end with; nothing where leaving things out is all there is.

    A concern about a child goes to the safeguarding lead before anything else, and nothing here may delay that.
    """
    entities = {finding.entity for finding in findings}
    if "SAFEGUARDING" in entities:
        return f"tell {_dsl(policy)} first"
    if "COURSEWORK" in entities:
        return "exam boards want coursework to be the candidate's own"
    if entities & _LISTS:
        return "you could send counts instead"
    link = policy.links.get("guidance", "")
    return f"there is guidance at {link}" if link.startswith("https://") else ""


def _and_then(findings: Sequence[Finding], policy: Policy) -> str:
    """The next step as the end of a sentence that has not got its full stop."""
    step = next_step(findings, policy)
    return f"; {step}." if step else "."


@dataclass(frozen=True, slots=True)
class _Seen:
    """Findings sorted by what there is to say about them; the gravest kind first."""

    concerns: tuple[Finding, ...]
    papers: tuple[Finding, ...]
    work: tuple[Finding, ...]
    details: tuple[Finding, ...]
    marking: tuple[Finding, ...]
    uses: tuple[Finding, ...]

    @classmethod
    def of(cls, findings: Sequence[Finding], policy: Policy) -> _Seen:
        groups: dict[str, list[Finding]] = {name: [] for name in cls.__slots__}
        for finding in findings:
            groups[_group(finding)].append(finding)
        gravest: dict[str, Outcome] = {}
        for finding in {(f.title, f.category, f.entity, f.likelihood): f for f in findings}.values():
            gravest[finding.title] = max(policy.outcome(finding), gravest.get(finding.title, Outcome.ALLOW))
        groups["details"].sort(key=lambda finding: -gravest[finding.title])
        return cls(**{name: tuple(group) for name, group in groups.items()})

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups there is something in, as the sentence takes them up."""
        return tuple(name for name in self.__slots__ if getattr(self, name))


def _group(finding: Finding) -> str:
    if finding.entity == "MARKING_REQUEST":
        return "marking"
    if finding.entity in _USES:
        return "uses"
    if finding.entity == "SAFEGUARDING":
        return "concerns"
    if finding.category is Category.PUPIL_WORK:
        return "work"
    if finding.category is Category.CONFIDENTIAL and finding.placeholder is None:
        return "papers"
    return "details"


def _hint(seen: _Seen, policy: Policy) -> str:
    """A light word, for what may well be nothing."""
    if seen.groups == ("marking",):
        return _marking(seen, policy)
    if seen.groups == ("uses",):
        return "Fine once people and private matters are out of these notes."
    if seen.groups == ("papers",):
        return "This may be meant to stay confidential. Worth a second look before it goes in."
    if seen.groups == ("work",):
        return "Whose work is this? Fine if it's yours."
    if seen.concerns:
        return f"This may touch on a concern about a child. If it does, tell {_dsl(policy)} first."
    if not seen.details or seen.papers or seen.work:
        return _request(seen, policy)
    things = _things(seen.details)
    personal = all(f.category is Category.SENSITIVE or f.entity.endswith("NAME") for f in seen.details)
    they_are = "it's" if len(seen.details) == 1 else "they're"
    first = f"Looks like {things}. Fine if {they_are} made up{'' if personal else ' or public'}."
    return f"{first} {_marking(seen, policy, short=True)}" if seen.marking else first


def _request(seen: _Seen, policy: Policy) -> str:
    """What was seen and what the policy asks."""
    if seen.concerns:
        return _concern(policy)
    match seen.groups:
        case ("marking",):
            return _marking(seen, policy)
        case ("uses",):
            return f"This {_seen_as('uses', seen)}. {_asks(seen.uses, policy)} {_wish('uses', seen, policy)}."
        case ("details",):
            this = "it" if _is_one(seen.details) else "these"
            return f"This includes {_things(seen.details)}. {_asks(seen.details, policy)} leave {this} out" + _and_then(
                seen.details, policy
            )
        case ("papers",):
            wish = _wish("papers", seen, policy)
            return f"This {_marked(seen)}. {_asks(seen.papers, policy)} {wish}{_and_then(seen.papers, policy)}"
        case ("work",):
            wish = _wish("work", seen, policy)
            return f"Whose work is this? {_asks(seen.work, policy)} {wish}{_and_then(seen.work, policy)}"
        case _:
            return _several(seen, policy)


def _several(seen: _Seen, policy: Policy) -> str:
    """Two sentences for a text with more than one kind of thing in it."""
    first = f"This {listed([_seen_as(name, seen) for name in seen.groups])}."
    # A paper that stays out altogether takes what is in it along.
    asked = [name for name in seen.groups if name == "papers"] or list(seen.groups)
    numbers = {name: _numbers(getattr(seen, name), policy) for name in asked}
    then = _and_then([finding for name in asked for finding in getattr(seen, name)], policy)
    if len(set(numbers.values())) == 1:
        wishes = listed([_wish(name, seen, policy) for name in asked])
        return f"{first} {policy.called}{numbers[asked[0]]} {_verb(policy)} {wishes}{then}"
    wishes = listed([f"{_wish(name, seen, policy)}{numbers[name]}" for name in asked])
    return f"{first} {policy.called} {_verb(policy)} {wishes}{then}"


def _seen_as(group: str, seen: _Seen) -> str:
    match group:
        case "papers":
            return _marked(seen)
        case "work":
            return f"looks like {counted(seen.work[0].title, 1)}"
        case "details":
            return f"includes {_things(seen.details)}"
        case "uses":
            return listed([_USES[entity][0] for entity in _entities(seen.uses)])
        case _:
            return "asks for marking"


def _wish(group: str, seen: _Seen, policy: Policy) -> str:
    match group:
        case "papers":
            return "keep papers like this out of AI tools"
        case "work" if policy.original_work.mode is OriginalWorkMode.FORBID:
            return "keep other people's work out of AI tools"
        case "work":
            return "have the author's consent first"
        case "details":
            return f"leave {'that detail' if _is_one(seen.details) else 'those details'} out"
        case "uses":
            return listed([_USES[entity][1] for entity in _entities(seen.uses)])
        case _ if policy.marking.mode is MarkingMode.FORBID:
            return "do the marking ourselves"
        case _:
            return "verify every mark"


def _entities(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.entity for finding in findings))


def _marking(seen: _Seen, policy: Policy, *, short: bool = False) -> str:
    called = f"{policy.called}{_numbers(seen.marking, policy)}"
    if policy.marking.mode is MarkingMode.FORBID:
        verb = "must" if policy.obligation is Obligation.MUST else "should"
        first = f"{called} says generative AI {verb} not mark pupils' work."
        return first if short else f"{first} {_INSTEAD}"
    if short:
        return f"{called} asks us to verify every mark."
    return f"{called} is fine with this for factual answers. Please verify every mark, and take any names out."


def _concern(policy: Policy) -> str:
    return (
        "This reads like a concern about a child. Please keep it out of AI tools, record it"
        f" the way your school does and tell {_dsl(policy)} today."
    )


def _dsl(policy: Policy) -> str:
    return policy.contacts.dsl or "the designated safeguarding lead"


def _asks(findings: Iterable[Finding], policy: Policy) -> str:
    return f"{policy.called}{_numbers(findings, policy)} {_verb(policy)}"


def _verb(policy: Policy) -> str:
    return "says we must" if policy.obligation is Obligation.MUST else "asks us to"


def _numbers(findings: Iterable[Finding], policy: Policy) -> str:
    """The clauses to cite, in brackets with a space before, in the policy's order."""
    kinds = {(finding.category, finding.entity) for finding in findings}
    cited = {clause.id for kind in kinds if (clause := policy.cited(*kind))}
    numbers = [clause.id for clause in policy.clauses if clause.id in cited]
    return f" ({', '.join(numbers)})" if numbers else ""


def _marked(seen: _Seen) -> str:
    """How a paper shows that it is not for everyone."""
    titles = [finding.title for finding in seen.papers]
    if any("confiden" in title.lower() for title in titles):
        return "is marked confidential"
    minutes = next((title for title in titles if title.endswith("minutes")), None)
    return f"looks like {counted(minutes, 1)}" if minutes else f"carries {counted(titles[0], 1)}"


def _things(findings: Sequence[Finding]) -> str:
    """Counts of each kind, the first three named: "2 UPNs, a date of birth and 4 other details"."""
    counts = Counter(finding.title for finding in _told(findings))
    kinds = list(counts.items())
    parts = [_at_least(n) + counted(title, n) for title, n in kinds[:_KINDS]]
    others = sum(n for _, n in kinds[_KINDS:])
    if others:
        parts.append("one other detail" if others == 1 else f"{_at_least(others)}{others:,} other details")
    return listed(parts)


def _at_least(n: int) -> str:
    """More than so many are not counted."""
    return "at least " if n >= MOST_OF_A_KIND else ""


def _is_one(findings: Sequence[Finding]) -> bool:
    told = _told(findings)
    return len(told) == 1 and not is_plural(told[0].title)


def _told(findings: Sequence[Finding]) -> Sequence[Finding]:
    """What is worth a word: a list of pupils says by itself that there are pupils' names."""
    if not any(finding.entity in _LISTS for finding in findings):
        return findings
    return [finding for finding in findings if finding.entity != "PUPIL_NAME"]
