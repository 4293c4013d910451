"""The extension's copy of a rule says the same in JavaScript's words."""

from __future__ import annotations

import pytest
from safe_to_paste import catalogue, policy, rules
from safe_to_paste.errors import RuleError
from safe_to_paste.paths import policies_dir, rules_dir

ALL = rules.load(rules_dir())
RULE = ALL[0]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b a \d{2} # two", r"\ba[0-9]{2}"),
        ("a\n  # why\n  b", "ab"),
        (r"[ ] [a#] \#", r"[ ][a#]#"),
        (r"(?P<value>[\w-]+)", r"(?<value>[\p{L}\p{N}_-]+)"),
        (r"\w \W \. \/", r"[\p{L}\p{N}_][^\p{L}\p{N}_]\.\/"),
        (r"[^\]x] \- \'", r"[^\]x]-'"),
        (r"[!?+] [[(] a?", r"[!?+][\[(]a?"),
        (r"(?<!\d)(?=x)(?!y)(?<=z)", "(?<![0-9])(?=x)(?!y)(?<=z)"),
    ],
)
def test_verbose_python_becomes_plain_javascript(pattern: str, expected: str) -> None:
    assert (expected, "gu") == catalogue.javascript(RULE, pattern, verbose=True)


def test_leading_flags_become_flags() -> None:
    assert catalogue.javascript(RULE, "(?im)a b", verbose=False) == ("a b", "gimu")


@pytest.mark.parametrize("pattern", ["(?>a)", "a++", r"a\Z", "(?i:a)", "a{2}+", "(?P=a)"])
def test_what_javascript_has_not_got_is_refused(pattern: str) -> None:
    with pytest.raises(RuleError, match="JavaScript has not got it"):
        catalogue.javascript(RULE, pattern, verbose=True)


def test_the_core_holds_every_core_rule_with_its_clause_and_outcomes() -> None:
    default = policy.load("default", policies_dir=policies_dir())

    core = catalogue.core(ALL, default, version="1")

    assert [r.id for r in ALL if r.core] == [r["id"] for r in core["rules"]]
    assert all(r["clause"] for r in core["rules"])
    assert all({"possible", "likely", "very_likely"} == set(r["outcomes"]) for r in core["rules"])
