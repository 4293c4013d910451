"""Detectors find people in records and leave the people of lessons alone."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from safe_to_paste import validators
from safe_to_paste.detectors import (
    name_heading,
    name_rows,
    parent_name,
    record_name,
    signed_work,
    staff_name,
)
from safe_to_paste.model import Match
from safe_to_paste.view import View

from .growth import grows_no_faster

Find = Callable[[View], Iterator[Match]]
PEOPLE: tuple[Find, ...] = (
    name_heading.find,
    name_rows.find,
    parent_name.find,
    record_name.find,
    staff_name.find,
)


def found(find: Find, text: str) -> list[str]:
    return [text[span.start : span.end] for span, *_ in sorted(find(View(text)))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ines Marlowe 8T was late", ["Ines Marlowe"]),
        ("Ines Marlowe (R-Wren), Joss Pellow 11x/Ma2", ["Ines Marlowe", "Joss Pellow"]),
        ("Amber Hill 5-Osprey", ["Amber Hill"]),
        ("Improve this: Teodor Wasik 10KL is a joy", ["Teodor Wasik"]),
        ("Carys O'Dwyer SEN K", ["Carys O'Dwyer"]),
        ("Ayesha Al-Haddad, UPN to follow", ["Ayesha Al-Haddad"]),
        ("my son, Ravi Sandhar, was upset", ["Ravi Sandhar"]),
        ("Joss Pellow's nan rang", ["Joss Pellow"]),
        ("Kasper's dad wants a word about the coat", ["Kasper"]),
        ("Candidate Mojisola Brandt sat paper 2", ["Mojisola Brandt"]),
        ("Sit Ines Marlowe 8T at the front please", ["Ines Marlowe"]),
    ],
)
def test_pupil_is_found_in_a_record(text: str, names: list[str]) -> None:
    assert found(record_name.find, text) == names


def test_name_found_once_is_found_wherever_it_stands() -> None:
    text = "Will Sandhar 9B. Will is kind. We will see. I told Will so. Sandhar, Will.\nWill Larch rang."

    assert found(record_name.find, text) == ["Will Sandhar", "Will", "Sandhar, Will"]


@pytest.mark.parametrize(
    "text",
    [
        "Write a comprehension about Tom Barker, a boy in Year 5, and his dog.",
        "Alec Larch Y9 poster, Wren Larch Y8 sculpture",
        "Tom's dad has 12 apples. How many apples has Tom's dad?",
        "Great Expectations 9B, Blood Brothers 10A, Food Tech 7C",
        "All names invented: Tom Barker 8T has a detention.",
        "Detention policy: Heads of Year give behaviour points and contact Parents.",
        "Florence Nightingale cared for patients; attendance is falling in her school.",
        "Pupil A and Pupil B were absent. Child X disclosed. A N Other 8T.",
        "def f(x):\n    return Client Error 4XX",
    ],
)
def test_lesson_is_left_alone(text: str) -> None:
    assert [found(find, text) for find in PEOPLE] == [[]] * len(PEOPLE)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Make groups of 3 from my class\nIdris Coll\nOlly Marks\nAmber Hill\nSiân Tasker",
            ["Idris Coll", "Olly Marks", "Amber Hill", "Siân Tasker"],
        ),
        ("turn into a table\nJ Brandt, UPS3, £46,525\nP. Larkin-Moss, M4, £38,000\nK Tasker, L11, £60,000",
         ["J Brandt", "P. Larkin-Moss", "K Tasker"]),
        ('Name,Reg\n"Denholm, Carys",8T\n"Pellow, Joss",8T', ["Denholm, Carys", "Pellow, Joss"]),
        ("| Pupil | Mark |\n|---|---|\n| Carys Denholm | 12 |\n| Joss Pellow | 9 |", ["Carys Denholm", "Joss Pellow"]),
        ("1. Denholm, Carys 8T\n2. Pellow, Joss 8T\n3. Wasik, Teodor 8T",
         ["Denholm, Carys", "Pellow, Joss", "Wasik, Teodor"]),
        ("| First name | Surname | Class |\n|---|---|---|\n| Leah | Okafor | 9C |\n| Sam | Hill | 9C |",
         ["Leah | Okafor", "Sam | Hill"]),
        ("give each a score\n\nLeah: B A C D\nSam: A A C D\nMinh: B B C A\nIdris: B B A A",
         ["Leah", "Sam", "Minh", "Idris"]),
    ],
)  # fmt: skip
def test_list_of_people_is_found(text: str, names: list[str]) -> None:
    assert found(name_rows.find, text) == names


def test_name_in_two_cells_is_found_again() -> None:
    text = "UPN\tSurname\tForename\nB801200005001\tOkafor\tLeah\n\nRang home: Leah Okafor was late, Leah was sorry"

    assert found(name_rows.find, text) == ["Okafor\tLeah", "Leah Okafor", "Leah"]


@pytest.mark.parametrize(
    "text",
    [
        "Characters\nLeonora Blake - a widow\nThomas Blake - her son\nRose Tillet - the maid",
        "Element,Symbol,Name\n1,H,Hydrogen\n2,He,Helium\n3,Li,Lithium",
        "Aston Villa 3\nLeeds United 1\nDerby County 0",
        "Name\tJob\nFlorence Nightingale\tNurse\nMary Seacole\tNurse",
        "River Thames 346 km\nRiver Severn 354 km\nRiver Trent 297 km",
        "Rosenshine, B. (2012)\nSweller, J. (1988)\nHattie, J. (2009)",
        "Vanilla 12\nStrawberry 7\nMint Choc 4\nMake a bar chart",
        "Surname,Forename\nLovelace,Ada\nTuring,Alan",
        "Surname,Forename,Reg\nWhich columns?\nThanks,\nCarys",
        "Daisy\tYellow\t12\nRose\tRed\t9\nLily\tWhite\t4",
    ],
)
def test_list_of_other_things_is_left_alone(text: str) -> None:
    assert found(name_rows.find, text) == []


def test_grown_ups_are_told_apart() -> None:
    text = "Mum: Bronwen Tasker\nEmployee: Joan Pellow\nName: Dewi Larch\n"

    assert found(parent_name.find, text) == ["Bronwen Tasker"]
    assert found(staff_name.find, text) == ["Joan Pellow"]
    assert found(name_heading.find, text) == ["Dewi Larch"]


@pytest.mark.parametrize(
    "text",
    [
        "Please reword this for the parents: Leah Okafor has been late",
        "Note for parents - Red Nose Day",
        "Letter to parents: Summer Fair Helpers",
        "Text for the parent: Leah Okafor has been late",
    ],
)
def test_what_parents_are_told_is_no_parents_name(text: str) -> None:
    assert found(parent_name.find, text) == []


def test_piece_signed_below_is_found_to_its_blank_line() -> None:
    verse = "The gull sits high upon the wall,\nIt waits for all my chips to fall."
    text = f"Make this scan\n\n{verse}\nby Siân Tasker, 6-Kestrel"

    assert found(signed_work.find, text) == [verse]


@pytest.mark.parametrize(
    "piece",
    ["\n", " ", ",", "A, B\n", "Aaa Bbb 8T ", "Ab Cd 8T\n", "my son Ab Cd ", "mum ", "Mr Ab detention ", "Name: ",
     "Name,Surname\n", "Ab Cd\t12\n", "detention Abc Def ", "By Ab 8T\n", "Éa-Éa'", "8T "],
)  # fmt: skip
@pytest.mark.parametrize("find", [*PEOPLE, signed_work.find])
def test_time_grows_no_faster_than_the_text(find: Find, piece: str) -> None:
    def work(length: int) -> None:
        list(find(View(piece * (length // len(piece)))))

    assert grows_no_faster(work, 10_000)


@pytest.mark.parametrize("value", ["", " ", "A", "ABC", "abcdefghijklm", "A" * 13, "1" * 10_000, "\0", "\0" * 13, "🙂"])
@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(validators.__path__)])
def test_no_validator_accepts_nonsense(name: str, value: str) -> None:
    assert importlib.import_module(f"safe_to_paste.validators.{name}").is_valid(value) is False
