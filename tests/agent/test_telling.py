"""What clauses tell about somebody, and the words that make them tell."""

from __future__ import annotations

import gc

import pytest
from safe_to_paste import paths, rules, telling
from safe_to_paste.detectors import bids
from safe_to_paste.model import Category
from safe_to_paste.scanner import scan
from safe_to_paste.view import View

from .growth import grows_no_faster

ALL = rules.load(paths.rules_dir())


def categories(text: str) -> set[Category]:
    return {finding.category for finding in scan(text, ALL).findings}


@pytest.mark.parametrize(
    "text",
    [
        "Joss Pellow 8T is reading the part of the baker in the play on Friday",
        "Put Ines Marlowe 8T and Otis Fenwick 9R on the coach list for the museum",
        "Carys Denholm 7B won the spelling prize, write a line for the newsletter",
    ],
)
def test_a_pupil_with_nothing_told_of_them_is_no_sensitive_matter(text: str) -> None:
    assert Category.SENSITIVE not in categories(text)


def test_what_is_made_up_tells_of_nobody() -> None:
    text = "This is a made up scenario about Kai: his dad moved out and he cries at night. Write questions."

    assert Category.SENSITIVE not in categories(text)


def test_every_matter_has_weights_and_every_weight_its_matter() -> None:
    weighed = {name[1:] for name in telling.weights().by_word if name.startswith("@") and "+" not in name}

    assert set(telling.names()) >= weighed
    assert len(weighed) > len(telling.names()) // 2


def test_clauses_leave_out_nothing_but_what_parts_them() -> None:
    text = "mum left, dad rang.\nnan has him; he cried"

    assert ["mum left", "dad rang", "nan has him", " he cried"] == [
        text[start:end] for start, end in telling.clauses(text, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("bids for the roof, in confidence\nTarn & Sons £48,200 / Beck Roofing £51,900", "CONTRACT"),
        ("how-to for staff: log in with staffcopy, password Heron!Cliff72, pick tray 2", "PASSWORD"),
        (
            "does this read like gemini or her own words?\n\nThe kestrel hovered, a fixed point above it all.",
            "MARKING_REQUEST",
        ),
        ("mark this NEA coursework\n\nI chose two towns as I could count people on a Saturday in both.", "PUPIL_WORK"),
        ("Is this a 4 or a 5 out of 8: the wolf is clever becuase he dress up and nobody new.", "MARKING_REQUEST"),
    ],
)
def test_confidential_matter_and_requests_to_mark_are_found(text: str, entity: str) -> None:
    assert entity in {finding.entity for finding in scan(text, ALL).findings}


def test_no_word_of_a_text_is_remembered() -> None:
    scan("Zorvella Quimperton in 9X said her mum is ill and the snorkwozzle hurt her arm.", ALL)
    held = [item for item in gc.get_objects() if isinstance(item, dict) and ("snorkwozzle" in item)]

    assert [] == held


def test_prices_on_one_line_take_no_longer_than_their_length() -> None:
    def work(offers: int) -> None:
        list(bids.find(View("quote from Brightco Ltd at £4,000, not announced. " * offers)))

    assert grows_no_faster(work, 200)


@pytest.mark.parametrize(
    "text",
    [
        "Amelia Frost in 4K has made pleasing progress. Her attitude to learning is excellent.",
        "Report for Otis Fenwick 9R: his attitude in lessons has been mature all year.",
    ],
)
def test_praise_of_a_pupil_is_no_staffing_matter(text: str) -> None:
    assert "HR" not in {finding.entity for finding in scan(text, ALL).findings}
