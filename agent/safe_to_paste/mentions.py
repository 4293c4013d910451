"""Mentions of one thing: a pupil named twice is one pupil, as the placeholders say it too.

>>> from safe_to_paste.model import Category, Finding, Likelihood, Span
>>> text = "Leah Okafor was late. Leah says the bus was late, and Sami Okafor too."
>>> named = [
...     Finding("", "PUPIL_NAME", Category.IDENTIFIABLE, Likelihood.LIKELY, Span(*at), (), "pupil's name", "", "Pupil")
...     for at in ((0, 11), (22, 26), (54, 65))
... ]
>>> [text[first.span.start:first.span.end] for first in firsts(named, text)]
['Leah Okafor', 'Sami Okafor']
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import islice

from safe_to_paste import identity
from safe_to_paste.model import Finding

# Only compared within one call, so no secret is needed to tell the names apart.
_KEY = b"mentions"
# Of more names than this no short form is looked for: nobody checks such a count, and it would take a while.
_MANY = 200


def firsts(findings: Sequence[Finding], text: str) -> tuple[Finding, ...]:
    """The first mention of each person and each thing that would get a placeholder of its own; all the rest as is."""
    written = [_written(finding, text) for finding in findings]
    people = _people(words for finding, words in zip(findings, written, strict=True) if _is_name(finding))
    first: dict[Hashable, Finding] = {}
    for finding, words in zip(findings, written, strict=True):
        thing: Hashable = (finding.title, words)
        if finding.placeholder is None:
            thing = finding.span
        elif _is_name(finding):
            thing = people.get(words, words)
        first.setdefault(thing, finding)
    return tuple(first.values())


def _people(names: Iterable[str]) -> Mapping[str, int]:
    """The number of the person each name is of; nothing where there are too many."""
    who = {name: identity.who(name, _KEY) for name in islice(dict.fromkeys(names), _MANY + 1)}
    if len(who) > _MANY:
        return {}
    people = identity.People()
    people.meet(who.values())
    return {name: people.number(person) for name, person in who.items()}


def _is_name(finding: Finding) -> bool:
    return finding.entity in identity.NAMES


def _written(finding: Finding, text: str) -> str:
    return " ".join(text[finding.span.start : finding.span.end].split()).casefold()
