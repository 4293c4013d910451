"""Runs of words that might be somebody's name, whatever speaks for it or against it.

A run of capitalised words is cut where a word is a heading's, a topic's or a place's; what is left is a full name,
a bare forename, a title with a surname, "Surname, Forename", or initials with a surname. Small letters count in
a few frames only, as staff type them: "mrs pellow", "megans mum", a forename that is nothing but one.

>>> [run.words for run in runs("Rang Mrs Denholm and Ines Marlowe about Great Expectations")]
[('Denholm',), ('Ines', 'Marlowe')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from safe_to_paste import tagger
from safe_to_paste.detectors import _names
from safe_to_paste.fleeting import remembered
from safe_to_paste.late import re, regex
from safe_to_paste.model import Span


class Form(StrEnum):
    """How a name is written."""

    FULL = "full"
    FORENAME = "forename"
    TITLED = "titled"
    REVERSED = "reversed"
    INITIALS = "initials"
    INITIAL = "initial"
    LOWER_FULL = "lower_full"
    LOWER = "lower"
    LOWER_TITLED = "lower_titled"


# What the tagger learns from: the forms that are nothing but capitalised words.
PLAIN = frozenset({Form.FULL, Form.FORENAME})


class Run(NamedTuple):
    """A run of words: where, which, in what form, and the parts by which it is found again."""

    span: Span
    words: tuple[str, ...]
    form: Form
    forename: str
    surname: str


_Word = tuple[str, int, int]

_RUN = regex.compile(
    rf"(?<![\p{{L}}\d_@/'\[{{<-])(?:{_names.WORD}|\p{{Lu}}\.?(?=[ ]?\p{{Lu}}))"
    rf"(?:[ ](?:(?:{_names.PARTICLE}[ ]){{0,2}}{_names.WORD}|\p{{Lu}}\b\.?)|(?<=\.)\p{{Lu}}\.?(?![\p{{L}}])"
    rf"|(?<=\.){_names.WORD}){{0,7}}(?![\p{{L}}\d_@])"
)
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "mme", "frau", "herr", "señor", "señora", "prof", "sir"})
_PARTICLES = frozenset(_names.PARTICLE[3:-1].split("|"))
_REVERSED = regex.compile(rf",[ ]?(?P<forename>{_names.WORD})(?:[ ]\p{{Lu}}\b\.?)?(?!\p{{L}}|,[ ]|[ ]and[ ])")
_AT_START = re.compile(r"(?:^|[\n|:;\t(*\"])[ \t*\"-]{0,4}(?:\d{1,3}[.)][ ])?\Z")
_PLURAL = re.compile(r"[ ](?:and|&)[ ]Mrs\b")
_LOWER_TITLED = regex.compile(r"(?<![\w@.])(?:mrs|mr|miss|ms|mx|mme)\.? ([a-zA-Z][a-z'-]{0,20})(?![\w@])")
_SMALL = r"[^\W\d_A-Z]"
_LOWER_WORD = re.compile(rf"(?<![\w@./'-]){_SMALL}{{3,15}}(?:-{_SMALL}{{2,12}})?(?![\w@/-]|\.\w)")
_LOWER_NEXT = re.compile(rf" ({_SMALL}{{3,15}}(?:-{_SMALL}{{3,15}})?)(?![\w@/-]|'[^s])")
_KIN_AFTER = re.compile(
    r" (?:mum|mam|dad|step-?mum|step-?dad|nan|gran|carer|parents|mother|father|sister|brother|class|form|teacher|tutor"
    r"|bag|coat|book|phone|lunch|inhaler|glasses|chromebook|report|ehcp)\b"
)
# What people do and words do not, and what is done to them: June is somebody in "June has" and in "told June".
_DOES = re.compile(
    r"'s (?:mum|mam|dad|nan|gran|sister|brother|report|behaviour|attendance|work|book|coat|target|ehcp)\b"
    r"| (?:still |just |also |never |always |now |only |really )?(?:has|had|hasn't|hasnt|hadn't|is|isn't|isnt|was"
    r"|wasn't|wasnt|needs|said|says|did|didn't|didnt|does|doesn't|doesnt|can|can't|cant|could|won't|wont|got|gets|goes|went|came"
    r"|told|asked|refused|refuses|keeps|kept|wants|wanted|loves|likes|hit|bit|ran|left|missed|lives|have|hurt|fell|cried"
    r"|anywhere|again|joined|found|saw|gave|took|ate|made|lost|threw|sat|fell|brought|felt|thinks|seems|[a-z]{2,12}[^e\W]ed)\b"
)
_DONE_TO = re.compile(
    r"\b(?:told|tell|let|asked|lent|ring|rang|emailed|hit|bit|pushed|kicked|called|named|thank|invite|remind|moved"
    r"|girl|boy|lad|child|pupil|student|son|daughter|wife|husband|including|name is|name's|where's|is) $"
)
# Before these words it is a month's or a thing's name: in June, the rose.
_OF_THINGS = re.compile(
    r"\b(?:the|an?|this|that|these|those|my|our|your|his|her|their|its|no|any|some|every|each|what|which|whose|all|one|two"
    r"|in|on|of|at|by|from|until|till|til|since|during|before|after|late|early|mid|last|next|to|not|as|so|very|more|it|we|i"
    r"|you|he|she|they|who|\d+(?:st|nd|rd|th)?),? $",
    re.IGNORECASE,
)
# Where a capitalised word that nobody knows may be somebody: within a sentence, in a list, before a comma or a dash.
_WITHIN = re.compile(r"(?:[a-z,;:&(/]|\d) ?$")
_SET_OFF = re.compile(r" ?[-:(]|,|'s ")
# A word in small letters that does something, and one that stands beside another: "bea and tamsin".
_LOWER_DOING = re.compile(rf"(?<![\w@./'-]){_SMALL}{{2,15}}(?={_DOES.pattern}| (?:are|were)\b)")
_JOINED_BEFORE = re.compile(rf"(?<![\w@./'-])({_SMALL}{{2,15}})(?:, | and | & | n )$")
_JOINED_AFTER = re.compile(rf"(?:, (?:and )?| and | & | n )({_SMALL}{{2,15}})(?![\w@/'-])")
# As teachers tell two rubies apart: "ruby t". Letters that stand for a word (u, r, n, w) are left out.
_LOWER_INITIAL = re.compile(rf"(?<![\w@./'-])({_SMALL}{{2,15}}) ([bcdefghjlmopqstyz])(?![\w@/'.-])")
# Texts longer than this are read for names in small letters only where a school's words stand near.
_SHORT = 3000


def runs(text: str) -> Iterator[Run]:
    """The candidates among capitalised words, in order."""
    again: dict[tuple[str, str], list[Run]] = {}
    for match in _RUN.finditer(text):
        whole = match.group()
        comma = text[match.end() : match.end() + 1] == ","
        if _names.is_everyday(whole) and _is_request(text, match):
            continue
        # Most are single words that begin a sentence.
        if " " not in whole and "." not in whole and (not _alone(whole) or whole in _RANKS):
            if _by_context(text, match):
                yield Run(Span(*match.span()), (whole,), Form.FORENAME, whole.casefold(), "")
                continue
            if not comma:
                continue
        # The same words are the same names wherever they stand; before a comma, what is around them tells.
        key = (whole, text[match.start() - 8 : match.start()] + text[match.end() : match.end() + 28] if comma else "")
        if key not in again:
            again[key] = [_moved(run, -match.start()) for run in _in_run(text, match)]
        yield from (_moved(run, match.start()) for run in again[key])


def _is_request(text: str, match: regex.Match[str]) -> bool:
    """Whether a sentence begins with what may be a name and asks for something: Mark which of these, Will you."""
    before = text[max(0, match.start() - 4) : match.start()].rstrip(" ")
    return before[-1:] in _SENTENCE_ENDS and _ASKED_FOR.match(text, match.end()) is not None


_SENTENCE_ENDS = frozenset({"", ".", "!", "?", "\n", ":", "-", "*"})
_ASKED_FOR = re.compile(
    r" (?:the|an?|all|any|each|every|this|that|these|those|which|what|who|whose|how|my|our|your|their|its|it|them|you"
    r"|we|they|both|out|off|up|on|against)\b"
)


def lower_runs(text: str, windows: Sequence[Span]) -> Iterator[Run]:
    """The candidates in small letters; in a long text, those within the windows."""
    for titled in _LOWER_TITLED.finditer(text):
        surname = titled[1].casefold().removesuffix("'s")
        if len(surname) == 2 or surname in {"a", "i"}:
            continue
        if tagger.known(surname).everyday < 2 and not _names.is_ordinary(surname):
            span = Span(titled.start(), titled.start(1) + len(surname))
            yield Run(span, (surname,), Form.LOWER_TITLED, "", surname)
    for window in windows if len(text) > _SHORT else (Span(0, len(text)),):
        found = {run.span.start: run for run in _lower_forenames(text, window)}
        found |= {run.span.start: run for run in _lower_initials(text, window)}
        for run in [*found.values(), *_lower_doing(text, window)]:
            found.setdefault(run.span.start, run)
            for start, word in _joined(text, run.span):
                found.setdefault(start, _forename(word, start))
        yield from (found[start] for start in sorted(found))


def _lower_forenames(text: str, window: Span) -> Iterator[Run]:
    """Forenames that are hardly anything else, with the surname behind them."""
    # Most texts have none: each word is looked up once before any place is looked at.
    if any(map(_may_be_lower, set(_LOWER_WORD.findall(text, window.start, window.end)))):
        done = 0
        for match in _LOWER_WORD.finditer(text, window.start, window.end):
            if match.start() >= done and (run := _lower(text, match)):
                done = run.span.end
                yield run


def _lower_initials(text: str, window: Span) -> Iterator[Run]:
    """Forenames with an initial."""
    for match in _LOWER_INITIAL.finditer(text, window.start, window.end):
        if _may_join(match[1]):
            yield Run(Span(*match.span()), (match[1], match[2]), Form.INITIAL, match[1], match[2])


def _lower_doing(text: str, window: Span) -> Iterator[Run]:
    """Words that may be somebody for what they do."""
    for match in _LOWER_DOING.finditer(text, window.start, window.end):
        if _may_do(match.group()) and not _OF_THINGS.search(text[max(0, match.start() - 12) : match.start()]):
            yield _forename(match.group(), match.start())


def _forename(word: str, start: int) -> Run:
    """A forename in small letters."""
    return Run(Span(start, start + len(word)), (word,), Form.LOWER, word, "")


def _joined(text: str, span: Span) -> Iterator[tuple[int, str]]:
    """The words that "and" or a comma joins to a name in small letters and that may be names as well."""
    before = _JOINED_BEFORE.search(text[max(0, span.start - 24) : span.start])
    if before and _may_join(before[1]):
        yield max(0, span.start - 24) + before.start(1), before[1]
    after = _JOINED_AFTER.match(text, span.end)
    if after and _may_join(after[1]):
        yield after.start(1), after[1]


def _may_join(word: str) -> bool:
    """Whether a word in small letters may be a forename beside another."""
    known = tagger.known(word)
    return known.forename > 0 and (known.everyday < 2 or (known.forename == 3 and _names.is_everyday(word)))


@remembered
def _may_do(word: str) -> bool:
    """Whether a word in small letters that does something may be somebody: a forename, or no word that anyone knows."""
    known = tagger.known(word)
    if known.forename:
        return (known.everyday < 2 and (len(word) > 2 or known.forename > 1)) or _names.is_everyday(word)
    return (
        len(word) > 3
        and not any(known)
        and not _names.is_ordinary(word)
        and not tagger.known(word.removesuffix("s")).everyday
    )


def _moved(run: Run, by: int) -> Run:
    return Run(Span(run.span.start + by, run.span.end + by), run.words, run.form, run.forename, run.surname)


def beside(text: str, span: Span) -> tuple[str, str]:
    """A few characters before and after, on the same line."""
    before = text[max(0, span.start - 24) : span.start].rpartition("\n")[2]
    return before, text[span.end : span.end + 24].partition("\n")[0]


def _lower(text: str, match: re.Match[str]) -> Run | None:
    word, end = match.group(), match.end()
    if not _is_forename(word):
        if not word.endswith("s") or not _is_forename(word[:-1]) or not _KIN_AFTER.match(text, end):
            return None
        word, end = word[:-1], end - 1
    following = _LOWER_NEXT.match(text, end)
    if following:
        surname = following[1]
        other = tagger.known(surname)
        if not other.everyday and not _names.is_ordinary(surname) and (other.surname or other.forename < 1):
            return Run(Span(match.start(), following.end(1)), (word, surname), Form.LOWER_FULL, word, surname)
    return Run(Span(match.start(), end), (word,), Form.LOWER, word, "")


def _may_be_lower(word: str) -> bool:
    return _is_forename(word) or (word.endswith("s") and _is_forename(word[:-1]))


def _is_forename(word: str) -> bool:
    """Whether a word in small letters is a forename and hardly anything else."""
    return tagger.is_forename(word) and not _names.is_ordinary(word) and not _names.is_everyday(word)


_CALENDAR = frozenset(
    [
        "april",
        "may",
        "june",
        "july",
        "august",
        "january",
        "summer",
        "autumn",
        "spring",
        "winter",
        "easter",
        "sunday",
        "monday",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "art",
        "music",
    ]
)


def given(word: str) -> tagger.Known:
    """How common a word is as a forename and as other things; Bernie-Lee, in no list as a whole, is as Bernie is."""
    known = tagger.known(word)
    first, _, second = word.partition("-")
    if second and not any(known) and tagger.known(second).forename:
        return tagger.known(first)
    return known


def acts(before: str, after: str) -> bool:
    """Whether what stands about a word says that it does something or that something is done to it, as of people."""
    return _DOES.match(after) is not None or _DONE_TO.search(before) is not None


def is_otherwise(word: str) -> bool:
    """Whether a word is a month, a rank, a place or a topic before it is a forename."""
    return _doubtful(word) == _ORDINARY


def _by_context(text: str, match: regex.Match[str]) -> bool:
    """Whether a word that alone is no forename may be one here: it is in no list, or it is a month's or a place's."""
    word = match.group()
    kind = _doubtful(word)
    if not kind:
        return False
    start, end = match.span()
    before, after = text[max(0, start - 12) : start], text[end : end + 24]
    if (_DOES.match(after) and not _OF_THINGS.search(before)) or _DONE_TO.search(before):
        return True
    return kind == _UNKNOWN and bool(_WITHIN.search(before) or _SET_OFF.match(after))


_UNKNOWN, _ORDINARY = 1, 2
# Forenames that are ranks as well.
_RANKS = frozenset({"Prince", "Princess", "King", "Queen", "Lord", "Saint"})


@remembered
def _doubtful(word: str) -> int:
    """Whether a capitalised word is in no list at all, or a month's, a place's or a topic's and a forename as well."""
    if not word[1:].islower():
        return 0
    known = tagger.known(word)
    small = word.casefold()
    if small in _CALENDAR or word in _RANKS or _names.is_ordinary(small):
        return _ORDINARY if known.forename > 1 else 0
    if small.endswith("s") and (_names.is_ordinary(small[:-1]) or tagger.known(small[:-1]).everyday):
        return 0  # Mondays, starters
    return _UNKNOWN if not known.forename and not known.everyday and not known.place else 0


