"""The school's policy: load it, and say what it makes of a scan.

A policy is a TOML file (policy_file.py says what it may hold). The one in force decides
what each finding comes to, which clause is cited for it, and which actions are offered.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from safe_to_paste import actions, mentions, wording
from safe_to_paste.errors import PolicyError
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.model import Finding, Outcome, Scan, Verdict
from safe_to_paste.policy_file import Clause, MarkingMode, Mode, Policy, parse

__all__ = ["Clause", "MarkingMode", "Mode", "Policy", "decide", "find", "load", "parse"]


def load(name_or_path: str | Path, *, policies_dir: Path, in_force: bool = True) -> Policy:
    """Read a policy, given the name of one that is shipped or the path of a school's own.

    ``in_force=False`` reads one that is not ready yet, to look at or to check.

    Raises:
        PolicyError: there is no such policy, its file is wrong, or it is to come into
            force while fields in it still wait to be filled in.
    """
    path = find(name_or_path, policies_dir=policies_dir)
    try:
        policy = parse(path.read_bytes(), str(path))
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror})") from error
    if in_force and policy.unfilled:
        raise PolicyError(f"{path}: cannot come into force until these are filled in: {', '.join(policy.unfilled)}")
    return policy


def find(name_or_path: str | Path, *, policies_dir: Path) -> Path:
    """The file a policy's name or path stands for; raises PolicyError where there is none.

    A word on its own is a name; anything with a folder or an ending is a path.
    """
    path = Path(name_or_path)
    if path.suffix or path.parent != Path():
        return path
    shipped = policies_dir / f"{path}.toml"
    if not shipped.is_file():
        names = ", ".join(sorted(file.stem for file in policies_dir.glob("*.toml")))
        raise PolicyError(f"{policies_dir}: holds no policy called {path}; it has {names or 'none'}")
    return shipped


def decide(scan: Scan, policy: Policy, text: str = "", *, to: Language = ENGLISH) -> Verdict:
    """What the policy makes of a scan: findings that count, the outcome, what is offered and said, in a language.

    With the text that was scanned, who is named twice is said to be one person; without it mentions are counted.
    """
    # A pasted register holds thousands of findings of a few kinds; each kind is looked up once.
    kinds = {(finding.category, finding.entity) for finding in scan.findings}
    steps = {kind: policy.steps(*kind) for kind in kinds}
    clauses = {kind: policy.clause(*kind) for kind in kinds}

    def outcome_of(finding: Finding) -> Outcome:
        return steps[finding.category, finding.entity].at(finding.likelihood)

    findings = tuple(
        replace(finding, clause=clauses[finding.category, finding.entity])
        for finding in scan.findings
        if outcome_of(finding) is not Outcome.ALLOW
    )
    would_be = max(map(outcome_of, findings), default=Outcome.ALLOW)
    outcome = min(would_be, Outcome.HINT) if policy.mode is Mode.REPORT_ONLY else would_be
    # Where more was found than is listed, mentions are all that can be counted.
    told = mentions.firsts(findings, text) if text and scan.whole else findings
    return Verdict(
        outcome=outcome,
        would_be=would_be,
        findings=findings,
        actions=actions.offered(outcome, findings, whole=scan.whole),
        says=wording.says(told, policy, outcome, whole=scan.whole, to=to),
    )
