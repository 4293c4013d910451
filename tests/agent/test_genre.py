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


def test_longer_words_count_by_how_they_begin_too() -> None:
    assert "aller*" in genre.features("an allergy") & genre.features("he is allergic")
    assert not any(word.endswith("*") for word in genre.features("he is late"))


def test_a_blocks_words_are_counted_once() -> None:
    words = genre.Words({"late": 1.0}, {}, {})

    assert words.block("late late late", 0) == (1.0, 2)


def test_the_file_holds_words_in_order_and_no_common_forename() -> None:
    rows = (paths.rules_dir() / "data" / genre.FILE).read_text(encoding="utf-8").splitlines()
    listed = [row.split("\t")[0] for row in rows if not row.startswith("#")]
    known = {word: tagger.known(word) for row in listed for word in row.removeprefix("^ ").split()}
    names = [word for word, how in known.items() if how.forename > 1 and how.everyday < 2]

    assert listed == sorted(set(listed))
    assert all(re.fullmatch(r"[a-z?£%_^' -]+[*]?", word) for word in listed)
    assert names == []
    assert {"callu*", "matth*", "danie*", "samue*", "olive*", "charl*", "isabe*", "moham*"}.isdisjoint(listed)


def test_what_is_asked_stands_on_the_first_line_and_on_the_last() -> None:
    found = genre.asked("write me\nrang ines about it\nno names please")

    assert found == {
        "^ write", "^ write me", "write", "me", "write me",
        "no", "names", "please", "pleas*", "no names", "names please",
    }  # fmt: skip


def test_a_lesson_that_is_asked_for_is_told_from_a_note_to_be_worded() -> None:
    words = genre.words()

    assert words.ask("write a story for year 3 about a lighthouse") < 0
    assert words.ask("can you reword this for her mum, she hasn't handed it in again") > 0
