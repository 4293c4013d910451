"""Fingerprints: what two texts share is known by them, and nothing else."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste.fingerprints import GUARANTEED, RUN, WINDOW, Printer, packed, unpacked, winnowed, words

PRINTER = Printer(bytes(range(32)))
# Few words, so that chance makes equal hashes and runs that overlap themselves.
WORDS = st.lists(st.sampled_from(["the", "fox", "ran", "over", "a", "hill", "and", "slept"]), max_size=40)


def prints(text: str) -> frozenset[int]:
    return winnowed(PRINTER.hashes(words(text)))


def hashes(text: str) -> frozenset[int]:
    return frozenset(PRINTER.hashes(words(text)))


@given(
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.lists(st.sampled_from(["owl", "bee", "ant", "elk", "cod", "jay"]), min_size=GUARANTEED, max_size=20),
)
def test_texts_that_share_eight_words_on_end_share_a_fingerprint(
    before: list[str], after: list[str], here: list[str], there: list[str], shared: list[str]
) -> None:
    piece = " ".join([*before, *shared, *after])
    paste = " ".join([*here, *shared, *there])

    assert prints(piece) & hashes(paste)
    assert prints(piece) & prints(paste)


@given(WORDS, st.lists(st.sampled_from(["cat", "dog", "cow", "hen"]), max_size=40), st.lists(WORDS, max_size=3))
def test_texts_that_share_fewer_than_five_words_on_end_share_none(
    piece: list[str], paste: list[str], shared: list[list[str]]
) -> None:
    mixed = [*paste, *(word for run in shared for word in [*run[: RUN - 1], "zebra"])]

    assert not prints(" ".join(piece)) & hashes(" ".join(mixed))


def test_about_two_hashes_in_five_are_kept() -> None:
    chance = random.Random(3)
    text = " ".join(f"w{chance.randrange(9999)}" for _ in range(5000))

    kept = len(prints(text)) / len(hashes(text))

    assert abs(kept - 2 / (WINDOW + 1)) < 0.03


def test_how_a_text_is_typed_makes_no_difference() -> None:
    typed = "It's the café's fault, Żaneta said - it was cold and we didn't stay at all."
    pasted = "IT’S THE\nCAFE’S   FAULT; zaneta said — it was\u00a0cold, and we\u2009didn\u2019t stay at all"

    assert prints(typed) == prints(pasted)
    assert prints(typed)


def test_another_key_makes_other_fingerprints() -> None:
    text = words("the fox was clever because he knew the farmer slept late on a Sunday")

    assert not set(PRINTER.hashes(text)) & set(Printer(b"another").hashes(text))


def test_a_text_of_fewer_than_five_words_has_none() -> None:
    assert not prints("the fox was clever")
    assert 1 == len(prints("the fox was clever because"))


def test_fingerprints_are_four_bytes_each_and_come_back_as_they_were() -> None:
    some = sorted(prints("the fox was clever because he knew the farmer slept late on a Sunday"))

    assert 4 * len(some) == len(packed(some))
    assert tuple(some) == unpacked(packed(some))


def test_words_say_where_they_stand_and_never_what_they_are() -> None:
    text = words("Oh: don't")

    assert [(0, 2), (4, 9)] == list(zip(text.starts, text.ends, strict=True))
    assert "dont" not in repr(text)
