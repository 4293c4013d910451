"""Look-alikes become alike, and every offset finds its way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste.model import Span
from safe_to_paste.normalise import normalise

awkward = st.text(st.sampled_from("aé\u0301\u200b\u00ad\u2019\u2013\u00a0\uff11\u0663\ud800😀\r\n \ufeff"))


@given(st.text())
def test_one_character_stays_one_character_unless_it_has_no_width(text: str) -> None:
    normal = normalise(text)

    if normal.starts is None:
        assert len(text) == len(normal.text)
    else:
        assert len(normal.text) + 1 == len(normal.starts)


@given(awkward)
def test_offsets_lead_back_into_the_original_in_order(text: str) -> None:
    normal = normalise(text)

    edges = [normal.original(Span(at, at + 1)) for at in range(len(normal.text))]

    assert sorted(edges) == edges
    assert all(0 <= span.start < span.end <= len(text) for span in edges)


@given(awkward)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text

    assert once == normalise(once).text


def test_separate_accents_are_composed() -> None:
    assert normalise("Jose\u0301").text == "José"


def test_digits_of_other_scripts_are_read() -> None:
    assert normalise("٠٧٧٠٠ ٩٠٠١٢٣").text == "07700 900123"
