r"""Lists of people: registers, mark sheets, exports from the school's system.

A list says more than any one name. Two things make one: a header with a name column and rows of names
under it; or three lines running that each begin with a name, where the lines' other fields, their shape
("Surname, Forename") or the words around them belong to a record. Casts, bibliographies, sets of data with
units and tables inside program code have the same look, and count against it.

>>> text = "Name\tP1\tTarget\nDenholm, Carys\t41\t6\nPellow, Joss\t38\t5\nvan Dorn, Wim\t52\t7"
>>> [text[span.start:span.end] for span, _ in find(text)]
['Denholm, Carys', 'Pellow, Joss', 'van Dorn, Wim']
>>> list(find("Ben 142 cm\nAisha 151 cm\nRobin 158 cm"))
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.model import Span

# Rows of a list without a header, and rows under one.
_LEAST = 3
_LEAST_UNDER_HEADER = 2
# How far before and after a list the words about it are looked for.
_ABOUT = 200
_LONGEST_LINE = 400
# Lines under a header without a name, after which the table has ended.
_PATIENCE = 5

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
_SHAPES: Mapping[str, int] = {
    "reversed": 2,
    "full": 1,
    "initials": 1,
    "initial": 1,
    "forename": 0,
    "unsure": 0,
}

_PAY = r"UPS ?\d|[MUL]\d{1,2}|SCP ?\d{1,2}|TLR ?\d?[a-c]?|SENA"
_PAY_FIELD = regex.compile(rf"(?<!\w)(?:{_PAY})(?!\w)")
# A class, an identifier, an attainment code, a date of this century, an e-mail, answers to a test.
_RECORD_FIELD = regex.compile(
    rf"(?<![\w/-])(?:(?:1[0-3]|[1-9])(?!X)[A-Z]{{1,2}}\d?|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{{2,14}}"
    rf"|Y(?:ea)?r?[ ]?(?:1[0-3]|[1-9])|{_PAY}"
    r"|[A-HJ-NP-RT-Z]\d{11}[\dA-Z]|SEN|EHCP|FSM|PP|EAL|WTS|EXS|GDS|WT|ARE|DOB|\d{1,3}(?:\.\d)?[ ]?%|[Aa]bsent"
    r"|[Pp]resent|[Ll]ate"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[012]\d|[\w.-]{1,60}@[\w.-]{1,60}|07\d{3}[ ]?\d{3}[ ]?\d{3}"
    r"|(?:[A-E/\\][ ]){3,40}[A-E/\\])(?![\w/-])"
)
_NUMBER = regex.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,2})?(?:/\d{1,3})?(?![\w.%/]|[ ]?(?:cm|mm|m|kg|g|km|ml|s|secs?|mins?|years?|p|°C"
    r"|mph)\b)"
)
_UNIT = regex.compile(
    r"\d[ ]?(?:cm|mm|m|kg|g|km|ml|l|s|secs?|seconds|mins?|years[ ]old|p|°C|mph|%[ ]of|AD|BCE?)\b|[£$€]\d"
)
_CITATION = regex.compile(
    r"\((?:19|20)\d\d[a-z]?\)|\bpp?\.[ ]?\d|\bed(?:s|n)?\.|\bdoi\b|https?:|\"[^\"\n]{4,200}\"|[ ]by[ ]"
)
_LONG_AGO = regex.compile(r"(?<!\d)1[0-9]\d\d(?!\d)")

_ABOUT_PUPILS = regex.compile(
    r"\b(?:register|class[ ]list|seating|pupil|student|my[ ]class|tutor|form[ ]group|intervention|predicted|target"
    r"|report|parents|"
    r"absent|detention|attendance|who[ ]is|who[ ]are|below|into[ ]groups|groups[ ]of|mixed[ ]ability|give[ ]each"
    r"|mark[ ]these|level[ ]these|"
    r"grade[ ]these|score|trip|cohort|kids|my[ ]year|year[ ](?:7|8|9|10|11)|sims|arbor|bromcom|catch[ ]up|booster"
    r"|set[ ]list|"
    r"nominations|names[ ]of|staff|candidates|sen[ ]register)"
)
_ABOUT_OTHERS = regex.compile(
    r"\b(?:character|cast\b|dramatis|poet|author|artist|composer|scientist|glossary|vocab|bibliograph|references"
    r"|reading[ ]list|"
    r"works[ ]cited|match[ ]the|sort[ ]these[ ]words|word[ ]class|countries|capital|median|find[ ]the[ ]mean"
    r"|mean[ ]and|frequency|"
    r"bar[ ]chart|tally|pie[ ]chart|scatter|kings?\b|queens?\b|monarch|prime[ ]minister|president|elements|planets"
    r"|inventor|explorer|"
    r"songs|novels|question|heights[ ]of|the[ ]table[ ]shows|players|athlete|world[ ]record|olympic|rivers\b"
    r"|mountains|battles)"
)

# A cell of a header row that heads a column of names. A column headed only "Name" may name anything.
_NAME_COLUMN = (
    r"(?:names?|full name|preferred name|legal name|(?:pupil|student|child|learner|candidate|staff|employee"
    r"|parent)(?:'s)?(?: name)?"
    r"|[a-z' ]{0,16}(?:surname|forename|first name|last name|family name|given name|firstname|lastname)s?)"
)
_HEADER_CELL = re.compile(_NAME_COLUMN)
_HEADER = re.compile(rf"(?<=[\n\t|,;\"*])[ ]?{_NAME_COLUMN}[ ]?(?=[\n\t|,;\"*])")
_DELIMITERS = ("\t", "|", ",", ";")
_QUOTED_CELLS = regex.compile(r'"[^"\n]*"|[^,]+|(?<=,)(?=,)')
_CELL = regex.compile(
    rf"{_names.SURNAME},[ ]?{_names.WORD}"
    rf"|(?:{_names.PARTICLE}[ ]){{0,2}}{_names.WORD}(?:[ ](?:{_names.WORD}|{_names.PARTICLE}|\p{{Lu}}\.?)){{0,3}}"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A name in a list: where it is, what shape it has, and where the rest of its line is."""

    span: Span
    shape: str
    rest: Span


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that may be a list of people."""

    span: Span
    rows: tuple[_Row, ...]
    has_header: bool


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The names in lists of people, and the same names wherever else they stand."""
    lower = _frames.lowered(text)
    doubts = _frames.Doubts(text, lower)
    found: list[_names.Name] = []
    for block in _blocks(text, lower):
        if _speaks(text, lower, block, doubts) >= _frames.ENOUGH:
            because = "in a column of names" if block.has_header else "in a list of names"
            for row in block.rows:
                yield row.span, (because,)
            found.extend(filter(None, (_named(text[row.span.start : row.span.end], row) for row in block.rows)))
    yield from echoes(text, found)


