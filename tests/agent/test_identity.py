"""One person keeps one placeholder under every form of the name, and nobody else gets it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from safe_to_paste import paths, settings
from safe_to_paste.host.desk import Desk
from safe_to_paste.host.messages import Act, ScanRequest
from safe_to_paste.host.state import State
from safe_to_paste.identity import People, cells, who
from safe_to_paste.model import Span

from .conftest import PATIENCE, World
from .growth import grows_no_faster

KEY = b"k" * 16
Act_ = Callable[..., str]


@pytest.fixture
def act(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Act_]:
    """Pastes into one conversation and gives the text as an action leaves it."""
    monkeypatch.setattr(paths, "places", world.places)
    desk = Desk(State(read_settings=lambda: settings.load(())))
    list(desk.reload())

    def done(text: str, action: str = "replace", conversation: str = "aa") -> str:
        (scanned,) = desk.answer(ScanRequest("1", "chatgpt", "paste", conversation, text=text))
        (acted,) = desk.answer(Act("2", json.loads(scanned)["scan"], action))
        for edit in reversed(json.loads(acted)["edits"]):
            text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
        return text

    yield done
    desk.finish(PATIENCE)


def numbers(*names: str) -> list[int]:
    people = People()
    forms = [who(name, KEY) for name in names]
    people.meet(forms)
    return [people.number(form) for form in forms]


@pytest.mark.parametrize(
    "forms",
    [
        ("Ines Marlowe", "Ines", "Ines's", "Ines\u2019s", "Marlowe, Ines", "MARLOWE\tInes", "I Marlowe", "Ines M"),
        ("Se\u00e1n O'Neill", "Sean ONeill", "O'NEILL, Se\u00e1n", "Se\u00e1n"),
        ("Lola-Mae Evans-Prosser", "Lola Mae Evans Prosser", "Lola-Mae", "Lola-Mae E"),
        ("Anneke van Dorn", "van Dorn, Anneke", "Anneke"),
        ("Carys Ann Denholm", "Carys Denholm", "Carys A Denholm"),
        ("Mrs Bronwen Tasker", "Bronwen Tasker", "Bronwen", "Mrs Tasker"),
    ],
)
def test_every_form_of_a_name_is_one_person(forms: tuple[str, ...]) -> None:
    assert set(numbers(*forms)) == set(numbers(*reversed(forms))) == {0}


@pytest.mark.parametrize(
    "names",
    [
        ("Ines Marlowe", "Idris Marlowe"),
        ("Ines Marlowe", "Ines Pellow", "Ines"),
        ("Ines Marlowe", "Idris Marlowe", "Marlowe"),
        ("Ines Marlowe", "Mrs Marlowe", "Mr Marlowe"),
        ("Kasper L", "Kasper W"),
    ],
)
def test_people_who_share_a_word_stay_apart(names: tuple[str, ...]) -> None:
    assert len(set(numbers(*names))) == len(names)


def test_a_forename_in_a_later_paste_is_the_person_named_before(act: Act_) -> None:
    assert act("Set work for Ines Marlowe 8T. Ines's mum rang.") == "Set work for [Pupil 1] 8T. [Pupil 1]'s mum rang."
    assert act("Report for Idris Marlowe, and one for Ines Marlowe").count("[Pupil 2]") == 1
    assert act("Marlowe, Ines 8T has a detention").startswith("[Pupil 1]")
    assert act("Ines Marlowe 8T refused.", conversation="bb").startswith("[Pupil 1]")


def test_a_full_name_after_the_forename_is_the_same_person(act: Act_) -> None:
    replaced = act("Kasper's mum rang about a detention. It was for Kasper Quill 8T, who swore.")

    assert replaced.count("[Pupil 1]") == 2
    assert "[Pupil 2]" not in replaced


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ("Forename\tSurname\tReg\tTarget\nInes\tMarlowe\t8T\t6\nJoss\tPellow\t8T\t5", "[Pupil 1]\t[Pupil 1]\t8T"),
        ("Surname,Forename,Reg,Target\nMarlowe,Ines,8T,6\nPellow,Joss,8T,5", "[Pupil 1],[Pupil 1],8T"),
        ("Surname, Forename, Reg, Target\nMarlowe, Ines, 8T, 6\nPellow, Joss, 8T, 5", "[Pupil 1], [Pupil 1], 8T"),
        ('"Surname","Forename","Reg","SEN"\n"Marlowe","Ines","8T","K"\n"Pellow","Joss","8T","E"',
         '"[Pupil 1]","[Pupil 1]","8T"'),
        ("| Surname | Forename | Reg | Target |\n|---|---|---|---|\n| Marlowe | Ines | 8T | 6 |\n"
         "| Pellow | Joss | 8T | 5 |",
         "| [Pupil 1] | [Pupil 1] | 8T"),
        ("Surname;Forename;Reg;Target\nMarlowe;Ines;8T;6\nPellow;Joss;8T;5", "[Pupil 1];[Pupil 1];8T"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("action", ["replace", "remove"])
def test_a_replaced_table_keeps_its_cells(act: Act_, table: str, first: str, action: str) -> None:
    after = act(table, action)

    for mark in "\t,;|":
        assert [line.count(mark) for line in table.splitlines()] == [line.count(mark) for line in after.splitlines()]
    assert "Marlowe" not in after
    assert "Joss" not in after
    assert (first in after) == (action == "replace")


def test_a_name_in_one_cell_is_one_placeholder(act: Act_) -> None:
    table = "Name\tReg\tTarget\nMarlowe, Ines\t8T\t6\nPellow, Joss\t8T\t5\nQuill, Kasper\t8T\t4"

    assert act(table).splitlines()[1:3] == ["[Pupil 1]\t8T\t6", "[Pupil 2]\t8T\t5"]


def test_a_list_of_pupils_gives_pupils(act: Act_) -> None:
    replaced = act(
        "put these into groups of mixed ability\nCarys Denholm 8T WTS\nJoss Pellow 8T EXS\nInes Marlowe 8T GDS"
    )

    assert [line.split("]")[0] for line in replaced.splitlines()[1:]] == ["[Pupil 1", "[Pupil 2", "[Pupil 3"]


def test_a_parent_in_a_column_is_a_parent(act: Act_) -> None:
    table = (
        "Name\tReg\tParent\tDOB\nInes Marlowe\t8T\tBronwen Tasker\t03/02/2014\nJoss Pellow\t8T\tDewi Larch\t05/06/2014"
    )

    assert "8T\t[Parent of Pupil 1]\t" in act(table)


def test_the_cells_of_a_name_are_told_from_a_name_with_a_comma() -> None:
    def parts(text: str, name: str) -> int:
        start = text.index(name)
        return len(cells(text, Span(start, start + len(name))))

    assert parts("Ring Marlowe, Ines today", "Marlowe, Ines") == 1
    assert parts("Marlowe, Ines 8T\nPellow, Joss 8T", "Marlowe, Ines") == 1
    assert parts("Marlowe,Ines,8T\n", "Marlowe,Ines") == 2
    assert parts("Marlowe\tInes\t8T\n", "Marlowe\tInes") == 2


def test_nothing_remembered_shows_a_name() -> None:
    people = People()
    people.meet([who("Ines Marlowe", KEY)])

    assert b"ines" not in repr(people.__dict__).casefold().encode()


def test_time_grows_no_faster_than_the_names() -> None:
    def work(count: int) -> None:
        names = [who(f"Forename{chr(97 + n % 23)} Surname{n}x{'abcdefghij'[n % 10]}", KEY) for n in range(count)]
        people = People()
        people.meet(names)
        for name in names:
            people.number(name)

    assert grows_no_faster(work, 2_000)
