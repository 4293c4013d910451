"""Tables whose rows are lines: cut by tabs, pipes, semicolons or commas, or aligned with spaces.

A run of lines that all have the same sign in them is a table when one of its first lines is a header
that schools use, or when its rows are alike and too short for sentences. Lines above the header are
titles; sums and the end of a report below are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from safe_to_paste.late import re
from safe_to_paste.model import Span
from safe_to_paste.structure import columns
from safe_to_paste.structure.page import Page, cuts
from safe_to_paste.structure.table import Cell, Row, Table

_CUTS = {"\t": "tabs", "|": "pipes", ";": "semicolons", ",": "commas", "  ": "spaces"}
# Signs that prose has too, so that lines alone do not make a table.
_PROSE = frozenset({";", ",", "  "})
# A header is one of this many first lines.
_TITLES = 6
# Rows without a header are at least so many, with cells of no more than so many characters on average.
_LEAST = 3
_SHORT = 28
# Spaces to a cell; prose between two commas has more.
_WORDS = 2.2
_LONGEST_LINE = 4_000
# A list whose rows are uneven is no longer than this.
_UNEVEN = 40
_RULE = re.compile(r"[-+|:=_ ]+")
_GAP = re.compile(r" {2,}")
_QUOTED = {
    cut: re.compile(rf' *(?:"((?:[^"]|"")*+)"[^{cut}]*|([^{cut}]*))(?:{cut}|\Z)') for cut in ("\t", ",", ";", r"\|")
}


def find(page: Page) -> Iterator[Table]:
    """The tables in what is left of a page; their lines are claimed."""
    for cut, form in _CUTS.items():
        if page.text.count(cut) > 1:
            for first, last in list(_runs(page, cut)):
                table = _Grid(page, cut, form).table(first, last)
                if table is not None:
                    page.claim(first, last)
                    yield table


def _runs(page: Page, cut: str) -> Iterator[tuple[int, int]]:
    """Where lines that have a sign follow each other; between tabs and pipes a line may be empty or a rule."""
    first = last = -1
    patient = cut in "\t|"
    for number, line in enumerate(page.lines):
        if len(line) <= _LONGEST_LINE and cuts(line.strip() if cut == "  " else line, cut):
            if first < 0:
                first = number
            last = number
        elif first >= 0 and not (patient and number - last < 2 and (not line or _RULE.fullmatch(line))):
            if last > first:
                yield first, last + 1
            first = -1
    if last > first >= 0:
        yield first, last + 1


class _Grid:
    """Reads one run of lines as a table."""

    def __init__(self, page: Page, cut: str, form: str) -> None:
        self._page = page
        self._cut = cut
        self._form = form

    def table(self, first: int, last: int) -> Table | None:
        """The table in these lines, or None where they are none."""
        header = self._header(first, last)
        if header is None and self._ruled(first):
            return None  # a header of other things
        if header is None and not (self._alike(first, last) and self._says_something(first, last)):
            return None
        rows = [self._row(number) for number in range(header or first, last) if self._is_row(number)]
        if self._is_form(rows):
            labels, values = zip(*((row[0], row[1]) for row in rows), strict=True)
            return self._made(first, last, labels, [values])
        if header is None:
            return self._made(first, last, None, rows)
        return self._made(header, last, rows[0], rows[1:])

    def _made(self, first: int, last: int, header: Row | None, rows: Sequence[Row]) -> Table | None:
        words = self._words
        if not rows:
            return None
        width = len(header) if header is not None else Counter(map(len, rows)).most_common(1)[0][0]
        even = tuple(self._fitted(row, header, width) for row in rows if not columns.is_footer(words(row[0])))
        if not even:
            return None
        if header is None:
            kinds = columns.by_content([[words(cell) for cell in row] for row in columns.sample(even)])
        else:
            kinds = tuple(columns.kind_of(words(cell)) for cell in header)
            if not all(kinds):
                some = columns.sample(even)
                kinds = tuple(
                    kind or columns.certain([cell for row in some if (cell := words(row[place]))])
                    for place, kind in enumerate(kinds)
                )
        end = self._page.starts[last - 1] + len(self._page.lines[last - 1])
        return Table(Span(self._page.starts[first], end), header, even, kinds, self._form)

    def _header(self, first: int, last: int) -> int | None:
        """The line that is the header, among the first few."""
        best, header = 0, None
        for number in range(first, min(first + (1 if self._ruled(first) else _TITLES), last - 1)):
            line = self._page.lines[number]
            cells = cuts(line, self._cut) + 1
            if self._cut in ",;" and (len(line) > 25 * cells or line.count(" ") > _WORDS * cells):
                continue
            score = self._heads([self._words(cell) for cell in self._row(number)])
            if score > best:
                best, header = score, number
        return header

    def _ruled(self, first: int) -> bool:
        """Whether a rule under its first line says that this line is the header."""
        return self._cut == "|" and _RULE.fullmatch(self._page.lines[first + 1].replace("|", "-")) is not None

    def _heads(self, cells: Sequence[str]) -> int:
        """How much a row looks like a header: 0 where it is none."""
        named = [cell for cell in cells if cell]
        if any(len(cell) > columns.LONGEST_HEADING for cell in named):
            return 0
        kinds = {kind for cell in named if (kind := columns.kind_of(cell))}
        if not kinds:
            return 0
        known = sum(map(columns.known, named))
        data = sum(map(columns.is_data, named))
        return len(kinds) + known if known > data and (known >= 2 or not data) else 0

    def _alike(self, first: int, last: int) -> bool:
        """Whether lines without a header are rows: of the same number of cells, and none a sentence."""
        lines = [line for line in self._page.lines[first:last] if line]
        if self._cut not in _PROSE:
            return len(lines) >= 2 and sum(map(len, lines)) <= _SHORT * sum(cuts(line, self._cut) + 1 for line in lines)
        if len(lines) < _LEAST:
            return False
        counts = Counter(cuts(line, self._cut) for line in lines)
        (usual, often), *_ = counts.most_common(1)
        ragged = all(abs(count - usual) <= 2 for count in counts)
        if often < 0.7 * len(lines) and not (ragged and len(lines) <= _UNEVEN):
            return False
        if sum(map(len, lines)) > _SHORT * (usual + 1) * len(lines):
            return False
        spaces = sum(line.count(" ") for line in lines)
        if self._cut != "  " and spaces > _WORDS * sum((count + 1) * often for count, often in counts.items()):
            return False
        ended = sum(line.rstrip()[-1:] in {".", "!", "?", ":", ","} for line in lines)
        return 4 * ended <= len(lines)

    def _says_something(self, first: int, last: int) -> bool:
        """Whether the columns of rows without a header are of any kind, as some of the rows show; or a form."""
        rows = [self._row(number) for number in columns.sample(range(first, last)) if self._is_row(number)]
        kinds = columns.by_content([[self._words(cell) for cell in row] for row in rows])
        return any(kinds) or self._is_form(rows)

    def _is_row(self, number: int) -> bool:
        line = self._page.lines[number]
        return bool(line) and _RULE.fullmatch(line) is None

    def _is_form(self, rows: Sequence[Row]) -> bool:
        """Whether the first of two columns holds labels, as a form that was pasted does."""
        if not 2 <= len(rows) <= 40 or any(len(row) != 2 for row in rows):
            return False
        labels = {kind for row in rows if (kind := columns.kind_of(self._words(row[0])))}
        return len(labels) >= 2 and not columns.kind_of(self._words(rows[0][1]))

    def _row(self, number: int) -> Row:
        line, start = self._page.lines[number], self._page.starts[number]
        if self._cut == "|":
            return _without_edges(line, _quoted_or_plain(line, start, "|"))
        if self._cut == "  ":
            return _spaced(line, start)
        if self._cut == "," and line.count(", ") * 2 > line.count(",") and '"' not in line:
            return _split(line, start, ", ")
        return _quoted_or_plain(line, start, self._cut)

    def _fitted(self, row: Row, header: Row | None, width: int) -> Row:
        """The row with as many cells as there are columns."""
        if len(row) == width:
            return row
        if len(row) > width:
            return (*row[: width - 1], Cell(row[width - 1].start, row[-1].end))
        if header is not None and self._cut == "  ":
            return self._under(row, header)
        return (*row, *(Cell(row[-1].end, row[-1].end) for _ in range(width - len(row))))

    def _under(self, row: Row, header: Row) -> Row:
        """Aligned cells, each under the heading it begins nearest to."""
        left = self._page.text.rfind("\n", 0, header[0].start) + 1
        own = self._page.text.rfind("\n", 0, row[0].start) + 1
        fitted: list[Cell] = []
        cells = list(row)
        for place, heading in enumerate(header):
            after = header[place + 1].start - left if place + 1 < len(header) else None
            at = cells[0].start - own if cells else None
            room = len(cells) > len(header) - place - 1  # as many cells as headings left: no choice
            here = at is not None and (room or after is None or abs(at - (heading.start - left)) <= abs(at - after))
            empty = fitted[-1].end if fitted else row[0].start
            fitted.append(cells.pop(0) if here else Cell(empty, empty))
        return tuple(fitted)

    def _words(self, cell: Cell) -> str:
        return self._page.text[cell.start : cell.end]


def _split(line: str, start: int, cut: str) -> Row:
    cells = []
    at = start
    for part in line.split(cut):
        cells.append(_trimmed(part, at))
        at += len(part) + len(cut)
    return tuple(cells)


def _trimmed(part: str, at: int) -> Cell:
    """A cell without the blanks around it, and without the stars that make it bold: A* keeps its own."""
    body = part.strip(" ")
    begin = at if len(body) == len(part) else at + len(part) - len(part.lstrip(" "))
    if body[:1] == "*" == body[-1:] and (inner := body.strip("*")):
        begin += len(body) - len(body.lstrip("*"))
        body = inner
    return Cell(begin, begin + len(body))


def _quoted_or_plain(line: str, start: int, cut: str) -> Row:
    if '"' not in line:
        return _split(line, start, cut)
    cells = []
    for match in _QUOTED[r"\|" if cut == "|" else cut].finditer(line):
        if match[1] is not None:
            cells.append(Cell(start + match.start(1), start + match.end(1)))
        else:
            cells.append(_trimmed(match[2], start + match.start(2)))
        if match.end() == len(line) and not match.group().endswith(cut):
            break
    return tuple(cells)


def _without_edges(line: str, row: Row) -> Row:
    """A Markdown row without the nothing before its first sign and after its last."""
    bare = line.strip()
    return row[bool(bare.startswith("|")) : len(row) - bool(bare.endswith("|") and len(row) > 2)]


def _spaced(line: str, start: int) -> Row:
    cells = []
    at = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    for gap in _GAP.finditer(line, at, end):
        cells.append(Cell(start + at, start + gap.start()))
        at = gap.end()
    cells.append(Cell(start + at, start + end))
    return tuple(cells)
