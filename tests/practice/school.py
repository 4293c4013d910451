"""An invented school's policy: the template, filled in."""

from __future__ import annotations

import json
import re
from pathlib import Path

from safe_to_paste import paths

NAME = "Hazelmere School"
VERSION = "September 2026"
DPO = "Priya Nair, data protection officer, dpo@hazelmere.example"
DSL = "Tom Adeyemi, safeguarding lead, 01632 960 142"

_FILLED = {
    "<Insert version>": VERSION,
    "<Insert month and year>": VERSION,
    "<Insert school/trust name>": NAME,
    "<school/trust>": "school",
    "<Insert data protection officer>": DPO,
    "<Insert designated safeguarding lead>": DSL,
    "<Insert who answers questions>": "Ruth Bell, deputy head",
    "<Insert reporting procedure as appropriate>": "your line manager, or the head where it is about them",
    "<Insert as appropriate>": "Ruth Bell, deputy head",
}


def policy() -> str:
    """The policy file."""
    text = _filled((paths.policies_dir() / "model.toml").read_text(encoding="utf-8"))
    dated = re.sub(r"^next_date = .*$", "next_date = 2027-09-01", text, flags=re.MULTILINE)
    return dated.replace('gate = "remind"', 'gate = "before_use"')


def reading() -> str:
    """The text beside it."""
    return _filled((paths.policies_dir() / "model.md").read_text(encoding="utf-8"))


def laptop(folder: Path, *, content: str = "") -> Path:
    """Settings in this folder that put the school's policy in force; the policy file."""
    file = folder / "hazelmere.toml"
    file.write_text(content or policy(), encoding="utf-8")
    file.with_suffix(".md").write_text(reading(), encoding="utf-8")
    (folder / "settings.json").write_text(json.dumps({"policy": str(file)}), encoding="utf-8")
    return file


def replace(file: Path, content: str) -> None:
    """Put a new file in the place of another, whole at once, as IT's tools do."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(content, encoding="utf-8")
    new.replace(file)


def _filled(text: str) -> str:
    for field, words in _FILLED.items():
        text = text.replace(field, words)
    return text
