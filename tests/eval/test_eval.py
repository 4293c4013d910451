"""The figures of ``make eval`` say what happened, and never a word of the pastes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from safe_to_paste import policy
from safe_to_paste.model import Category, Finding, Likelihood, Outcome, Scan, Span
from safe_to_paste.paths import policies_dir

from eval import evidence, pastes
from eval.__main__ import main, report
from eval.measure import Figures, measure

_PASTES = (
    {
        "id": "a-001",
        "text": "Odalys Fennimoor has lost her coat",
        "innocuous": False,
        "expected": [{"category": "identifiable", "kind": "pupil_name", "span_text": "Odalys Fennimoor"}],
        "outcome": "warn",
    },
    {
        "id": "a-002",
        "text": "is Odalys' coat the red one or not Odalyss",
        "innocuous": False,
        "expected": [{"category": "identifiable", "entity": "PUPIL_NAME", "text": "Odalys"}],
        "outcome": "warn",
    },
    {"id": "a-003", "text": "Odalys is a play about a coat", "innocuous": True, "expected": [], "outcome": "allow"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pastes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in _PASTES), encoding="utf-8")
    return tmp_path


def look(text: str) -> Scan:
    """Finds the word at the start of a text, as somebody's name."""
    if not text.startswith("Odalys"):
        return Scan((), len(text))
    found = Finding(
        rule="people/any",
        entity="PERSON_NAME",
        category=Category.IDENTIFIABLE,
        likelihood=Likelihood.LIKELY,
        span=Span(0, 6),
        because=(),
        title="person's name",
        help="",
        placeholder="Person",
    )
    return Scan((found,), len(text))


def figures(folder: Path) -> Figures:
    return measure(pastes.read(folder), look, policy.load("default", policies_dir=policies_dir()), ())


def test_a_finding_that_overlaps_counts_and_one_in_an_innocuous_paste_is_a_false_alarm(folder: Path) -> None:
    seen = figures(folder).kinds["PUPIL_NAME"]

    assert (2, 1, 1) == (seen.there, seen.found, seen.named)
    assert ["a-002"] == list(seen.missed)
    assert {"a-003": 1} == figures(folder).kinds["PERSON_NAME"].alarmed
    assert ["a-003"] == figures(folder).overdone[Outcome.WARN]
    assert ["a-002"] == figures(folder).unwarned


def test_words_are_looked_for_where_they_stand_alone(folder: Path) -> None:
    (expected,) = pastes.read(folder)[1].expected

    assert (Span(3, 9),) == expected.spans


def test_ids_are_printed_and_texts_are_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(figures(folder))
    main([str(folder)])
    printed = capsys.readouterr().out

    assert "a-002" in printed
    assert "Odalys" not in printed
    assert "coat" not in printed


def test_the_held_half_is_not_in_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    dev, held = (pastes.read(pastes.CORPUS, split=split) for split in ("dev", "held"))

    assert not {paste.id for paste in dev} & {paste.id for paste in held}
    assert len(pastes.read(pastes.CORPUS)) == len(dev) + len(held)
    assert capsys.readouterr().out == ""


def test_what_is_generated_in_the_evidence_is_current() -> None:
    assert f"\n{evidence.facts()}\n" in evidence.FILE.read_text(encoding="utf-8"), "make evidence"


def test_generated_text_goes_between_its_marks_and_nowhere_else() -> None:
    text = "a\n<!-- x: make evidence -->\nold\n<!-- /x -->\nb\n"

    assert "a\n<!-- x: make evidence -->\nnew\n<!-- /x -->\nb\n" == evidence.put(text, "x", "new")


@pytest.mark.parametrize("name", ["evidence", "data-protection", "security", "chromebooks"])
def test_links_of_the_evidence_lead_somewhere(name: str) -> None:
    file = evidence.FILE.with_name(f"{name}.md")
    links = re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8"))

    assert links
    assert [] == [link for link in links if not (file.parent / link).exists()]
