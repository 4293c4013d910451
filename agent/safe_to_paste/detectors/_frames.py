"""What the words around a name say: a school's record about someone, or teaching about no one.

Evidence is added up, in whole numbers: a record frame speaks for a name, a teaching frame, a date
in history or a known character against it, and a text that says it is made up more than anything.
Phrases are found as plain strings, which is some twenty times faster than one large pattern.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

from safe_to_paste.detectors import _names
from safe_to_paste.model import Span

# What evidence must add up to.
ENOUGH = 3
# How far a phrase speaks for or against a name, in code points, within the line.
REACH = 100

# Phrases of records about pupils. Two that weigh 2, or one that weighs 3, make a record.
PUPIL_RECORD: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "behaviour point", "behaviour log", "detention", "internal exclusion", "in isolation",
            "isolation room", "permanently excluded", "permanent exclusion", "been suspended",
            "was suspended", "fixed term suspension", "days suspension", "day suspension", "suspended for", "excluded for", "predicted grade",
            "target grade", "minimum target", "parents' evening", "parents evening", "parent's evening",
            "end of year report", "report comment", "school report", "ehcp", "annual review", "sen support",
            "one page profile", "one-page profile", "pupil passport", "cpoms", "standardised score",
            "scaled score", "attendance is", "attendance of", "attendance at", "attendance has",
            "unauthorised absence", "managed move", "reduced timetable", "access arrangement", "extra time",
            "looked after", "in care", "social worker", "child protection", "child in need", "pupil premium",
            "free school meals", "camhs", "speech therapist", "educational psychologist", "new starter",
            "working below", "working towards", "working at expected", "his mum", "her mum",
            "his dad", "her dad", "their mum", "their dad", "mum says", "mum said", "dad says", "dad said",
            "mum wants", "dad wants", "cannot access the", "can't access the", "is on report",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            "attendance", "absent", "absence", "suspension", "exclusion", "safeguarding", "disclosed", "senco",
            "bullying", "bullied", "homework", "diagnosed", "diagnosis", "adhd", "autis", "dyslexi", "inhaler",
            "epipen", "care plan", "medication", "allerg", "lates", "truant", "vape", "vaping", "sworn at",
            "swore at", "mum ", "dad ", "home visit", "phonics", "reading age", "mocks", "mock exam", "coursework",
            "tutor group", "form tutor", "my class", "in my class", "sit with", "sits with", "seating",
            "risk assessment", "referral", "observation", "eyfs", "mash", "stepdad", "non-molestation", "incident", "residential", "consent form", "medical", "intervention",
        ),
        2,
    ),
}  # fmt: skip

# Phrases of records about people who work in the school.
STAFF_RECORD: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "capability", "disciplinary", "grievance", "appraisal", "return to work", "return-to-work",
            "phased return", "occupational health", "oh referral", "sickness absence", "absence meeting",
            "absence management", "stage 1 absence", "stage 2 absence", "stage 3 absence", "long term sick",
            "long-term sick", "signed off", "fit note", "probation", "settlement agreement", "redundan",
            "performance management", "support plan", "pay progression", "final written warning",
            "written warning", "lado", "gross misconduct", "maternity leave", "informal stage", "tlr",
            "threshold application", "upper pay", "notice period", "exit interview",
        ),
        3,
    ),
}  # fmt: skip

_TEACHING = (
    "worksheet", "comprehension", "word problem", "quiz", "knowledge organiser", "mark scheme", "chapter",
    "character", "novel", "poem", "poet", "extract", "scheme of work", "biograph", "fact file", "factfile",
    "timeline", "famous", "historical", "author", "playwright", "stanza", "in the play", "the play ",
    "dialogue", "script", "scenario", "story about", "act 1", "act 2", "act 3", "act 4", "act 5", "act i",
    "scene ", "film", "movie", "painting", "painter", "artist", "composer", "scientist", "inventor", "theory", "discovered",
    "exam question", "lesson on", "lesson about", "biology", "published", "speech by", "quote", "philosopher",
    "explorer", "prime minister", "president", "queen ", "king ", "emperor", "born in", "died in", "trilogy",
)  # fmt: skip

_MADE_UP = regex.compile(
    r"\b(?:fictional|fictitious|imaginary|imagined|hypothetical"
    r"|(?:all|entirely|completely|purely|is|are|names?)[ ]invented|invented[ ](?:names?|pupils?|data|people|by)"
    r"|made[ -]up[ ](?:names?|pupils?|students?|people|data|class|example|child|children|case|school)"
    r"|(?:all|is|are|names?|completely|entirely)[ ]made[ -]up"
    r"|not[ ](?:a[ ])?real|(?:nobody|no[ ]one|none)[ ](?:is[ ]|of[ ]them[ ]is[ ])?real|no[ ]real|not[ ]real"
    r"|specimen|(?:dummy|sample|test|mock|fake|example)[ ](?:data|names?|pupils?|rows?|records?)|role[ -]?play)\b"
)
# "How many bars has Kim?": the people of arithmetic.
_WORD_PROBLEM = regex.compile(
    r"\bhow[ ](?:many|much|old|far|long|tall)\b|\b(?:twice|times)[ ]as[ ](?:many|much|old)|\bwhat[ ](?:is|was)[ ](?:the|his|her)[ ](?:total|probability|ratio|mean)"
)
_HISTORY = regex.compile(r"(?<![\d£.,:/-])(?:1[0-8]\d\d|19[0-3]\d)(?![\d.,]\d|\d|p\b)|\b(?:BCE?|AD|c\.)(?!\w)")


def lowered(text: str) -> str:
    """In small letters, one character for one."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(s if len(s := c.lower()) == 1 else c for c in text)


