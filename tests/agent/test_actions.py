"""Every choice offered to a person has the same shape."""

from __future__ import annotations

import pytest
from safe_to_paste.actions import keep, known, offered
from safe_to_paste.model import Category, Edit, Finding, Likelihood, Outcome, Scan, Span
from safe_to_paste.policy_file import parse


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


@pytest.mark.parametrize("outcome", [Outcome.WARN, Outcome.HOLD, Outcome.BLOCK])
def test_going_back_comes_first_where_names_are_not_what_is_asked_about(outcome: Outcome) -> None:
    """Closed minutes without names are closed minutes; a pupil's work without the name is still somebody's."""
    minutes = Finding(
        "test/minutes", "CLOSED_MINUTES", Category.CONFIDENTIAL, Likelihood.LIKELY, Span(5, 9), (), "minutes", "", None
    )

    assert "go_back" == offered(outcome, [NAME, minutes])[0]
    assert "go_back" == offered(outcome, [WORK, NAME])[0]
    assert set(offered(outcome, [NAME, minutes])) == set(offered(outcome, [NAME]))


def test_replacing_stays_first_for_a_list_and_for_what_is_to_be_marked() -> None:
    """Without its names a list is of nobody; a request to mark says nothing about the text itself."""
    pupils = Finding(
        "test/list", "PUPIL_LIST", Category.IDENTIFIABLE, Likelihood.LIKELY, Span(5, 9), (), "list of pupils", "", None
    )

    assert "replace" == offered(Outcome.HOLD, [NAME, pupils])[0]
    assert "replace" == offered(Outcome.HOLD, [NAME, MARKING])[0]


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


WORK = Finding(
    "test/work", "PUPIL_WORK", Category.PUPIL_WORK, Likelihood.LIKELY, Span(0, 9), (), "pupil's work", "", None
)
MARKING = Finding(
    "test/marking", "MARKING_REQUEST", Category.RESTRICTED_USE, Likelihood.LIKELY, Span(9, 12), (), "request", "", None
)
NAME = SCAN.findings[0]


@pytest.mark.parametrize(
    ("findings", "tables", "expected"),
    [
        ([WORK], "", ["mine", "consent", "licence"]),
        ([WORK], "[original_work]\nmode = 'forbid'", ["mine", "licence"]),
        ([WORK, MARKING], "", ["mine", "licence"]),
        ([WORK, MARKING], "[marking]\nmode = 'objective_with_review'", ["mine", "consent", "licence"]),
        ([WORK, NAME], "", list(keep.REASONS)),
        ([MARKING], "", list(keep.REASONS)),
    ],
    ids=["work", "work, never to go in", "work to be marked", "to be marked with review", "a name in it", "no work"],
)
def test_where_only_work_is_asked_about_the_reasons_say_whose_it_is(
    findings: list[Finding], tables: str, expected: list[str]
) -> None:
    policy = parse(f'title = "T"\nversion = "1"\n{tables}', "t")

    assert expected == list(keep.reasons(findings, policy))
