"""Nothing is left of what stood around something that was removed, and all other words are as they were."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste import tidy
from safe_to_paste.model import Span

MARKED = re.compile(r"\[\[(.*?)]]", re.DOTALL)


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """A text, and what is marked [[so]] in it."""
    text, removed, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        removed.append(Span(len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + marked[at:], removed


def less(text: str, spans: tuple[Span, ...]) -> str:
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    return text


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Please ask [[Ali]] about it.", "Please ask about it."),
        ("Please ask [[Ali]].", "Please ask."),
        ("[[Ali]] is late.", "is late."),
        ("Dear [[Ali]],\nthank you.", "Dear,\nthank you."),
        ("[[Ali]], please come.", "please come."),
        ("[[Ali]]: here", "here"),
        ("Was it [[Ali]]?", "Was it?"),
        ("[[Ali]]'s book and [[Bea]]\u2019s", "book"),
        ("a boy ([[Ali]]) was late", "a boy was late"),
        ("a boy ([[Ali]], Year 9) was late", "a boy (Year 9) was late"),
        ("a boy (Year 9, [[Ali]]) was late", "a boy (Year 9) was late"),
        ("a boy ([[Ali]], [[UPN]]) was late", "a boy was late"),
        ("he wrote \u201c[[Ali]]\u201d on it", "he wrote on it"),
        ("Here: [[Ali]], [[Bea]] and [[Cai]].", "Here:."),
        ("Here: [[Ali]], Bea and Cai.", "Here: Bea and Cai."),
        ("Here: Ali, [[Bea]] and Cai.", "Here: Ali and Cai."),
        ("Here: Ali, [[Bea]], Cai.", "Here: Ali, Cai."),
        ("Here: Ali, Bea and [[Cai]].", "Here: Ali, Bea."),
        ("[[Ali]] and Bea came.", "Bea came."),
        ("with [[Ali]], [[Bea]] & [[Cai]] on Monday", "with on Monday"),
        ("from [[1 May]] - [[3 May]] on", "from on"),
        ("ring ([[home]]) or [[mobile]].", "ring."),
        ("Ask [[Ali]] and [[Bea]] ([[Cai]]), then [[Dee]]'s mum.", "Ask, then mum."),
        ("Badges ([[ZZ1]]), [[ZZ2]] and [[ZZ3]] are lost.", "Badges are lost."),
        ("We ate and [[Ali]] left", "We ate and left"),
        ("Room [[12]].  It is cold", "Room.  It is cold"),
        ("- [[Ali]]\n- a lesson\n", "- a lesson\n"),
        ("1. [[Ali]]\r\n2. [[Bea]]\r\nEnd", "End"),
        ("one\n\n[[Ali]]", "one\n\n"),
        ("to [[1 High Street\nHull]], today", "to, today"),
    ],
)
def test_no_rubble_is_left_in_prose(marked: str, left: str) -> None:
    text, removed = unmarked(marked)

    assert left == less(text, tidy.spans(text, removed))


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Name\tForm\n[[Ali]]\t7A\n", "Name\tForm\n\t7A\n"),
        ("Name\tUPN\n[[Ali]]\t[[B8]]\nBea\t[[B9]]\n", "Name\tUPN\nBea\t\n"),
        ("| [[Ali]] | 7A |\n| [[Bea]] | [[7B]] |", "|  | 7A |\n"),
        ("Stone,[[Ali]],7A\nBude,[[Bea]],7B", "Stone,,7A\nBude,,7B"),
        ("Stone, [[Ali]], 7A\nBude, [[Bea]], 7B", "Stone, , 7A\nBude, , 7B"),
        ('"[[Stone, Ali]]","[[7A]]"\n"Bude","7B"', '"Bude","7B"'),
        ("[[Ali]]      7A\nBea      7B", "      7A\nBea      7B"),
    ],
)
def test_cells_stay_cells_and_a_row_with_nothing_in_it_goes(marked: str, left: str) -> None:
    text, removed = unmarked(marked)

    assert left == less(text, tidy.spans(text, removed))


@pytest.mark.parametrize(
    "marked",
    ["f([[x]]) is", "see [[Ali]].txt", "well-[[Ali]] ran", "a[[b]]c", '{"name": "[[Ali]]", "year": 9}', "x,[[y]],z w"],
)
def test_what_may_have_another_meaning_is_left_alone(marked: str) -> None:
    text, removed = unmarked(marked)

    assert tuple(removed) == tidy.spans(text, removed)


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["Ali", "Bea", "was", "and", "late", "or", "7A", "I"]),
        st.sampled_from(
            [" ", " ", ", ", " and ", " (", ") ", ". ", "\n", "\t", "; ", "  ", "-", "'s ", ",", ": ", "| "]
        ),
        st.booleans(),
    ),
    max_size=12,
)


@given(PIECES)
def test_every_other_word_stays_as_it_was(pieces: list[tuple[str, str, bool]]) -> None:
    text, removed, kept = "", [], []
    for word, sign, goes in pieces:
        if goes:
            removed.append(Span(len(text), len(text) + len(word)))
        kept += [] if goes else [word]
        kept += re.findall(r"\w+", sign)
        text += word + sign

    spans = tidy.spans(text, removed)
    left = re.findall(r"\w+", less(text, spans))

    assert len(removed) == len(spans)
    assert all(own.start <= span.start and span.end <= own.end for own, span in zip(spans, removed, strict=True))
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert [w for w in kept if w not in {"and", "or", "s"}] == [w for w in left if w not in {"and", "or", "s"}]
