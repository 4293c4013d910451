"""Lists of people: registers, mark sheets, exports from the school's system.

A list says more than any one name. Two things make one: a header with a name column and rows of names
under it; or three lines running that each begin with a name, where the lines' other fields, their shape
("Surname, Forename") or the words around them belong to a record. Casts, bibliographies, sets of data with
units and tables inside program code have the same look, and count against it.

>>> text = "Name\\tP1\\tTarget\\nDenholm, Carys\\t41\\t6\\nPellow, Joss\\t38\\t5\\nvan Dorn, Wim\\t52\\t7"
>>> [text[span.start:span.end] for span, _ in find(text)]
['Denholm, Carys', 'Pellow, Joss', 'van Dorn, Wim']
>>> list(find("Ben 142 cm\\nAisha 151 cm\\nRobin 158 cm"))
[]
"""

from __future__ import annotations

from collections.abc import Iterator
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

_ROW = regex.compile(
    r"[ \t]*(?:(?:[-*]|\(?\d{1,3}[.):]?|[|])[ \t]{1,3})?"
    rf"(?:(?P<reversed>{_names.SURNAME},[ \t]?{_names.WORD})(?:[ ](?:\p{{Lu}}\b\.?|{_names.WORD}))?"
    rf"|(?P<full>{_names.FULL})|(?P<initials>{_names.INITIALS})"
    rf"|(?P<short>{_names.WORD}[ ]\p{{Lu}}(?![\p{{L}}'.])|{_names.WORD}))"
    r"(?P<rest>[ \t]*(?:[\t,|:;=(-]|[ ](?=\d)|[ ]{2}|\Z).*|[ ]\p{L}[^\n]{0,160})?[ \t]*\Z"
)
_STRONG_FIELD = regex.compile(
    r"(?<![\w/-])(?:(?:1[0-3]|[1-9])(?!X)[A-Z]{1,2}\d?|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{2,14}|Y(?:ea)?r?[ ]?(?:1[0-3]|[1-9])"
    r"|[A-HJ-NP-RT-Z]\d{11}[\dA-Z]|UPS ?\d|[MUL]\d{1,2}|SCP ?\d{1,2}|TLR ?\d[a-c]?|SENA|SEN|EHCP|FSM|PP|EAL|WTS|EXS|GDS|WT|ARE|DOB|\d{1,3}(?:\.\d)?[ ]?%|[Aa]bsent|[Pp]resent|[Ll]ate"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[012]\d|[\w.-]+@[\w.-]+|07\d{3}[ ]?\d{3}[ ]?\d{3}|(?:[A-E/\\][ ]){3,}[A-E/\\])(?![\w/-])"
)
_NUMBER = regex.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,2})?(?:/\d{1,3})?(?![\w%]|[ ]?(?:cm|mm|m|kg|g|km|ml|s|secs?|mins?|years?|p|°C|mph)\b)")
_UNIT = regex.compile(r"\d[ ]?(?:cm|mm|m|kg|g|km|ml|l|s|secs?|seconds|mins?|years[ ]old|p|°C|mph|%[ ]of|AD|BCE?)\b|[£$€]\d")
_PAY = regex.compile(r"(?<!\w)(?:UPS ?\d|[MUL]\d{1,2}|SCP ?\d{1,2}|TLR)(?!\w)")
_CITATION = regex.compile(r"\((?:19|20)\d\d[a-z]?\)|\bpp?\.[ ]?\d|\bed(?:s|n)?\.|\bdoi\b|https?:|\"[^\"]{4,}\"|[ ]by[ ]")
_YEARS = regex.compile(r"(?<!\d)1[0-9]\d\d(?!\d)")

_ABOUT_PUPILS = regex.compile(
    r"\b(?:register|class[ ]list|seating|pupil|student|my[ ]class|tutor|form[ ]group|intervention|"
    r"predicted|target|report|parents|absent|detention|attendance|who[ ]is|who[ ]are|below|"
    r"into[ ]groups|mixed[ ]ability|give[ ]each|mark[ ]these|level[ ]these|grade[ ]these|score|"
    r"trip|cohort|kids|my[ ]year|year[ ]7|year[ ]8|year[ ]9|year[ ]10|year[ ]11|sims|arbor|"
    r"bromcom|catch[ ]up|booster|set[ ]list|nominations|names[ ]of|staff|candidates|"
    r"sen[ ]register)"
)
_ABOUT_OTHERS = regex.compile(
    r"\b(?:character|cast|dramatis|poet|author|artist|composer|scientist|glossary|vocab|bibliograph|"
    r"references|reading[ ]list|works[ ]cited|match[ ]the|sort[ ]these[ ]words|word[ ]class|"
    r"countries|capital|median|find[ ]the[ ]mean|mean[ ]and|frequency|bar[ ]chart|tally|"
    r"pie[ ]chart|scatter|king|queen|monarch|prime[ ]minister|president|elements|planets|"
    r"inventor|explorer|artists|songs|novels|question|heights[ ]of|the[ ]table[ ]shows|players|"
    r"athlete|world[ ]record|olympic|rivers|mountains|battles)"
)
_CODE = regex.compile(r"\bimport[ ]\w|\bdef[ ]\w+\(|\bSELECT[ ]|\bINSERT[ ]INTO|=[ ]?[\[{\"]{1,3}[\n\w\"]|</?\w+>|\bprint\(|\bclass[ ]\w+[:(]")