def _blocks(text: str, lower: str) -> Iterator[_Block]:
    """Tables with a name column, and runs of lines that begin with names."""
    headers = {lower.rfind("\n", 0, m.start() + 1) + 1 for m in _HEADER.finditer(f"\n{lower}\n")}
    at = 0
    run: list[_Row] = []
    while at <= len(text):
        end = text.find("\n", at)
        line = Span(at, len(text) if end < 0 else end)
        row = _row(text, line)
        if row is None:
            yield from _run(run)
            run = []
            columns = _columns(lower, line) if at in headers else None
            table = _table(text, line.end + 1, *columns) if columns else None
            if table is not None:
                yield table
                line = Span(table.span.start, table.span.end)
        else:
            run.append(row)
        at = line.end + 1
    yield from _run(run)


def _run(rows: list[_Row]) -> Iterator[_Block]:
    sure = [row for row in rows if row.shape != "unsure"]
    if len(sure) >= _LEAST and 3 * len(sure) >= 2 * len(rows):
        yield _Block(Span(rows[0].span.start, rows[-1].rest.end), tuple(rows), has_header=False)


def _row(text: str, line: Span) -> _Row | None:
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
            return _Row(span, "unsure", Span(span.end, line.end))  # a name among names: Olly Marks
        if name is None or name.span.start != span.start:
            return None
        span = name.span
    elif any(map(_names.is_ordinary, words[-1:] if shape == "initials" else words)):
        return None
    if (shape == "forename" and match[shape].isupper()) or _names.is_placeholder(" ".join(words)):
        return None
    return _Row(span, shape, Span(span.end, line.end))