@remembered
def _alone(word: str) -> bool:
    """Whether one capitalised word by itself may be somebody's forename."""
    small = word.casefold()
    if small in _CALENDAR:
        return False
    if _names.is_everyday(small):
        return True
    known = given(word)
    return known.forename > 0 and not _names.is_ordinary(small) and not (known.everyday > 1 and known.forename < 3)


def _in_run(text: str, match: regex.Match[str]) -> Iterator[Run]:
    words = [(m.group(), m.start(), m.end()) for m in _WORDS.finditer(text, *match.span())]
    at = 0
    while at < len(words):
        word = words[at][0].casefold().rstrip(".")
        if word in _TITLES:
            run, at = _titled(text, words, at)
        elif _may_begin(words, at):
            run, at = _named(text, words, at)
        else:
            at += 1
            continue
        if run is not None:
            yield run


_WORDS = regex.compile(r"\p{Lu}\.|[^ .]+")


def _titled(text: str, words: list[_Word], at: int) -> tuple[Run | None, int]:
    start, first = words[at][1], at + 1
    end = first
    while end < len(words) and end < first + 3 and (len(words[end][0].rstrip(".")) == 1 or words[end][0] in _PARTICLES):
        end += 1
    while end < len(words) and end < first + 3 and not _names.is_ordinary(words[end][0]):
        end += 1
    taken = words[first:end]
    if not taken or len(taken[-1][0]) < 2 or _names.is_placeholder(text[start : taken[-1][2]]):
        return None, max(end, at + 1)
    forename = taken[0][0].casefold() if len(taken) > 1 and len(taken[0][0]) > 2 else ""
    parts = tuple(w.rstrip(".") for w, *_ in taken)
    return Run(Span(start, taken[-1][2]), parts, Form.TITLED, forename, parts[-1].casefold()), end


