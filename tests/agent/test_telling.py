"""What clauses tell about somebody, and the words that make them tell."""

from __future__ import annotations

import pytest
from safe_to_paste import paths, rules, telling
from safe_to_paste.model import Category
from safe_to_paste.scanner import scan

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
