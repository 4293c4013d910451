"""Runs of lines that each begin with a name, and what the rest of such lines says.

A run is three lines or more; what is made of it is for ``_lists`` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safe_to_paste.detectors import _names
from safe_to_paste.late import re, regex
from safe_to_paste.model import Span

# Rows of a list without a header.
_LEAST = 3
_LONGEST_LINE = 400

_ROW = regex.compile(
    r"[ \t]*(?:(?:[-*]|\(?\d{1,3}[.):]?|[|])[ \t]{1,3})?"
    rf"(?:(?P<reversed>{_names.SURNAME},[ \t]?{_names.WORD})(?:[ ](?:\p{{Lu}}\b\.?|{_names.WORD}))?"
    rf"|(?P<full>{_names.FULL})|(?P<initials>{_names.INITIALS})"
    rf"|(?P<initial>{_names.WORD}[ ]\p{{Lu}}(?![\p{{L}}'.]))|(?P<forename>{_names.WORD}))"
    r"(?=[ \t]*(?:[\t,|:;=(-]|[ ]\d|[ ]{2}|\Z)|[ ]\p{L}[^\n]{0,160}\Z)"
)
_PARTICLES = (
    "van ",
    "von ",
    "de ",
    "der ",
    "den ",
    "di ",
    "da ",
    "dos ",
    "du ",
    "la ",
    "le ",
    "bin ",
    "al ",
    "el ",
    "ap ",
)
# What the shape of most rows is worth.
SHAPES: Mapping[str, int] = {
    "reversed": 2,
    "cells": 1,  # two cells of a file, with no space after the comma
    "full": 1,
    "initials": 1,
    "initial": 1,
    "forename": 0,
    "unsure": 0,
}

_PAY = r"UPS ?\d|[MUL]\d{1,2}|SCP ?\d{1,2}|TLR ?\d?[a-c]?|SENA"
PAY_FIELD = regex.compile(rf"(?<!\w)(?:{_PAY})(?!\w)")
# A class, an identifier, an attainment code, a date of this century, an e-mail, answers to a test.
RECORD_FIELD = re.compile(
    rf"(?<![\w/-])(?:(?:1[0-3]|[1-9])(?!X)[A-Z]{{1,2}}\d?|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{{2,14}}"
    rf"|Y(?:ea)?r?[ ]?(?:1[0-3]|[1-9])|{_PAY}"
    r"|[A-HJ-NP-RT-Z]\d{11}[\dA-Z]|SEN|EHCP|FSM|PP|EAL|WTS|EXS|GDS|WT|ARE|DOB|\d{1,3}(?:\.\d)?[ ]?%|[Aa]bsent"
    r"|[Pp]resent|[Ll]ate"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[012]\d|[\w.-]{1,60}@[\w.-]{1,60}|07\d{3}[ ]?\d{3}[ ]?\d{3}"
    r"|(?:[A-E/\\][ ]){3,40}[A-E/\\])(?![\w/-])"
)
NUMBER = regex.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,2})?(?:/\d{1,3})?(?![\w.%/]|[ ]?(?:cm|mm|m|kg|g|km|ml|s|secs?|mins?|years?|p|°C"
    r"|mph)\b)"
)
UNIT = regex.compile(
    r"\d[ ]?(?:cm|mm|m|kg|g|km|ml|l|s|secs?|seconds|mins?|years[ ]old|p|°C|mph|%[ ]of|AD|BCE?)\b|[£$€]\d"
)
CITATION = regex.compile(
    r"\((?:19|20)\d\d[a-z]?\)|\bpp?\.[ ]?\d|\bed(?:s|n)?\.|\bdoi\b|https?:|\"[^\"\n]{4,200}\"|[ ]by[ ]"
)
LONG_AGO = regex.compile(r"(?<!\d)1[0-9]\d\d(?!\d)")

ABOUT_PUPILS = re.compile(
    r"\b(?:register|class[ ]list|seating|pupil|student|my[ ]class|tutor|form[ ]group|intervention|predicted|target"
    r"|report|parents|"
    r"absent|detention|attendance|who[ ]is|who[ ]are|below|into[ ]groups|groups[ ]of|mixed[ ]ability|give[ ]each"
    r"|mark[ ]these|level[ ]these|"
    r"grade[ ]these|score|trip|cohort|kids|my[ ]year|year[ ](?:7|8|9|10|11)|sims|arbor|bromcom|catch[ ]up|booster"
    r"|set[ ]list|"
    r"nominations|names[ ]of|staff|candidates|sen[ ]register)"
)
ABOUT_OTHERS = re.compile(
    r"\b(?:character|cast\b|dramatis|poet|author|artist|composer|scientist|glossary|vocab|bibliograph|references"
    r"|reading[ ]list|"
    r"works[ ]cited|match[ ]the|sort[ ]these[ ]words|word[ ]class|countries|capital|median|find[ ]the[ ]mean"
    r"|mean[ ]and|frequency|"
    r"bar[ ]chart|tally|pie[ ]chart|scatter|kings?\b|queens?\b|monarch|prime[ ]minister|president|elements|planets"
    r"|inventor|explorer|"
    r"songs|novels|question|heights[ ]of|the[ ]table[ ]shows|players|athlete|world[ ]record|olympic|rivers\b"
    r"|mountains|battles)"
)


class Named(NamedTuple):
    """A line that begins with a name: where the name is, what shape it has, and where the rest of the line is."""

    span: Span
    shape: str
    rest: Span


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that may be a list of people."""

    span: Span
    rows: tuple[Named, ...]


