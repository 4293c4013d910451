"""What a name looks like, and which capitalised words are something else.

A shape alone is never a finding: "Summer Reading Challenge" has the shape of a name as well. The
word lists in ``rules/data`` say what is a heading, a topic, a place or a character; the detectors
beside this module add the frame that makes a shape a person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from safe_to_paste import paths
from safe_to_paste.fleeting import remembered
from safe_to_paste.late import re, regex
from safe_to_paste.model import Span

# A capital, then letters with single hyphens or apostrophes inside: O'Neill, Al-Amin, Evans-Prosser.
WORD = r"\p{Lu}(?:\p{L}|['-](?!s(?!\p{L}))(?=\p{L})){1,24}"
PARTICLE = r"(?:van|von|de|der|den|del|della|da|dos|di|du|la|le|bin|ibn|binti|al|el|ap|ab|ferch|ten|ter)"
_INITIAL = r"\p{Lu}\.?(?=[ ]\p{Lu})"
SURNAME = rf"(?:{PARTICLE}[ ]){{0,2}}{WORD}(?:[ ]{WORD})?"
FULL = rf"(?<![\p{{L}}\d_@.'/-]){WORD}(?:[ ](?:(?:{PARTICLE}[ ]){{0,2}}{WORD}|{_INITIAL})){{1,3}}(?![\p{{L}}\d_@])"
# As teachers tell two Kyles apart.
FORENAME_INITIAL = rf"(?<![\p{{L}}\d_@.'/-]){WORD}[ ]\p{{Lu}}(?![\w'./&-])"
# J Ahmed, L. Pomfret, K.L. Ahmed.
INITIALS = (
    rf"(?<![\p{{L}}\d_@.'/-])\p{{Lu}}(?:\.?[ ]?\p{{Lu}})?(?:\.[ ]?|[ ])"
    rf"(?:{PARTICLE}[ ]){{0,2}}{WORD}(?![\p{{L}}\d_@])"
)
TITLE = r"(?:Mr(?:[ ](?:and|&)[ ]Mrs)?|Mrs|Miss|Ms|Mx|Dr|Mme|Frau|Herr|Se\u00f1ora?|Prof)"
TITLED = (
    rf"(?<![\p{{L}}\d]){TITLE}\.?[ ](?:\p{{Lu}}\.?[ ])?(?:{PARTICLE}[ ]){{0,2}}{WORD}"
    rf"(?:[ ]{WORD})?(?![\p{{L}}\d_@])"
)

_PLACEHOLDER = re.compile(
    r"(?i)(?:pupil|student|child|learner|candidate|parent|teacher|staff|person|adult|mr|mrs|miss|ms|mx|dr)\.?"
    r"[ ](?:[a-z]|name|one|two|three|first|\d+)"
    r"|(?:test|demo|dummy|sample|example|fake)[ ].*|.*[ ](?:test|example|sample|surname|forename|name|other|bloggs)"
)


class Name(NamedTuple):
    """Where a name stands, and its forename and surname in small letters for finding it again."""

    span: Span
    forename: str
    surname: str


def full(text: str, span: Span, *, surely: bool = False) -> Name | None:
    """The full name in a run of capitalised words, less what merely precedes it; or None.

    Args:
        text: the text the span lies in.
        span: a match of ``FULL``.
        surely: the frame leaves no doubt, so a surname may be an everyday word (Hill, Young, Day).
    """
    found = _full(text[span.start : span.end], surely)
    if found is None:
        return None
    start, end, forename, surname = found
    return Name(Span(span.start + start, span.start + end), forename, surname)


@remembered
def _full(run: str, surely: bool) -> tuple[int, int, str, str] | None:
    words = [(m.group().rstrip("."), m.start(), m.end()) for m in _WORDS.finditer(run)]
    while len(words) > 1 and _precedes(words[0][0].casefold(), left=len(words)):
        words.pop(0)
    while len(words) > 2 and words[-1][0].casefold() in _lists().trailers:
        words.pop()
    capitals = [word.casefold() for word, *_ in words if word[0].isupper()]
    if len(capitals) < 2 or len(capitals[-1]) < 2 or is_placeholder(" ".join(capitals)):
        return None
    *given, last = capitals
    if not surely and any(len(word) > 1 and word.isupper() for word, *_ in words):
        return None
    if any(is_ordinary(word) for word in given) or not _may_end(last, surely=surely):
        return None
    if not surely and given[0] in _lists().everyday and last in _lists().surnames:
        return None
    return words[0][1], words[-1][2], given[0], last


def titled(text: str, span: Span) -> Name | None:
    """The person in a match of ``TITLED``, or None; the title is part of the name's span."""
    words = text[span.start : span.end].split(" ")
    if len(words) > 2 and is_ordinary(words[-1]):
        span = Span(span.start, span.end - len(words.pop()) - 1)
    surname = words[-1].casefold()
    if is_ordinary(surname) or len(surname) < 2 or is_placeholder(" ".join(words)):
        return None
    return Name(span, words[1].casefold() if len(words) > 2 and len(words[1]) > 2 else "", surname)


