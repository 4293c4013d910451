"""Pupils named in full where the frame is a school's record.

A name counts when it stands beside a class ("Ines Marlowe 8T"), an identifier or a date of birth, after
"my son" or "report for", in front of "'s mum", or after a "Pupil:" heading. Once found, it is found everywhere in the
text. Where the words around must be weighed, people.py does it.

>>> text = "Behaviour log: Ines Marlowe 8T. Ines refused."
>>> [(text[span.start:span.end], because[0]) for span, because, _ in find(View(text))]
[('Ines Marlowe', 'beside a class'), ('Ines', 'named in full elsewhere in this text')]
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._belonging import CLASS, HOME
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.detectors._headings import headings
from safe_to_paste.late import re, regex
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

# What a name is worth with what stands beside it; _frames.ENOUGH makes a finding.
_SURE, _STRONG, _FAIR = 5, 4, 3

_Seen = tuple[_names.Name, int, str]

_YEAR = r"(?:[Yy](?:ear|r)?[ ]?(?:1[0-3]|[1-9])|Reception|Nursery)(?![\w.]*\d|[ ]?\+)"
_LABEL = r"(?:UPN|ULN|UCI|NHS|CPOMS|EHCP|Cand(?:idate)?[ ]no|candidate[ ]n|Adno|SEN[ ][KE]\b|FSM\b|PP\b)"
_BIRTH = (
    r"(?:(?:DOB|D\.O\.B|Date[ ]of[ ]birth|date[ ]of[ ]birth|dob)(?![^\n]{1,10}[ /.-]19\d\d)"
    r"|born[ ](?:on[ ])?\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[012]\d(?!\d))"
)
_FIGURE = r"(?:att(?:endance)?[ ]?:?[ ]?\d\d(?:\.\d)?[ ]?%|[A-HJ-NP-RT-Z]\d{12}(?!\d))"
_SEPARATOR = (
    r"(?:[ ]?[,(\[:|-]{1,2}[ ]?|[ ]?\t[ ]?|[ ]?\n|[ ]{1,3})"
    r"(?:(?:who[ ])?(?:is[ ])?(?:in|of|from)[ ])?(?:(?:class|form|tutor|group|set)[ ]){0,2}"
)
_HOME = rf"{HOME}(?!\w)"
_AFTER = re.compile(
    rf"{_SEPARATOR}(?:(?P<klass>{CLASS})|(?P<identifier>{_LABEL}|{_BIRTH}|{_FIGURE})|(?P<year>{_YEAR}))"
    rf"|'s?[ ](?P<related>{_HOME}|(?:carers?|parents?|behaviour|attendance|EHCP|report|tutor|sister|brother)(?!\w))"
)
# "Banksy Y9" is a lesson plan; "Joss Pellow Y9, his mum rang" is not.
_PERSONAL = re.compile(
    r"\b(?:he|she|him|her|hers|his|he's|she's|mum|dad|parents?|carers?|nan|attendance|behaviour|new[ ]starter"
    r"|joined|predicted"
    r"|working[ ](?:at|towards)|targets?|diagnos\w*|ehcp|send?|eal|fsm|upn|dob|mtg|refus\w+|hit|left|lates|missed"
    r"|needs[ ]to)\b"
)

# What stands directly before a name and makes it a pupil's, told by its last word first.
_KIN_WORDS = ("son", "daughter", "child", "grandson", "granddaughter", "stepson", "stepdaughter")
_NEWCOMERS = ("starter", "pupil", "student", "arrival", "admission", "candidate")
_LAST_WORDS = frozenset((*_KIN_WORDS, *_NEWCOMERS, "of", "to", "for", "about", "re"))
_BEFORE = regex.compile(
    r"(?i)(?<!\w)(?:(?:my|our|your)[ ](?:son|daughter|child|grandson|granddaughter|stepson|stepdaughter),?"
    r"|(?:mum|dad|nan|carers?|parents?|mum[ ]and[ ]dad)[ ](?:of|to|for)"
    r"|new[ ](?:starter|pupil|student|arrival|admission)|candidate"
    r"|(?:reports?|comment|reference|profile|passport|behaviour[ ]log|chronology|referral|EHCP|IEP|IHP|PEP|BSP|PSP|ILP"
    r"|care[ ]plan|risk[ ]assessment|detention|suspension|exclusion|annual[ ]review|support[ ]plan"
    r"|personal[ ]statement)"
    r"[ ](?:(?:letter|notes?|comments?|meeting|draft)[ ])?(?:(?:for|to)[ ](?:a[ ])?[a-z]{3,16}[ ])?(?:for|of|about|re)"
    r"|(?:letter|e-?mail)[ ]home[ ](?:about|re|for)"
    r")(?:[ ]|:[ ]|[ ]-[ ])\Z"
)
_FORENAME_AFTER_COMMA = regex.compile(
    rf",[ ]?(?P<forename>{_names.WORD})(?={_SEPARATOR}(?:{CLASS}|{_LABEL}|{_BIRTH}|{_FIGURE}))"
)
_SURNAME_BEFORE_COMMA = regex.compile(rf"(?<![\p{{L}}\d]){_names.SURNAME}\Z")
# Cormac's mum: a forename is enough, unless a book has someone of that name.
_KIN_OF = regex.compile(rf"(?<![\p{{L}}\d_.'-]){_names.WORD}(?=(?:'s|(?<=s)')[ ]{_HOME})")
_OF_HOME = re.compile(rf"'s?[ ]{_HOME}")
# The longest name by itself.
_LONGEST = 26
_ASKS = regex.compile(
    r"(?i)(?<!\w)(?:pupil|student|child|learner|young[ ]person)(?:'s)?(?:[ ](?:full[ ])?name)?\*{0,2}$"
)
# One of which that ends with.
_ASKED = ("pupil", "student", "child", "learner", "person", "'s", "name")
_VALUE = regex.compile(
    rf"(?P<name>{_names.FULL})|(?P<reversed>{_names.SURNAME},[ ]{_names.WORD})"
    rf"|(?P<short>{_names.WORD}(?:[ ]\p{{Lu}}(?![\p{{L}}']))?)(?=[ ]*(?:[\n,;(|\t]|\Z|[-][ ]|\d))"
)
_FULL = regex.compile(_names.FULL)


def find(view: View) -> Iterator[Match]:
    """Pupils' names in full, and the same names wherever else they stand."""
    return (Match(*seen) for seen in _found(view))


