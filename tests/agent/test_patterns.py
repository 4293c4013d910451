"""A pattern that is tried way by way finds what it finds as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import regex
from safe_to_paste import needles, rules
from safe_to_paste.errors import RuleError
from safe_to_paste.model import Span
from safe_to_paste.normalise import normalise
from safe_to_paste.paths import rules_dir
from safe_to_paste.patterns import Pattern
from safe_to_paste.rules import Rule, unmark

from .growth import grows_no_faster

RULES = rules.load(rules_dir(), later=True)
PATTERNS = [rule for rule in RULES if rule.pattern]
# What all rules are about, one text after the other: dense, and not only what a rule expects to be shown.
EVERYTHING = normalise(
    "\n".join(unmark(text)[0] for rule in RULES for text in (*rule.examples, *rule.near_misses))
).text


def found(pattern: Pattern, text: str) -> list[Span]:
    return list(pattern.spans(text, text.lower(), Span(0, len(text)), patience=60))


def by_the_whole(written: str, text: str) -> Iterator[Span]:
    whole = regex.compile(written, regex.VERBOSE)
    group = "value" if "value" in whole.groupindex else 0
    return (Span(*match.span(group)) for match in whole.finditer(text) if match.end(group) > match.start(group))


@pytest.mark.parametrize("rule", [rule for rule in PATTERNS if "pattern" in rule.source], ids=lambda rule: rule.id)
def test_the_ways_of_a_rule_find_what_its_pattern_finds(rule: Rule) -> None:
    assert rule.pattern

    assert list(by_the_whole(rule.pattern.written, EVERYTHING)) == found(rule.pattern, EVERYTHING)


@pytest.mark.parametrize(
    "written",
    [
        r"(?:one[ ]two | two[ ]three | three)",
        r"(?:three | two[ ]three | one[ ]two)",
        r"(?i)\b(?:O(?P<value>ne)[ ]two | two[ ]three | (?P<value>t)hree)",
        r"(?:two | two[ ]three)(?=[ ])",
        r"(?:on | one){1,2}",
        r"(?:one[ ]two | two[ ]three){2} | two",
        r"(?:one | two) | (?:one[ ]two[ ]three | two)",
        r"(?:o[nm]e | [^a-p]wo | t.*e)[ ]?(?:t|one)?",
        r"(?:(?:one|two)[ ](?:two|three) | (?:one)?(?:[ ]two)+ | t\w{2,5})",
        r"(one|two)[ ]\1",
        r"(?:one\x20two | two[ ]three)",
        r"(?<=two[ ])(?P<value>one[ ]t\w+)",
        r"(?:(?=one[ ]t|three)\w+[ ]\w+ | (?!one)two)",
        r"(?:one[ ])?two[ ]three",
        r"(?:(?:one|two)[ ])+three",
    ],
)
def test_ways_take_turns_as_alternatives_do(written: str) -> None:
    text = "one two three two three one two one two three One Two one one two two three"

    assert list(by_the_whole(written, text)) == found(Pattern(written, "a test"), text)


@pytest.mark.parametrize(
    ("written", "heads"),
    [
        (r"(?<!\w)(?:re)?mark[ ]\w+", {"mark ", "remark "}),
        (r"(?=mark|grade)\w+[ ](?:this|it)", {"mark", "grade"}),
        (r"(?:go|to)+[ ]on", {"go", "to"}),
        (r"(?:to[ ])?\w+[ ]mark", set()),
        (r"\w+(?=mark)", set()),
        (r"(?!mark)\w+", set()),
        (r"a\w+", set()),
    ],
)
def test_what_every_match_begins_with_is_read_off_the_pattern(written: str, heads: set[str]) -> None:
    assert [heads] == [way.heads for way in needles.ways(written)]


def test_letters_that_count_as_an_s_or_an_i_are_no_way_to_hide() -> None:
    text = "do not \u017fhare, do not ta\u212ae, do not g\u0130ve, DO NOT F\u0131ND"
    pattern = Pattern(r"(?i)(?:do[ ]not[ ]share | do[ ]not[ ]take | do[ ]not[ ]give | DO[ ]NOT[ ]FIND)", "a test")

    assert 4 == len(found(pattern, text))


@pytest.mark.parametrize("written", [r"a{2,3}b", r"(?:ab)?", r"a*", r"[a-z]bc", r"a|", r"\p{Lu}b", r"(?<=abc)d"])
def test_what_is_short_or_uncertain_is_no_needle(written: str) -> None:
    assert [frozenset()] == [way.needles for way in needles.ways(written)]


def test_a_wrong_pattern_is_told_by_its_place() -> None:
    with pytest.raises(RuleError, match=r"rules/x\.toml: pattern does not compile"):
        Pattern("(?:one|two", "rules/x.toml: pattern").ready()


def test_time_grows_no_faster_than_the_text() -> None:
    pattern = Pattern(r"(?:ab[ ]\w+ | abc[ ]\d+ | (?:abc|bcd)[ ]+x | \w+[ ]abc[ ]y)", "a test")

    assert grows_no_faster(lambda size: found(pattern, "abc d " * (size // 6)), 20_000)
