"""``make evidence``: write into docs/evidence.md and docs/chromebooks.md what is generated there.

Facts come from the rules, the journal and the extension's manifest; a test sees that they are current. Figures are
measured, which takes a few minutes: ``make evidence EVIDENCE=--figures``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from safe_to_paste import journal, organisation, policy, rosters, rules
from safe_to_paste.model import Category, Outcome
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.scanner import scan

from eval import pastes
from eval.measure import Figures, Look, measure

TOP = Path(__file__).parents[2]
FILE = TOP / "docs" / "evidence.md"
CHROMEBOOKS = TOP / "docs" / "chromebooks.md"
_TITLES = {
    Category.IDENTIFIABLE: "says who somebody is",
    Category.SENSITIVE: "sensitive, about somebody",
    Category.CONFIDENTIAL: "confidential",
    Category.PUPIL_WORK: "somebody else's work",
    Category.RESTRICTED_USE: "uses that the policy keeps for people",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the facts, and the figures where they are asked for."""
    parser = argparse.ArgumentParser(prog="make evidence", description=__doc__)
    parser.add_argument("--figures", action="store_true")
    asked = parser.parse_args(arguments)
    _write(FILE, "facts", facts())
    if asked.figures:
        alone = limited()
        _write(FILE, "figures", figures(alone))
        _write(CHROMEBOOKS, "figures", in_words(alone))


def facts() -> str:
    """What is looked for, what is recorded, and what the extension may do."""
    kinds: dict[Category, set[str]] = defaultdict(set)
    for rule in rules.load(rules_dir()):
        kinds[rule.category].add(rule.title)
    looked_for = "\n".join(f"| {_TITLES[each]} | {', '.join(sorted(kinds[each]))} |" for each in Category)
    manifest = json.loads((TOP / "extension" / "manifest.json").read_text(encoding="utf-8"))
    sites = sorted(_site(file) for file in (TOP / "extension" / "src" / "sites").glob("*.ts"))
    return f"""| looked for | kinds |
|---|---|
{looked_for}

| recorded on the laptop | nothing but |
|---|---|
| for each check | {_names(journal.Event)} |
| for each declaration | {_names(journal.Declaration)} |

Sites: {", ".join(sites)}. Permissions of the extension: {", ".join(manifest["permissions"])}, and these sites."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many per cent of so many pastes."""

    per_cent: float
    of: int


def limited() -> tuple[Share, ...]:
    """What the extension alone warns of: of all risky and all innocuous pastes, then of those held aside."""
    said = subprocess.run(["node", "limited.mjs"], cwd=TOP / "extension", capture_output=True, text=True, check=True)
    found = re.findall(r"pastes warned of +([\d.]+) % +\d+ of (\d+)", said.stdout)
    return tuple(Share(float(share), int(of)) for share, of in found)


def in_words(alone: Sequence[Share]) -> str:
    """The limited check's figures for docs/chromebooks.md."""
    risky, innocuous, aside, _ = alone
    return (
        f"Of {risky.of} risky pastes written for this project the limited check warns of **{risky.per_cent} %** "
        f"(held aside, which nobody fits rules to: {aside.per_cent} % of {aside.of}), and of {innocuous.per_cent} % "
        f"of {innocuous.of:,} innocuous ones."
    )


def figures(alone: Sequence[Share]) -> str:
    """What is measured on pastes that nobody fits rules to; of 1,000 where they are innocuous."""
    texts = pastes.read(pastes.CORPUS, split="held")
    loaded = rules.load(rules_dir())
    school = organisation.load(pastes.CORPUS / "organisation.json")
    register = rosters.read(pastes.CORPUS / "roster.csv")
    looks: dict[str, Look] = {
        "agent": lambda text: scan(text, loaded, organisation=school),
        "agent, with the school's roster": lambda text: scan(text, loaded, organisation=school, roster=register),
    }
    in_force = policy.load("default", policies_dir=policies_dir())
    rows = [f"| {name} | {_row(measure(texts, look, in_force, ()))} |" for name, look in looks.items()]
    *_, aside, innocuous = alone
    rows.append(f"| extension alone (Chromebooks) | {aside.per_cent} % | {innocuous.per_cent * 10:.0f} | – |")
    risky = sum(paste.outcome >= Outcome.WARN for paste in texts)
    about = f"{len(texts)} invented pastes held aside, {risky} of them risky"
    return f"""Measured with the rules of version `{rules.version(loaded)}` on {about}.

| | risky pastes warned of | innocuous pastes warned of, of 1,000 | held, of 1,000 |
|---|---|---|---|
{chr(10).join(rows)}"""


def put(text: str, name: str, block: str) -> str:
    """A document with another text between its two marks."""
    start, end = f"<!-- {name}: make evidence -->\n", f"<!-- /{name} -->"
    before, rest = text.split(start)
    return f"{before}{start}{block}\n{end}{rest.split(end, 1)[1]}"


def _write(file: Path, name: str, block: str) -> None:
    file.write_text(put(file.read_text(encoding="utf-8"), name, block), encoding="utf-8")
    print(file.relative_to(TOP))


def _row(seen: Figures) -> str:
    warned, risky = seen.got(lambda wanted: wanted >= Outcome.WARN, lambda got: got >= Outcome.WARN)
    harmless = seen.got(lambda wanted: wanted is Outcome.ALLOW, lambda _: True)[1]
    per_mille = [1000 * len(seen.overdone[step]) / harmless for step in (Outcome.WARN, Outcome.HOLD)]
    return f"{100 * warned / risky:.1f} % | {per_mille[0]:.0f} | {per_mille[1]:.0f}"


def _names(of: type) -> str:
    return ", ".join(f"`{each.name}`" for each in fields(of))


def _site(file: Path) -> str:
    found = re.search(r'title: "([^"]+)"', file.read_text(encoding="utf-8"))
    return found[1] if found else file.stem


if __name__ == "__main__":
    main(sys.argv[1:])
