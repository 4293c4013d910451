r"""Lists of people: registers, mark sheets, exports from the school's system.

A list says more than any one name. Two things make one: a header with a name column and rows of names
under it; or three lines running that each begin with a name, where the lines' other fields, their shape
("Surname, Forename") or the words around them belong to a record. Casts, bibliographies, sets of data with
units and tables inside program code have the same look, and count against it. A name in two cells is two
spans, so that replacing it leaves the table its columns.

>>> text = "Name\tP1\tTarget\nDenholm, Carys\t41\t6\nPellow, Joss\t38\t5\nvan Dorn, Wim\t52\t7"
>>> [text[span.start:span.end] for span, _ in find(text)]
['Denholm, Carys', 'Pellow, Joss', 'van Dorn, Wim']
>>> list(find("Ben 142 cm\nAisha 151 cm\nRobin 158 cm"))
[]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import regex

from safe_to_paste.detectors import _frames, _names
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.model import Span

# Rows of a list without a header, and rows under one; under both "Surname" and "Forename" one is enough.
_LEAST = 3
_LEAST_UNDER_HEADER = 2
# How far before and after a list the words about it are looked for.
_ABOUT = 200
_LONGEST_LINE = 400
# Lines under a header without a name, after which the table has ended.
_PATIENCE = 5

_BEFORE = r"[ \t]*(?:(?:[-*]|\(?\d{1,3}[.):]?|[|])[ \t]{1,3})?"
_ROW = regex.compile(
    rf"{_BEFORE}(?:(?P<reversed>{_names.SURNAME},[ \t]?{_names.WORD})(?:[ ](?:\p{{Lu}}\b\.?|{_names.WORD}))?"
    rf"|(?P<full>{_names.FULL})|(?P<initials>{_names.INITIALS})"
    rf"|(?P<initial>{_names.WORD}[ ]\p{{Lu}}(?![\p{{L}}'.]))|(?P<forename>{_names.WORD}))"
    r"(?=[ \t]*(?:[\t,|:;=(-]|[ ]\d|[ ]{2}|\Z)|[ ]\p{L}[^\n]{0,160}\Z)"
)
_WITH_INITIAL = rf"{_names.SURNAME}(?:[ ]\p{{Lu}}\b\.?)?"
# A forename and a surname in cells of their own, in either order.
_TWO_CELLS = regex.compile(
    rf"{_BEFORE}(?:(?P<tabbed>{_WITH_INITIAL}[ ]?[\t|;][ ]?{_WITH_INITIAL})(?=[ ]*(?:[\t,|;]|\Z))"
    rf"|(?P<commas>{_WITH_INITIAL},(?:[ ](?=[^\n,]{{2,50}},))?{_WITH_INITIAL})(?=[ ]*(?:,|\Z)))"
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
    "commas": 2,
    "tabbed": 1,
    "full": 1,
    "initials": 1,
    "initial": 1,
    "forename": 0,
    "unsure": 0,
}
_BETWEEN = regex.compile(r"[ ]?[\t|;,][ ]?")

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
_FAMILY = re.compile(r".*(?:surname|last ?name|family name)s?")
_GIVEN = re.compile(r".*(?:forename|first ?name|given name|preferred name)s?")
_DELIMITERS = ("\t", "|", ",", ";")
_QUOTED_CELLS = regex.compile(r'"[^"\n]*"|[^,]+|(?<=,)(?=,)')
_CELL = regex.compile(
    rf"{_names.SURNAME},[ ]?{_names.WORD}"
    rf"|(?:{_names.PARTICLE}[ ]){{0,2}}{_names.WORD}(?:[ ](?:{_names.WORD}|{_names.PARTICLE}|\p{{Lu}}\.?)){{0,3}}"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A person in a list: where the name's parts are, what shape it has, and where the rest of its line is."""

    name: tuple[Span, ...]
    shape: str
    rest: Span


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that may be a list of people."""

    span: Span
    rows: tuple[_Row, ...]
    has_header: bool


@dataclass(frozen=True, slots=True)
class _Header:
    """A header row: what parts its cells, how many there are, and which head names, of what kind."""

    cut: str
    cells: int
    kinds: Mapping[int, str]


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The names in lists of people, and the same names wherever else they stand."""
    lower = _frames.lowered(text)
    doubts = _frames.Doubts(text, lower)
    found: list[_names.Name] = []
    listed: list[Span] = []
    for block in _blocks(text, lower):
        if _speaks(text, lower, block, doubts) >= _frames.ENOUGH:
            because = "in a column of names" if block.has_header else "in a list of names"
            for row in block.rows:
                yield from ((span, (because,)) for span in row.name)
                listed.extend(row.name)
                found.extend(_named(text, row))
    listed.sort()
    yield from (echo for echo in echoes(text, found) if not _is_taken(echo[0], listed))