def _may_begin(words: list[_Word], at: int) -> bool:
    word = words[at][0]
    small = word.casefold().rstrip(".")
    more = at + 1 < len(words)
    if len(small) == 1:
        return more and not _names.is_ordinary(words[at + 1][0])
    if small in _PARTICLES or small in _BEGINNINGS:
        return False
    if _names.is_ordinary(small):
        # Jordan Pike is somebody, the Jordan Valley is not.
        after = words[at + 1][0] if more else ""
        surname = tagger.known(after).surname > 0 and tagger.known(after).everyday < 3 and not _names.is_ordinary(after)
        return surname and tagger.known(small).forename == 3
    if more and small in _SALUTATIONS:
        return False
    if word.isupper():
        if not more:
            return False
        return _is_surname_first(words, at) or (words[at + 1][0].isupper() and tagger.known(word).forename > 1)
    return True


def _is_surname_first(words: list[_Word], at: int) -> bool:
    """Whether a surname in capitals stands before a forename or an initial, as registers print them: BIRKETT M."""
    word, following = words[at][0], words[at + 1][0].rstrip(".")
    if len(word) < 3 or not word.isupper() or tagger.known(word).everyday > (tagger.known(word).surname > 1):
        return False
    return len(following) == 1 or (not following.isupper() and tagger.known(following).forename > 0)


