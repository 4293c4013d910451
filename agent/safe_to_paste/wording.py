"""The sentences people read: what was seen, in counts, and what the policy asks for.

Calm, short and never a word of the text itself: the person may be standing in front of
a projector. First what was seen, then what the policy asks, with its clause:
"This includes 2 pupils' names and a date of birth. Our AI policy (1.5) asks us to leave
these out." Where there is a better way than leaving something out, the sentence ends with it (``next_step``).

Sentences are written in English and said in the person's language (language.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safe_to_paste.english import counted, is_plural, listed, plural
from safe_to_paste.language import ENGLISH, Language
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
_TOO_MUCH = "There is too much of it to replace piece by piece."


def says(
    findings: Sequence[Finding], policy: Policy, outcome: Outcome, *, whole: bool = True, to: Language = ENGLISH
) -> str:
    """One or two sentences about findings that come to ``outcome``; nothing when there are none.

    Args:
        whole: whether these are all; otherwise a third sentence says why nothing is offered to replace them.
        to: the language of the person.
    """
    if not findings or outcome is Outcome.ALLOW:
        return ""
    if not whole:
        return f"{says(findings, policy, outcome, to=to)} {to.say(_TOO_MUCH)}"
    seen = _Seen.of(findings, policy)
    if policy.mode is Mode.REPORT_ONLY:
        return f"{to.say('Just a note.')} {_request(seen, policy, to)}"
    return _hint(seen, policy, to) if outcome is Outcome.HINT else _request(seen, policy, to)


def next_step(findings: Sequence[Finding], policy: Policy, to: Language = ENGLISH) -> str:
    """What to do instead, as words that a sentence can end with; nothing where leaving things out is all there is.

    A concern about a child goes to the safeguarding lead before anything else, and nothing here may delay that.
    """
    entities = {finding.entity for finding in findings}
    if "SAFEGUARDING" in entities:
        return to.say("tell {dsl} first", dsl=_dsl(policy, to))
    if "COURSEWORK" in entities:
        return to.say("exam boards want coursework to be the candidate's own")
    if entities & _LISTS:
        return to.say("you could send counts instead")
    link = policy.links.get("guidance", "")
    return to.say("there is guidance at {link}", link=link) if link.startswith("https://") else ""


def _and_then(findings: Sequence[Finding], policy: Policy, to: Language) -> str:
    """The next step as the end of a sentence that has not got its full stop."""
    step = next_step(findings, policy, to)
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


def _hint(seen: _Seen, policy: Policy, to: Language) -> str:
    """A light word, for what may well be nothing."""
    if seen.groups == ("marking",):
        return _marking(seen, policy, to)
    if seen.groups == ("uses",):
        return to.say("Fine once people and private matters are out of these notes.")
    if seen.groups == ("papers",):
        return to.say("This may be meant to stay confidential. Worth a second look before it goes in.")
    if seen.groups == ("work",):
        return to.say("Whose work is this? Fine if it's yours.")
    if seen.concerns:
        may = "This may touch on a concern about a child. If it does, tell {dsl} first."
        return to.say(may, dsl=_dsl(policy, to))
    if not seen.details or seen.papers or seen.work:
        return _request(seen, policy, to)
    personal = all(f.category is Category.SENSITIVE or f.entity.endswith("NAME") for f in seen.details)
    fine = to.say(_FINE[len(seen.details) == 1, personal])
    first = f"{to.say('Looks like {things}.', things=_things(seen.details, to))} {fine}"
    return f"{first} {_marking(seen, policy, to, short=True)}" if seen.marking else first


# Whether it is one thing, and a personal one: the name of somebody real is not public.
_FINE = {
    (True, True): "Fine if it's made up.",
    (True, False): "Fine if it's made up or public.",
    (False, True): "Fine if they're made up.",
    (False, False): "Fine if they're made up or public.",
}


def _request(seen: _Seen, policy: Policy, to: Language) -> str:
    """What was seen and what the policy asks."""
    if seen.concerns:
        return _concern(policy, to)
    match seen.groups:
        case ("marking",):
            return _marking(seen, policy, to)
        case ("uses",):
            asked = _asks(_wish("uses", seen, policy, to), policy, to, _numbers(seen.uses, policy))
            return f"{_this(_seen_as('uses', seen, to), to)} {asked}."
        case ("details",):
            wish = to.say("leave it out" if _is_one(seen.details) else "leave these out")
            return _asked(_seen_as("details", seen, to), wish, seen.details, policy, to)
        case ("papers",):
            return _asked(_marked(seen, to), _wish("papers", seen, policy, to), seen.papers, policy, to)
        case ("work",):
            asked = _asks(_wish("work", seen, policy, to), policy, to, _numbers(seen.work, policy))
            return f"{to.say('Whose work is this?')} {asked}{_and_then(seen.work, policy, to)}"
        case _:
            return _several(seen, policy, to)


def _asked(seen: str, wish: str, findings: Sequence[Finding], policy: Policy, to: Language) -> str:
    """Two sentences for a text with one kind of thing in it."""
    asked = _asks(wish, policy, to, _numbers(findings, policy))
    return f"{_this(seen, to)} {asked}{_and_then(findings, policy, to)}"


def _several(seen: _Seen, policy: Policy, to: Language) -> str:
    """Two sentences for a text with more than one kind of thing in it."""
    first = _this(to.listed([_seen_as(name, seen, to) for name in seen.groups]), to)
    # A paper that stays out altogether takes what is in it along.
    asked = [name for name in seen.groups if name == "papers"] or list(seen.groups)
    numbers = {name: _numbers(getattr(seen, name), policy) for name in asked}
    then = _and_then([finding for name in asked for finding in getattr(seen, name)], policy, to)
    if len(set(numbers.values())) == 1:
        wishes = to.listed([_wish(name, seen, policy, to) for name in asked])
        return f"{first} {_asks(wishes, policy, to, numbers[asked[0]])}{then}"
    wishes = to.listed([f"{_wish(name, seen, policy, to)}{numbers[name]}" for name in asked])
    return f"{first} {_asks(wishes, policy, to)}{then}"


def _this(seen: str, to: Language) -> str:
    return to.say("This {seen}.", seen=seen)


def _seen_as(group: str, seen: _Seen, to: Language) -> str:
    match group:
        case "papers":
            return _marked(seen, to)
        case "work":
            return to.say("looks like {thing}", thing=to.counted(seen.work[0].title, 1))
        case "details":
            return to.say("includes {things}", things=_things(seen.details, to))
        case "uses":
            return to.listed([to.say(_USES[entity][0]) for entity in _entities(seen.uses)])
        case _:
            return to.say("asks for marking")


def _wish(group: str, seen: _Seen, policy: Policy, to: Language) -> str:
    match group:
        case "papers":
            return to.say("keep papers like this out of AI tools")
        case "work" if policy.original_work.mode is OriginalWorkMode.FORBID:
            return to.say("keep other people's work out of AI tools")
        case "work":
            return to.say("have the author's consent first")
        case "details":
            return to.say("leave that detail out" if _is_one(seen.details) else "leave those details out")
        case "uses":
            return to.listed([to.say(_USES[entity][1]) for entity in _entities(seen.uses)])
        case _ if policy.marking.mode is MarkingMode.FORBID:
            return to.say("do the marking ourselves")
        case _:
            return to.say("verify every mark")


def _entities(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.entity for finding in findings))


def _marking(seen: _Seen, policy: Policy, to: Language, *, short: bool = False) -> str:
    called = f"{to.told(policy.called)}{_numbers(seen.marking, policy)}"
    if policy.marking.mode is MarkingMode.FORBID:
        is_must = policy.obligation is Obligation.MUST
        first = to.say(_NO_MARKING_MUST if is_must else _NO_MARKING_SHOULD, policy=called)
        return first if short else f"{first} {to.say(_INSTEAD)}"
    if short:
        return to.say("{policy} asks us to verify every mark.", policy=called)
    return to.say(_MARKING_FINE, policy=called)


_NO_MARKING_MUST = "{policy} says generative AI must not mark pupils' work."
_NO_MARKING_SHOULD = "{policy} says generative AI should not mark pupils' work."
_MARKING_FINE = "{policy} is fine with this for factual answers. Please verify every mark, and take any names out."
_CONCERN = (
    "This reads like a concern about a child. Please keep it out of AI tools, record it"
    " the way your school does and tell {dsl} today."
)


def _concern(policy: Policy, to: Language) -> str:
    return to.say(_CONCERN, dsl=_dsl(policy, to))


def _dsl(policy: Policy, to: Language) -> str:
    return to.told(policy.contacts.dsl or "the designated safeguarding lead")


def _asks(wish: str, policy: Policy, to: Language, numbers: str = "") -> str:
    """What the policy asks, without the full stop."""
    asks = "{policy} says we must {wish}" if policy.obligation is Obligation.MUST else "{policy} asks us to {wish}"
    return to.say(asks, policy=f"{to.told(policy.called)}{numbers}", wish=wish)


def _numbers(findings: Iterable[Finding], policy: Policy) -> str:
    """The clauses to cite, in brackets with a space before, in the policy's order."""
    kinds = {(finding.category, finding.entity) for finding in findings}
    cited = {clause.id for kind in kinds if (clause := policy.cited(*kind))}
    numbers = [clause.id for clause in policy.clauses if clause.id in cited]
    return f" ({', '.join(numbers)})" if numbers else ""


