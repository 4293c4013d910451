"""agent/PROTOCOL.md is true: every request in it is sent, and every reply has the shape it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import paths
from safe_to_paste.host import messages

from .conftest import Start, World

PROTOCOL = (Path(__file__).parents[2] / "agent" / "PROTOCOL.md").read_text(encoding="utf-8")

BLOCKS = re.findall(r"^```json (request|reply|event)\n(.*?)^```$", PROTOCOL, re.DOTALL | re.MULTILINE)

ANYTHING = "…"


def assert_alike(expected: Any, actual: Any, where: str) -> None:
    """Same keys, same types, same values; "…" stands for any string, number or list."""
    if expected == ANYTHING:
        assert isinstance(actual, str | int | float | list), where
        return
    assert type(expected) is type(actual), where
    if isinstance(expected, dict):
        assert expected.keys() == actual.keys(), where
        for key, value in expected.items():
            assert_alike(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(expected) == len(actual), where
        for index, (one, other) in enumerate(zip(expected, actual, strict=True)):
            assert_alike(one, other, f"{where}[{index}]")
    else:
        assert expected == actual, where


POLICY = """
title = "Using AI at Hazelmere School"
version = "2"
[declaration]
gate = "before_use"
statements = ["I have read the policy."]
[organisation]
organisation = "Hazelmere School"
[contacts]
dpo = "Ms Example, 01632 960001"
[report]
data_breach = "dpo"
"""

# The shipped rules and a policy that asks for a declaration; windows are only said to have been opened.
BEFORE = """
import types
paths.rules_dir = lambda: shipped
from safe_to_paste import dialogs
dialogs.start = lambda *words: types.SimpleNamespace(poll=lambda: 0)
"""


def test_every_example_is_answered_as_the_protocol_shows(start: Start, world: World) -> None:
    (world.root / "ours.toml").write_text(POLICY, encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(world.root / "ours.toml")}), encoding="utf-8")
    host = start(world, before=f"shipped = Path({str(paths.rules_dir())!r})" + BEFORE)
    given: dict[str, str] = {}
    request: dict[str, Any] = {}
    for kind, block in BLOCKS:
        example = json.loads(block)
        if kind == "request":
            request = {key: given.get(key, value) if value == ANYTHING else value for key, value in example.items()}
            host.send(request)
        elif kind == "reply":
            reply = host.reply()

            assert_alike(example, reply, f"reply to {request['type']} {request['id']}")

            given |= {key: reply[key] for key in ("scan", "upload") if key in reply}
    assert host.close() == 0


def test_every_type_has_an_example() -> None:
    shown = {json.loads(block)["type"] for kind, block in BLOCKS if kind == "request"}

    assert shown == set(messages.TYPES)


def test_every_error_code_is_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PROTOCOL, re.MULTILINE)

    assert tuple(rows) == messages.CODES


@pytest.mark.parametrize("number", [messages.MOST_FINDINGS, messages.MOST_TAKEN, 524_288, 8 * 1024 * 1024])
def test_limits_in_the_text_are_those_in_force(number: int) -> None:
    assert f"{number:,}" in PROTOCOL
