"""Pupils named in full where the frame is a school's record.

A name counts when it stands beside a class ("Ines Marlowe 8T"), an identifier or a date of birth, after
"my son" or "report for", in front of "'s mum", after a "Pupil:" heading, or on a line that speaks of
detentions, care plans or predicted grades. Once found, it is found everywhere in the text.

>>> text = "Behaviour log: Ines Marlowe 8T. Ines refused."
>>> [(text[span.start:span.end], because[0]) for span, because in find(text)]
[('Ines Marlowe', 'beside a class'), ('Ines', 'named in full elsewhere in this text')]
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._beside import names_before
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.model import Span

# 8T, 10KL, 11x/Ma2, 5-Osprey, R-Wren; not 3D, 4K, 10AM.
_CLASS = regex.compile(
    r"(?<![\w/.,£$-])(?:(?:1[0-3]|[1-9])(?!X|(?:D|K|G|AM|PM|TH|ST|ND|RD|GB|KG|CM|KM|MM|ML|V|N)\b)[A-Z]{1,3}\d?(?:/[A-Z][a-z]\d)?"
    r"|(?:1[0-3]|[1-9])[a-z]\d?/[A-Z][a-z]\d|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{2,14})(?![\w/-])"
)
_YEAR = regex.compile(r"(?<![\w-])(?:[Yy](?:ear|r)?[ ]?(?:1[0-3]|[1-9])|Reception|Nursery)(?![\w.]*\d|[ ]?\+)")
_PERSONAL = regex.compile(
    r"\b(?:he|she|him|her|hers|his|he's|she's|mum|dad|parents?|carers?|nan|attendance|behaviour|new[ ]starter|joined|predicted"
    r"|working[ ](?:at|towards)|targets?|diagnos\w*|ehcp|send?|eal|fsm|upn|dob|mtg|refus\w+|hit|left|lates|missed|needs[ ]to)\b"
)
_IDENTIFIER = regex.compile(
    r"(?<!\w)(?:UPN|ULN|UCI|NHS|(?:DOB|D\.O\.B|Date[ ]of[ ]birth|date[ ]of[ ]birth|dob)(?![^\n]{1,10}[ /.-]19\d\d)|CPOMS|EHCP|Cand(?:idate)?[ ]no|candidate n|Adno|SEN [KE]\b|FSM\b|PP\b"
    r"|att(?:endance)?[ ]?:?[ ]?\d\d(?:\.\d)?[ ]?%|born[ ](?:on[ ])?\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[012]\d(?!\d)|[A-HJ-NP-RT-Z]\d{12}(?!\d))"
)
# What stands directly before a name and makes it a pupil's.
_BEFORE_NAME = regex.compile(
    rf"(?<!\w)(?P<cue>(?:[Mm]y|[Oo]ur|[Yy]our)[ ](?:son|daughter|child|grandson|granddaughter|stepson|stepdaughter),?"
    r"|(?:[Mm]um|[Dd]ad|[Nn]an|[Cc]arers?|[Pp]arents?|[Ff]oster[ ]carers?|[Mm]um[ ]and[ ]dad)[ ](?:of|to|for)"
    r"|[Nn]ew[ ](?:starter|pupil|student|arrival|admission)|[Cc]andidate"
    r"|(?:[Rr]eport|[Rr]eports|[Cc]omment|[Rr]eference|[Pp]rofile|[Pp]assport|[Bb]ehaviour[ ]log|[Cc]hronology|[Rr]eferral"
    r"|EHCP|IEP|IHP|PEP|BSP|PSP|ILP|[Cc]are[ ]plan|[Rr]isk[ ]assessment|[Dd]etention|[Ss]uspension|[Ee]xclusion|[Ee]xpulsion|[Aa]nnual[ ]review"
    r"|[Ss]upport[ ]plan|[Pp]ersonal[ ]statement)"
    r"[ ](?:letter[ ]|notes?[ ]|comments?[ ]|meeting[ ]|draft[ ])?(?:(?:for|to)[ ](?:a[ ])?[a-z]{3,16}[ ])?(?:for|of|about|re)"
    r"|(?:[Ll]etter|[Ee]-?mail)[ ]home[ ](?:about|re|for)"
    r")(?:[ ]|:[ ]|[ ]-[ ])(?P<name>" + _names.FULL + ")"
)
_CUE_WORDS = (
    "son ", "daughter ", "child ", "grandson ", "mum ", "dad ", "nan ", "carer", "parent", "new ", "candidate",
    "report", "comment", "reference", "profile", "passport", "log", "chronology", "referral", "ehcp", "iep", "ihp",
    "pep ", "bsp", "psp", "ilp", "plan", "assessment", "detention", "suspension", "exclusion", "review", "statement",
    " home ",
)  # fmt: skip
_RELATED = regex.compile(
    rf"(?P<name>{_names.FULL})'s?[ ](?:mum|dad|nan|carers?|parents?|behaviour|attendance|EHCP|report|tutor|sister|brother)(?!\w)"
)
# Cormac's mum: a forename is enough, unless a book has someone of that name.
_MUM_OF = regex.compile(rf"(?<![\p{{L}}\d_.'-]){_names.WORD}(?=(?:'s|(?<=s)')[ ](?:mum|dad|nan|stepdad|stepmum|foster[ ]carer)(?!\w))")
_RELATED_WORDS = ("'s mum", "'s dad", "'s nan", "'s carer", "'s parent", "'s behaviour", "'s attendance", "'s ehcp",
                  "'s report", "'s tutor", "'s sister", "'s brother", "s' mum", "s' dad", "s' parent")  # fmt: skip
_HEADING = regex.compile(
    r"(?<!\w)(?:Pupil|Student|Child|Learner|Young[ ]person|PUPIL|STUDENT|CHILD|pupil|student|child)"
    r"(?:'s)?(?:[ ](?:full[ ])?[Nn]ame|[ ]NAME)?[ ]?[:=\t][ \t]{0,4}"
    rf"(?:(?P<name>{_names.FULL})|(?P<reversed>{_names.SURNAME},[ ]{_names.WORD})"
    rf"|(?P<short>{_names.WORD}(?:[ ]\p{{Lu}}(?![\p{{L}}']))?)(?=[ ]*(?:[\n,;(|\t]|\Z|[-][ ]|\d)))"
)
_LABELS = ("pupil", "student", "child", "learner", "young person")
_FULL = regex.compile(_names.FULL)
_NAME = regex.compile(rf"(?P<full>{_names.FULL})|(?P<initial>{_names.FORENAME_INITIAL})")


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Pupils' names in full, and the same names wherever else they stand."""
    lower = _frames.lowered(text)
    doubts = _frames.Doubts(text, lower)
    found: dict[Span, _names.Name] = {}
    for name, weight, because in _seen(text, lower):
        if name.span not in found and weight - doubts.about(name.span) >= _frames.ENOUGH:
            found[name.span] = name
            yield name.span, (because,)
    for name in list(_beside_those(text, found)):
        if not doubts.about(name.span):
            found[name.span] = name
            yield name.span, ("on a line with another pupil's name",)
    yield from echoes(text, found.values())


