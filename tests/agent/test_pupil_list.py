"""Three pupils or more named one after the other are a list, in whatever form; people of lessons never are."""

from __future__ import annotations

import pytest
from safe_to_paste.detectors import pupil_list, scored_names
from safe_to_paste.view import View

from .growth import grows_no_faster


def lists(text: str) -> list[tuple[str, ...]]:
    return [match.because for match in pupil_list.find(View(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("My intervention group is: Carys Denholm, Joss Pellow, Ines Marlowe and Teodor Wasik. Plan six weeks.", 4),
        ("detention today for Kasper, Olwen, Tegan + Rhodri, word me a text home", 4),
        ("which of my class haven't paid for the trip: Carys D 8T / Joss P 8T / Ines M 8L / Teo W 8L", 4),
        ("My class target grades. Carys Denholm 6, Joss Pellow 5+, Ines Marlowe 7-, Teodor Wasik 4", 4),
        ("Reading ages, my tutor group: Carys Denholm (9.2); Joss Pellow (11.4); Ines Marlowe (8.0)", 3),
        ("Year 9 pupils for the attendance panel\n\u2022 Carys Denholm - rang mum twice\n\u2022 Joss Pellow - out\n"
         "\u2022 Ines Marlowe - in on Monday", 3),
        ("Room bookings for my Y11 speaking exams: 9.00 Carys Denholm; 9.15 Joss Pellow; 9.30 Ines Marlowe", 3),
        ("Access arrangements: cand 4101 Carys Denholm reader, cand 4107 Joss Pellow scribe, cand 4112 Ines Marlowe "
         "rest breaks", 3),
        ("Seating plan 9B, who should move?\nCarys Denholm\tJoss Pellow\nInes Marlowe\tTeodor Wasik\n"
         "Anneke van Dorn\tRavi Sandhar", 6),
        ("9B in two columns, please make it one\nCarys Denholm      Joss Pellow\nInes Marlowe       Teodor Wasik", 4),
        ("Reports still to write for my tutor group: 1. Carys Denholm 2. Joss Pellow 3. Ines Marlowe", 3),
    ],
)  # fmt: skip
def test_pupils_named_one_after_the_other_are_a_list(text: str, names: int) -> None:
    assert lists(text) in ([(f"{names} names",)], [(f"{names} rows",)])


@pytest.mark.parametrize(
    "text",
    [
        "Cast list: Sheila Birling, Gerald Croft, Eva Smith, Arthur Birling. Who is to blame?",
        "Macbeth, Banquo, Duncan and Macduff: which of them is loyal? Year 10 lesson.",
        "Fact files on Marie Curie, Isaac Newton, Ada Lovelace and Charles Darwin for Year 5.",
        "Ben, Aisha and Robin share 36 sweets in the ratio 2:3:4. How many does Robin get?",
        "Compare poems by Simon Armitage, Carol Ann Duffy and Wilfred Owen on the theme of war.",
        "Kings and queens: Henry VIII, Edward VI, Mary Tudor, Elizabeth I",
        "Marie, Lucas et Chloé vont au collège. Marie aime le sport. Make a gap fill.",
        "Interview panel: Mrs Tregaskis, Mr Pellow, Dr Marlowe.",
        "Staff absence: Joan Pellow, Gareth Tolliver, Kit Tasker are on sick leave, arrange cover.",
        "Which governors are on the school panel for the appeal: Joan Pellow, Gareth Tolliver, Kit Tasker",
    ],
)
def test_people_of_lessons_and_colleagues_are_no_list(text: str) -> None:
    assert lists(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Carys hit Joss at lunch today. Ines Marlowe 8T saw it and told me. Teodor ran off, his mum rang.",
        "Carys Denholm 8T and Joss Pellow 8T were late for my lesson.",
        "Carys Denholm 8T swore at me. Carys then hit Joss Pellow 8T. Carys, Joss and Carys again need a detention.",
    ],
)
def test_two_pupils_or_pupils_told_of_in_sentences_are_no_list(text: str) -> None:
    assert lists(text) == []


def test_a_table_is_not_counted_twice() -> None:
    text = "Name\tReg\tTarget\n" + "".join(
        f"{name}\t8T\t6\n" for name in ("Carys Denholm", "Joss Pellow", "Ines Marlowe", "Teodor Wasik")
    )

    assert lists(text) == [("4 rows",)]


@pytest.mark.parametrize("piece", ["Carys Denholm 8T, ", "Carys Denholm 8T\n", "Carys Denholm 8T    ", "Carys L / "])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def work(length: int) -> None:
        list(pupil_list.find(View(piece * (length // len(piece)))))

    assert grows_no_faster(work, 10_000)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Phonics scores: Kasper 31, Olwen 28 and Teodor 36. Who goes in which group?", 3),
        ("House points - Kai L 12; Ella S 9; Jude O 15", 3),
        ("Predicted grades for 11X2: Freya B, Jasper A*, Lottie C and Carys D.", 4),
        ("Attendance so far\nOlwen 81%, Rhodri 92%, Tegan 77%", 3),
    ],
)
def test_forenames_with_scores_behind_words_for_a_record_are_pupils(text: str, names: int) -> None:
    view = View(text)

    assert ["pupil"] * names == [person.kind for person in view.people]
    assert [(f"{names} names",)] == [match.because for match in pupil_list.find(view)]


@pytest.mark.parametrize(
    "text",
    [
        "Oscar scores 7 points, Imogen 9 and Callum 6. How many points have they altogether?",
        "Spelling scores: Ben 7, Aisha 9, Robin 6. Find the mean and the range.",
        "Attendance at the three grounds: London 4, Leeds 5, Derby 7",
        "Merits of each: Ruler 4 cm, Compass 5 cm, Protractor 7 cm",
    ],
)
def test_scores_of_a_sum_or_of_places_are_no_pupils(text: str) -> None:
    assert [] == list(scored_names.find(View(text)))