def runs(text: str, taken: Sequence[Span]) -> Iterator[Run]:
    """Runs of lines that begin with names, outside of those stretches that are taken."""
    at = 0
    left = list(taken)
    rows: list[Named] = []
    while at <= len(text):
        if left and left[0].start <= at:
            at = max(at, text.find("\n", left.pop(0).end) + 1 or len(text) + 1)
            yield from _run(rows)
            rows = []
            continue
        end = text.find("\n", at)
        line = Span(at, len(text) if end < 0 else end)
        row = _row(text, line)
        if row is None:
            yield from _run(rows)
            rows = []
        else:
            rows.append(row)
        at = line.end + 1
    yield from _run(rows)


def mostly(flags: Iterable[object]) -> bool:
    """Whether half of them or more hold."""
    values = [bool(flag) for flag in flags]
    return 2 * sum(values) >= len(values) > 0


def _run(rows: list[Named]) -> Iterator[Run]:
    if len(rows) < _LEAST:
        return
    sure = [row for row in rows if row.shape != "unsure"]
    if len(sure) >= _LEAST and 3 * len(sure) >= 2 * len(rows):
        yield Run(Span(rows[0].span.start, rows[-1].rest.end), tuple(rows))


def _row(text: str, line: Span) -> Named | None:
    """The line as a row that begins with a name, or None."""
    if not 3 <= len(line) <= _LONGEST_LINE or (
        text[line.start].islower() and not text.startswith(_PARTICLES, line.start)
    ):
        return None
    match = _ROW.match(text, line.start, line.end)
    if match is None or match.lastgroup is None:
        return None
    shape = match.lastgroup
    span = Span(*match.span(shape))
    words = match[shape].replace(",", " ").replace(".", " ").split()
    if shape == "full":
        name = _names.full(text, span, surely=True)
        if name is None and len(words) == 2 and not _names.is_ordinary(words[0]):
            return Named(span, "unsure", Span(span.end, line.end))  # a name among names: Olly Marks
        if name is None or name.span.start != span.start:
            return None
        span = name.span
    elif any(map(_names.is_ordinary, words[-1:] if shape == "initials" else words)):
        return None
    if (shape == "forename" and match[shape].isupper()) or _names.is_placeholder(" ".join(words)):
        return None
    if shape == "reversed" and ", " not in match[shape]:
        shape = "cells"
    return Named(span, shape, Span(span.end, line.end))
