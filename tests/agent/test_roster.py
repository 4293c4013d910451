"""A roster: what it finds, what it leaves alone, and what its file does not say."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import pytest
from safe_to_paste import roster, rosters, spelling
from safe_to_paste.errors import RosterError
from safe_to_paste.normalise import normalise
from safe_to_paste.roster import Form, Pupil, Roster
from safe_to_paste.view import View

from . import reach

KEY = bytes(range(32))

PUPILS = (
    Pupil("Tyler", "Okafor", group="9B", year="9"),
    Pupil("Mark", "Page", group="9B", year="9"),
    Pupil("Thomas", "Reilly", "Tom", group="10 X2"),
    Pupil("Leah", "Brown", group="Kestrel"),
    Pupil("Adam", "Brown", group="7 Kestrel"),
    Pupil("Thandiwe", "Mbeki-Lowe", "Thandi", ("Sithole",)),
    Pupil("Pieter", "van den Berg"),
    Pupil("Siân", "O'Neill"),
    Pupil("Mary Jane", "De Souza"),
    Pupil("Grace", "Will", group="R-Wren", year="R"),
    Pupil("Sunday", "Adebayo", group="7T", year="7"),
    Pupil("Minh-Anh", "Tran"),
    Pupil("Kacper", "Wiśniewski"),
)


@pytest.fixture(scope="module")
def school() -> Roster:
    return roster.build(PUPILS, KEY)


def hits(school: Roster, text: str) -> list[tuple[str, str, str]]:
    """What is found: the words, their form, and "weak" or nothing."""
    normal = normalise(text)
    found = school.look(View(normal.text, school))
    return [(normal.text[h.span.start : h.span.end], h.form.value, "weak" if h.weak else "") for h in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tyler Okafor is late", "Tyler Okafor"),
        ("is tyler okafor ok", "tyler okafor"),
        ("TYLER OKAFOR", "TYLER OKAFOR"),
        ("Okafor, Tyler", "Okafor, Tyler"),
        ("OKAFOR Tyler", "OKAFOR Tyler"),
        ("Tyler Okafor's book", "Tyler Okafor"),
        ("TYLER OKAFOR’S BOOK", "TYLER OKAFOR"),
        ("Tyler James Okafor", "Tyler James Okafor"),
        ("Tyler J. Okafor", "Tyler J. Okafor"),
        ("Ty Okafor", "Ty Okafor"),
        ("Tom Reilly", "Tom Reilly"),
        ("Tommy Reilly", "Tommy Reilly"),
        ("tommy reilly", "tommy reilly"),
        ("Thandi Mbeki-Lowe", "Thandi Mbeki-Lowe"),
        ("Thandiwe Mbeki Lowe", "Thandiwe Mbeki Lowe"),
        ("Thandi Lowe", "Thandi Lowe"),
        ("Mbeki Lowe, Thandi", "Mbeki Lowe, Thandi"),
        ("Thandiwe Sithole", "Thandiwe Sithole"),
        ("Pieter van den Berg", "Pieter van den Berg"),
        ("van den Berg, Pieter", "van den Berg, Pieter"),
        ("Sian O’Neill", "Sian O'Neill"),
        ("SIÂN ONEILL", "SIÂN ONEILL"),
        ("Mary-Jane de Souza", "Mary-Jane de Souza"),
        ("Mary Souza", "Mary Souza"),
        ("Minh Anh Tran", "Minh Anh Tran"),
        ("Kacper Wisniewski", "Kacper Wisniewski"),
        ("1\tOkafor\tTyler\t9B", "Okafor\tTyler"),
        ("Tyler | Okafor | 9B", "Tyler | Okafor"),
        ("Okafor,Tyler,9B", "Okafor,Tyler"),
        ("Mark Page was away", "Mark Page"),
        ("Ty\u200bler Oka\u00adfor", "Tyler Okafor"),
        ("Tyler \u041ekaf\u043er", "Tyler Okafor"),
    ],
)
def test_whole_names_are_found_however_they_are_written(school: Roster, text: str, name: str) -> None:
    assert [(name, "full", "")] == hits(school, text)


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("T Okafor", "T Okafor", Form.INITIAL_SURNAME),
        ("T. Okafor's", "T. Okafor", Form.INITIAL_SURNAME),
        ("T.J. Okafor", "T.J. Okafor", Form.INITIAL_SURNAME),
        ("Okafor, T.", "Okafor, T", Form.INITIAL_SURNAME),
        ("Okafor T", "Okafor T", Form.INITIAL_SURNAME),
        ("Tyler O was", "Tyler O", Form.FORENAME_INITIAL),
        ("Tyler in 9B", "Tyler", Form.FORENAME_IN_GROUP),
        ("In Year 9. Tyler", "Tyler", Form.FORENAME),
        ("Year 9 Tyler", "Tyler", Form.FORENAME_IN_GROUP),
        ("Tyler (Y9)", "Tyler", Form.FORENAME_IN_GROUP),
        ("tyler in 9b", "tyler", Form.FORENAME_IN_GROUP),
        ("Tom from 10X2", "Tom", Form.FORENAME_IN_GROUP),
        ("Leah (Kestrel)", "Leah", Form.FORENAME_IN_GROUP),
        ("Sunday in 7T", "Sunday", Form.FORENAME_IN_GROUP),
        ("Tyler in 8C", "Tyler", Form.FORENAME),
        ("Tyler I think", "Tyler", Form.FORENAME),
        ("saw Mbeki-Lowe", "Mbeki-Lowe", Form.SURNAME),
        ("saw Mr Okafor", "Okafor", Form.SURNAME),
    ],
)
def test_other_forms_are_named_as_what_they_are(school: Roster, text: str, name: str, form: Form) -> None:
    assert [(name, form)] == [hit[:2] for hit in hits(school, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Grace is a virtue",
        "I will be there, by the grace of all",
        "MARK EVERY PAGE",
        "on the page he will mark",
        "on Y7 trips, Sunday is free",
        "Page 9",
        "Tylers and okaforish",
        "a Leahy, a Browning",
        "",
        " ",
        "٣ 李 ' - ''",
    ],
)
def test_everyday_words_and_other_peoples_names_are_left_alone(school: Roster, text: str) -> None:
    assert [] == [hit for hit in hits(school, text) if hit[0] != "Sunday" or hit[1] != "forename"]


@pytest.mark.parametrize("text", ["mark page 9", "Mark page 9", "MARK PAGE 9", "will grace"])
def test_everyday_words_beside_each_other_are_weak(school: Roster, text: str) -> None:
    assert [("full", "weak")] == [hit[1:] for hit in hits(school, text)]


def test_words_that_stand_alone_are_weak_when_they_could_be_others(school: Roster) -> None:
    assert [("Grace", "forename", "weak")] == hits(school, "I met Grace today")
    assert [("tyler", "forename", "weak")] == hits(school, "ask tyler today")
    assert [("Tyler", "forename", "")] == hits(school, "Ask Tyler today")


def test_surname_first_without_a_comma_may_be_another_person() -> None:
    school = roster.build([Pupil("Thomas", "James")], KEY)

    assert [("James Thomas", "full", "weak")] == hits(school, "James Thomas")
    assert [("James, Thomas", "full", "")] == hits(school, "James, Thomas")


def test_siblings_stay_two_people_and_others_of_the_name_are_counted(school: Roster) -> None:
    found = list(school.look(View("Leah Brown and Adam Brown, or Brown alone; Leah and Adam Brown", school)))

    assert ["full", "full", "surname", "forename", "full"] == [hit.form for hit in found]
    assert [1, 1, 2, 1, 1] == [hit.shared for hit in found]


def test_names_do_not_reach_over_lines_and_lists(school: Roster) -> None:
    assert ["forename", "surname"] == [hit[1] for hit in hits(school, "Tyler\nOkafor")]
    assert [("Brown,Leah", "full", ""), ("Okafor,Tyler", "full", "")] == hits(school, "Brown,Leah,Okafor,Tyler")


def test_a_pupil_listed_twice_counts_once() -> None:
    assert 1 == len(roster.build([PUPILS[0], PUPILS[0]], KEY))


def test_no_pupils_are_a_roster_too() -> None:
    assert [] == hits(roster.build([], KEY), "Tyler Okafor")


def test_names_of_one_word_or_of_another_script_are_no_trouble() -> None:
    school = roster.build([Pupil("Лена", "Иванова"), Pupil("小明", "李"), Pupil("ليلى", "حسن"), Pupil("X", "Y")], KEY)

    assert [("Лена Иванова", "full", "")] == hits(school, "Лена Иванова")
    assert [("ليلى حسن", "full", "")] == hits(school, "قالت ليلى حسن")


# The file.


@pytest.fixture
def file(tmp_path: Path, school: Roster) -> Path:
    rosters.save(school, tmp_path / "data" / "own", KEY)
    return tmp_path / "data" / "own"


def test_what_is_kept_is_what_is_loaded(file: Path, school: Roster) -> None:
    loaded = roster.load(file, KEY)

    assert len(school) == len(loaded)
    assert hits(school, "Tyler Okafor, Leah in Kestrel") == hits(loaded, "Tyler Okafor, Leah in Kestrel")
    assert [file] == list(file.parent.iterdir())


def test_a_damaged_file_is_an_error_and_never_half_a_roster(file: Path) -> None:
    whole = file.read_bytes()
    chance = random.Random(3)
    for _ in range(60):
        at = chance.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(RosterError, match="import"):
            roster.load(file, KEY)
    for size in (0, 10, 23, 80, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(RosterError, match="import"):
            roster.load(file, KEY)


def test_another_key_or_no_file_is_an_error(file: Path, tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="another key"):
        roster.load(file, bytes(32))
    with pytest.raises(RosterError, match="cannot be read"):
        roster.load(tmp_path / "nothing", KEY)


def test_two_imports_of_the_same_pupils_have_nothing_in_common() -> None:
    first, second = (roster.build(PUPILS, KEY) for _ in range(2))

    assert not set(first.contents.forms) & set(second.contents.forms)


def test_a_dictionary_attack_without_the_key_finds_no_name(file: Path) -> None:
    """Whoever has the file, its format and this source, and every name there is, but not the key."""
    stolen = file.read_bytes()
    salt = stolen[len(roster._MAGIC) :][:16]
    names = {spelling.fold(n) for p in PUPILS for n in (p.forename, p.surname, p.preferred) if n}
    pairs = [("full", a, b) for a in names for b in names]
    words = [("word", name) for name in names]
    for guess in (b"", bytes(32), salt * 2, b"safe-to-paste", b"roster"):
        hashing = roster._keyed(guess, salt)
        plain = (blake2b(key=guess, digest_size=8), blake2b(digest_size=8), blake2b(salt, digest_size=8))
        tries = {roster._hash(h, *parts) for h in (hashing, *plain) for parts in (*pairs, *words)}
        tries |= {roster._hash(h, name) for h in (hashing, *plain) for name in names}

        assert [] == [found for found in tries if found in stolen]

    # The attack itself is right: with the key it finds them.
    with_key = roster._keyed(KEY, salt)
    found = [word for _, word in words if roster._hash(with_key, "word", word) in stolen]

    assert {"tyler", "okafor", "oneill", "wisniewski"} <= set(found)


def test_the_file_holds_no_letters_of_a_name(file: Path) -> None:
    stolen = file.read_bytes().lower()
    names = {n for p in PUPILS for n in (p.forename, p.surname, p.group) if len(n) > 3}

    for name in names:
        for encoding in ("utf-8", "utf-16-le"):
            assert name.lower().encode(encoding) not in stolen
        assert spelling.fold(name).encode() not in stolen


def test_nothing_of_a_roster_shows_a_name(school: Roster) -> None:
    assert f"<Roster of {len(PUPILS)} pupils>" == repr(school)
    assert not reach.texts("okafor", [school.__dict__, school.contents])


# Sizes.


def many(count: int) -> Iterator[Pupil]:
    """So many invented pupils."""
    chance = random.Random(7)
    starts, ends = ("Ba", "Do", "Ke", "Li", "Mo", "Ra", "Su", "Ti", "Ve", "Zo"), ("la", "mir", "nos", "ret", "via")
    for number in range(count):
        forename = "".join(chance.choices(starts, k=2)).capitalize() + chance.choice(ends)
        yield Pupil(forename, "".join(chance.choices(starts, k=4)).capitalize(), group=f"{number % 7 + 7}A")


def test_thirty_thousand_pupils_take_little_room(tmp_path: Path) -> None:
    school = roster.build(many(30_000), KEY)
    rosters.save(school, tmp_path / "own", KEY)
    loaded = roster.load(tmp_path / "own", KEY)

    assert (tmp_path / "own").stat().st_size < 3_000_000
    assert len(school) == len(loaded) > 29_000
    pupil = next(many(1))
    assert "full" in [hit[1] for hit in hits(loaded, f"for {pupil.forename} {pupil.surname}.")]


@pytest.mark.parametrize("join", ["\n", " ", ""])
def test_very_long_texts_are_looked_at_to_their_end(school: Roster, join: str) -> None:
    text = join.join(["lorem-ipsum dolor"] * 12_000)
    found = hits(school, f"{text} Tyler Okafor {text}{join} Okafor, T")

    assert ["full", "initial_surname"] == [hit[1] for hit in found]


def test_a_list_of_twenty_thousand_rows_is_found_row_by_row(school: Roster) -> None:
    rows = "\n".join("Okafor\tTyler\t9B" for _ in range(20_000))

    assert 20_000 == sum(1 for _ in school.look(View(rows, school)))


def test_any_text_is_looked_at_without_a_fault(school: Roster) -> None:
    pieces = ["Okafor", "Tyler", "T", ",", " ", "\t", "\n", "'", "-", "van", "den", "9B", ".", "\ud800", "İ", "ß", "O'"]
    chance = random.Random(11)
    for _ in range(3_000):
        text = "".join(chance.choices(pieces, k=chance.randrange(14)))
        view = View(normalise(text).text, school)
        found = list(school.look(view))

        assert all(0 <= hit.span.start < hit.span.end <= len(view.text) for hit in found)
        assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_a_key_of_any_bytes_works() -> None:
    assert [("Tyler Okafor", "full", "")] == hits(roster.build(PUPILS, os.urandom(32)), "Tyler Okafor")
