"""Every choice offered to a person has the same shape."""

from __future__ import annotations

import pytest
from safe_to_paste.actions import keep, known
from safe_to_paste.model import Category, Edit, Finding, Likelihood, Scan, Span


def finding(start: int, end: int, placeholder: str | None) -> Finding:
    return Finding(
        rule="people/example",
        entity="PERSON_NAME",
        category=Category.IDENTIFIABLE,
        likelihood=Likelihood.LIKELY,
        span=Span(start, end),
        because=(),
        title="name",
        help="A name.",
        placeholder=placeholder,
    )


SCAN = Scan((finding(0, 3, "Pupil"), finding(5, 9, None), finding(10, 12, "Pupil")), 20)


def test_the_choices_are_those_the_protocol_names() -> None:
    assert {"replace", "remove", "keep", "go_back"} == set(known())


@pytest.mark.parametrize("name", sorted(known()))
def test_every_choice_has_a_label_and_gives_edits_in_order(name: str) -> None:
    edits = known()[name].edits(SCAN, lambda f: f"[{f.placeholder} {f.span.start}]")

    assert known()[name].LABEL
    assert sorted(edits, key=lambda e: e.span) == list(edits)


def test_replace_leaves_alone_what_is_about_the_whole_text() -> None:
    edits = known()["replace"].edits(SCAN, lambda f: f"[{f.placeholder}]")

    assert (Edit(Span(0, 3), "[Pupil]"), Edit(Span(10, 12), "[Pupil]")) == edits


def test_keep_has_the_three_reasons() -> None:
    assert list(keep.REASONS) == ["made_up", "dpo", "not_a_problem"]
