"""When a review is reminded of, of which of two days, and in what words."""

from __future__ import annotations

from datetime import date

import pytest
from safe_to_paste import review
from safe_to_paste.policy_file import Policy, parse

TODAY = date(2026, 11, 22)


def policy(next_date: str = "", ratified: str = "", months: int = 12, owner: str = "") -> Policy:
    day = f"next_date = {next_date}\n" if next_date else ""
    return parse(
        f'title = "T"\nversion = "1"\nratified = "{ratified}"\nowner = "{owner}"\n'
        f"[review]\n{day}cycle_months = {months}\n",
        "ours.toml",
    )


@pytest.mark.parametrize(
    ("next_date", "says"),
    [
        ("2027-01-22", None),
        ("2027-01-21", "the AI policy's review is due in 60 days, on 21 January 2027."),
        ("2026-12-22", "the AI policy's review is due in 30 days, on 22 December 2026."),
        ("2026-11-23", "the AI policy's review is due in 1 day, on 23 November 2026."),
        ("2026-11-22", "the AI policy's review is due today (22 November 2026)."),
        ("2026-11-21", "the AI policy's review was due on 21 November 2026 and is overdue."),
    ],
)
def test_it_begins_sixty_days_before(next_date: str, says: str | None) -> None:
    found = review.reminder(policy(next_date), TODAY)

    assert says == (found.says if found else None)


@pytest.mark.parametrize(("next_date", "pressing"), [("2026-12-23", False), ("2026-12-22", True), ("2026-01-01", True)])
def test_it_presses_from_thirty_days_before(next_date: str, pressing: bool) -> None:
    found = review.reminder(policy(next_date), TODAY)

    assert found is not None
    assert pressing is found.is_pressing


@pytest.mark.parametrize(
    ("ratified", "months", "day"),
    [
        ("January 2026", 12, date(2027, 1, 31)),
        ("2026-06-01", 6, date(2026, 12, 31)),
        ("1 May 2026", 6, date(2026, 11, 30)),
    ],
)
def test_without_a_day_the_months_after_it_was_ratified_count(ratified: str, months: int, day: date) -> None:
    found = review.reminder(policy(ratified=ratified, months=months), day)

    assert found is not None
    assert (0, day) == (found.days, found.day)
    assert f"({months} months after {ratified})" in found.says


def test_the_earlier_of_two_days_is_reminded_of_and_the_other_named() -> None:
    found = review.reminder(policy("2027-05-31", "May 2026", 6, "the deputy head."), TODAY)

    assert found is not None
    assert (
        "the AI policy's review is due in 8 days, on 30 November 2026 (6 months after May 2026; the policy names "
        "31 May 2027). It is looked after by the deputy head." == found.says
    )


@pytest.mark.parametrize(("ratified", "months"), [("", 12), ("last year", 12), ("May 2026", 0), ("9999-12", 600)])
def test_without_any_day_there_is_nothing_to_remind_of(ratified: str, months: int) -> None:
    assert review.reminder(policy(ratified=ratified, months=months), TODAY) is None


def test_staff_are_told_without_being_asked_to_do_anything() -> None:
    soon, late = (review.reminder(policy(day), TODAY) for day in ("2026-12-01", "2026-11-01"))

    assert soon is not None
    assert late is not None
    assert "review is due on 1 December 2026" in soon.to_staff
    assert "it holds meanwhile" in late.to_staff