def _columns(lower: str, line: Span) -> tuple[str, dict[int, bool]] | None:
    """A header row's delimiter and its name columns, with whether one word there is a name; or None."""
    content = lower[line.start : line.end]
    cut = next((d for d in _DELIMITERS if d in content), None)
    if cut is None or len(content) > _LONGEST_LINE:
        return None
    cells = [cell.strip(" \"'*") for cell in content.split(cut)]
    columns = {place: cell != "name" for place, cell in enumerate(cells) if _HEADER_CELL.fullmatch(cell)}
    return (cut, columns) if columns else None


def _table(text: str, start: int, cut: str, columns: dict[int, bool]) -> _Block | None:
    """The rows under a header that ends before ``start``."""
    rows: list[_Row] = []
    at, nameless = start, 0
    while at <= len(text) and nameless < _PATIENCE:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.find(cut, at, end) < 0:
            break
        cells = list(_cells(text[at:end], at, cut, columns))
        rows.extend(cells)
        nameless = 0 if cells else nameless + 1
        at = end + 1
    if len(rows) < _LEAST_UNDER_HEADER:
        return None
    return _Block(Span(start, at - 1), tuple(rows), has_header=True)


def _cells(content: str, start: int, cut: str, columns: dict[int, bool]) -> Iterator[_Row]:
    """The names in one row's name columns; a quoted "Surname, Forename" is one cell."""
    at = start
    quoted = cut == "," and '"' in content
    for place, cell in enumerate(_QUOTED_CELLS.findall(content) if quoted else content.split(cut)):
        match = _CELL.fullmatch(cell.strip(' "*')) if place in columns else None
        if match is not None:
            words = match.group().replace(",", " ").split()
            if not _names.is_ordinary(words[0]) and not _names.is_placeholder(match.group()):
                begin = at + cell.index(match.group())
                shape = "reversed" if "," in match.group() else "full" if len(words) > 1 else "forename"
                span = Span(begin, begin + len(match.group()))
                yield _Row(
                    span,
                    shape if shape != "forename" or columns[place] else "unsure",
                    Span(span.end, start + len(content)),
                )
        at += len(cell) + len(cut)


def _speaks(text: str, lower: str, block: _Block, doubts: _frames.Doubts) -> int:
    """What speaks for a block being a list of real people, less what speaks against."""
    rows, span = block.rows, block.span
    fields = [text[row.rest.start : row.rest.end] for row in rows]
    around = f"{lower[max(0, span.start - _ABOUT) : span.start]}\n{lower[span.end : span.end + _ABOUT]}"
    score = 1 + 2 * _mostly(row.shape != "unsure" for row in rows) if block.has_header else _usual(rows)
    score += 2 * _mostly(_RECORD_FIELD.search(field) for field in fields)
    score += _mostly(_NUMBER.search(field) for field in fields)
    score += 2 * (_ABOUT_PUPILS.search(around) is not None)
    if score < _frames.ENOUGH:
        return score
    score -= 2 * (_ABOUT_OTHERS.search(around) is not None)
    score -= 3 * (
        _mostly(_UNIT.search(field) for field in fields) and not _mostly(_PAY_FIELD.search(f) for f in fields)
    )
    score -= 3 * _mostly(_CITATION.search(field) for field in fields)
    score -= 3 * _mostly(_LONG_AGO.search(field) for field in fields)
    score -= 4 * doubts.code(span)
    known = sum(_names.is_known(text[row.span.start : row.span.end]) for row in rows)
    score -= 4 * (known * 4 >= len(rows) and known > 0)
    return score - doubts.declared(Span(max(0, span.start - _ABOUT), span.end + _ABOUT))


def _usual(rows: tuple[_Row, ...]) -> int:
    shapes = [row.shape for row in rows]
    return _SHAPES[max(_SHAPES, key=shapes.count)]


def _mostly(flags: Iterable[object]) -> bool:
    values = [bool(flag) for flag in flags]
    return 2 * sum(values) >= len(values) > 0


def _named(words: str, row: _Row) -> _names.Name | None:
    """The name in a row as something to find again: only with a forename and a surname."""
    surname, comma, forename = words.casefold().partition(",")
    if comma and forename.split():
        return _names.Name(row.span, forename.split()[0], surname.split()[-1])
    if row.shape in {"full", "initial", "unsure"} and " " in words:
        return _names.Name(row.span, surname.split()[0], surname.split()[-1])
    return None
