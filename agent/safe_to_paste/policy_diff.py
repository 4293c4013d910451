"""What is different between two policies, in words that a head or a governor reads without the files at hand.

Clauses, statements, outcomes and tools are compared one by one; every other key has a phrase of its own, and one
that has none is named as it is spelt, so that nothing that changed goes unsaid.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from itertools import chain

from safe_to_paste import declarations, review
from safe_to_paste import policy_words as words
from safe_to_paste.english import listed
from safe_to_paste.model import Category, Likelihood
from safe_to_paste.organisation import Organisation
from safe_to_paste.policy_file import Clause, Mode, Policy, Tool

# How alike two statements are when one is the other, reworded.
_REWORDED = 0.6


@dataclass(frozen=True, slots=True)
class Part:
    """What has changed in one part of a policy, one line each."""

    heading: str
    lines: tuple[str, ...]


def differences(old: Policy, new: Policy) -> tuple[Part, ...]:
    """The parts that differ, in the order of docs/policy-files.md; none where the two say the same."""
    before, after = _leaves(old), _leaves(new)
    keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    made = [
        Part("About the policy", tuple(_changes("about", keys, before, after))),
        Part("Clauses", tuple(_clauses(old.clauses, new.clauses))),
        Part("What happens when something is found", tuple(_outcomes(old, new))),
        Part("What AI may be used for", tuple(_changes("use", keys, before, after))),
        Part("What staff agree to", (*_statements(old, new), *_changes("declaration", keys, before, after))),
        Part("Saying that AI has helped", tuple(_changes("label", keys, before, after))),
        Part("Whom to tell", tuple(_changes("people", keys, before, after))),
        Part("AI tools", tuple(_tools(old.tools, new.tools))),
        Part("Folders, words and records", tuple(_changes("records", keys, before, after))),
        Part("The school's own details", tuple(_changes("organisation", keys, before, after))),
    ]
    return tuple(part for part in made if part.lines)


def consequences(old: Policy, new: Policy) -> tuple[str, ...]:
    """What follows for staff when ``new`` comes into force in the place of ``old``."""
    return tuple(_consequences(old, new))


def lines(old: Policy, new: Policy, names: tuple[str, str]) -> Iterator[str]:
    """All of it as text."""
    yield f"From {_cited(old)} ({names[0]})"
    yield f"to   {_cited(new)} ({names[1]})"
    parts = differences(old, new)
    if not parts:
        yield ""
        yield "They say the same."
    for part in parts:
        yield ""
        yield part.heading
        yield from (f"  - {line}" for line in part.lines)
    yield ""
    yield "What follows"
    yield from (f"  - {line}" for line in consequences(old, new))


def _consequences(old: Policy, new: Policy) -> Iterator[str]:
    statements = _digest(old) != _digest(new)
    if new.declaration.gate.value == "off":
        yield "Nobody is asked to agree to it: the declaration is off."
    elif old.version != new.version:
        yield "Everybody is asked to agree again, because it is a new version."
    elif statements:
        yield "Everybody is asked to agree again, because the statements have changed."
        yield "The version is the same. A new version would tell the two apart in reports."
    elif (due := new.review.next_date) is not None and due != old.review.next_date:
        yield f"Nobody is asked to agree again now; everybody is once {review.written(due)} has come."
    elif old.name != new.name:
        yield f"Nobody is asked to agree again where it replaces {old.name}.toml under that name, or else everybody is."
    else:
        yield "Nobody is asked to agree again: version and statements are the same."
    if old.version == new.version and not statements and differences(old, new):
        yield "The version is the same although the policy says something else; consider a new one."
    if old.mode is not new.mode:
        yield (
            "Texts can be held from now on; until now there was a quiet note at most."
            if new.mode is Mode.WARN
            else "Nothing is held any more: there is a quiet note at most, and the window says that it is on trial."
        )
    if new.unfilled:
        yield f"It cannot come into force yet: {listed(new.unfilled)} still to be filled in."


def _cited(found: Policy) -> str:
    return f"{found.title}, version {found.version}"


def _digest(found: Policy) -> str:
    return declarations.digest(found.declaration.statements)


# --- keys with a phrase of their own --------------------------------------------------------------------------


def _changes(
    part: str, keys: Iterable[str], before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[str]:
    for key in keys:
        if _part(key) != part:
            continue
        phrase, was, now = _phrase(key), before.get(key), after.get(key)
        if isinstance(was or now, tuple):
            yield from _members(phrase, was or (), now or (), is_private=key in words.PRIVATE)
        elif _is_nothing(was):
            yield f"{phrase}: now {_value(key, now)} (there was nothing before)"
        elif _is_nothing(now):
            yield f"{phrase}: taken out (was {_value(key, was)})"
        else:
            yield f"{phrase}: was {_value(key, was)}, now {_value(key, now)}"


def _members(phrase: str, was: object, now: object, *, is_private: bool) -> Iterator[str]:
    """Members that came and went; people's names and words that are confidential in themselves are counted only."""
    before, after = _texts(was), _texts(now)
    for verb, members in (("added", _without(after, before)), ("taken out", _without(before, after))):
        if members and is_private:
            yield f"{phrase}: {len(members)} {verb}"
        elif members:
            yield f"{phrase}: {listed([_quoted(member) for member in members])} {verb}"
    if sorted(before) == sorted(after):
        yield f"{phrase}: in another order"


def _texts(value: object) -> list[str]:
    return (
        [member.value if isinstance(member, Enum) else str(member) for member in value]
        if isinstance(value, tuple)
        else []
    )


def _without(these: list[str], those: list[str]) -> list[str]:
    return [each for each in these if each not in those]


