"""Mr, Mrs, Miss, Ms, Mx or Dr with a surname where the frame is a record: never Mr Birling in a lesson.

>>> text = "Please email Mrs Denholm, her attendance meeting is on Friday"
>>> [text[span.start:span.end] for span, _ in find(text)]
['Mrs Denholm']
>>> list(find("How does Priestley present Mr Birling in Act 1? He lacks attendance to others."))
[]
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.model import Span

_TITLED = regex.compile(_names.TITLED)
_GREETED = regex.compile(rf"(?<![\w])(?:Dear|Hi|Hello|Good[ ](?:morning|afternoon))[ ](?P<titled>{_names.TITLED})")
_TITLES = ("Mr", "Ms", "Mx", "Dr", "Miss", "Mme", "Frau", "Herr", "Señor", "Prof")
# How far into a letter its subject shows.
_LETTER = 300
# What a school writes about grown-ups who are not characters.
_CUES = _frames.Vocabulary(
    {
        phrase: weight
        for phrase, weight in _frames.PUPIL_PHRASES.items()
        if weight > 2 or phrase in {"attendance", "absence", "homework", "mum ", "dad ", "consent form"}
    }
    | dict.fromkeys(
        (
            "your son", "your daughter", "your child", "complaint", "complained", "car park", "parking",
            "reply to", "email to", "email from", "e-mail to", "e-mail from", "letter to", "phone call",
            "rang", "belongs to",
            "phoned", "emailed", "governors", "panel hearing", "behaviour", "reception at", "office at",
            "parents", "email ", "ring ", "i am writing", "sincerely",
        ),
        2,
    )
)  # fmt: skip


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Titled surnames on a line that reads like a record, and the same again elsewhere in the text."""
    if not any(title in text for title in _TITLES):
        return
    if _TITLED.search(text) is None:
        return
    lower = _frames.lowered(text)
    cues = _CUES.cues(lower)
    doubts = _frames.Doubts(text, lower)
    people = set()
    for window in cues.windows(text):
        for match in _TITLED.finditer(text, window.start, window.end):
            name = _names.titled(text, Span(*match.span()))
            if name and cues.around(name.span, window) - doubts.about(name.span) >= _frames.ENOUGH:
                people.add(name.surname)
    for match in _GREETED.finditer(text):
        name = _names.titled(text, Span(*match.span("titled")))
        letter = Span(match.end(), match.end() + _LETTER)
        if name and cues.within(letter) - doubts.about(name.span) >= _frames.ENOUGH:
            people.add(name.surname)
    for match in _TITLED.finditer(text) if people else ():
        name = _names.titled(text, Span(*match.span()))
        if name and name.surname in people:
            yield name.span, ("in a school record",)
