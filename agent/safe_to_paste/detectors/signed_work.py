"""A pupil's piece that says whose it is: a name and class above it, a candidate number, or "by …, 6-Kestrel" below.

A report about a pupil begins the same way, so what follows a name must be prose that says "I" and does not
go on to speak of the person by name. What is found is the piece itself, as far as its paragraph goes.

>>> text = "Ines Marlowe 8T\\nI held on to the rail and my hands were numb. I thought about mum waiting at home."
>>> [text[span.start:span.end][:22] for span, *_ in find(View(text))]
['I held on to the rail ']
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _names
from safe_to_paste.late import re, regex
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

# What is read of the writing itself, and how much there must be.
_READ = 600
_LEAST = 80
_LEAST_SIGNED = 40
_LONGEST = 4000
_LONGEST_HEADER = 80

_CLASS = (
    r"(?:(?:1[0-3]|[1-9])[A-Z]{1,2}\d?|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{2,14}"
    r"|[Yy](?:ea)?r?[ ]?(?:1[0-3]|[1-9])|[Aa]ged?[ ]\d{1,2})(?![\w/])"
)
_IN_CLASS = rf"[ ]?[,(:-]{{0,2}}[ ]?(?:(?:[Ii]n|[Oo]f|[Cc]lass|[Ff]orm)[ :]{{1,2}})?{_CLASS}\)?"
_HEADER = regex.compile(
    r"[ \t*#]{0,4}(?:"
    rf"(?:[Nn]ame[ ]?:[ ]{{0,3}})?(?P<name>{_names.FULL}){_IN_CLASS}"
    rf"|[Nn]ame[ ]?:[ ]{{0,3}}(?P<named>{_names.FULL})"
    r"|[Cc]andidate[ ](?:[Nn]umber|[Nn]o\.?)[ ]?:?[ ]?\d{4}"
    r")[ ]{0,3}[.:,-]?[ ]{0,3}\n"
)
# Further lines of a header, short and not sentences, before the first line of prose.
_MORE_HEADER = re.compile(r"(?:[^\n]{0,80}(?<![.!?])\n){0,4}?(?=[^\n]{60})")
_BY_LINE = regex.compile(
    rf"(?<=\n)[ \t(*-]{{0,4}}(?:[Bb]y|BY)[ :]{{1,2}}(?P<name>{_names.FULL}"
    rf"|{_names.WORD}(?:[ ]\p{{Lu}}\.?)?){_IN_CLASS}\.?[ ]*(?:\n|\Z)"
)
_BY = re.compile(r"\n[ \t(*-]{0,4}(?:[Bb]y|BY)[ :]")
_FIRST_PERSON = regex.compile(r"(?<![\w'])(?:I|i|I'm|I've|my|My|me|we|We|our)(?![\w'])")


def find(view: View) -> Iterator[Match]:
    """The pieces, each as far as its paragraph goes."""
    return (Match(*seen) for seen in _found(view.text))


def _found(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    for match in _headers(text):
        forename = _forename(text, match)
        more = _MORE_HEADER.match(text, match.end())
        start = more.end() if more else match.end()
        if forename is not None and _reads_as_own_words(text[start : start + _READ], forename):
            yield (
                _trimmed(text, start, text.find("\n\n", start, start + _LONGEST)),
                ("below a name or candidate number",),
            )
    for match in _by_lines(text):
        if not any(map(_names.is_ordinary, match["name"].split())):
            end = match.start()
            blank = text.rfind("\n\n", max(0, end - _LONGEST), end - 1)
            piece = _trimmed(text, blank + 2 if blank >= 0 else max(0, end - _LONGEST), end)
            if len(piece) >= _LEAST_SIGNED:
                yield piece, ("above a name and class",)


def _headers(text: str) -> Iterator[regex.Match[str]]:
    at = 0
    for line in text.split("\n"):
        # Nearly every line is too long, or does not begin as a name does.
        if len(line) < _LONGEST_HEADER and (match := _HEADER.match(text, at)):
            yield match
        at += len(line) + 1


def _by_lines(text: str) -> Iterator[regex.Match[str]]:
    """The matches of ``_BY_LINE``, each tried where a line begins with "by"."""
    done = 0
    for begins in _BY.finditer(text):
        at = begins.start() + 1
        if at >= done and (match := _BY_LINE.match(text, at)):
            done = match.end()
            yield match


def _forename(text: str, match: regex.Match[str]) -> str | None:
    """The forename at the head, nothing for a candidate number, None for a heading that is no one's name."""
    group = next((group for group in ("name", "named") if match[group]), None)
    if group is None:
        return ""
    name = _names.full(text, Span(*match.span(group)), surely=True)
    return None if name is None else name.forename


def _reads_as_own_words(body: str, forename: str) -> bool:
    piece = body.split("\n\n", maxsplit=1)[0]
    if len(piece) < _LEAST or "___" in piece or (forename and forename in piece[:200].casefold()):
        return False
    return len(_FIRST_PERSON.findall(piece)) >= 2


def _trimmed(text: str, start: int, end: int) -> Span:
    end = min(len(text), start + _LONGEST) if end < 0 else end
    piece = text[start:end]
    return Span(end - len(piece.lstrip()), start + len(piece.rstrip()))
