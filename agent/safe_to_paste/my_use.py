"""My AI use: a person's own counts, for themselves and for a conversation they choose to have.

Nobody else can ask for these: there is no message, export or report that gives one person's counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from safe_to_paste import labels
from safe_to_paste.journal import Declaration, Event
from safe_to_paste.policy_file import Mode


@dataclass(slots=True)
class Use:
    """Counts over some events. ``outcomes`` are what the person saw; ``on_trial``: what a policy that only reports
    would have come to otherwise."""

    checks: int = 0
    first: datetime | None = None
    last: datetime | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    on_trial: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)


def of(events: Iterable[Event]) -> Use:
    """Count events."""
    use = Use()
    for event in events:
        use.first = min(use.first or event.at, event.at)
        use.last = max(use.last or event.at, event.at)
        if event.trigger == "copy":  # an answer was copied: nothing was checked
            use.labels[event.label or event.action or "copied"] += 1
            continue
        if event.trigger == "file":  # a file was labelled, or not
            use.files[event.label or event.action] += 1
            continue
        use.checks += 1
        is_noted = event.mode == Mode.REPORT_ONLY and event.outcome not in _AS_IT_IS
        use.outcomes["hint" if is_noted else event.outcome] += 1
        if is_noted:
            use.on_trial[event.outcome] += 1
        use.kinds.update(dict(event.counts))
        use.sites[event.site] += 1
        if event.action:
            use.actions[event.action] += 1
        if event.reason:
            use.reasons[event.reason] += 1
    return use


def lines(use: Use, declared: Iterable[Declaration], *, kept_for: str) -> Iterator[str]:
    """The counts as lines to read."""
    yield "My AI use, on this laptop"
    if use.first is None or use.last is None:
        yield "  Nothing is recorded."
    else:
        yield f"  {_checks(use, use.first, use.last)}"
        yield from _line("what came of them", use.outcomes, _OUTCOMES)
        yield from _line("on trial; it would have been", use.on_trial, _OUTCOMES)
        yield from _line("what I did", use.actions, _ACTIONS)
        yield from _line("why I kept it", use.reasons, _REASONS)
        yield from _line("what was seen", use.kinds, {kind: _kind(kind) for kind in use.kinds})
        yield from _line("where", use.sites, {})
        yield from _line("answers I copied", use.labels, _LABELS)
        yield from _line("files", use.files, _LABELS)
    yield from (f"  declared: {_day(each.at)}, {each.policy}, version {each.policy_version}" for each in declared)
    yield f"  Counts only, never a text. They are kept for {kept_for}, and no report says whose they are."


def table(use: Use, declared: Iterable[Declaration]) -> Mapping[str, object]:
    """The same for a program."""
    return {
        "checks": use.checks,
        "first": use.first.isoformat() if use.first else None,
        "last": use.last.isoformat() if use.last else None,
        "outcomes": dict(use.outcomes),
        "on_trial": dict(use.on_trial),
        "actions": dict(use.actions),
        "reasons": dict(use.reasons),
        "kinds": dict(use.kinds),
        "sites": dict(use.sites),
        "labels": dict(use.labels),
        "files": dict(use.files),
        "declarations": [
            {
                "at": each.at.isoformat(),
                "policy": each.policy,
                "version": each.policy_version,
                "statements": list(each.statements),
                "training": each.training,
            }
            for each in declared
        ],
    }


# What a trial leaves as it is.
_AS_IT_IS = frozenset({"allow", "hint"})
_OUTCOMES = {"allow": "nothing to say", "hint": "a hint", "warn": "a warning", "hold": "held", "block": "stopped"}
_ACTIONS = {"replace": "replaced", "remove": "removed", "keep": "kept", "go_back": "went back"}
_LABELS = {
    **{label: f"labelled {words}" for label, words in labels.SAID.items()},
    "not_this_time": "without a label",
    "copied": "with names put back",
}
_REASONS = {
    "made_up": "made up or public",
    "dpo": "agreed with the DPO",
    "not_a_problem": "not a problem",
    "mine": "my own work",
    "consent": "another's work, with consent",
    "licence": "published, with a licence",
}


def _checks(use: Use, first: datetime, last: datetime) -> str:
    if not use.checks:
        return "no checks yet"
    return f"{_day(first)} to {_day(last)}: {use.checks:,} {'check' if use.checks == 1 else 'checks'}"


def _line(title: str, counts: Counter[str], words: Mapping[str, str]) -> Iterator[str]:
    if counts:
        yield f"  {title}: " + ", ".join(f"{words.get(each, each)} {n}" for each, n in counts.most_common())


def _kind(entity: str) -> str:
    """An entity in words: short ones are abbreviations."""
    return entity if len(entity) <= 4 and "_" not in entity else entity.replace("_", " ").lower()


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
