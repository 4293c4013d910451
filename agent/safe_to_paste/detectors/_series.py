r"""Pupils named one after the other: in one line, as bullets, over a seating plan, in two columns.

Who counts as a pupil is for ``people`` to say; here it is only seen whether they stand as a list does. From one name to
the next there is nothing but a separator, what opens an item ("3.", "9.20", "cand 4109") and perhaps a short note on
the one before. Told in sentences, three pupils are no list.

>>> text = "Split my class into pairs: Carys Denholm, Joss Pellow, Ines Marlowe and Teodor Wasik"
>>> [(text[one.head.start:one.head.end], one.names) for one in series(View(text))]
[('Carys Denholm, ', 4)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from safe_to_paste.detectors import _names, _rows
from safe_to_paste.late import regex
from safe_to_paste.model import Span
from safe_to_paste.view import View

if TYPE_CHECKING:
    from safe_to_paste.people import Person

_LEAST = 3
# The longest a note on one of them may be, in code points: a line of its own says more than a piece of one.
_LONGEST_NOTE, _LONGEST_LINE = 90, 200

# What opens an item: a bullet, a number, a seat, a time, a candidate's number.
_OPENING = (
    r"(?:[-*>\u2022\u00b7\u25cf\u25aa\u2013o\u2610\u2713]|\(?\d{1,4}[.):]?|\p{Lu}\d{1,2}:?|\d{1,2}[.:]\d\d(?:[ap]m)?:?"
    r"|[a-z]{2,9}\.?[ ]?(?:no\.?[ ]?)?\d{1,6}:?|Seat[ ]\w{1,3}:?|\[[ x]?\])"
)
_GAP = regex.compile(
    r"(?P<note>.{0,200}?)"
    r"(?:(?P<line>[ \t]*\n[ \t]*\n?[ \t]*)"
    r"|[ ]?(?P<strong>[;/|\t\u2022\u00b7]|[ ]{3,40}|[ ](?=\(?\d{1,3}[.)][ ]))[ \t|]{0,4}"
    rf"|(?P<weak>,[ ]?(?:and[ ]|&[ ])?|[ ](?:and|&|\+)[ ]|[ ]?[&+][ ]?))(?:{_OPENING}[ \t]{{0,3}}){{0,2}}\Z",
    regex.DOTALL,
)
# "Carys came in. Joss laughed": a sentence ends, so this is no list.
_SENTENCE = regex.compile(r"[.!?][\"']?[ ]+\p{Lu}|[.!?][\"']?\Z|\n")
# Names that were not taken for anybody's may stand between two that were.
_OTHERS = regex.compile(rf"(?:[ ]?[,;/|\t&][ ]?{_names.WORD}(?:[ ]{_names.WORD}|[ ]\p{{Lu}})?){{1,2}}")
# In brackets, with a figure or a code, after a colon or a dash: a note, and not the rest of a sentence.
_NOTED = regex.compile(r"[ ]?(?:[(\[:=\u2013-].*|.*\d.*|.*(?<!\p{L})[A-Z]{1,4}[+-]?(?!\p{L}).*)")
_NUMBERED = regex.compile(r"(?<!\d)\d{4,13}(?!\d)")
# What stands before a list of grown-ups.
_ADULTS = regex.compile(
    r"(?<!\w)(?:staff|colleagues|teachers|teaching assistants|tas|governors|trustees|volunteers|invigilators"
    r"|supply|tutors|mentors|coaches)(?!\w)[^.!?\n]{0,60}\n?\Z"
)
_TITLED = regex.compile(rf"{_names.TITLE}\.?[ ]", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """Where the names stand, the first of them up to the next, and how many different ones there are."""

    span: Span
    head: Span
    names: int


def series(view: View) -> Iterator[Series]:
    """The pupils of a text who are named one after the other, three or more."""
    some = [person for person in view.people if _may_be_listed(person, view.text)]
    if len(some) < _LEAST:
        return
    run: list[Person] = some[:1]
    notes: list[str] = []
    for before, person in pairwise(some):
        note = _note(view.text, before.span, person.span)
        if note is None:
            yield from _series(view, run, notes)
            run, notes = [], []
        else:
            notes.append(note)
        run.append(person)
    yield from _series(view, run, notes)


def _may_be_listed(person: Person, text: str) -> bool:
    if person.kind == "person":
        return not _TITLED.match(text, person.span.start)
    return person.kind == "pupil"


def _note(text: str, before: Span, after: Span) -> str | None:
    """What is noted on one name before the next follows in a list; None where they are not in one."""
    if not 0 < after.start - before.end <= _LONGEST_LINE:
        return None
    match = _GAP.fullmatch(text, before.end, after.start)
    if match is None:
        return None
    note: str = match["note"]
    if not note.strip() or _OTHERS.fullmatch(note):
        return note
    if _SENTENCE.search(note) and not match["line"]:
        return None
    if match["line"]:
        return None if "\n" in note else note
    if len(note) > _LONGEST_NOTE:
        return None
    if match["strong"] or _NOTED.fullmatch(note):
        return note
    # "Carys laughed, Joss ran" is told of two; "Carys Denholm inhaler, Joss Pellow eczema cream" is a list.
    full = " " in text[before.start : before.end] and " " in text[after.start : after.end]
    return note if full and "," in match["weak"] else None


def _series(view: View, run: Sequence[Person], notes: Sequence[str]) -> Iterator[Series]:
    if len(run) < _LEAST:
        return
    names = {" ".join(view.text[one.span.start : one.span.end].casefold().split()) for one in run}
    different = names - {word for name in names if " " in name for word in name.replace(",", " ").split()}
    pupils = sum(one.kind == "pupil" for one in run)
    recorded = _rows.mostly(_rows.RECORD_FIELD.search(note) or _NUMBERED.search(note) for note in notes)
    start = run[0].span.start
    if _ADULTS.search(view.small, max(0, start - 90), start):
        return
    if len(different) >= _LEAST and (2 * pupils >= len(run) or recorded):
        yield Series(Span(start, run[-1].span.end), Span(start, run[1].span.start), len(different))
