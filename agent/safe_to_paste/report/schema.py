"""The format of exported totals: JSON Lines, one file for a laptop and a month, flat rows of four kinds.

Every row carries the version of the format, the month and the installation, so that a table can be made of any
number of files as they are. A column of a kind that a row is not of is left out of it. The last row of a file is
its ``laptop`` row: it says how many rows come before it and their checksum, so that a file that was cut short or
changed is noticed.

A new version is one that an older reader would misread; a column that is added is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

VERSION = 1

CHECKS, FOUND, DECLARED, LAPTOP = "checks", "found", "declared", "laptop"

# Column: type, and what it says. Types: text, count, yes (true or false).
Columns = Mapping[str, tuple[str, str]]

_MODE = "warn, or report_only: the policy was tried out, and the outcome is what it would have come to"

COMMON: Columns = MappingProxyType(
    {
        "schema": ("count", "the version of this format"),
        "row": ("text", "what the row is: checks, found, declared or laptop"),
        "month": ("text", "the month, as 2026-11 (UTC)"),
        "school_year": ("text", "the school year, from 1 September, as 2026/27"),
        "installation": (
            "text",
            "16 hexadecimal digits, drawn at random for one account on one laptop and one school year",
        ),
    }
)
KINDS: Mapping[str, Columns] = MappingProxyType(
    {
        CHECKS: {
            "policy": ("text", "the policy's name"),
            "policy_version": ("text", "the policy's version"),
            "mode": ("text", _MODE),
            "site": ("text", "the AI site, such as chatgpt"),
            "trigger": ("text", "what set the check off, such as paste"),
            "outcome": ("text", "allow, hint, warn, hold or block"),
            "action": ("text", "what the person chose: replace, remove, keep, go_back, or nothing"),
            "reason": ("text", "why it was kept: made_up, dpo, not_a_problem, mine, consent, licence, or nothing"),
            "label": ("text", "the AI label that was chosen, or nothing"),
            "checks": ("count", "how many checks were so"),
        },
        FOUND: {
            "category": ("text", "identifiable, sensitive, confidential, pupil_work or restricted_use, or nothing"),
            "entity": ("text", "the kind of thing, such as UPN"),
            "mode": ("text", _MODE),
            "outcome": ("text", "of the check it was found in"),
            "action": ("text", "of the check it was found in"),
            "reason": ("text", "of the check it was found in"),
            "checks": ("count", "in how many checks this kind was found; one check may count for several kinds"),
            "found": ("count", "how many of the kind were found in them"),
        },
        DECLARED: {
            "policy": ("text", "the policy's name"),
            "policy_version": ("text", "the version that was declared"),
            "training": ("yes", "whether training was done by then"),
            "declarations": ("count", "accounts that declared this version for the first time in this month"),
        },
        LAPTOP: {
            "written": ("text", "the day on which the file was written, as 2026-11-22"),
            "agent": ("text", "the agent's version"),
            "policy": ("text", "the policy in force when the file was written"),
            "policy_version": ("text", "its version"),
            "has_declared": ("yes", "whether the person had declared that version"),
            "key": ("text", "where the key of the declarations lies: keychain, degraded or unavailable"),
            "journal_restarted": ("yes", "whether the journal was damaged and begun anew"),
            "chain_faults": ("count", "faults found in the chain of declarations"),
            "whole_month": ("yes", "false where counts of this month had been deleted before the file was written"),
            "dated_ahead": ("count", "checks left out because they carry a date still to come"),
            "total_checks": ("count", "all checks of the month: the sum over its checks rows"),
            "lines": ("count", "rows before this one"),
            "checksum": ("text", "CRC-32 over the bytes before this row, as 8 hexadecimal digits"),
        },
    }
)  # fmt: skip

MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
INSTALLATION = re.compile(r"[0-9a-f]{16}")

_TYPES = {"text": "string", "count": "integer", "yes": "boolean"}


def columns() -> dict[str, str]:
    """Every column of every kind and its type."""
    return {name: kind for each in (COMMON, *KINDS.values()) for name, (kind, _) in each.items()}


def json_schema() -> dict[str, Any]:
    """The same as a JSON Schema of one line, as docs/export.schema.json publishes it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Safe to Paste export, version {VERSION}: one line",
        "type": "object",
        "required": list(COMMON),
        "properties": {
            **_properties(COMMON),
            "schema": {"const": VERSION, "description": COMMON["schema"][1]},
            "month": {"type": "string", "pattern": f"^{MONTH.pattern}$", "description": COMMON["month"][1]},
            "installation": {
                "type": "string",
                "pattern": f"^{INSTALLATION.pattern}$",
                "description": COMMON["installation"][1],
            },
        },
        "oneOf": [
            {
                "title": kind,
                "required": list(own),
                "properties": {"row": {"const": kind}, **_properties(own)},
            }
            for kind, own in KINDS.items()
        ],
    }


def _properties(columns: Columns) -> dict[str, Any]:
    return {
        name: {"type": _TYPES[kind], **({"minimum": 0} if kind == "count" else {}), "description": words}
        for name, (kind, words) in columns.items()
    }