def _named(text: str, words: list[_Word], at: int) -> tuple[Run | None, int]:
    if at + 1 < len(words) and _is_surname_first(words, at):
        (surname, start, _), (forename, _, end) = words[at], words[at + 1]
        forename = forename.rstrip(".")
        form = Form.REVERSED if len(forename) > 1 else Form.INITIALS
        given = forename.casefold() if len(forename) > 1 else ""
        return Run(Span(start, end), (forename, surname), form, given, surname.casefold()), at + 2
    end = at + 1
    while end < len(words) and end < at + 5 and _may_go_on(words, at, end):
        end += 1
    while end > at + 1 and words[end - 1][0] in _PARTICLES:
        end -= 1
    taken = [(w.rstrip("."), s, e) for w, s, e in words[at:end]]
    if end < len(words) and words[end][0].casefold() in _endings():
        return None, end + 1  # Jane Austen House, Grange Hill School
    if len(taken) > 1 and taken[-1][0].casefold() in _endings() and tagger.known(taken[0][0]).forename < 2:
        return None, end  # Wildlife Park
    if at and words[at - 1][0].casefold().rstrip(".") in _BEGINNINGS:
        return None, end
    return _run(text, taken), end


# A surname too (Mr Dear), but before another name the greeting of a letter.
_SALUTATIONS = frozenset({"dear"})
_BEGINNINGS = frozenset(
    {"st", "saint", "king", "queen", "lord", "lady", "sir", "prince", "princess", "emperor", "pope"}
)