def _value(key: str, value: object) -> str:
    if isinstance(value, str) and (said := words.VALUES.get((key, value.value if isinstance(value, Enum) else value))):
        return said
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return review.written(value)
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _is_nothing(value: object) -> bool:
    return value is None or value in ("", ())


def _phrase(key: str) -> str:
    if key in words.PHRASES:
        return words.PHRASES[key]
    first, _, rest = key.partition(".")
    return f"The link “{rest}”" if first == "links" else key


def _part(key: str) -> str:
    return words.PARTS.get(key) or words.PARTS.get(key.partition(".")[0], "about")


# --- what is compared one by one ------------------------------------------------------------------------------


def _clauses(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Iterator[str]:
    before, after = _by_id(old), _by_id(new)
    for key, clause in after.items():
        was = before.get(key)
        if was is None:
            yield f"{clause}: new. {clause.summary}".rstrip()
            continue
        if was.heading != clause.heading:
            yield f"{clause.id}: the heading was {_quoted(was.heading)}, now {_quoted(clause.heading)}"
        if was.summary != clause.summary:
            yield f"{clause}: was {_quoted(was.summary)}, now {_quoted(clause.summary)}"
        if set(was.covers) != set(clause.covers):
            yield f"{clause}: {_covering(was, clause)}"
    yield from (f"{clause}: taken out" for key, clause in before.items() if key not in after)
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield "The clauses are in another order"


def _by_id(clauses: tuple[Clause, ...]) -> dict[tuple[str, int], Clause]:
    """Clauses by their number; the second of the same number is another one."""
    found: dict[tuple[str, int], Clause] = {}
    for clause in clauses:
        found[clause.id, sum(id_ == clause.id for id_, _ in found)] = clause
    return found


def _covering(was: Clause, now: Clause) -> str:
    was_for, now_for = (
        listed([topic.value.replace("_", " ") for topic in clause.covers]) if clause.covers else "nothing"
        for clause in (was, now)
    )
    return f"was cited for {was_for}, now for {now_for}"


def _outcomes(old: Policy, new: Policy) -> Iterator[str]:
    """As they work: an entity's own steps, or its category's where it has none."""
    for category in Category:
        for likelihood in Likelihood:
            was, now = (found.outcomes.steps(category, "").at(likelihood) for found in (old, new))
            if was is not now:
                case = f"{words.KINDS[category]}, {words.SURENESS[likelihood]}"
                yield f"{case}: was {words.OUTCOMES[was]}, now {words.OUTCOMES[now]}"
    entities = dict.fromkeys(chain(old.outcomes.entities, new.outcomes.entities))
    for entity in entities:
        for likelihood in Likelihood:
            own = [getattr(found.outcomes.entities.get(entity), likelihood.word, None) for found in (old, new)]
            if own[0] is not own[1]:
                was_words, now_words = (words.LIKE_THE_REST if each is None else words.OUTCOMES[each] for each in own)
                name = entity.replace("_", " ").capitalize() if len(entity) > 4 else entity
                yield f"{name}, {words.SURENESS[likelihood]}: was {was_words}, now {now_words}"


def _statements(old: Policy, new: Policy) -> Iterator[str]:
    was, now = list(old.declaration.statements), list(new.declaration.statements)
    gone, come = _without(was, now), _without(now, was)
    for statement in list(come):
        near = difflib.get_close_matches(statement, gone, n=1, cutoff=_REWORDED)
        if near:
            yield f"Statement reworded: was {_quoted(near[0])}, now {_quoted(statement)}"
            gone.remove(near[0])
            come.remove(statement)
    yield from (f"Statement added: {_quoted(statement)}" for statement in come)
    yield from (f"Statement taken out: {_quoted(statement)}" for statement in gone)
    if was != now and sorted(was) == sorted(now):
        yield "The statements are in another order"


def _tools(old: tuple[Tool, ...], new: tuple[Tool, ...]) -> Iterator[str]:
    before, after = ({tool.name: tool for tool in tools} for tools in (old, new))
    for name, tool in after.items():
        was = before.get(name)
        if was is None:
            yield f"{name}: new, {words.STATUS[tool.status.value]}. {tool.note}".rstrip()
            continue
        for field in fields(Tool):
            one, other = getattr(was, field.name), getattr(tool, field.name)
            if one != other:
                yield f"{name}: {words.TOOL[field.name]} was {_of_tool(one)}, now {_of_tool(other)}"
    yield from (f"{name}: taken off the list" for name in before if name not in after)
    if (names := [name for name in before if name in after]) != [name for name in after if name in before]:
        yield f"The tools are in another order: {listed([n for n in after if n in names])}"


def _of_tool(value: object) -> str:
    if isinstance(value, Enum):
        return words.STATUS[value.value]
    if isinstance(value, tuple):
        return listed([_quoted(each) for each in value]) if value else "nothing"
    return "not known" if value is None else _value("", value) if value != "" else "nothing"


def _leaves(found: object, prefix: str = "") -> dict[str, object]:
    """Every value by its key as a policy file spells it; tuples whole."""
    leaves: dict[str, object] = {}
    for field in fields(found) if is_dataclass(found) else ():
        if not prefix and field.name in _NOT_SAID:
            continue
        if isinstance(found, Organisation) and field.name == "notes":
            continue
        key, value = f"{prefix}{field.name}", getattr(found, field.name)
        if is_dataclass(value):
            leaves |= _leaves(value, f"{key}.")
        elif isinstance(value, Mapping):
            leaves |= {f"{key}.{name}": member for name, member in value.items()}
        else:
            leaves[key] = tuple(sorted(value)) if isinstance(value, frozenset) else value
    return leaves


_NOT_SAID = frozenset({"name", "unfilled", "unknown"})