@dataclass(frozen=True, slots=True)
class Cues:
    """Where a vocabulary's phrases stand in a text, in order, and what each weighs."""

    starts: tuple[int, ...]
    weights: tuple[int, ...]

    def around(self, span: Span, line: Span) -> int:
        """What the phrases near a span, on its line, add up to."""
        first = bisect_left(self.starts, max(span.start - REACH, line.start))
        last = bisect_left(self.starts, min(span.end + REACH, line.end), first)
        return sum(
            w
            for at, w in zip(self.starts[first:last], self.weights[first:last], strict=True)
            if not span.start <= at < span.end
        )

    def within(self, stretch: Span) -> int:
        """What the phrases in a stretch of text add up to."""
        first = bisect_left(self.starts, stretch.start)
        return sum(self.weights[first : bisect_left(self.starts, stretch.end, first)])

    def windows(self, text: str) -> Iterator[Span]:
        """The stretches of line that lie within reach of a phrase, none overlapping."""
        done = 0
        for at in self.starts:
            line = line_at(text, at, reach=2 * REACH)
            start, end = max(done, at - REACH, line.start), min(at + 2 * REACH, line.end)
            if start < end:
                yield Span(start, end)
                done = end


def cues(lower: str, vocabulary: Mapping[str, int]) -> Cues:
    """Every phrase of a vocabulary that starts at the start of a word."""
    found: dict[int, int] = {}
    for phrase, weight in vocabulary.items():
        for at in _places(lower, phrase):
            found[at] = max(weight, found.get(at, 0))
    starts = tuple(sorted(found))
    return Cues(starts, tuple(found[at] for at in starts))


def line_at(text: str, at: int, *, reach: int) -> Span:
    """The line a position lies on, looking no further than ``reach`` either way."""
    start, end = max(0, at - reach), min(len(text), at + reach)
    before, after = text.rfind("\n", start, at), text.find("\n", at, end)
    return Span(start if before < 0 else before + 1, end if after < 0 else after)


class Doubts:
    """What speaks against names in one text."""

    def __init__(self, text: str, lower: str) -> None:
        self._text = text
        self._lower = lower
        # Requests stand first or last: "all of these are invented" there is said of the whole text.
        self._made_up = any(_MADE_UP.search(piece) for piece in (lower[:400], lower[-300:]))

    def declared(self, span: Span) -> int:
        """4 where the text says that what stands at a span is made up, else 0."""
        near = (max(0, span.start - 2 * REACH), span.end + REACH)
        return 4 * (self._made_up or _MADE_UP.search(self._lower, *near) is not None)

    def about(self, span: Span) -> int:
        """How much speaks against the name at a span, to be taken from what speaks for it."""
        line = line_at(self._text, span.start, reach=REACH)
        near = Span(max(line.start, span.start - REACH), min(max(line.end, span.end), span.end + REACH))
        doubt = 4 * (self._made_up or _MADE_UP.search(self._lower, near.start, near.end) is not None)
        doubt += 2 * any(self._lower.find(phrase, near.start, near.end) >= 0 for phrase in _TEACHING)
        doubt += 2 * (_WORD_PROBLEM.search(self._lower, max(0, span.start - 2 * REACH), span.end + 3 * REACH) is not None)
        doubt += 3 * (_HISTORY.search(self._text, near.start, near.end) is not None)
        return doubt + 3 * _names.is_known(self._text[span.start : span.end])


def _places(lower: str, phrase: str) -> Iterable[int]:
    at = lower.find(phrase)
    while at >= 0:
        if at == 0 or not lower[at - 1].isalnum():
            yield at
        at = lower.find(phrase, at + len(phrase))
