"""The people of a school are told from the people of lessons, books and history."""

from __future__ import annotations

import functools
import gc
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import safe_to_paste
from safe_to_paste import paths, people, relevance, roster, rules, scanner, tagger
from safe_to_paste.detectors import _company
from safe_to_paste.documents import checking
from safe_to_paste.documents.copying import rewriting
from safe_to_paste.documents.model import Document
from safe_to_paste.model import Likelihood, Span
from safe_to_paste.view import View

from .growth import grows_no_faster

KEY = bytes(range(32))
ROSTER = roster.build(
    [
        roster.Pupil("Siân", "Tasker", group="6-Kestrel", year="6"),
        roster.Pupil("Will", "Sandhar", group="9B", year="9"),
        roster.Pupil("Eva", "Smith", group="8T", year="8"),
        roster.Pupil("Hope", "Winter", group="7T", year="7"),
        roster.Pupil("Callum", "Brightwell", group="9B", year="9"),
        roster.Pupil("Zofia", "Marsh", group="9B", year="9"),
    ],
    KEY,
)


def named(text: str, known: roster.Roster | None = None) -> list[str]:
    return [text[p.span.start : p.span.end] for p in people.find(View(text, known))]


def kinds(text: str) -> dict[str, str]:
    return {text[p.span.start : p.span.end]: p.kind for p in people.find(View(text))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("three detentions for Kasper L this week, can you word a text home", ["Kasper L"]),
        ("Please word an email home about Callum, he walked out of my lesson today and swore.", ["Callum"]),
        ("how do i tell mrs tregaskis that her son has been excluded", ["mrs tregaskis"]),
        ("help me write a text to megans mum about the prom money, megan still hasnt paid", ["megan", "megan"]),
        ("keegan bit another child at lunch today, fix my spelling for the incident book", ["keegan"]),
        ("reference for college for Lowri Pugh, left us in the summer, quiet, hard working", ["Lowri Pugh"]),
        ("Draft a letter inviting Mr Pellow to a stage 2 absence meeting, union rep coming", ["Mr Pellow"]),
    ],
)
def test_a_person_in_a_staff_message_is_found(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dear Ashley, many thanks for coming in on Monday. His attendance is 81%.", ["Ashley"]),
        ("Dear Priya Lowe, your son was late to school again this week.", ["Priya Lowe"]),
        ("Dear Mr Dear, your son's attendance is 81%.", ["Mr Dear"]),
    ],
)
def test_the_greeting_of_a_letter_is_no_part_of_the_name(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_headings_of_a_mark_sheet_are_nobody() -> None:
    sheet = "Forename\tSurname\tHouse\tMark\nAma\tOsei\tElm\t34\nJonah\tPell\tAsh\t41\nMark\tVarga\tElm\t29"

    assert named(sheet) == ["Ama\tOsei", "Jonah\tPell", "Mark\tVarga"]


@pytest.mark.parametrize(
    "text",
    [
        "Callum has 12 apples and gives 3 to Priya. How many apples has Callum?",
        "Book list for Y7, similar to Malorie Blackman, Onjali Rauf and Alex Wheatle: title, author, genre, hook.",
        "Essay plan: how does Priestley present Sheila Birling as a symbol of hope in Act 3?",
        "Florence Nightingale was born in 1820. Write a fact file about her for Year 2.",
        "Je m'appelle Marie et j'ai treize ans. Mon ami est Lucas. Make a gap-fill.",
        "Larch Academy, Grange Hill School and the Wildlife Park are closed on Friday.",
        "Job advert for a teacher of maths, closing date 30 Jan. Art and Music are in 9T.",
        "Dear [Name], [Pupil 1] has missed three lessons. Yours, [Staff 1]",
        "All names made up: Tom Barker hit Sam in the playground today and his mum is upset.",
    ],
)
def test_people_of_lessons_and_books_are_left_alone(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("staff are asking why Temi isn't in, its her op on friday. line for the bulletin pls", "Temi"),
        ("told June she has to stay in at lunch, she refused. can you word an email to mum", "June"),
        ("chase up: Summer still hasn't paid for the trip, mum rang twice, word a text", "Summer"),
        ("can you word a text home, Prince was sick again after lunch and mum needs to collect him", "Prince"),
        ("Lost property list for the tutor email: Tallulah-Rae (blazer), Kofi (shoes), Maja (bag)", "Tallulah-Rae"),
        ("can you word this better, mr Haigh swore at a year 9 in the corridor again", "mr Haigh"),
    ],
)
def test_a_name_in_no_list_or_with_another_sense_is_found_by_what_stands_around_it(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Half term is in June this year and Summer school starts in August. Draft a paragraph for the newsletter.",
        "Explain why Prince Albert supported the Great Exhibition. Was it a success? 8 marks.",
        "Compare the deserts of Jordan and the Wadi Rum with the Sahara. Is Jordan a hot desert?",
    ],
)
def test_months_and_places_stay_what_they_are(text: str) -> None:
    assert named(text) == []


