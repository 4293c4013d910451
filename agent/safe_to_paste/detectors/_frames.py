"""What the words around a name say: a school's record about someone, or teaching about no one.

Evidence is added up, in whole numbers: a record frame speaks for a name, a teaching frame, a date
in history or a known character against it, and a text that says it is made up more than anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import regex

from safe_to_paste.detectors import _names
from safe_to_paste.model import Span

# What evidence must add up to.
ENOUGH = 3
# How far a phrase speaks for or against a name, in code points, within the line.
REACH = 100

# Phrases of records about pupils. Two that weigh 2, or one that weighs 3, make a record.
PUPIL_PHRASES: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "behaviour point", "behaviour log", "detention", "internal exclusion", "in isolation",
            "isolation room", "permanent exclusion", "permanently exclu", "suspended for", "been suspended",
            "was suspended", "excluded for", "predicted grade", "target grade", "minimum target",
            "parents' evening", "parents evening", "end of year report", "report comment", "school report", "ehcp",
            "annual review", "sen support", "one page profile", "one-page profile", "pupil passport", "cpoms",
            "standardised score", "scaled score", "attendance is", "attendance of", "attendance at",
            "unauthorised absence", "managed move", "reduced timetable", "access arrangement", "extra time",
            "looked after", "in care", "social worker", "child protection", "child in need", "pupil premium",
            "free school meals", "camhs", "speech therapist", "educational psych", "new starter", "on report",
            "working below", "working towards", "working at expected", "her mum", "his mum", "her dad", "his dad",
            "their mum", "their dad", "cannot access the", "can't access the", "mum sa", "dad sa",
            "mum wants", "dad wants",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            "attendance", "absen", "suspension", "exclusion", "safeguarding", "disclosed", "senco", "bull",
            "homework", "diagnos", "adhd", "autis", "dyslexi", "inhaler", "epipen", "care plan", "medic", "allerg",
            "lates", "truant", "vape", "vaping", "sworn at", "swore at", "mum ", "dad ", "home visit", "phonics",
            "mocks", "mock exam", "coursework", "tutor group", "form tutor", "in my class", "sit with", "sits with",
            "seating", "risk assessment", "referral", "observation", "eyfs", "mash", "stepdad", "non-molestation",
            "incident", "residential", "consent form", "intervention", "reading age",
        ),
        2,
    ),
}  # fmt: skip

# Phrases of records about people who work in the school.
STAFF_PHRASES: Mapping[str, int] = {
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
    "scene ", "film", "movie", "painting", "painter", "artist", "composer", "scientist", "inventor", "theory",
    "discovered",
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
_MADE_UP_WORDS = ("fiction", "fictit", "imagin", "hypothe", "invent", "made up", "made-up", "not real", "not a real",
                  "nobody", "no one", "none", "no real", "specimen", " data", " name", " pupil", " row", " record",
                  "role play", "role-play", "roleplay")  # fmt: skip
_WORD_PROBLEM = regex.compile(
    r"\bhow[ ](?:many|much|old|far|long|tall)\b|\b(?:twice|times)[ ]as[ ](?:many|much|old)|\bwhat[ ](?:is"
    r"|was)[ ](?:the|his|her)[ ](?:total|probability|ratio|mean)"
)
_CODE = regex.compile(
    r"\bimport[ ]\w|\bdef[ ]\w+\(|\bSELECT[ ]|\bINSERT[ ]INTO|=[ ]?[\[{\"]{1,3}[\n\w\"]|</?\w+>|\bprint\("
    r"|\bclass[ ]\w+[:(]"
)
_HISTORY = regex.compile(r"(?<![\d£.:/-])(?<!\d,)(?:1[0-8]\d\d|19[0-3]\d)(?![\d.,]\d|\d|p\b)|\b(?:BCE?|AD|c\.)(?!\w)")


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


class Vocabulary:
    """Phrases and their weights, found in one pass over a text in small letters."""

    def __init__(self, phrases: Mapping[str, int]) -> None:
        self._phrases = phrases

    def cues(self, lower: str) -> Cues:
        """Every phrase that starts at the start of a word."""
        # A line end before the text makes its first word like any other, and offsets come out right.
        found = [(m.start(), self._phrases[m["phrase"]]) for m in self._pattern.finditer(f"\n{lower}")]
        return Cues(tuple(at for at, _ in found), tuple(weight for _, weight in found))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The standard library is several times faster here than regex, given a tree of letters.
        return re.compile(rf"[\s(\"'/,:;*|-](?P<phrase>{_tree(self._phrases)})")


def _tree(words: Iterable[str]) -> str:
    """A pattern for any of the words that decides letter by letter; the longest wins."""
    tails = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    branches = "|".join(re.escape(letter) + _tree(rest) for letter, rest in sorted(tails.items()) if letter)
    return f"(?:{branches})?" if "" in tails and branches else f"(?:{branches})" if branches else ""


def line_at(text: str, at: int, *, reach: int) -> Span:
    """The line a position lies on, looking no further than ``reach`` either way."""
    start, end = max(0, at - reach), min(len(text), at + reach)
    before, after = text.rfind("\n", start, at), text.find("\n", at, end)
    return Span(start if before < 0 else before + 1, end if after < 0 else after)


class Doubts:
    """What speaks against names in one text; looked into only when there is a name to doubt."""

    def __init__(self, text: str, lower: str) -> None:
        self._text = text
        self._lower = lower

    def about(self, span: Span) -> int:
        """How much speaks against the name at a span, to be taken from what speaks for it."""
        line = line_at(self._text, span.start, reach=REACH)
        near = Span(max(line.start, span.start - REACH), min(max(line.end, span.end), span.end + REACH))
        doubt = self.declared(near)
        doubt += 2 * any(self._lower.find(phrase, near.start, near.end) >= 0 for phrase in self._teaching)
        doubt += 3 * (_HISTORY.search(self._text, near.start, near.end) is not None)
        wide = (max(0, span.start - 2 * REACH), span.end + 3 * REACH)
        doubt += 2 * (_WORD_PROBLEM.search(self._lower, *wide) is not None)
        return doubt + 3 * _names.is_known(self._text[span.start : span.end])

    def declared(self, near: Span) -> int:
        """4 where the text says that what stands there is made up, else 0."""
        if not self._may_be_made_up:
            return 0
        return 4 * (self._made_up or _MADE_UP.search(self._lower, near.start, near.end) is not None)

    def code(self, near: Span) -> bool:
        """Whether what stands there looks like a program."""
        return _CODE.search(self._text, max(0, near.start - 4 * REACH), near.end + 4 * REACH) is not None

    @cached_property
    def _may_be_made_up(self) -> bool:
        """Whether the text has any word that such a statement needs: a quick look before a close one."""
        return any(word in self._lower for word in _MADE_UP_WORDS)

    @cached_property
    def _made_up(self) -> bool:
        """Requests stand first or last: "all of these are invented" there is said of the whole text."""
        return any(_MADE_UP.search(piece) for piece in (self._lower[:400], self._lower[-300:]))

    @cached_property
    def _teaching(self) -> tuple[str, ...]:
        """Those phrases that the text uses at all."""
        return tuple(phrase for phrase in _TEACHING if phrase in self._lower)


PUPIL_RECORD = Vocabulary(PUPIL_PHRASES)
STAFF_RECORD = Vocabulary(STAFF_PHRASES)
