"""Patterns that are compiled late mean what is written."""

from __future__ import annotations

import re as standard

import pytest
from safe_to_paste import late


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<!\w)one|(?<!\w)two",
        r"(?<!\w)(?:one|two)[|]|(?<!\w)thr(?:ee|(?:i|o)ce)|four|(?<!\w)f[]|(]ve|(?<!\w)si\|x",
        r"four|(?<!\w)one(?!\w)|(?<!\w)\(two\)",
        r"(?i)(?<!\w)ONE|(?<!\w)two|(?<!\w)on",
    ],
)
def test_a_guard_asked_once_changes_no_match(pattern: str) -> None:
    text = "one two| thrice throce three four fourfour f(ve f|ve si|x stone one| on (two) two One"

    expected = [match.span() for match in standard.finditer(pattern, text)]

    assert expected
    assert expected == [match.span() for match in late.re.compile(pattern).finditer(text)]
    assert late.guarded(pattern).count(r"(?<!\w)") < pattern.count(r"(?<!\w)")


def test_either_of_several_patterns_is_found_in_one_pass() -> None:
    both = late.either(late.re.compile(r"(?<!\w)one|uno"), late.re.compile(r"(?<!\w)two"))

    assert ["two", "uno", "one"] == both.findall("two uno one stwo")


def test_without_a_guard_a_pattern_stays_as_it_is() -> None:
    assert r"(?:a|b)|c" == late.guarded(r"(?:a|b)|c")


@pytest.mark.parametrize(
    "pattern",
    [r"(?<!\w)(?:one|three)(?!\w)", r"(?:one|two)+[ ]t\w+", r"(?:two[ ]){1,2}", r"\w+ee", r"(?<=one[ ])two|three"],
)
@pytest.mark.parametrize("text", ["one two two three oneone two stone one three ", "two " * 30])
def test_scattered_matches_are_the_same_matches(pattern: str, text: str) -> None:
    # So long that places are tried one by one.
    text += " -" * 5000
    compiled = late.re.compile(pattern)

    expected = [match.span() for match in standard.finditer(pattern, text)]

    assert expected == [match.span() for match in late.scattered(compiled, text)]