def _is_taken(span: Span, listed: list[Span]) -> bool:
    """Whether a span overlaps one of those in the lists, which are in order: cells are not to be joined again."""
    first = bisect_right(listed, span.start, key=attrgetter("end"))
    return first < len(listed) and listed[first].start < span.end


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
            header = _header(lower, line) if at in headers else None
            table = _table(text, line.end + 1, header) if header else None
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
        yield _Block(Span(rows[0].name[0].start, rows[-1].rest.end), tuple(rows), has_header=False)


def _row(text: str, line: Span) -> _Row | None:
    """The line as a row that begins with a name, or None."""
    if not 3 <= len(line) <= _LONGEST_LINE or (
        text[line.start].islower() and not text.startswith(_PARTICLES, line.start)
    ):
        return None
    matches = (pattern.match(text, line.start, line.end) for pattern in (_TWO_CELLS, _ROW))
    return next(filter(None, (_judged(text, line, match) for match in matches)), None)


def _judged(text: str, line: Span, match: regex.Match[str] | None) -> _Row | None:
    """A match as a row, unless its words are ordinary ones or stand in for a name."""
    if match is None or match.lastgroup is None:
        return None
    shape = match.lastgroup
    span = Span(*match.span(shape))
    words = regex.split(r"[\s,.|;]+", match[shape].rstrip("."))
    if shape == "full":
        name = _names.full(text, span, surely=True)
        if name is None and len(words) == 2 and not _names.is_ordinary(words[0]):
            return _Row((span,), "unsure", Span(span.end, line.end))  # a name among names: Olly Marks
        if name is None or name.span.start != span.start:
            return None
        span = name.span
    elif any(map(_names.is_ordinary, words[-1:] if shape == "initials" else words)):
        return None
    if (shape == "forename" and match[shape].isupper()) or _names.is_placeholder(" ".join(words)):
        return None
    return _Row(_parts(text, span) if shape in {"tabbed", "commas"} else (span,), shape, Span(span.end, line.end))


def _parts(text: str, span: Span) -> tuple[Span, ...]:
    """A name in two cells, without what parts them."""
    between = _BETWEEN.search(text, span.start, span.end)
    return (Span(span.start, between.start()), Span(between.end(), span.end)) if between else (span,)


def _header(lower: str, line: Span) -> _Header | None:
    """A line as a header row with a column of names; or None."""
    content = lower[line.start : line.end]
    cut = next((d for d in _DELIMITERS if d in content), None)
    if cut is None or len(content) > _LONGEST_LINE:
        return None
    cells = [cell.strip(" \"'*") for cell in content.split(cut)]
    kinds = {place: _kind(cell) for place, cell in enumerate(cells) if _HEADER_CELL.fullmatch(cell)}
    return _Header(cut, len(cells), kinds) if kinds else None


def _kind(cell: str) -> str:
    """What a column holds by its header: family names, given names, whole names, or perhaps other names."""
    if _FAMILY.fullmatch(cell):
        return "family"
    if _GIVEN.fullmatch(cell):
        return "given"
    return "unsure" if cell == "name" else "whole"


def _table(text: str, start: int, header: _Header) -> _Block | None:
    """The rows under a header that ends before ``start``."""
    rows: list[_Row] = []
    at, nameless = start, 0
    while at <= len(text) and nameless < _PATIENCE:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.find(header.cut, at, end) < 0:
            break
        people = list(_people(text[at:end], at, header))
        rows.extend(people)
        nameless = 0 if people else nameless + 1
        at = end + 1
    if len(rows) < _LEAST_UNDER_HEADER and not any(_is_full_record(text, row, header) for row in rows):
        return None
    return _Block(Span(start, at - 1), tuple(rows), has_header=True)


def _is_full_record(text: str, row: _Row, header: _Header) -> bool:
    """Whether a single row has both its names and as many cells as the header."""
    line = Span(text.rfind("\n", 0, row.rest.end) + 1, row.rest.end)
    return len(row.name) > 1 and text.count(header.cut, line.start, line.end) >= header.cells - 1


def _people(content: str, start: int, header: _Header) -> Iterator[_Row]:
    """The people in one row's name columns; a forename and a surname side by side are one person."""
    line = Span(start, start + len(content))
    waiting: list[tuple[str, str, Span]] = []
    for kind, words, span in _cells(content, start, header):
        if kind not in {"family", "given"}:
            yield from _person([(kind, words, span)], line)
            continue
        if len(waiting) == 2 or (waiting and waiting[0][0] == kind):
            yield from _person(waiting, line)
            waiting = []
        waiting.append((kind, words, span))
    yield from _person(waiting, line)