_HEADER_NAMES = {"name", "full name", "pupil", "student", "pupil name", "student name", "child", "child's name", "learner",
                 "names", "legal name", "preferred name", "staff", "staff name", "employee", "parent", "parent name",
                 "candidate", "candidate name", "pupil's name", "child name"}  # fmt: skip
_HEADER_PARTS = ("surname", "forename", "first name", "last name", "family name", "given name", "firstname", "lastname")
_DELIMITERS = ("\t", "|", ",", ";")
_CELL = regex.compile(
    rf"(?:{_names.SURNAME},[ ]?{_names.WORD}|(?:{_names.PARTICLE}[ ]){{0,2}}{_names.WORD}(?:[ ](?:{_names.WORD}|{_names.PARTICLE}|\p{{Lu}}\.?)){{0,3}})"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line that begins with what may be a name."""

    span: Span
    shape: str
    words: tuple[str, ...]
    rest: Span


def find(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The names in lists of people, and the same names wherever else they stand."""
    if text.count("\n") < _LEAST_UNDER_HEADER:
        return
    lines = _lines(text)
    lower = ""
    done = 0
    found: list[_names.Name] = []
    for first, last, rows, because in _blocks(text, lines):
        if first < done:
            continue
        lower = lower or _frames.lowered(text)
        block = Span(lines[first].start, lines[last].end)
        if _speaks(text, lower, block, rows, under_header=because is not _RUNNING) < _frames.ENOUGH:
            continue
        done = last + 1
        for row in rows:
            yield row.span, (because,)
            if name := _named(text, row):
                found.append(name)
    yield from echoes(text, found)


_RUNNING = "in a list of names"
_HEADED = "in a column of names"


def _lines(text: str) -> list[Span]:
    spans = []
    start = 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _blocks(text: str, lines: list[Span]) -> Iterator[tuple[int, int, list[_Row], str]]:
    """Tables with a name column, and runs of lines that begin with names: first and last line, rows."""
    index = 0
    while index < len(lines):
        columns = _header(text, lines[index])
        if columns is not None:
            last, rows = _under(text, lines, index, *columns)
            if len(rows) >= _LEAST_UNDER_HEADER:
                yield index, last, rows, _HEADED
                index = last + 1
                continue
        rows = []
        last = index
        while last < len(lines) and (row := _row(text, lines[last])) is not None:
            rows.append(row)
            last += 1
        sure = [row for row in rows if row.shape != "unsure"]
        if len(sure) >= _LEAST and 3 * len(sure) >= 2 * len(rows):
            yield index, last - 1, rows, _RUNNING
        index = max(last, index + 1)


def _header(text: str, line: Span) -> tuple[str, dict[int, bool]] | None:
    """A header row's delimiter and its name columns, with whether one word there is a name; or None."""
    if not 4 <= len(line) <= _LONGEST_LINE:
        return None
    content = text[line.start : line.end].casefold()
    if not any(word in content for word in ("name", "pupil", "student", "child", "learner", "candidate", "staff", "employee", "parent")):
        return None
    cut = next((d for d in _DELIMITERS if d in content), None)
    if cut is None:
        return None
    cells = [cell.strip(" \"'*") for cell in content.split(cut)]
    columns = {
        place: cell != "name"
        for place, cell in enumerate(cells)
        if cell in _HEADER_NAMES or (len(cell) < 30 and any(part in cell for part in _HEADER_PARTS))
    }
    return (cut, columns) if columns and len(cells) > 1 else None


def _under(text: str, lines: list[Span], header: int, cut: str, columns: dict[int, bool]) -> tuple[int, list[_Row]]:
    """The last line of the table and the names in its name columns."""
    rows = []
    index = header + 1
    while index < len(lines):
        line = lines[index]
        content = text[line.start : line.end]
        if cut not in content:
            break
        rows.extend(_cells(content, line.start, cut, columns))
        index += 1
    return index - 1, rows


def _cells(content: str, start: int, cut: str, columns: dict[int, bool]) -> Iterator[_Row]:
    at = start
    # A quoted "Surname, Forename" is one cell.
    pieces = regex.findall(r'"[^"]*"|[^,]+|(?<=,)(?=,)', content) if cut == "," and '"' in content else content.split(cut)
    for place, cell in enumerate(pieces):
        if place in columns and (match := _CELL.fullmatch(cell.strip(' "*'))):
            words = tuple(match.group().casefold().replace(",", " ").split())
            if not any(map(_names.is_ordinary, words[:1])) and not _names.is_placeholder(match.group()):
                begin = at + cell.index(match.group())
                shape = "reversed" if "," in match.group() else "full" if len(words) > 1 or columns[place] else "unsure"
                yield _Row(Span(begin, begin + len(match.group())), shape, words, Span(begin, begin))
        at += len(cell) + len(cut)


def _row(text: str, line: Span) -> _Row | None:
    if not 3 <= len(line) <= _LONGEST_LINE:
        return None
    match = _ROW.match(text, line.start, line.end)
    if match is None:
        return None
    shape = match.lastgroup if match.lastgroup != "rest" else next(g for g in ("reversed", "full", "initials", "short") if match[g])
    span = Span(*match.span(shape))
    if shape == "full":
        name = _names.full(text, span, surely=True)
        if name is None and _names.may_be_full(text[span.start : span.end]):
            return _Row(span, "unsure", tuple(text[span.start : span.end].casefold().split()), Span(span.end, line.end))
        if name is None or name.span.start != span.start:
            return None
        span = name.span
    words = tuple(text[span.start : span.end].casefold().replace(",", " ").split())
    if shape == "short" and match[shape].isupper():
        return None
    if any(map(_names.is_ordinary, (words[-1:] if shape == "initials" else words) if shape != "full" else ())) or _names.is_placeholder(" ".join(words)):
        return None
    if shape == "short" and len(words) > 1:
        shape = "initial"
    return _Row(span, shape, words, Span(span.end, line.end))


def _speaks(text: str, lower: str, block: Span, rows: list[_Row], *, under_header: bool) -> int:
    """What speaks for a block being a list of real people, less what speaks against."""
    around = lower[max(0, block.start - _ABOUT) : block.start] + "\n" + lower[block.end : block.end + _ABOUT]
    fields = [text[row.rest.start : row.rest.end] for row in rows]
    score = 1 + 2 * _most(row.shape != "unsure" for row in rows) if under_header else _shape(rows)
    score += 2 * _most(_STRONG_FIELD.search(field) is not None for field in fields)
    score += 1 * _most(_NUMBER.search(field) is not None for field in fields)
    score += 2 * (_ABOUT_PUPILS.search(around) is not None)
    inside = text[block.start : block.end]
    score -= 2 * (_ABOUT_OTHERS.search(around) is not None)
    if not any(_PAY.search(field) for field in fields):
        score -= 3 * _most(_UNIT.search(field) is not None for field in fields)
    score -= 3 * _most(_CITATION.search(field) is not None for field in fields)
    score -= 3 * _most(_YEARS.search(field) is not None for field in (fields if not under_header else inside.split("\n")))
    score -= 4 * (_CODE.search(text, max(0, block.start - 400), block.end + 400) is not None)
    known = sum(_names.is_known(text[row.span.start : row.span.end]) for row in rows)
    score -= 4 * (known * 4 >= len(rows) and known > 0)
    return score - min(4, _frames.Doubts(text, lower).declared(block))


def _shape(rows: list[_Row]) -> int:
    shapes = [row.shape for row in rows]
    most = max(set(shapes), key=shapes.count)
    return {"reversed": 2, "full": 1, "initial": 1, "initials": 1, "short": 0, "unsure": 0}[most]


def _most(flags: Iterator[bool] | object) -> bool:
    values = list(flags)  # type: ignore[call-overload]
    return 2 * sum(values) >= len(values) > 0


def _named(text: str, row: _Row) -> _names.Name | None:
    words = row.words
    if row.shape == "reversed":
        surname = text[row.span.start : row.span.end].split(",")[0].casefold().split()[-1]
        return _names.Name(row.span, words[-1] if len(words) == 2 else text[row.span.start : row.span.end].split(",")[1].split()[0].casefold(), surname)
    return _names.Name(row.span, words[0], words[-1]) if len(words) > 1 else None
