"""A paste of very many rows: bounded, and as grave as it is; nothing is offered that would do half of it."""

from __future__ import annotations

import pytest
from safe_to_paste import actions, policy, rules, scanner
from safe_to_paste.model import Finding, Likelihood, Scan, Verdict
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.placeholders import Conversation
from safe_to_paste.scanner import scan

ALL = rules.load(rules_dir())
DEFAULT = policy.load("default", policies_dir=policies_dir())
FORENAMES = ("Carys", "Joss", "Wim", "Ines", "Tobias", "Maisie", "Idris")
SURNAMES = ("Denholm", "Pellow", "Marlowe", "Tasker", "Brightmore")


def table(rows: int, *, last: str = "") -> str:
    """A register of invented pupils with invented numbers."""
    lines = ["Surname\tForename\tReg\tDOB\tSEN\tMobile"]
    for n in range(rows):
        name = f"{SURNAMES[n % 5]}\t{FORENAMES[n % 7]}"
        lines.append(f"{name}\t{7 + n % 5}B\t{1 + n % 28:02}/0{1 + n % 9}/2012\tK\t07700 900{n % 1000:03}")
    return "\n".join(lines) + last


def what(found: Scan) -> dict[tuple[str, str], Likelihood]:
    """What was found and how surely at most, however often."""
    most: dict[tuple[str, str], Likelihood] = {}
    for finding in found.findings:
        key = (finding.category.value, finding.entity)
        most[key] = max(finding.likelihood, most.get(key, Likelihood.POSSIBLE))
    return most


def judged(text: str) -> tuple[Scan, Verdict]:
    found = scan(text, ALL)
    return found, policy.decide(found, DEFAULT)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "MOST_OF_A_KIND", 10)


@pytest.mark.usefixtures("few")
def test_a_huge_table_is_as_grave_as_if_all_of_it_were_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = table(120, last="\n\nPassword for the MIS: Tr0ub4dor&3x\n")
    bounded, verdict = judged(text)
    monkeypatch.setattr(scanner, "MOST_OF_A_KIND", 10_000)
    listed, graver = judged(text)

    assert (False, True) == (bounded.whole, listed.whole)
    assert len(bounded.findings) < 100 < len(listed.findings)
    assert what(listed) == what(bounded)
    assert graver.outcome is verdict.outcome


@pytest.mark.usefixtures("few")
def test_what_cannot_be_replaced_as_a_whole_is_not_offered_to_be_replaced() -> None:
    _, verdict = judged(table(60))

    assert ("keep", "go_back") == verdict.actions
    assert verdict.says.endswith("There is too much of it to replace piece by piece.")
    assert any("60 rows" in reason for finding in verdict.findings for reason in finding.because)


def test_replace_leaves_nothing_of_a_table_that_is_listed_whole() -> None:
    text = table(60)
    found, verdict = judged(text)
    conversation = Conversation()

    def label(finding: Finding) -> str:
        return conversation.label(finding.placeholder or "", text[finding.span.start : finding.span.end].encode())

    after = text
    for edit in reversed(actions.known()["replace"].edits(found, label)):
        after = after[: edit.span.start] + edit.text + after[edit.span.end :]

    assert found.whole
    assert "replace" in verdict.actions
    assert not [word for word in (*FORENAMES, *SURNAMES, "07700") if word in after]


@pytest.mark.usefixtures("few")
def test_values_said_to_be_made_up_are_not_counted() -> None:
    numbers = "\n".join(f"Ring 07700 900{n:03}." for n in range(60))
    last = "07700 900999"

    found = scan(f"{numbers}\nRing {last}.", ALL, dismissed=lambda _, value: value != last)

    assert [last] == [f"{numbers}\nRing {last}."[f.span.start : f.span.end] for f in found.findings]
    assert found.whole


@pytest.mark.usefixtures("few")
def test_something_surer_is_still_seen_beyond_what_is_listed() -> None:
    plain = "\n".join(f"{n:02} Larkspur Road, and on we go through the village." for n in range(11, 26))
    labelled = "Home address: 14 Larkspur Road"

    found = what(scan(f"{plain}\n\n{labelled}", ALL))
    alone = what(scan(labelled, ALL))

    assert alone["identifiable", "ADDRESS"] == found["identifiable", "ADDRESS"]
