"""The school's own words and people, from the policy's ``lists``, as rules like any other.

A word or phrase on ``lists.words`` is confidential wherever it stands: the name of a project, a building that is to be
sold. Somebody on ``lists.people`` is found by full name however it is written, also where nothing around speaks of a
person. What the school publishes itself, and so is no finding, is the policy's ``[organisation]`` table's.

>>> from safe_to_paste.view import View
>>> (rule,) = rules(Lists(people=("Bronwen Tasker",)))
>>> text = "tasker, bronwen and B. Tasker, but no Bronwen and no Tasker"
>>> [match.group() for match in rule.pattern.compiled.finditer(View(text).text)]
['tasker, bronwen', 'B. Tasker']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

import regex

from safe_to_paste.cues import tree
from safe_to_paste.model import Category, Likelihood
from safe_to_paste.normalise import normalise
from safe_to_paste.patterns import Pattern
from safe_to_paste.policy_file import Lists
from safe_to_paste.rules import Rule

# A shorter one would be found in half of all texts; a longer one is no word but a mistake.
LEAST, MOST = 2, 120

_TITLE = regex.compile(r"(?i)(?P<title>mr|mrs|miss|ms|mx|dr|prof|professor|sir|dame|rev)\.?[ ]+(?=\S)")


def rules(lists: Lists) -> tuple[Rule, ...]:
    """A rule for the words and one for the people, where there are any."""
    return tuple(_rules(lists))


def usable(words: Iterable[str]) -> tuple[str, ...]:
    """Words and phrases as they are looked for; those too short or too long are left out."""
    plain = (" ".join(normalise(word).text.split()) for word in words)
    return tuple(dict.fromkeys(word for word in plain if LEAST <= len(word) <= MOST))


def _rules(lists: Lists) -> Iterator[Rule]:
    if words := usable(lists.words):
        yield _rule(
            "lists/words",
            "OWN_WORD",
            Category.CONFIDENTIAL,
            title="word on our own list",
            help_="A word or a name that the school keeps out of AI tools.",
            placeholder="Word",
            pattern=_pattern(words, ()),
        )
    if people := usable(lists.people):
        forms = [form for name in people for form in _forms(name)]
        yield _rule(
            "lists/people",
            "PERSON_NAME",
            Category.IDENTIFIABLE,
            title="name on our own list",
            help_="Somebody whose name the school keeps out of AI tools.",
            placeholder="Person",
            # "Rose" is a name and "rose" is none.
            pattern=_pattern(
                [f for f in forms if " " in f or "," in f], [f for f in forms if " " not in f and "," not in f]
            ),
        )


def _forms(name: str) -> Iterator[str]:
    """The ways to write a name that leave no doubt who is meant."""
    title = _TITLE.match(name)
    bare = name[title.end() :] if title else name
    forename, _, surname = bare.partition(" ")
    if "," in bare:
        surname, forename = (part.strip() for part in bare.split(",", 1))
    if title:
        last = surname or bare
        yield from (f"{title['title']} {last}", f"{title['title']}. {last}")
    if not surname:
        yield from () if title else (bare,)
        return
    first = forename[:1]
    yield from (f"{forename} {surname}", f"{surname}, {forename}", f"{surname},{forename}")
    yield from (f"{first} {surname}", f"{first}. {surname}", f"{first}.{surname}")


def _pattern(any_case: Iterable[str], as_written: Iterable[str]) -> Pattern:
    ways = [f"(?i:{tree({word.lower() for word in any_case})})"] if any_case else []
    ways += [tree(set(as_written))] if as_written else []
    # Between two words of a phrase a line may end.
    phrases = "|".join(ways).replace("\\ ", r"[ \t\n]{1,3}")
    return Pattern(rf"(?<!\w)(?:{phrases})(?!\w)", "lists", verbose=False)


def _rule(
    rule_id: str, entity: str, category: Category, *, title: str, help_: str, placeholder: str, pattern: Pattern
) -> Rule:
    return Rule(
        id=rule_id,
        title=title,
        entity=entity,
        category=category,
        likelihood=Likelihood.LIKELY,
        help=help_,
        placeholder=placeholder,
        pattern=pattern,
        cues=(),
        detector=None,
        validator=None,
        reason="",
        context=None,
        needs=None,
        exclude=(),
        core=False,
        examples=(),
        near_misses=(),
        references=(),
        source=MappingProxyType({}),
    )