def test_the_kinds_are_told_apart() -> None:
    text = (
        "Rang mum Bronwen Tasker about Siân Tasker 6-Kestrel, she refused to come in today.\n\n"
        "Employee: Joan Pellow\n\nFrom: Dewi Larch\n"
    )

    assert {
        "Bronwen Tasker": "parent", "Siân Tasker": "pupil", "Joan Pellow": "staff", "Dewi Larch": "person",
    } == kinds(text)  # fmt: skip


def test_a_full_name_is_found_again_and_siblings_stay_two() -> None:
    text = "Ines Marlowe 8T and Idris Marlowe 6T were late. Ines says Idris forgot. Marlowe, Ines."

    assert named(text) == ["Ines Marlowe", "Idris Marlowe", "Ines", "Idris", "Marlowe, Ines"]


def test_the_roster_makes_a_name_surer() -> None:
    text = "siân tasker still needs a coat for thursday"

    assert named(text, ROSTER) == ["siân tasker"]
    (person,) = people.find(View(text, ROSTER))
    assert person.likelihood >= Likelihood.LIKELY
    assert "on the school's roster" in person.because


def test_a_pupil_who_shares_a_characters_name_does_not_spoil_the_book() -> None:
    text = (
        "Write 5 exam style questions on how Priestley presents Eva Smith as a victim in Act One of An Inspector "
        "Calls, with quotations and the AO each one tests."
    )

    assert named(text, ROSTER) == []


@pytest.mark.parametrize(
    "text",
    [
        "Make 12 more like this for year 4: Zofia has 24 conkers and shares them between 3 friends. How many each?",
        "Write a two minute duologue for year 9. Characters: Callum, who found the map, and Zofia, who'll sell it.",
        "Model text for year 6: the lighthouse keeper Callum Brightwell tells a ghost story. Then five questions.",
        "8 sentences with a fronted adverbial, about Callum and Zofia at the zoo. Underline the verb in each.",
        "Turn this into a dialogue in French for year 7: Zofia: Salut! Ça va? Callum: Bof, et toi?",
    ],
)
def test_a_pupils_name_that_a_lesson_happens_to_use_is_left_alone(text: str) -> None:
    assert named(text, ROSTER) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("please tidy this: callum still hasn't handed in his coursework and mum isn't answering", "callum"),
        ("reading ages for the file, Callum Brightwell 9.4, Zofia Marsh 12.1", "Callum Brightwell"),
        ("Seating: put Zofia at the front, she can't see the board", "Zofia"),
        ("Poster ideas for the fair. Also remind me Hope Winter needs her inhaler on the trip", "Hope Winter"),
        ("who could mentor Zofia Marsh next term? quiet, very able, no friends in set 1", "Zofia Marsh"),
    ],
)
def test_a_pupil_on_the_roster_is_found_in_a_note(text: str, name: str) -> None:
    assert name in named(text, ROSTER)


def test_reasons_are_given_in_words() -> None:
    (person,) = people.find(View("Please word an email home about Callum, he swore at me today in my lesson."))

    assert person.because
    assert set(person.because) <= set(relevance.weights().because.values())


NOTES = """Notes for Monday. Zebulon Quixwood swore at Zebulon in my class today; zebulon's mum Mrs Quixwood is cross.
Thessalia has epilepsy and her dad is in prison. thessalia L was sick. Quixwood, Zebulon: 3 detentions, dyslexic.
Dear Mrs Vandersloot, your son Ptolemy is on a child protection plan. His sister Xanthippe is a refugee.
Macbeth kills Duncan. In the story Zebulon had asthma and Oluwadamilare went home."""
# Told in passing: names are looked at once more after people were found.
PASSING = (
    "message from Mum (Kirsty Quixwood) on 07700 900 905: Zebulon has chickenpox, back when scabbed",
    "Zebulon Quixwoods dad Josh Quixwood lives at 3 Kelp Row now, write new emergency card",
    "stuff for head of dept: p4 was fine ex Zebulon & Thessalia chucking pens, both on report already",
)
# Of the names, as a text or a cache may spell them.
OURS = re.compile("zebul|quixw|thessal|vandersl|ptolem|xanthip|oluwadam", re.IGNORECASE)


