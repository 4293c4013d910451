"""Tables that came with their tags, keys or braces: HTML, CTF and other XML, JSON.

Nothing here is parsed as a whole: what is pasted is often a fragment, and a fragment of a table of pupils
says as much. Tags and keys are read one after the other, entities stay as they are written, and nothing is
ever fetched or expanded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from safe_to_paste.late import re
from safe_to_paste.model import Span
from safe_to_paste.structure import columns
from safe_to_paste.structure.table import Cell, Row, Table

_HTML = re.compile(r"(?i)<(/?)(table|tr|td|th)\b[^<>]{0,300}>")
_INNER = re.compile(r"(?:\s|&nbsp;|</?[A-Za-z][^<>]{0,200}>)*+")
_TRAILING = re.compile(r"(?:\s|&nbsp;|</?[A-Za-z][^<>]{0,200}>)+\Z")
_LEAF = re.compile(
    r"<(?:(?P<tag>[A-Za-z_][\w:.-]{0,60})(?:\s[^<>]{0,300})?>(?P<value>[^<>]{0,2000})</(?P=tag)\s{0,3}>"
    r"|(?P<record>(?:\w{1,20}:)?(?:pupil|student|learner|person|child|user|staff|employee|record|row|adult)s?)"
    r"(?P<attributes>\s[^<>]{0,2000}|)/?>)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?P<key>[A-Za-z_][\w:.-]{0,60})\s?=\s?(?:\"(?P<value>[^\"<>]{0,400})\")")
_OBJECT = re.compile(r"\{\s{0,20}[\"']\w[\w .-]{0,60}[\"']\s{0,8}:")
_SIGN = re.compile(r"[{}\[\]]|\"(?P<key>[^\"\n\\]{1,60})\"\s{0,8}:|'(?P<single>[^'\n\\]{1,60})'\s{0,8}:")
_VALUE = re.compile(
    r"\s{0,8}(?:\"(?P<value>(?:[^\"\\\n]|\\.){0,4000}+)\"|'(?P<single>(?:[^'\\\n]|\\.){0,4000}+)'|(?P<plain>-?[\w.]{1,40}))"
)


def find(text: str) -> tuple[Table, ...]:
    """The tables in a text that have signs of their own, in order."""
    tables: list[Table] = []
    if "</" in text or "/>" in text or "<t" in text:
        tables = [*_html(text), *_xml(text)]
    if "{" in text and _OBJECT.search(text):
        tables += _json(text)
    apart: list[Table] = []
    for table in sorted(tables, key=lambda table: table.span):
        if not apart or apart[-1].span.end <= table.span.start:
            apart.append(table)
    return tuple(apart)


def _html(text: str) -> Iterator[Table]:
    """Tables with their tags; without the table's own tag too."""
    rows: list[Row] = []
    cells: list[Cell] = []
    start = end = opened = -1
    for match in _HTML.finditer(text):
        closes, tag = match[1], match[2].lower()
        if opened >= 0:
            cells.append(_inside(text, opened, match.start()))
            opened = -1
        if tag in {"table", "tr"}:
            if cells:
                rows.append(tuple(cells))
                cells = []
            if tag == "table" and rows:
                yield from _made_html(text, Span(start, match.end()), rows)
                rows, start = [], -1
        elif not closes:
            opened = match.end()
        if start < 0 and not (tag == "table" and closes):
            start = match.start()
        end = match.end()
    if cells:
        rows.append(tuple(cells))
    if rows:
        yield from _made_html(text, Span(start, end), rows)


def _made_html(text: str, span: Span, rows: Sequence[Row]) -> Iterator[Table]:
    heads = [columns.kind_of(text[cell.start : cell.end]) for cell in rows[0]]
    header = rows[0] if any(heads) and len(rows) > 1 else None
    body = [row for row in rows[header is not None :] if not columns.is_footer(text[row[0].start : row[0].end])]
    width = len(header) if header else max(map(len, rows))
    even = tuple(_fitted(row, width) for row in body)
    if even:
        kinds = (
            tuple(heads)
            if header
            else columns.by_content([[text[c.start : c.end] for c in row] for row in columns.sample(even)])
        )
        yield Table(span, header, even, kinds, "html")


def _fitted(row: Row, width: int) -> Row:
    if len(row) >= width:
        return row[:width]
    return (*row, *(Cell(row[-1].end, row[-1].end) for _ in range(width - len(row))))


def _inside(text: str, start: int, end: int) -> Cell:
    """The words between two tags, without other tags and blanks at their ends."""
    end = min(end, start + 4000)
    begin = min(_INNER.match(text, start, end).end(), end)  # type: ignore[union-attr]  # it matches nothing, too
    tail = text[begin:end].rstrip()
    while tail.endswith((">", "&nbsp;")) and (cut := _last_tag(tail)) >= 0:
        tail = tail[:cut].rstrip()
    return Cell(begin, begin + len(tail))


def _last_tag(words: str) -> int:
    return words.rfind("<", max(0, len(words) - 200)) if words.endswith(">") else len(words) - len("&nbsp;")


class _Leaf(NamedTuple):
    key: Cell
    value: Cell


class _Record(NamedTuple):
    start: int
    end: int
    leaves: tuple[_Leaf, ...]