def _may_go_on(words: list[_Word], at: int, end: int) -> bool:
    word = words[end][0]
    small = word.casefold().rstrip(".")
    if small in _PARTICLES and word.islower():
        return end + 1 < len(words)
    if len(small) == 1:
        if word == "I":
            return False  # on 14 June I paid
        # Forename, initial, surname; Forename, initial. After a surname a letter is something else.
        return end == at + 1 or len(words[end - 1][0].rstrip(".")) == 1
    if small in _TITLES:
        return False
    if word.isupper() and not words[at][0].isupper():
        return False
    if _names.is_everyday(small):
        return True
    if _names.is_ordinary(small):
        first = words[at][0]
        given = tagger.known(first).forename > 1 or _names.is_everyday(first) or len(first.rstrip(".")) == 1
        last = end + 1 == len(words) and tagger.known(small).surname > 1
        return given and end == at + 1 and (last or _names.may_be_surname(small))
    return True


def _run(text: str, taken: list[_Word]) -> Run | None:
    words = tuple(w for w, *_ in taken)
    span = Span(taken[0][1], taken[-1][2])
    lengths = [len(w) for w in words]
    if len(words) > 1 and _names.is_placeholder(" ".join(words)):
        return None
    if len(words) == 1:
        if after := _REVERSED.match(text, span.end):
            run = _reversed(text, words, span, after)
            if run is not None:
                return run
        if not _alone(words[0]):
            return None
        return Run(span, words, Form.FORENAME, words[0].casefold(), "")
    if lengths[-1] == 1:
        if len(words) > 2 or tagger.known(words[0]).everyday > tagger.known(words[0]).forename:
            return None
        return Run(span, words, Form.INITIAL, words[0].casefold(), words[-1].casefold())
    if lengths[0] == 1:
        return Run(span, words, Form.INITIALS, "", words[-1].casefold())
    if len(words) == 2 and tagger.known(words[0]).forename < 2 and (after := _REVERSED.match(text, span.end)):
        run = _reversed(text, words, span, after)
        if run is not None:
            return run
    return Run(span, words, Form.FULL, words[0].casefold(), words[-1].casefold())


