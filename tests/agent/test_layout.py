"""Rows, sentences and paragraphs, and the header a table's row stands under."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste.layout import Layout
from safe_to_paste.model import Span

TABLE = "Our Year 9 list\n\nName\tULN\nAda\t12\nBen\t34\n\nULN\n56"


@given(st.text("ab. \n\t,", min_size=1), st.data())
def test_every_position_lies_in_its_own_row_sentence_and_paragraph(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    layout = Layout(text)

    for piece in (layout.row(at), layout.sentence(at), layout.paragraph(at)):
        assert piece.start <= at < piece.end


def test_a_row_of_a_table_has_a_header() -> None:
    at = TABLE.index("34")

    header = Layout(TABLE).header(at)

    assert header is not None
    assert TABLE[header.start : header.end].strip() == "Name\tULN"


def test_a_title_above_the_table_is_not_its_header() -> None:
    text = "Year 10 list, printed in May\nUPN\tDOB\nA1\t14/02/2012"

    header = Layout(text).header(text.index("14/02"))

    assert header is not None
    assert "UPN\tDOB" == text[header.start : header.end].strip()


def test_the_header_row_itself_has_none() -> None:
    assert Layout(TABLE).header(TABLE.index("ULN")) is None


def test_a_line_below_another_is_no_table() -> None:
    assert Layout(TABLE).header(TABLE.index("56")) is None


def test_an_empty_text_has_one_empty_row() -> None:
    assert Span(0, 0) == Layout("").row(0)


@given(st.text("aA \nİ", max_size=40), st.integers(0, 900))
def test_whatever_is_near_a_cue_lies_in_one_stretch_with_it(filler: str, gap: int) -> None:
    text = filler + "." * gap + "Mark" + "." * gap + "\n" + filler + "mark"

    stretches = list(Layout(text).around(["mark"]))

    for at in (text.index("Mark"), text.rindex("mark")):
        assert any(s.start <= max(at - 300, 0) and min(at + 300, len(text)) <= s.end for s in stretches)
    assert sorted(stretches) == stretches
    assert all(one.end <= other.start for one, other in pairwise(stretches))


def test_a_text_without_a_cue_has_no_stretches() -> None:
    assert [] == list(Layout("nothing of the kind").around(["mark", "grade"]))


def test_a_cue_of_number_signs_stands_for_so_many_digits_close_together() -> None:
    text = "Room 12, 30 chairs, 2019." + "." * 400 + "\nring (01632) 960 123\n" + "." * 400 + "\n1 a 2 b 3 c 4 d 5"

    (stretch,) = Layout(text).around(["#####"])

    assert stretch.start < text.index("(01632)") < stretch.end
    assert stretch.start > text.index("2019")
    assert stretch.end <= text.index("1 a 2")
