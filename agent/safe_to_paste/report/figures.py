"""The figures of a report, each as it may be shown: what is asked of a source, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from safe_to_paste.host.messages import TRIGGERS
from safe_to_paste.policy_file import Policy
from safe_to_paste.report import calendar
from safe_to_paste.report.ask import Answer, Cell, Count, Key, Question, Rule, Share, Source, share
from safe_to_paste.report.schema import CHECKS, DECLARED, FOUND, LAPTOP
from safe_to_paste.rules import Rule as RuleFile

# Months that a page looks back over.
MOST_MONTHS = 36

Where = Mapping[str, tuple[str, ...]]

_WARNED = ("warn", "hold", "block")
_PUT_RIGHT = ("replace", "remove", "go_back")
_FALSE_ALARM = ("made_up", "not_a_problem", "mine")
_IN_FORCE: Where = {"mode": ("warn",)}
_ON_TRIAL: Where = {"mode": ("report_only",)}
_IS_WARNED: Where = {"outcome": _WARNED, **_IN_FORCE}
_IS_NOTED: Where = {"outcome": _WARNED, **_ON_TRIAL}
_ANY: Where = {}
_CHECKED = tuple(trigger for trigger in TRIGGERS if trigger != "copy")
_PAIR = ("category", "month")

CATEGORIES: Mapping[str, str] = {
    "identifiable": "Personal details",
    "sensitive": "Sensitive details",
    "confidential": "Confidential matters",
    "pupil_work": "Pupils' work",
    "restricted_use": "Requests to mark",
    "": "Kinds of the school's own",
}
_ACTIONS: Mapping[str, str] = {
    "replace": "Replaced with placeholders",
    "remove": "Removed the details",
    "go_back": "Went back",
    "keep": "Kept as it was",
    "": "No choice recorded",
}
_REASONS: Mapping[str, str] = {
    "made_up": "It is made up or public",
    "not_a_problem": "Not a problem",
    "mine": "It is their own work",
    "consent": "Another's work, with consent",
    "licence": "Published, with a licence",
    "dpo": "Agreed with the DPO",
    "": "No reason given",
}
# Which of them a page adds up, and the rest, by place: see Rule.parts.
_ACTION_GROUPS = ((0, 1, 2), (3, 4))
_REASON_GROUPS = ((0, 1, 2), (3, 4, 5, 6))


class _Ask(Protocol):
    """Asks how many, within the months of the page."""

    def __call__(self, row: str, by: Key = (), where: Where = _ANY, also: Where = _ANY) -> Answer: ...


class Audience(StrEnum):
    """Whom a page is for: the person at this laptop, or others, who see nothing about fewer than five laptops."""

    SELF = "self"
    DPO = "dpo"
    GOVERNORS = "governors"

    @property
    def rule(self) -> Rule:
        """When a figure may be shown to them."""
        return Rule(laptops=1) if self is Audience.SELF else Rule()


@dataclass(frozen=True, slots=True)
class Kind:
    """What was warned of: how often, and what came of it."""

    name: str
    warnings: Count
    put_right: Share
    kept: Share
    false_alarms: Share


@dataclass(frozen=True, slots=True)
class Trial:
    """What was seen while the policy was only tried out: how many checks, and what share would have had a warning."""

    checks: Count
    noted: Share
    by_category: tuple[tuple[str, Share], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a policy: who has declared it. ``of_staff`` None: how many there are is not known."""

    policy: str
    version: str
    declared: Count
    of_staff: float | None
    trained: Share


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in two terms; ``is_share`` or else a number."""

    name: str
    before: float | None
    now: float | None
    is_share: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a page shows, already as it may be shown."""

    audience: Audience
    made: datetime
    months: tuple[str, ...]
    laptops: Count
    checks: Count
    warnings: Count
    warned: Share
    checks_by_month: tuple[Count, ...]
    warnings_by_month: tuple[Count, ...]
    laptops_by_month: tuple[Count, ...]
    by_category: tuple[tuple[str, tuple[Count, ...], Count], ...]
    actions: tuple[tuple[str, Share], ...]
    put_right: Share
    reasons: tuple[tuple[str, Share], ...]
    false_alarms: Share
    kinds: tuple[Kind, ...]
    trial: Trial
    sites: tuple[tuple[str, Share], ...]
    labels: tuple[tuple[str, Count], ...]
    versions: tuple[Version, ...]
    states: tuple[tuple[str, Count], ...]
    agents: tuple[tuple[str, Share], ...]
    terms: tuple[str, str]
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was checked."""
        return self.checks.value == 0

    @property
    def is_withheld(self) -> bool:
        """Whether too little was checked, or on too few laptops, to show anything."""
        return self.checks.value is None


def of(
    source: Source,
    audience: Audience,
    *,
    policy: Policy | None = None,
    titles: Mapping[str, str] | None = None,
    made: datetime | None = None,
) -> Figures:
    """Ask a source for every figure.

    Args:
        policy: the one in force, for the number of staff.
        titles: an entity's name in words.
    """
    rule = audience.rule
    months = _months(source)
    groups = _groups(months)
    within = {"month": months}

    def ask(row: str, by: Key = (), where: Where = _ANY, also: Where = _ANY) -> Answer:
        measure = "" if row == LAPTOP else "checks"
        # An answer that was copied is a row with a label, perhaps, and no check.
        checked = {"trigger": _CHECKED} if row == CHECKS and "label" not in by else {}
        return source.ask(Question(row, measure, by, {**within, **checked, **where, **also}))

    def monthly(answer: Answer, *key: str) -> tuple[Count, ...]:
        return rule.parts([answer.get((*key, month)) for month in months], groups)

    checks = ask(CHECKS).get(())
    warnings = ask(CHECKS, (), _IS_WARNED).get(())
    active = ask(LAPTOP, ("month",))
    categories = ask(FOUND, ("category",), _IS_WARNED)
    by_category = ask(FOUND, _PAIR, _IS_WARNED)
    actions = ask(CHECKS, ("action",), _IS_WARNED)
    sites = ask(CHECKS, ("site",))
    term = calendar.term(months[-1]) if months else ""
    return Figures(
        audience=audience,
        made=made or datetime.now(UTC),
        months=months,
        laptops=rule.count(active.get(months[-1:])),
        checks=rule.count(checks),
        warnings=rule.count(warnings),
        warned=rule.share(warnings, ask(CHECKS, (), _IN_FORCE).get(())),
        checks_by_month=monthly(ask(CHECKS, ("month",))),
        warnings_by_month=monthly(ask(CHECKS, ("month",), _IS_WARNED)),
        laptops_by_month=tuple(rule.count(active.get((month,))) for month in months),
        by_category=tuple(
            (words, monthly(by_category, each), rule.count(categories[each,]))
            for each, words in CATEGORIES.items()
            if (each,) in categories
        ),
        actions=_parts(rule, actions, _ACTIONS, warnings, _ACTION_GROUPS),
        put_right=rule.share(ask(CHECKS, (), _IS_WARNED, {"action": _PUT_RIGHT}).get(()), warnings),
        reasons=_parts(
            rule,
            ask(CHECKS, ("reason",), _IS_WARNED, {"action": ("keep",)}),
            _REASONS,
            actions.get(("keep",)),
            _REASON_GROUPS,
        ),
        false_alarms=rule.share(ask(CHECKS, (), _IS_WARNED, {"reason": _FALSE_ALARM}).get(()), warnings),
        kinds=_kinds(rule, ask, titles or {}),
        trial=_trial(rule, ask),
        sites=_parts(rule, sites, {key[0]: key[0] for key in _largest(sites)}, checks),
        labels=_labels(rule, ask(CHECKS, ("label",))),
        versions=_versions(source, rule, policy),
        states=_states(source, rule),
        agents=_agents(source, rule),
        terms=(calendar.before(term), term) if term else ("", ""),
        changes=_changes(rule, ask, months, term) if term else (),
    )


def titles(rules: Sequence[RuleFile]) -> dict[str, str]:
    """Each entity in words: the title of the rule that is called as it is, else of the one with the shortest name."""
    chosen: dict[str, tuple[tuple[bool, int], str]] = {}
    for rule in rules:
        name = rule.id.rpartition("/")[2]
        rank = (name != rule.entity.lower().replace("_", "-"), len(name))
        if rule.entity not in chosen or rank < chosen[rule.entity][0]:
            chosen[rule.entity] = rank, rule.title
    return {entity: title for entity, (_, title) in chosen.items()}


def _months(source: Source) -> tuple[str, ...]:
    known = sorted({key[0] for row in (LAPTOP, CHECKS) for key in source.ask(Question(row, "", ("month",)))})
    # A month without a file is a month nonetheless; before the first check there is nothing to show.
    used = sorted(key[0] for key in source.ask(Question(CHECKS, "checks", ("month",))))
    return calendar.span((used or known)[0], known[-1])[-MOST_MONTHS:] if known else ()


def _groups(months: tuple[str, ...]) -> tuple[list[int], ...]:
    """The places of the months of this term, of the last, and of all before: of each the sum can be known."""
    if not months:
        return ()
    term = calendar.term(months[-1])
    now, last = (
        [at for at, month in enumerate(months) if calendar.term(month) == each]
        for each in (term, calendar.before(term))
    )
    return now, last, [at for at in range(len(months)) if at not in {*now, *last}]


def _parts(
    rule: Rule, answer: Answer, words: Mapping[str, str], whole: Cell | None, groups: Iterable[Sequence[int]] = ()
) -> tuple[tuple[str, Share], ...]:
    """Each part of a whole that there was, in words."""
    counts = rule.parts([answer.get((key,)) for key in words], groups)
    shown = zip(words.items(), counts, strict=True)
    return tuple((name, share(count, rule.count(whole))) for (key, name), count in shown if (key,) in answer)


def _labels(rule: Rule, answer: Answer) -> tuple[tuple[str, Count], ...]:
    """Labels that were chosen; that none was is a part, too."""
    names = sorted(key[0] for key in answer)
    counts = rule.parts([answer[name,] for name in names])
    return tuple((name, count) for name, count in zip(names, counts, strict=True) if name)


def _kinds(rule: Rule, ask: _Ask, titles: Mapping[str, str]) -> tuple[Kind, ...]:
    by_kind = ask(FOUND, ("entity",), _IS_WARNED)
    right = ask(FOUND, ("entity",), _IS_WARNED, {"action": _PUT_RIGHT})
    kept = ask(FOUND, ("entity",), _IS_WARNED, {"action": ("keep",)})
    neither = ask(FOUND, ("entity",), _IS_WARNED, {"action": ("",)})
    false = ask(FOUND, ("entity",), _IS_WARNED, {"reason": _FALSE_ALARM})

    def kind(key: Key) -> Kind:
        whole = rule.count(by_kind[key])
        was_right, was_kept, _ = rule.parts([each.get(key) for each in (right, kept, neither)])
        return Kind(
            titles.get(key[0], key[0].replace("_", " ").lower()),
            whole,
            share(was_right, whole),
            share(was_kept, whole),
            rule.share(false.get(key), by_kind[key]),
        )

    return tuple(kind(key) for key in _largest(by_kind))


def _trial(rule: Rule, ask: _Ask) -> Trial:
    checks, noted = ask(CHECKS, (), _ON_TRIAL).get(()), ask(CHECKS, (), _IS_NOTED).get(())
    by_category = ask(FOUND, ("category",), _IS_NOTED)
    return Trial(
        rule.count(checks),
        rule.share(noted, checks),
        tuple((words, rule.share(by_category.get((each,)), noted)) for each, words in CATEGORIES.items()),
    )


def _versions(source: Source, rule: Rule, policy: Policy | None) -> tuple[Version, ...]:
    declared = source.ask(Question(DECLARED, "declarations", ("policy", "policy_version")))
    trained = source.ask(Question(DECLARED, "declarations", ("policy", "policy_version"), {"training": ("true",)}))
    return tuple(
        Version(
            name,
            version,
            count := rule.count(declared[name, version]),
            _of_staff(count, policy) if policy is not None and policy.name == name else None,
            rule.share(trained.get((name, version)), declared[name, version]),
        )
        for name, version in sorted(declared, reverse=True)
    )


def _of_staff(count: Count, policy: Policy) -> float | None:
    if not policy.staff_count or count.value is None:
        return None
    return min(1.0, count.value / policy.staff_count)


def _states(source: Source, rule: Rule) -> tuple[tuple[str, Count], ...]:
    """What is not as it should be on laptops that were heard of in the last month."""

    def count(**where: tuple[str, ...]) -> Count:
        return rule.count(source.ask(Question(LAPTOP, "", (), where, latest=True)).get(()))

    ahead = source.ask(Question(LAPTOP, "dated_ahead", (), latest=True)).get(())
    faulty = source.ask(Question(LAPTOP, "chain_faults", (), latest=True)).get(())
    return (
        ("Key of the declarations in a file, as there is no keychain", count(key=("degraded",))),
        ("Journal cannot be written: nothing is counted", count(key=("unavailable",))),
        ("Journal was damaged and begun anew", count(journal_restarted=("true",))),
        ("Month not whole: counts were deleted before they were exported", count(whole_month=("false",))),
        ("Declarations changed or missing", rule.count(faulty and Cell(faulty.laptops, faulty.laptops))),
        ("Clock was wrong: checks dated in the future", rule.count(ahead and Cell(ahead.laptops, ahead.laptops))),
        ("Policy in force not declared", count(has_declared=("false",))),
    )


def _agents(source: Source, rule: Rule) -> tuple[tuple[str, Share], ...]:
    by_agent = source.ask(Question(LAPTOP, "", ("agent",), latest=True))
    whole = source.ask(Question(LAPTOP, "", (), latest=True)).get(())
    return _parts(rule, by_agent, {key[0]: key[0] for key in sorted(by_agent, reverse=True)}, whole)


def _changes(rule: Rule, ask: _Ask, months: tuple[str, ...], term: str) -> tuple[Change, ...]:
    """This term beside the one before, as shares and as numbers a month: terms differ in length."""
    terms = (calendar.before(term), term)
    checks = ask(CHECKS, ("term",))
    asked = ask(CHECKS, ("term",), _IN_FORCE)
    warned = ask(CHECKS, ("term",), _IS_WARNED)
    if not all((each,) in checks for each in terms):
        return ()
    lengths = [sum(calendar.term(month) == each for month in months) for each in terms]

    def change(name: str, parts: Answer, wholes: Answer) -> Change:
        before, now = (rule.share(parts.get((each,)), wholes.get((each,))).value for each in terms)
        return Change(name, before, now, is_share=True)

    counts = [rule.count(checks[each,]).value for each in terms]
    before, now = (None if n is None else n / length for n, length in zip(counts, lengths, strict=True))
    return (
        Change("Checks in a month", before, now, is_share=False),
        change("Checks with a warning", warned, asked),
        change("Warnings put right", ask(CHECKS, ("term",), _IS_WARNED, {"action": _PUT_RIGHT}), warned),
        change("Warnings kept as they were", ask(CHECKS, ("term",), _IS_WARNED, {"action": ("keep",)}), warned),
        change("False alarms", ask(CHECKS, ("term",), _IS_WARNED, {"reason": _FALSE_ALARM}), warned),
    )


def _largest(answer: Answer) -> tuple[Key, ...]:
    return tuple(sorted(answer, key=lambda key: (-answer[key].n, key)))
