"""Every choice offered to a person has the same shape."""

from __future__ import annotations

import pytest
from safe_to_paste.actions import keep, known, offered
from safe_to_paste.model import Category, Edit, Finding, Likelihood, Outcome, Scan, Span


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


def test_the_choices_the_protocol_names_are_there_in_their_order() -> None:
    assert ["replace", "remove", "keep", "go_back"] == [
        name for name in known() if name in {"go_back", "keep", "remove", "replace"}
    ]


def test_what_changes_a_text_is_offered_only_where_something_can_be_changed() -> None:
    marking = SCAN.findings[1:2]

    assert ("keep", "go_back") == offered(Outcome.HOLD, marking)
    assert {"replace", "remove", "keep", "go_back"} <= set(offered(Outcome.HOLD, SCAN.findings))


def test_there_is_no_way_on_from_a_block() -> None:
    assert "keep" not in offered(Outcome.BLOCK, SCAN.findings)


@pytest.mark.parametrize("name", sorted(known()))
def test_every_choice_has_a_label_and_gives_edits_in_order(name: str) -> None:
    edits = known()[name].edits(SCAN, lambda f: f"[{f.placeholder} {f.span.start}]")

    assert known()[name].LABEL
    assert known()[name].OUTCOMES
    assert sorted(edits, key=lambda e: e.span) == list(edits)


def test_replace_leaves_alone_what_is_about_the_whole_text() -> None:
    edits = known()["replace"].edits(SCAN, lambda f: f"[{f.placeholder}]")

    assert (Edit(Span(0, 3), "[Pupil]"), Edit(Span(10, 12), "[Pupil]")) == edits


def test_keep_has_the_three_reasons() -> None:
    assert list(keep.REASONS) == ["made_up", "dpo", "not_a_problem"]