def caches() -> dict[str, Any]:
    """Every cache in the agent's code by its name, and those of the libraries for patterns."""
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(safe_to_paste.__path__, "safe_to_paste.")
        if "__main__" not in module.name
    ]
    found = {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if hasattr(value, "cache_info")
    }
    libraries = [module for name, module in sys.modules.items() if name in ("re", "regex") or name.startswith("regex.")]
    patterns = [held for each in libraries for name, held in vars(each).items() if name.endswith("_cache")]
    return {**found, "patterns": patterns}


def texts(kept: Any) -> Iterator[str]:
    """All text that a cache holds, in keys or results."""
    seen: set[int] = set()
    left = list(kept) if isinstance(kept, list) else gc.get_referents(kept)
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, tuple | list | dict | set | frozenset) and id(each) not in seen:
            seen.add(id(each))
            left += gc.get_referents(each)


def test_a_cache_that_keeps_a_name_is_seen() -> None:
    for remember in (functools.cache(str.casefold), functools.lru_cache(maxsize=9)(str.casefold)):
        remember("Zebulon")

        assert any(map(OURS.search, texts(remember)))

    re.compile("Quixwood|[a]")

    assert any(map(OURS.search, texts(caches()["patterns"])))

    re.purge()


@pytest.mark.parametrize("known", [None, ROSTER])
def test_nothing_of_a_text_is_kept_in_a_cache(known: roster.Roster | None) -> None:
    every = rules.load(paths.rules_dir())
    seen: set[str] = set()
    for text in (NOTES, *PASSING):
        for scanned in (
            scanner.scan(text, every, roster=known),
            checking.check(Document("plain", text), every, roster=known),
        ):
            seen |= {finding.entity for finding in scanned.findings}

            assert {name for name, cached in caches().items() if any(map(OURS.search, texts(cached)))} == set()

    assert {"PUPIL_NAME", "HEALTH", "FAMILY"} <= seen
    assert len(caches()) > 20


def test_nothing_of_a_text_is_kept_when_its_check_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "_settled", lambda _: tagger.known("Zebulon") and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        scanner.scan(NOTES, ())

    assert not any(map(OURS.search, texts(tagger.known)))


def test_nothing_of_a_document_is_kept_by_what_replaces_in_it() -> None:
    rewriting.Everywhere([("Zebulon Quixwood", "[Pupil 1]")]).replaced("Zebulon Quixwood")

    assert not any(map(OURS.search, texts(caches()["patterns"])))


def test_every_weight_is_on_its_side() -> None:
    weighed = relevance.sides()

    assert [name for name, (side, weight) in weighed.items() if side * weight < 0] == []


def test_the_file_of_words_names_its_sources_and_is_small() -> None:
    file = paths.rules_dir() / "data" / tagger.FILE
    header = json.loads(file.read_bytes().split(b"\n", maxsplit=1)[0])

    assert file.stat().st_size < 2_000_000
    assert "OGL v3" in header["sources"].values()


