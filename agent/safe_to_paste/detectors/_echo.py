"""Where else a text uses a name that has been found for certain.

Replacing "Harvey Scholes" and leaving "Harvey" three lines down would help nobody. The full form
counts everywhere; the forename by itself where it cannot be an everyday word or someone else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from safe_to_paste.detectors import _names
from safe_to_paste.late import regex
from safe_to_paste.model import Span

_WORD = regex.compile(rf"(?<![\p{{L}}\d_@-]){_names.WORD}(?![\p{{L}}\d_@-])")
_NEXT = regex.compile(rf"[ ](?:{_names.PARTICLE}[ ]){{0,2}}(?P<surname>{_names.WORD})")
_REVERSED = regex.compile(rf",[ ]?(?P<forename>{_names.WORD})")
_BECAUSE = ("named in full elsewhere in this text",)


def echoes(text: str, found: Iterable[_names.Name]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The other places where these names stand, in order."""
    surnames = defaultdict(set)
    taken = set()
    for name in found:
        surnames[name.forename].add(name.surname)
        taken.add(name.span.end)
        taken.add(name.span.start)
    if not surnames:
        return
    last = {surname for forename in surnames.values() for surname in forename}
    for match in _WORD.finditer(text):
        if match.start() in taken:
            continue
        word = match.group().casefold()
        span = None
        if word in surnames:
            span = _forename(text, match, surnames[word])
        elif word in last:
            span = _surname_first(text, match, word, surnames)
        if span is not None and span.end not in taken:
            yield span, _BECAUSE


def _forename(text: str, match: regex.Match[str], surnames: set[str]) -> Span | None:
    following = _NEXT.match(text, match.end())
    if following is None:
        return Span(*match.span()) if _stands_alone(text, match) else None
    surname = following["surname"].casefold()
    if surname in surnames:
        return Span(match.start(), following.end())
    # Another surname is another person, as Harvey Nichols is.
    alone = _names.is_ordinary(surname) and _stands_alone(text, match)
    return Span(*match.span()) if alone else None


def _stands_alone(text: str, match: regex.Match[str]) -> bool:
    """Whether a forename by itself is the person: Will and Grace only in mid-sentence or with 's."""
    if not _names.is_everyday(match.group()):
        return not _names.is_ordinary(match.group())
    if text.startswith("'s", match.end()):
        return True
    before = text[max(0, match.start() - 2) : match.start()]
    return len(before) == 2 and before[1] == " " and before[0].islower() and match.group() not in _MONTHS


_MONTHS = {"April", "May", "June", "August", "Summer", "Autumn", "Winter"}


def _surname_first(text: str, match: regex.Match[str], surname: str, surnames: dict[str, set[str]]) -> Span | None:
    following = _REVERSED.match(text, match.end())
    if following and surname in surnames.get(following["forename"].casefold(), ()):
        return Span(match.start(), following.end())
    return None