def _found(view: View) -> Iterator[tuple[Span, tuple[str, ...]]]:
    text = view.text
    doubts = _frames.doubts(view)
    found: dict[Span, _names.Name] = {}
    ends: set[int] = set()
    for name, weight, because in _seen(view):
        if name.span.end not in ends and weight - doubts.about(name.span) >= _frames.ENOUGH:
            found[name.span] = name
            ends.add(name.span.end)
            yield name.span, (because,)
    yield from echoes(text, found.values())


def _seen(view: View) -> Iterator[_Seen]:
    """Names with what speaks for them, in no order; the same one may come more than once."""
    text, lower = view.text, view.small
    for match in _FULL.finditer(text):
        yield from _in_company(text, lower, Span(*match.span()))
    for match in _FORENAME_AFTER_COMMA.finditer(text):
        if name := _surname_first(text, match):
            yield name, _SURE, "beside a class or an identifier"
    if " mum" in lower or " dad" in lower or " nan" in lower or "carer" in lower:
        yield from _kin(text, lower)
    yield from _asked_for(view)


def _in_company(text: str, lower: str, span: Span) -> Iterator[_Seen]:
    """A full name with what stands directly after it or before it."""
    after = _AFTER.match(text, span.end)
    if after is None and (space := text.rfind(" ", span.start, span.end)) >= 0 and text[space + 1 : span.end].isupper():
        after = _AFTER.match(text, space)  # the capitals are a label: Ines Marlowe SEN K
        span = Span(span.start, space) if after else span
    if after is not None:
        sure = after["klass"] is not None or after["identifier"] is not None
        name = _names.full(text, span, surely=sure)
        if name and (not after["year"] or _is_personal(lower, name.span)):
            weight = _SURE if sure else _FAIR if after["year"] else _STRONG
            yield name, weight, _BESIDE[after.lastgroup or "related"]
    last_word = lower[max(0, span.start - 16) : span.start].rstrip(" :-,").rpartition(" ")[2]
    named_by_role = lower.startswith(("candidate ", "pupil ", "student "), span.start)
    if named_by_role or (
        last_word.rpartition("\n")[2] in _LAST_WORDS and _BEFORE.search(text, max(0, span.start - 60), span.start)
    ):
        name = _names.full(text, span)
        if name:
            yield name, _STRONG, "where a record names a pupil"


def _surname_first(text: str, match: regex.Match[str]) -> _names.Name | None:
    line = _frames.line_at(text, match.start(), reach=40)
    before = _SURNAME_BEFORE_COMMA.search(text, line.start, match.start())
    if before is None:
        return None
    surname, forename = before.group().casefold().split(), match["forename"].casefold()
    if any(_names.is_ordinary(word) for word in (*surname, forename)):
        return None
    return _names.Name(Span(before.start(), match.end("forename")), forename, surname[-1])


_BESIDE = {
    "klass": "beside a class",
    "identifier": "beside an identifier",
    "year": "beside a year group",
    "related": "where a record names a pupil",
}


def _is_personal(lower: str, span: Span) -> bool:
    near = (max(0, span.start - _frames.REACH), span.end + 2 * _frames.REACH)
    return _PERSONAL.search(lower, *near) is not None


def _kin(text: str, lower: str) -> Iterator[_Seen]:
    studied = _frames.STUDIED.search(lower) is not None
    for match in _kin_of(text):
        if not (_names.is_ordinary(match.group()) or (studied and _names.is_cast(match.group().casefold()))):
            yield (
                _names.Name(Span(*match.span()), match.group().casefold(), ""),
                _FAIR,
                "a parent of theirs is named",
            )


def _kin_of(text: str) -> Iterator[regex.Match[str]]:
    """The matches of ``_KIN_OF``: what must stand behind a name is rarer than names, and is found much faster."""
    for mark in _OF_HOME.finditer(text):
        for match in _KIN_OF.finditer(text, max(0, mark.start() - _LONGEST), mark.end()):
            if match.end() == mark.start():
                yield match


def _asked_for(view: View) -> Iterator[_Seen]:
    text = view.text
    because = 'after the heading "pupil"'
    for heading in headings(view):
        if heading.mark in "(-|" or not heading.ends(_ASKED) or not _ASKS.search(heading.before):
            continue
        match = _VALUE.match(text, heading.value)
        if match is None:
            continue
        if match["name"]:
            if name := _names.full(text, Span(*match.span("name")), surely=True):
                yield name, _SURE, because
            continue
        group = "reversed" if match["reversed"] else "short"
        words = match[group].casefold().replace(",", " ").split()
        if not any(map(_names.is_ordinary, words)) and not _names.is_placeholder(f"pupil {words[0]}"):
            forename, surname = (words[-1], words[0]) if match["reversed"] else (words[0], "")
            yield _names.Name(Span(*match.span(group)), forename, surname), _STRONG, because
