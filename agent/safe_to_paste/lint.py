"""Lint the rules as code is linted: each proves itself on its own examples and in bounded time."""

from __future__ import annotations

import time
from collections.abc import Container, Iterator, Sequence

from safe_to_paste.errors import RuleError
from safe_to_paste.rules import Rule, unmark
from safe_to_paste.scanner import scan

# CPU milliseconds one rule may take on any of the hostile texts below, each about 20,000 characters.
# Ordinary text takes a fiftieth of this; a pattern that runs away takes a thousandfold.
BUDGET_MS = 60
_LENGTH = 20_000
_PIECES = (
    "a",
    "A",
    "0",
    "07",
    " ",
    "\n",
    "\t",
    ",",
    "a@",
    "a.b@",
    "Aa ",
    "Mr ",
    "1 ",
    "12/12/",
    "A1",
    "AA00",
    "a-",
    "'",
    "Name: ",
    "A, B\n",
    "pw: ",
    "=",
    "é",
    "1234567890 ",
    "One Two Three Four ",
)


def lint(rules: Sequence[Rule], only: Container[str] | None = None) -> tuple[str, ...]:
    """What is wrong with the rules, in words, in order; nothing when all is well. ``only``: the ids to look at."""
    looked_at = [rule for rule in rules if only is None or rule.id in only]
    return tuple(f"{rule.id}: {what}" for rule in looked_at for what in _faults(rule, rules))


def hostile() -> Iterator[str]:
    """Texts made to be slow on: one piece, over and over."""
    return (piece * (_LENGTH // len(piece)) for piece in _PIECES)


def _faults(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    if not rule.help.endswith("."):
        yield "help is a sentence and ends with a full stop"
    company = (
        rule,
        *(r for r in rules if rule.needs and r.entity in rule.needs.entities and r.id != rule.id),
    )
    for index, example in enumerate(rule.examples):
        text, expected = unmark(example)
        if not expected:
            yield f"examples[{index}] marks nothing with [[…]]"
        elif [f.span for f in scan(text, company).findings if f.rule == rule.id] != list(expected):
            yield f"examples[{index}] is not found as it is marked"
    for index, text in enumerate(rule.near_misses):
        if any(f.rule == rule.id for f in scan(text, company).findings):
            yield f"near_misses[{index}] is found"
    for text in hostile():
        try:
            took = min(_cpu_ms(rule, text) for _ in range(2))  # the first run also pays for caches
        except RuleError:
            yield f"never ends on {text[:8]!r} repeated"
            continue
        if took > BUDGET_MS:
            yield f"takes {took:.0f} ms on {_LENGTH:,} characters of {text[:8]!r}; the limit is {BUDGET_MS}"


def _cpu_ms(rule: Rule, text: str) -> float:
    start = time.process_time()
    scan(text, [rule])
    return (time.process_time() - start) * 1000
