"""How a name reads where it stands."""

from __future__ import annotations

import pytest
from safe_to_paste import around, paths, tagger
from safe_to_paste.model import Span


def features(text: str, name: str) -> set[str]:
    start = text.index(name)
    return around.features(text, text.lower(), Span(start, start + len(name)))


@pytest.mark.parametrize(("note", "task"), [("phoned mum about Priya", "calculate how far Priya"),
                                            ("Please reword: Priya was", "Explain why Priya was")])  # fmt: skip
def test_places_of_words_tell_notes_from_tasks(note: str, task: str) -> None:
    def sums(text: str) -> float:
        return around.weights().add(features(text, "Priya") | around.opening(text.lower()))

    assert sums(note) > sums(task)


def test_words_count_by_their_place() -> None:
    found = features("rang home about Priya for her lates", "Priya")

    assert {"-1 about", "-2 home", "-3 rang", "+1 for", "+2 her"} <= found
    assert "+1 about" not in found


def test_a_name_itself_and_names_beside_it_are_never_looked_at() -> None:
    found = features("Oluwaseun sat by Priya Brightmore and Callum", "Priya Brightmore")

    assert {"+2 *", "form 2 XX"} <= found
    assert not any(name in feature for feature in found for name in ("priya", "brightmore", "callum", "oluwaseun"))


def test_ends_of_text_and_line_and_numbers_are_all_alike() -> None:
    assert {"-1 ^", "+1 $"} <= features("Priya", "Priya")
    assert {"-1 /", "+1 #"} <= features("late:\nPriya 3", "Priya")


def test_what_a_name_is_made_of_and_how_often_it_stands_there_counts() -> None:
    found = features("Priya\t4\nPriya\t5", "Priya")

    assert {"times 2", "form 1 X", f"first {tagger.known('priya').code}"} <= found
    assert "in tab" in features("4\tPriya", "Priya")


def test_a_text_begins_with_its_request() -> None:
    begins = around.opening("write 10 questions on Macbeth\n" + "word " * 300 + "last")

    assert {"> write", "> questions"} <= begins
    assert "> last" not in begins


def test_a_sum_is_bounded_and_nought_where_nothing_is_known() -> None:
    weights = around.Weights({"a": 50.0})

    assert weights.add({"a"}) == around.MOST
    assert weights.add({"b"}) == 0


def test_the_file_holds_features_in_order_and_no_common_forename() -> None:
    rows = (paths.rules_dir() / "data" / around.FILE).read_text(encoding="utf-8").splitlines()
    listed = [row.split("\t")[0] for row in rows if not row.startswith("# ")]
    words = {word for feature in listed for word in feature.split() if word.isalpha()}

    assert listed == sorted(listed)
    assert not [word for word in words if tagger.known(word).forename == 3 and tagger.known(word).everyday < 2]
