"""Where a pasted piece of pupils' writing begins and ends, and how sure of it we are."""

from __future__ import annotations

import pytest
from safe_to_paste import policy, rules
from safe_to_paste.detectors import pasted_work
from safe_to_paste.model import Likelihood, Outcome
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.scanner import scan
from safe_to_paste.view import View

from .growth import grows_no_faster

STORY = "The gull stole my chip and i chased him all the way to the pier but he was to quick for me."
LOADED = rules.load(rules_dir())


def found(text: str) -> list[str]:
    return [text[match.span.start : match.span.end] for match in pasted_work.find(View(text))]


@pytest.mark.parametrize(
    "frame",
    [
        "Mark this out of 10\n\n{}",
        "{}\n\nwhat level would you give it?",
        'A child in my class wrote "{}" and I need next steps',
        'We argued over this one. Six or seven out of nine? "{}"',
        "Task: write about a day out (10 marks)\nStudent answer: {}\nHow many marks?",
        "AQA, Y8. moderate this for me please, be strict.\n{}",
        "improve this, it's by one of our year 6s: {}",
        "Did she use ChatGPT for this?\n\n{}",
    ],
)
def test_the_writing_is_found_and_not_the_asking(frame: str) -> None:
    pieces = found(frame.format(STORY))

    assert len(pieces) == 1
    assert pieces[0].startswith(STORY[:40])


@pytest.mark.parametrize(
    "text",
    [
        f"I wrote this for my class, level it up: {STORY}",
        f"Make ten comprehension questions about this:\n\n{STORY}",
        f"Simplify this for one of my pupils to read:\n{STORY}",
        "Write three answers at different levels that a pupil might give about erosion",
        "Give me feedback on this lesson plan\n\nStarter: quiz. Pupils will sort cards. Plenary: exit ticket.",
    ],
)
def test_what_teachers_write_themselves_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_each_labelled_answer_is_a_piece_of_its_own() -> None:
    text = "Score each out of 3\n\nPupil A: it melts because it gets hot\n\nPupil B:\nice takes in heat"

    assert found(text) == ["it melts because it gets hot", "ice takes in heat"]


def test_short_factual_answers_are_only_a_possibility() -> None:
    text = "Mark these\n1. Paris\n2. the river Seine\n3. in 1789"

    assert [match.likelihood for match in pasted_work.find(View(text))] == [Likelihood.POSSIBLE]


@pytest.mark.parametrize(
    ("in_force", "outcome", "words"),
    [
        ("default", Outcome.HOLD, "do the marking ourselves"),
        ("quantock", Outcome.HINT, "verify every mark"),
    ],
)
def test_marking_of_factual_answers_follows_the_policy(in_force: str, outcome: Outcome, words: str) -> None:
    chosen = policy.load(in_force, policies_dir=policies_dir())
    verdict = policy.decide(scan("Mark these answers\n1. Paris\n2. the river Seine\n3. in 1789", LOADED), chosen)

    assert verdict.outcome is outcome
    assert words in verdict.says


def test_names_within_the_writing_are_found_as_well() -> None:
    text = (
        "Mark this out of 10\n\nMy friend Tamsin Pellow 8T came to tea and ate toast. Then we was sick on the carpet."
    )
    seen = {finding.entity for finding in scan(text, LOADED).findings}

    assert "PUPIL_WORK" in seen
    assert any(entity.endswith("_NAME") for entity in seen)


def test_a_long_paste_takes_no_longer_than_its_length() -> None:
    def work(stories: int) -> None:
        list(pasted_work.find(View("Mark this out of 10\n\n" + f"{STORY} " * stories)))

    assert grows_no_faster(work, 500)