def _reversed(text: str, words: tuple[str, ...], span: Span, after: regex.Match[str]) -> Run | None:
    forename = after["forename"]
    given, family = tagger.known(forename), tagger.known(words[-1])
    if given.forename < 2 or _names.is_ordinary(forename) or tagger.known(words[0]).forename > max(1, family.surname):
        return None
    if not _AT_START.search(text, max(0, span.start - 8), span.start) and given.forename < 3:
        return None
    whole = Span(span.start, after.end("forename"))
    return Run(whole, (forename, *words), Form.REVERSED, forename.casefold(), words[-1].casefold())


@cache
def _endings() -> frozenset[str]:
    return frozenset(
        [
            "school",
            "academy",
            "college",
            "high",
            "primary",
            "infants",
            "juniors",
            "nursery",
            "house",
            "centre",
            "hall",
            "park",
            "street",
            "road",
            "lane",
            "avenue",
            "trust",
            "foundation",
            "cup",
            "award",
            "prize",
            "bridge",
            "station",
            "hospital",
            "university",
            "ltd",
            "plc",
            "drive",
            "close",
            "way",
            "crescent",
            "church",
            "library",
            "theatre",
            "trophy",
            "shield",
            "medal",
            "fund",
            "engineering",
            "homes",
            "solutions",
            "services",
            "motors",
            "catering",
            "museum",
            "island",
            "river",
            "bay",
            "united",
            "town",
            "city",
        ]
    )
