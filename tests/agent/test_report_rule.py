"""What a report may show: nothing under five or from fewer than five laptops, and nothing that gives it away."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from safe_to_paste.report.ask import Cell, Count, Rule, share

RULE = Rule()


def cells(*numbers: int) -> list[Cell]:
    return [Cell(n, laptops=5) for n in numbers]


def values(*numbers: int) -> list[int | None]:
    return [count.value for count in RULE.parts(cells(*numbers))]


@pytest.mark.parametrize(
    ("n", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1003, 1005)]
)
def test_under_five_is_hidden_and_the_rest_rounded(n: int, shown: int | None) -> None:
    assert shown == RULE.count(Cell(n, laptops=9)).value


def test_many_from_few_laptops_are_hidden() -> None:
    assert None is RULE.count(Cell(4000, laptops=4)).value
    assert 4000 == RULE.count(Cell(4000, laptops=5)).value


def test_what_is_hidden_reads_few_and_nothing_reads_nought() -> None:
    assert ("few", "0", "1,005") == (str(Count(None)), str(RULE.count(None)), str(RULE.count(Cell(1003, 70))))


def test_a_share_is_of_what_is_shown() -> None:
    assert 0.5 == share(Count(10), Count(20)).value
    assert None is share(Count(None), Count(20)).value
    assert None is share(Count(0), Count(0)).value
    assert 1.0 == RULE.share(Cell(13, 5), Cell(12, 5)).value


def test_one_hidden_part_takes_the_smallest_other_with_it() -> None:
    assert [None, None, 40] == values(3, 20, 40)
    assert [20, 40, 0] == values(20, 40, 0)


def test_rounding_alone_would_give_a_part_away() -> None:
    """8 + 8 + 1 = 17 reads 10, 10, few of 15: at least 8 and 8 of at most 17 leave one and no more."""
    assert [None, 10, None] == values(8, 8, 1)


def test_two_hidden_parts_may_be_too_few() -> None:
    assert [None, None, None, 10, 10, 10, 10] == values(1, 1, 8, 8, 8, 8, 8)


def test_a_part_of_nothing_is_hidden_where_there_is_no_other() -> None:
    assert [None, None, 0] == values(4, 3, 0)
    assert [None, None] == values(4, 0)


def test_a_group_whose_sum_is_shown_keeps_its_own_secret() -> None:
    parts = RULE.parts(cells(50, 40, 3, 30, 20), groups=((0, 1, 2), (3, 4)))

    assert [50, None, None, 30, 20] == [count.value for count in parts]


NUMBERS = st.lists(st.integers(0, 60) | st.integers(0, 6), min_size=1, max_size=14)


@given(NUMBERS, st.data())
def test_no_hidden_part_can_be_worked_out(numbers: list[int], data: st.DataObject) -> None:
    """Whoever takes what is shown from a whole that is shown is left with at least one to four for each hidden part."""
    ends = sorted(data.draw(st.sets(st.integers(1, len(numbers)), max_size=3)) | {0, len(numbers)})
    groups = tuple(range(*each) for each in pairwise(ends))
    parts = RULE.parts(cells(*numbers), groups)

    for family in (*groups, range(len(numbers))):
        whole = RULE.count(Cell(sum(numbers[at] for at in family), laptops=5)).value
        hidden = [at for at in family if parts[at].value is None]
        if not whole or not hidden:
            continue
        shown = [value for at in family if (value := parts[at].value)]
        # Where all are hidden, nothing is taken from anything.
        assume(shown)
        most = whole + 2 - sum(max(5, value - 2) for value in shown) - (len(hidden) - 1)

        assert len(hidden) >= 2
        assert most >= 4


@given(NUMBERS)
def test_no_part_is_shown_that_is_small(numbers: list[int]) -> None:
    for n, count in zip(numbers, RULE.parts(cells(*numbers)), strict=True):
        assert count.value is None or (count.value == 0) == (n == 0)
        assert count.value is None or n == 0 or n >= 5


@given(st.lists(st.integers(0, 30), min_size=2, max_size=8))
def test_hiding_more_than_once_settles(numbers: list[int]) -> None:
    """However the sums overlap, an end is reached."""
    groups = [range(end) for end in accumulate([1] * len(numbers))]

    assert len(numbers) == len(RULE.parts(cells(*numbers), groups))