def _marked(seen: _Seen, to: Language) -> str:
    """How a paper shows that it is not for everyone."""
    titles = [finding.title for finding in seen.papers]
    if any("confiden" in title.lower() for title in titles):
        return to.say("is marked confidential")
    minutes = next((title for title in titles if title.endswith("minutes")), None)
    if minutes:
        return to.say("looks like {thing}", thing=to.counted(minutes, 1))
    return to.say("carries {thing}", thing=to.counted(titles[0], 1))


def _things(findings: Sequence[Finding], to: Language) -> str:
    """Counts of each kind, the first three named: "2 UPNs, a date of birth and 4 other details"."""
    counts = Counter(finding.title for finding in _told(findings))
    kinds = list(counts.items())
    parts = [_at_least(n, to.counted(title, n), to) for title, n in kinds[:_KINDS]]
    others = sum(n for _, n in kinds[_KINDS:])
    if others == 1:
        parts.append(to.say("one other detail"))
    elif others:
        parts.append(_at_least(others, to.say("{n} other details", n=f"{others:,}"), to))
    return to.listed(parts)


def _at_least(n: int, things: str, to: Language) -> str:
    """More than so many are not counted."""
    return to.say("at least {things}", things=things) if n >= MOST_OF_A_KIND else things


def _is_one(findings: Sequence[Finding]) -> bool:
    told = _told(findings)
    return len(told) == 1 and not is_plural(told[0].title)


def _told(findings: Sequence[Finding]) -> Sequence[Finding]:
    """What is worth a word: a list of pupils says by itself that there are pupils' names."""
    if not any(finding.entity in _LISTS for finding in findings):
        return findings
    return [finding for finding in findings if finding.entity != "PUPIL_NAME"]
