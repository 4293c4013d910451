"""What the packages' own tests have installed, run, upgraded and removed here, as a table.

A test says with ``@pytest.mark.tried("what, and where", "step", ...)`` what it shows; the last `make installers` wrote
down how each ended, and `make packages` prints it. Nothing here is a promise about another system.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from packages import BUILD

STEPS = ("installed", "run", "upgraded", "removed")
FILE = BUILD / "tried.json"
_WORDS = {"passed": "yes", "failed": "FAILED", "skipped": "not here"}
_GRAVEST = ("failed", "skipped", "passed")

Tried = Mapping[str, Mapping[str, str]]


def gathered(shown: Iterable[tuple[str, str, str]]) -> Tried:
    """What, step and outcome of each test together; where several show a step, the gravest outcome counts.

    >>> gathered([("deb", "run", "passed"), ("deb", "run", "failed")])
    {'deb': {'run': 'failed'}}
    """
    found: dict[str, dict[str, str]] = {}
    for what, step, outcome in shown:
        steps = found.setdefault(what, {})
        steps[step] = min(outcome, steps.get(step, outcome), key=_GRAVEST.index)
    return found


def write(tried: Tried, file: Path = FILE) -> None:
    """Keep it for ``table``, beside what other tests have shown before."""
    before = _read(file)
    both = {what: {**before.get(what, {}), **tried.get(what, {})} for what in {*before, *tried}}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(both, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def table(file: Path = FILE) -> str:
    """A line for each package, a column for each step."""
    tried = _read(file)
    if not tried:
        return "installed, run, upgraded, removed: nothing has been tried here yet; make installers does"
    width = max(map(len, tried))
    rows = [f"{'tried here':<{width}}  {'  '.join(f'{step:<9}' for step in STEPS)}"]
    for what, steps in sorted(tried.items()):
        said = (_WORDS[steps[step]] if step in steps else "-" for step in STEPS)
        rows.append(f"{what:<{width}}  {'  '.join(f'{word:<9}' for word in said)}")
    return "\n".join(row.rstrip() for row in rows)


def _read(file: Path) -> Tried:
    try:
        found: Tried = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found
