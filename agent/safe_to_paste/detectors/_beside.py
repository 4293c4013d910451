"""Names that stand directly before something: a class, an identifier, a pay scale."""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _names
from safe_to_paste.late import regex
from safe_to_paste.model import Span

# How far before the mark its person's name may begin.
_BEFORE = 64
_SEPARATOR = (
    r"(?:[ ]?[,(\[:|-]{1,2}[ ]?|[ ]?\t[ ]?|[ ]?\n|[ ]{1,3})"
    r"(?:(?:who[ ])?(?:is[ ])?(?:in|of|from)[ ])?(?:(?:class|form|tutor|group|set)[ ]){0,2}\Z"
)
_FORWARD = regex.compile(rf"(?:(?P<full>{_names.FULL})|(?P<initials>{_names.INITIALS})){_SEPARATOR}")
_REVERSED = regex.compile(rf"(?<![\p{{L}}\d])(?P<surname>{_names.SURNAME}),[ ]?(?P<forename>{_names.WORD}){_SEPARATOR}")


def names_before(
    text: str, mark: regex.Pattern[str], *, surely: bool
) -> Iterator[tuple[_names.Name, regex.Match[str]]]:
    """Each name that directly precedes a match of ``mark``, with that match.

    Args:
        text: where to look.
        mark: what stands after a name.
        surely: the mark leaves no doubt: initials and surnames that are everyday words count as well.
    """
    for match in mark.finditer(text):
        at = match.start()
        if not text[max(0, at - 6) : at].rstrip(" \t\n,([:|-")[-2:].isalpha():
            continue
        start = max(text.rfind("\n", 0, at - 1) + 1, at - _BEFORE)
        if before := _FORWARD.search(text, start, at):
            name = _forward(text, before, surely=surely)
        elif before := _REVERSED.search(text, start, at):
            name = _reversed(before)
        else:
            continue
        if name is not None:
            yield name, match


def _forward(text: str, match: regex.Match[str], *, surely: bool) -> _names.Name | None:
    if match["full"]:
        return _names.full(text, Span(*match.span("full")), surely=surely)
    return _names.initialled(text, Span(*match.span("initials"))) if surely else None


def _reversed(match: regex.Match[str]) -> _names.Name | None:
    surname, forename = match["surname"].casefold().split(), match["forename"].casefold()
    if any(_names.is_ordinary(word) for word in (*surname, forename)):
        return None
    return _names.Name(Span(match.start("surname"), match.end("forename")), forename, surname[-1])
