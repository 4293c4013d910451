"""How names become words that a person reads in a form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safe_to_paste.settings import Setting


def heading(setting: Setting) -> str:
    """A setting's name as a heading: "Rules overlay"."""
    return plain(setting.name)


def choice(value: str) -> str:
    """One of a setting's choices; nothing stands for what the policy says."""
    return plain(value) if value else "As the policy says"


def plain(name: str) -> str:
    """A name in words.

    >>> plain("early_years")
    'Early years'
    """
    return name.replace("_", " ").capitalize()


def as_json(table: Mapping[str, Any]) -> str:
    """A file of JSON."""
    return json.dumps(table, indent=2) + "\n"


def filled(name: str, marks: Mapping[str, str]) -> str:
    """One of the files in ``texts/``, with words in place of its marks (``@MARK@``)."""
    text = (Path(__file__).with_name("texts") / name).read_text(encoding="utf-8")
    for mark, words in marks.items():
        text = text.replace(f"@{mark}@", words)
    return text