def person(text: str, match: regex.Match[str], *, surely: bool = False) -> Name | None:
    """The person in a match with the groups ``titled`` and ``full``."""
    if match["titled"]:
        return titled(text, Span(*match.span("titled")))
    span = Span(*match.span("full"))
    after_greeting = _TITLED_INSIDE.search(text, span.start, span.end)  # Dear Mr Pellow
    return titled(text, Span(*after_greeting.span())) if after_greeting else full(text, span, surely=surely)


def initialled(text: str, span: Span) -> Name | None:
    """The person in a match of ``INITIALS``, who has no forename to find again; or None."""
    surname = regex.split(r"[ .]", text[span.start : span.end])[-1].casefold()
    return None if is_ordinary(surname) else Name(span, "", surname)


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is a heading's, a topic's or a place's rather than a person's."""
    return word.casefold() in _lists().ordinary


def is_everyday(forename: str) -> bool:
    """Whether a forename is also an everyday word, as Will, Grace and May are."""
    return forename.casefold() in _lists().everyday


def may_be_surname(word: str) -> bool:
    """Whether an everyday word is a surname too, as Hill, Page and Young are."""
    return word.casefold() in _lists().surnames


def is_known(name: str) -> bool:
    """Whether the gazetteer has someone of this name: a character, an author, a figure of history."""
    first, _, last = (" ".join(part.split()) for part in name.casefold().replace(".", "").partition(","))
    return f"{first} {last}".strip() in _lists().known or f"{last} {first}".strip() in _lists().known


def is_known_short(name: str) -> bool:
    """Whether a character or a figure of history goes by this one name."""
    return name in _lists().known_short


def is_character(words: Iterable[str]) -> bool:
    """Whether all of several words, in small letters, are in the names of one set text's people: Romeo Montague."""
    together = frozenset(words)
    return len(together) > 1 and any(together <= cast for cast in _lists().casts)


def is_cast(word: str) -> bool:
    """Whether a word, in small letters, is in the name of somebody in a set text."""
    return any(word in cast for cast in _lists().casts)


def has_book(small: str) -> bool:
    """Whether a text in small letters gives the title of a set text."""
    return any(title in small for title in _lists().titles)


def is_placeholder(name: str) -> bool:
    """Whether a form or a template put this where a name will go: A N Other, Pupil B, Test Student."""
    name = " ".join(name.casefold().replace(".", "").split())
    return name in _lists().stock or _PLACEHOLDER.fullmatch(name) is not None


def _precedes(word: str, *, left: int) -> bool:
    """Whether a word before a name is no part of it; Mark and Will only where two words still follow."""
    if word in _lists().everyday:
        return left > 2 and word in _lists().openings
    return word in _lists().openings or word in _lists().roles


def _may_end(word: str, *, surely: bool) -> bool:
    return not is_ordinary(word) or (surely and word in _lists().surnames)


_WORDS = re.compile(r"[^ ]+")
_TITLED_INSIDE = regex.compile(TITLED)


# The names of old tales and scripture are given to many a child: alone they say little.
_TALES = "myth_scripture_and_tales"
# Lists of the gazetteer whose entries are people (poems go with them: a title is as much no pupil).
_KNOWN = (
    "historical", "makers_of_history", "thinkers_and_artists", "studied", "artists_sport_and_stage", "authors",
    "more_authors", "public_figures", _TALES, "poems",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lists:
    ordinary: frozenset[str]
    openings: frozenset[str]
    roles: frozenset[str]
    everyday: frozenset[str]
    surnames: frozenset[str]
    trailers: frozenset[str]
    known: frozenset[str]
    known_short: frozenset[str]
    casts: tuple[frozenset[str], ...]
    titles: tuple[str, ...]
    stock: frozenset[str]


@cache
def _lists() -> _Lists:
    """The word lists, read once."""
    data = paths.rules_dir() / "data"
    capitals = tomllib.loads((data / "capitals.toml").read_text(encoding="utf-8"))
    people = tomllib.loads((data / "gazetteer.toml").read_text(encoding="utf-8"))
    words = {key: frozenset(value.split()) for key, value in capitals.items()}
    known = tuple(
        chain(
            *(people[key] for key in _KNOWN),
            *people["set_texts"].values(),
        )
    )
    return _Lists(
        ordinary=(words["openings"] | words["roles"] | words["school"] | words["topics"] | words["places"])
        - words["everyday_forenames"],
        openings=words["openings"],
        roles=words["roles"],
        everyday=words["everyday_forenames"],
        surnames=words["everyday_surnames"],
        trailers=words["school"] - {ending.casefold() for ending in people["place_endings"]},
        known=frozenset(
            name.casefold().replace(".", "") for name in known if " " in name or name not in people[_TALES]
        ),
        known_short=frozenset(
            word.casefold()
            for names in people["set_texts"].values()
            for name in names
            for word in name.split()
            if len(word) > 2
        )
        | frozenset(name.split()[-1].casefold() for name in known if len(name.split()) > 1)
        | frozenset(name.casefold() for name in known if " " not in name),
        casts=tuple(
            frozenset(word.casefold() for name in names for word in name.split())
            for names in people["set_texts"].values()
        ),
        titles=tuple(title.casefold() for title in people["set_texts"] if len(title) > 6),
        stock=frozenset(name.casefold() for name in people["stock_placeholders"]),
    )