def _seen(text: str, lower: str) -> Iterator[tuple[_names.Name, int, str]]:
    """Names with what speaks for them, in no order; the same one may come more than once."""
    for mark, weight, because in (
        (_CLASS, 5, "beside a class"),
        (_IDENTIFIER, 5, "beside an identifier"),
    ):
        for name, _ in names_before(text, mark, surely=True):
            yield name, weight, because
    # "Banksy Y9" is a lesson plan; "Joss Pellow Y9, his mum rang" is not.
    for name, match in names_before(text, _YEAR, surely=False):
        if _PERSONAL.search(lower, max(0, name.span.start - _frames.REACH), match.end() + 2 * _frames.REACH):
            yield name, 3, "beside a year group"
    if any(word in lower for word in _LABELS):
        yield from _headings(text)
    cued = (_BEFORE_NAME,) if any(word in lower for word in _CUE_WORDS) else ()
    related = (_RELATED,) if any(word in lower for word in _RELATED_WORDS) else ()
    for match in chain.from_iterable(pattern.finditer(text) for pattern in (*cued, *related)):
        if name := _names.full(text, Span(*match.span("name"))):
            yield name, 4, "where a record names a pupil"
    for match in _MUM_OF.finditer(text) if related else ():
        if not _names.is_ordinary(match.group()):
            yield _names.Name(Span(*match.span()), match.group().casefold(), ""), 3, "a parent of theirs is spoken of"
    yield from _on_record(text, lower)


def _beside_those(text: str, found: dict[Span, _names.Name]) -> Iterator[_names.Name]:
    """Other full names on the lines where a record has already named someone."""
    done = 0
    taken = {span.start for span in found}
    for span in sorted(found):
        line = _frames.line_at(text, span.start, reach=3 * _frames.REACH)
        for match in _FULL.finditer(text, max(done, line.start), line.end):
            name = _names.full(text, Span(*match.span()))
            if name and name.span.start not in taken:
                taken.add(name.span.start)
                yield name
        done = max(done, line.end)


def _headings(text: str) -> Iterator[tuple[_names.Name, int, str]]:
    because = 'after the heading "pupil"'
    for match in _HEADING.finditer(text):
        if match["name"]:
            if name := _names.full(text, Span(*match.span("name")), surely=True):
                yield name, 5, because
        else:
            group = "reversed" if match["reversed"] else "short"
            words = match[group].casefold().replace(",", " ").split()
            if not any(map(_names.is_ordinary, words)) and not _names.is_placeholder(f"pupil {words[0]}"):
                forename, surname = (words[-1], words[0]) if match["reversed"] else (words[0], "")
                yield _names.Name(Span(*match.span(group)), forename, surname), 4, because


def _on_record(text: str, lower: str) -> Iterator[tuple[_names.Name, int, str]]:
    """Names on a line that reads like a record about someone."""
    cues = _frames.cues(lower, _frames.PUPIL_RECORD)
    for window in cues.windows(text):
        for match in _NAME.finditer(text, window.start, window.end):
            if name := _full_or_initial(text, match):
                yield name, cues.around(name.span, window), "in a school record"


def _full_or_initial(text: str, match: regex.Match[str]) -> _names.Name | None:
    if match["full"]:
        return _names.full(text, Span(*match.span()))
    forename, initial = match.group().casefold().split()
    if _names.is_ordinary(forename) or _names.is_placeholder(match.group()):
        return None
    return _names.Name(Span(*match.span()), forename, initial)