def _person(cells: list[tuple[str, str, Span]], line: Span) -> Iterator[_Row]:
    """One person's cells as a row, unless they hold something else or what stands in for a name."""
    words = [words for _, words, _ in cells]
    if all(_names.is_ordinary(cell.split()[0].rstrip(",")) for cell in words):
        return
    if any(map(_names.is_placeholder, (*words, " ".join(words)))):
        return
    spans = tuple(span for *_, span in cells)
    yield _Row(spans, _shape(cells), Span(spans[-1].end, line.end))


def _shape(cells: list[tuple[str, str, Span]]) -> str:
    kind, words, _ = cells[0]
    if len(cells) > 1:
        return kind
    if "," in words:
        return "reversed"
    if " " in words:
        return "full"
    return "unsure" if kind == "unsure" else "forename"


def _cells(content: str, start: int, header: _Header) -> Iterator[tuple[str, str, Span]]:
    """The cells of one row that hold names: kind, words and place; a quoted "Surname, Forename" is one cell."""
    at = start
    quoted = header.cut == "," and '"' in content
    for place, cell in enumerate(_QUOTED_CELLS.findall(content) if quoted else content.split(header.cut)):
        match = _CELL.fullmatch(cell.strip(' "*')) if place in header.kinds else None
        if match is not None:
            begin = at + cell.index(match.group())
            yield header.kinds[place], match.group(), Span(begin, begin + len(match.group()))
        at += len(cell) + len(header.cut)


def _speaks(text: str, lower: str, block: _Block, doubts: _frames.Doubts) -> int:
    """What speaks for a block being a list of real people, less what speaks against."""
    rows, span = block.rows, block.span
    fields = [text[row.rest.start : row.rest.end] for row in rows]
    around = f"{lower[max(0, span.start - _ABOUT) : span.start]}\n{lower[span.end : span.end + _ABOUT]}"
    score = 1 + 2 * _mostly(row.shape != "unsure" for row in rows) if block.has_header else _usual(text, rows)
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
    score -= 4 * _are_known(text, rows)
    return score - doubts.declared(Span(max(0, span.start - _ABOUT), span.end + _ABOUT))


def _are_known(text: str, rows: tuple[_Row, ...]) -> bool:
    """Whether the gazetteer has these people: a quarter by full name, or most where there is one word each.

    One word says little: pupils are called Olivia, Leah and Sam, as are people in plays.
    """
    names = [", ".join(text[part.start : part.end] for part in row.name) for row in rows]
    known = [name for name in names if _names.is_known(name)]
    whole = sum(" " in name for name in known)
    return 0 < len(rows) <= 4 * whole or 2 * (len(known) - whole) > len(rows)


def _usual(text: str, rows: tuple[_Row, ...]) -> int:
    shapes = [row.shape for row in rows]
    shape = max(_SHAPES, key=shapes.count)
    return _SHAPES[shape] + (shape == "reversed" and _have_forenames(text, rows))


def _have_forenames(text: str, rows: tuple[_Row, ...]) -> bool:
    """Whether what follows the comma is a common forename in one row of four: "Salt, Pepper" is no person."""
    last = (text[row.name[-1].start : row.name[-1].end].rpartition(",")[2].split()[:1] for row in rows)
    return 4 * sum(word.casefold() in _forenames() for words in last for word in words) >= len(rows)


@cache
def _forenames() -> frozenset[str]:
    """Forenames we know of: those of people in the gazetteer, and those that are everyday words too."""
    lists = _names._lists()
    known = (name.split() for name in lists.known)
    return lists.everyday | {words[0] for words in known if len(words) < 3 and not _names.is_ordinary(words[0])}


def _mostly(flags: Iterable[object]) -> bool:
    values = [bool(flag) for flag in flags]
    return 2 * sum(values) >= len(values) > 0


def _named(text: str, row: _Row) -> Iterator[_names.Name]:
    """The name in a row as something to find again: only with a forename and a surname."""
    parts = [text[part.start : part.end].casefold() for part in row.name]
    whole = Span(row.name[0].start, row.name[-1].end)
    if len(parts) == 1 and row.shape == "reversed":
        parts = [part.strip() for part in parts[0].split(",")]
    if len(parts) == 1 and row.shape in {"full", "initial", "unsure"}:
        parts = parts[0].split()
        yield from [_names.Name(whole, parts[0], parts[-1])] if len(parts) > 1 else []
    elif len(parts) == 2 and all(parts):
        # Two cells without a header do not say which is the forename.
        if row.shape not in {"reversed", "family"}:
            yield _names.Name(whole, parts[0].split()[0], parts[1].split()[-1])
        if row.shape != "given":
            yield _names.Name(whole, parts[1].split()[0], parts[0].split()[-1])
