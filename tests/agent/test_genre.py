"""What kind of writing a text is, from its words."""

from __future__ import annotations

import re

from safe_to_paste import genre, paths, tagger


def test_notes_about_people_and_teaching_material_lie_on_their_sides() -> None:
    words = genre.words()

    assert words.text("mum rang, he hasn't been in since monday and she is worried about him") > 0
    assert words.text("write a comprehension with 5 questions and a mark scheme for year 4") < 0


def test_a_figure_is_bounded_and_nought_where_nothing_is_said() -> None:
    words = genre.words()

    assert words.text("") == 0
    assert -genre.MOST <= words.text("mum rang " * 5000) <= genre.MOST


def test_only_the_line_of_a_name_is_read_and_not_the_name() -> None:
    small = "first line\nrang ines about it\nlast line"
    at = small.index("ines")

    assert genre.beside(small, at, at + 4) == {"rang", "about", "it", "rang _", "_ about", "about it"}


def test_a_blocks_words_are_counted_once() -> None:
    words = genre.Words({"late": 1.0}, {})

    assert words.block("late late late", 0) == (1.0, 2)


def test_the_file_holds_words_in_order_and_no_common_forename() -> None:
    rows = (paths.rules_dir() / "data" / genre.FILE).read_text(encoding="utf-8").splitlines()
    listed = [row.split("\t")[0] for row in rows if not row.startswith("#")]
    names = [word for word in listed if tagger.known(word).forename > 1 and tagger.known(word).everyday < 2]

    assert listed == sorted(set(listed))
    assert all(re.fullmatch(r"[a-z?£%_' -]+", word) for word in listed)
    assert names == []
