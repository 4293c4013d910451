"""Rows, sentences and paragraphs, and the header a table's row stands under."""

from __future__ import annotations

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


def test_the_header_row_itself_has_none() -> None:
    assert Layout(TABLE).header(TABLE.index("ULN")) is None


def test_a_line_below_another_is_no_table() -> None:
    assert Layout(TABLE).header(TABLE.index("56")) is None


def test_an_empty_text_has_one_empty_row() -> None:
    assert Span(0, 0) == Layout("").row(0)