@pytest.mark.parametrize(
    "piece",
    ["Ab Cd 8T ", "Ab Cd 8T\n", "Ab, Cd ", "Mr Ab detention ", "callum mum ", "Callum ", "A.B. ", "Name: ",
     "Callum Brightmore swore ", "Éa-Éa' ", "St ", "mrs abc "],
)  # fmt: skip
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def work(length: int) -> None:
        people.find(View(piece * (length // len(piece))))

    assert grows_no_faster(work, 10_000)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("parents' evening notes\nMaja - lovely reader\nJune - knows her sounds\nAoife - all expected", "June"),
        ("Groups for Thursday\nTamsin, Jun, Parveen\nLuka, Idris, Aleena", "Jun"),
    ],
)
def test_who_stands_among_people_is_one_of_them(text: str, name: str) -> None:
    assert name in {text[person.span.start : person.span.end] for person in people.find(View(text))}


def test_who_has_a_title_is_no_pupil() -> None:
    text = "Mrs Webb in reception keeps ringing in sick on Mondays, how do I raise it"

    assert {"pupil"}.isdisjoint({person.kind for person in people.find(View(text))})


@pytest.mark.parametrize("unit", ["Maja - x\n", "June, Maja, ", "- ", "Jun,"])
def test_lists_of_people_take_time_in_proportion(unit: str) -> None:
    def work(length: int) -> None:
        text = unit * (length // len(unit))
        starts = range(0, len(text), 40 * len(unit))
        list(_company.in_company(text, [Span(start, start + 4) for start in starts]))

    assert grows_no_faster(work, 100_000)


def test_whoever_is_written_to_about_their_employment_is_staff() -> None:
    letter = "Dear Gareth, following your second period of sickness absence I am inviting you to an absence meeting."

    assert kinds(letter) == {"Gareth": "staff"}


@pytest.mark.parametrize(
    ("name", "quiet", "somebody"),
    [
        (
            "Orla",
            "Sports day running order. Hurdles 10.15, sack race 10.40, relay 11. Orla holds the tape for the finish.",
            "Tobias in 9C is excluded and must not come on to the field.",
        ),
        (
            "Imani",
            "Assembly on kindness: a quiz about the Good Samaritan, then a song. Imani reads the prayer.",
            "Attendance of Freya Lindqvist 7B is at 71%, ring her mum.",
        ),
        (
            "Denzil",
            "Lesson plan, Y5 fractions: starter, halves and quarters. Main: bar models. Plenary: exit ticket. "
            "Denzil to hand out the boards.",
            "Callum's mum rang, he has lost his inhaler again.",
        ),
    ],
)
def test_less_is_enough_near_somebody_who_has_been_found(name: str, quiet: str, somebody: str) -> None:
    assert named(quiet) == []
    assert name in named(f"{quiet} {somebody}")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("pls reword for mum: kezzie had another nosebleed at lunch, cold flannel, fine after", ["kezzie"]),
        ("log this pls: tunde tried to leave the room again and threw his bag", ["tunde"]),
        ("accident book: siôn fell off the trim trail at break, bump on his head, mum told", ["siôn"]),
        ("chase and rhys were fighting by the bins at lunch. what do i say to parents", ["chase", "rhys"]),
        ("poppy and zofia fell out again at break, her mum rang me upset, need a reply", ["poppy", "zofia"]),
        ("email home: ava p and mo b keep swapping seats in my lesson, they wont listen", ["ava p", "mo b"]),
        ("let June have a go at reading in assembly as she's been so anxious, word a note to her mum", ["June"]),
    ],
)
def test_small_letters_and_other_words_are_names_by_what_they_do(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "coach list for friday, who still hasn't paid: BRAMWELL Tess, ODUYA Kofi, HASKINS Joel",
            ["BRAMWELL Tess", "ODUYA Kofi", "HASKINS Joel"],
        ),
        (
            "seating for the mock, 25% extra time: BRAMWELL T, ODUYA K, HASKINS J",
            ["BRAMWELL T", "ODUYA K", "HASKINS J"],
        ),
        ("tidy my note: Jordan Pike said he was pushed on the stairs and his arm hurts", ["Jordan Pike"]),
        ("Georgia Wick hasn't been in since Monday, mum says she's anxious, draft an email", ["Georgia Wick"]),
        ("Chelsea Lund's behaviour log: swore at me, walked out, refused to come back", ["Chelsea Lund"]),
    ],
)
def test_surnames_in_capitals_and_places_that_are_forenames(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "From: Anneka Holt\nTo: History team\nSubject: week 4\n\nHi all, can we swap the sources for the "
        "posters in week 4? The worksheet and the knowledge organiser are in the folder. Quiz on Friday, 10 questions.",
        "From: Piers Lund\nTo: Maths\n\nDear all, new scheme of work for fractions attached. Starters are retrieval, "
        "then bar models. Please check the mark scheme for question 6.",
        "From: Tess Arkwright\nTo: English dept\n\nThe poetry booklet: Ozymandias, London and Storm on the Island. "
        "Model paragraphs and a glossary still to add. Can somebody write a quiz on the key terms?",
        "Quiz on the Old Testament: Jonah, Esther, Daniel and Ruth. 12 questions with a few funny wrong answers.",
        "Sort these into hero or villain for a display: Gretel, Aladdin, Ariel, Ursula, Jafar.",
        "List three facts each about Noah, Moses, David and Samson for a card sort.",
        "Menu for next week please. Mark which meals are gluten free, vegan or halal and which contain nuts.",
        "Reword this note home please. Will you still be open at 8? May we send our own lunch for the trip?",
        "Marking grid please. Mark all of question 3 out of 6, and Mark each answer with a tick or a dot.",
        "on 14 June I paid a deposit for the kitchen. On 3 May I rang the shop. Word a firm letter, please.",
        "Mondays are for spelling, Plenary is ten minutes. Arabic and Romanian word mats next to English please.",
    ],
)
def test_who_writes_of_teaching_and_who_is_in_scripture_are_left_alone(text: str) -> None:
    assert named(text) == []


def test_a_house_is_nobody() -> None:
    text = "Please tidy this record.\nUPN: A999000000001\nHouse: Larch\nTutor: Mrs Pellow"

    assert "Larch" not in {text[person.span.start : person.span.end] for person in people.find(View(text))}