def _xml(text: str) -> Iterator[Table]:
    """Records of leaves: what stands between two <Pupil> tags, or between a tag and its next of the same name."""
    records: list[_Record] = []
    leaves: list[_Leaf] = []
    opened = -1  # where the record began; -1: no record tag yet
    seen: set[str] = set()
    for match in _LEAF.finditer(text):
        if match["record"] is not None:
            if opened >= 0 or leaves:
                records.append(_Record(opened if opened >= 0 else leaves[0].key.start, match.start(), tuple(leaves)))
            opened, leaves, seen = match.start(), [], set()
            base = match.start("attributes")
            leaves.extend(_attribute(found, base) for found in _ATTRIBUTE.finditer(match["attributes"]))
            continue
        tag = match["tag"].lower()
        if tag in _LOOKS:
            continue
        if opened < 0 and tag in seen and leaves and _words(text, leaves[0].key).lower() == tag:
            records.append(_Record(leaves[0].key.start - 1, match.start(), tuple(leaves)))
            leaves, seen = [], set()
        seen.add(tag)
        leaves.append(_Leaf(Cell(*match.span("tag")), _trimmed(text, *match.span("value"))))
    if leaves:
        end = text.find(">", leaves[-1].value.end) + 1
        records.append(_Record(opened if opened >= 0 else leaves[0].key.start - 1, end, tuple(leaves)))
    yield from _tables(text, [record for record in records if record.leaves], "xml", reach=None)


def _attribute(found: re.Match[str], base: int) -> _Leaf:
    key, value = found.span("key"), found.span("value")
    return _Leaf(Cell(base + key[0], base + key[1]), Cell(base + value[0], base + value[1]))


# Tags that say how something looks, not what it is.
_LOOKS = frozenset({
    "a", "b", "i", "u", "p", "em", "strong", "span", "li", "td", "th", "h1", "h2", "h3", "label", "option", "code",
    "title", "script", "style",
})  # fmt: skip


def _json(text: str) -> Iterator[Table]:
    """Objects with plain values; those inside an object belong to it, those in a list are rows."""
    records: list[_Record] = []
    stack: list[tuple[str, int, list[_Leaf]]] = []  # what was opened, where, and the leaves of the row it belongs to
    first = _OBJECT.search(text)
    sign = _SIGN.search(text, first.start()) if first else None
    while sign is not None:
        at = sign.end()
        match sign.group():
            case "[":
                stack.append(("[", sign.start(), []))
            case "{":
                inside = bool(stack) and stack[-1][0] == "{"
                stack.append(("{", sign.start(), stack[-1][2] if inside else []))
            case "}" | "]":
                opens, start, leaves = stack.pop() if stack else ("", 0, [])
                if opens == "{" and len(leaves) > 1 and not (stack and stack[-1][0] == "{"):
                    records.append(_Record(start, at, tuple(leaves)))
            case _ if stack and stack[-1][0] == "{" and (value := _VALUE.match(text, at)):
                stack[-1][2].append(_Leaf(_cell(sign), _cell(value)))
                at = value.end()
        sign = _SIGN.search(text, at)
    # What was cut off in the middle of a row is one as well.
    open_rows = {id(leaves): (start, leaves) for _, start, leaves in reversed(stack) if len(leaves) > 1}
    records.extend(_Record(start, leaves[-1].value.end, tuple(leaves)) for start, leaves in open_rows.values())
    records.sort()
    yield from _tables(text, _outer(records), "json", reach=3)


def _cell(match: re.Match[str]) -> Cell:
    return Cell(*match.span(match.lastgroup or 0))


def _outer(records: Sequence[_Record]) -> list[_Record]:
    """Those that lie in no other: the wrapper around a list is no row, so the rows in it win."""
    kept: list[_Record] = []
    for record in records:
        if kept and record.start < kept[-1].end:
            inner_is_row = len(record.leaves) >= len(kept[-1].leaves)
            if inner_is_row:
                kept[-1] = record
            continue
        kept.append(record)
    return kept


def _tables(text: str, records: Sequence[_Record], form: str, *, reach: int | None) -> Iterator[Table]:
    """Records that follow each other are the rows of one table, if any of their labels says what it is."""
    group: list[_Record] = []
    for record in records:
        if group and reach is not None and text[group[-1].end : record.start].strip(" \t\r\n,"):
            yield from _table(text, group, form)
            group = []
        group.append(record)
    yield from _table(text, group, form)


def _table(text: str, records: Sequence[_Record], form: str) -> Iterator[Table]:
    labels: dict[tuple[str, int], Cell] = {}
    keyed: list[dict[tuple[str, int], Cell]] = []
    for record in records:
        row: dict[tuple[str, int], Cell] = {}
        for leaf in record.leaves:
            name = _words(text, leaf.key).lower()
            times = 0
            while (name, times) in row and times < _REPEATS:
                times += 1
            if times < _REPEATS and (len(labels) < _WIDEST or (name, times) in labels):
                labels.setdefault((name, times), leaf.key)
                row[name, times] = leaf.value
        keyed.append(row)
    kinds = tuple(columns.kind_of(_words(text, cell).rpartition(":")[2]) for cell in labels.values())
    if len(set(kinds) - {""}) < 2:
        return
    rows = tuple(
        tuple(row.get(label, Cell(record.end, record.end)) for label in labels)
        for record, row in zip(records, keyed, strict=True)
        if row
    )
    if rows:
        yield Table(Span(records[0].start, records[-1].end), tuple(labels.values()), rows, kinds, form)


# A tag that stands several times in a record, as telephone numbers do, has so many columns at most.
_REPEATS = 3
_WIDEST = 60


def _trimmed(text: str, start: int, end: int) -> Cell:
    words = text[start:end]
    body = words.strip()
    begin = start + len(words) - len(words.lstrip()) if body else start
    return Cell(begin, begin + len(body))


def _words(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end]
