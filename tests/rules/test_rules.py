"""Every rule file becomes tests: what its examples mark is found, its near misses are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from safe_to_paste import catalogue, rules
from safe_to_paste.paths import rules_dir
from safe_to_paste.rules import Rule, unmark
from safe_to_paste.scanner import scan

ALL = rules.load(rules_dir())


def cases(key: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}[{index}]")
        for rule in ALL
        for index, text in enumerate(getattr(rule, key))
    ]


def company(rule: Rule) -> tuple[Rule, ...]:
    """The rule itself, and those whose findings it needs near its own."""
    if rule.needs is None:
        return (rule,)
    return (rule, *(other for other in ALL if other.entity in rule.needs.entities and other != rule))


@pytest.mark.parametrize(("rule", "marked"), cases("examples"))
def test_rule_finds_what_its_example_marks(rule: Rule, marked: str) -> None:
    text, expected = unmark(marked)

    found = [f.span for f in scan(text, company(rule)).findings if f.rule == rule.id]

    assert list(expected) == found


@pytest.mark.parametrize(("rule", "text"), cases("near_misses"))
def test_rule_leaves_its_near_misses_alone(rule: Rule, text: str) -> None:
    found = [f.span for f in scan(text, company(rule)).findings if f.rule == rule.id]

    assert found == []


def test_every_example_marks_something() -> None:
    unmarked = [rule.id for rule in ALL for example in rule.examples if not unmark(example)[1]]

    assert unmarked == []


def test_an_entity_has_one_category() -> None:
    categories: dict[str, set[str]] = {}
    for rule in ALL:
        categories.setdefault(rule.entity, set()).add(rule.category)

    assert {e: c for e, c in categories.items() if len(c) > 1} == {}


def test_the_table_of_rules_is_up_to_date() -> None:
    table = Path(__file__).parents[2] / "rules" / "README.md"

    assert catalogue.table(ALL) == table.read_text(encoding="utf-8")
