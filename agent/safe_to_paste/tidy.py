"""What goes along when something is removed, so that no rubble is left of brackets, commas and spaces.

A removal may grow over the signs and spaces beside it, and over an "and" that joins nothing any more. Other words stay
as they are, nothing is put in, and the cells of a table stay cells. Of a line or a row with nothing left nothing stays.

>>> def less(text, *names):
...     for span in reversed(spans(text, [Span(at := text.index(name), at + len(name)) for name in names])):
...         text = text[: span.start] + text[span.end :]
...     return text
>>> less("Ask Ali and Bea (Cai), then Dee's mum.", "Ali", "Bea", "Cai", "Dee")
'Ask, then mum.'
>>> less("Present: Ali, Bea and Cai.", "Ali", "Cai")
'Present: Bea.'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safe_to_paste.late import re
from safe_to_paste.model import Span

# Between two removals: they were members of one list.
_JOINED = re.compile(r" *[,;/&+\u2013-]? *(?:(?:and|or) +)?")
# What joins a removal to what stands before it, and to what stands after.
_JOIN_BEFORE = re.compile(r"(?: *[,;] *| +)(?:(?:and|or|&) *)?\Z")
_JOIN_AFTER = re.compile(r" *[,;:](?: +(?:and|or|&))?(?: +|\Z)| +(?:and|or|&) +")
_COMMA = re.compile(r" *, *\Z")
# Where a sentence or a list begins, and where it ends.
_BEGINS = re.compile(r"(?:[.:;!?\u2013\u2014>*\u2022-] +|[(\[\u201c\u2018] *|\A *)\Z")
_ENDS = re.compile(r" *(?:[.:;!?)\]](?!\w)|\Z)")
# These stand close to the word before them; a full stop within a file's name does not count.
_CLOSE = re.compile(r"[,.;:!?)\]](?!\w)")
_OWNED = re.compile(r"['\u2019]s\b")
_BRACKETS = {"(": ")", "[": "]", "\u201c": "\u201d", "\u2018": "\u2019"}
# A row of a table, whose signs and spaces part cells: aligned with spaces, and not two spaces after a full stop.
_ROW = re.compile(r"[\t|]|[,;](?![\s\"'\u201d\u2019]|\Z)|[^\s.!?] {2,}\S")
_NOTHING = re.compile(r"\s*(?:\d{1,3}[.)](?=\s|\Z))?[\s|,;\"'*\u2022\u2013\u2014-]*")
# How far the rules above look, in code points.
_REACH = 60


def spans(text: str, removed: Sequence[Span]) -> tuple[Span, ...]:
    """How far each removal goes, in the same order and still without overlaps.

    Args:
        text: what they are removed from.
        removed: in order, never overlapping.
    """
    return tuple(span for line, some in _lines(text, removed) for span in _line(text, line, some))


def _lines(text: str, removed: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Each line with the removals in it; one that goes over several lines makes one of them."""
    start = end = -1
    some: list[Span] = []
    for span in removed:
        if span.start > end:
            if some:
                yield Span(start, end), some
            start, some = text.rfind("\n", 0, span.start) + 1, []
        some.append(span)
        if span.end > end:
            end = text.find("\n", span.end)
            end = len(text) if end < 0 else end
    if some:
        yield Span(start, end), some


def _line(text: str, line: Span, removed: list[Span]) -> list[Span]:
    body = text[line.start : line.end].rstrip("\r")
    if not _is_row(text, line, body):
        removed = _grown(text, Span(line.start, line.start + len(body)), removed)
    kept = zip(
        [line.start, *(span.end for span in removed)], [*(span.start for span in removed), line.end], strict=True
    )
    if not _NOTHING.fullmatch("".join(text[start:end] for start, end in kept)):
        return removed
    # Each as far as the next one, and the last over the end of the line.
    starts = [line.start, *(span.start for span in removed[1:])]
    return [Span(*each) for each in zip(starts, [*starts[1:], min(line.end + 1, len(text))], strict=True)]


def _is_row(text: str, line: Span, body: str) -> bool:
    """Whether signs and spaces part cells here; with commas and spaces only the next lines can tell."""
    if _ROW.search(body):
        return True
    commas = body.count(", ")
    if commas < 2:
        return False
    above = text[max(0, text.rfind("\n", 0, max(0, line.start - 1)) + 1) : max(0, line.start - 1)]
    below = text[line.end + 1 : (text.find("\n", line.end + 1) + 1 or len(text) + 1) - 1]
    return commas in (above.count(", "), below.count(", "))


def _grown(text: str, line: Span, removed: list[Span]) -> list[Span]:
    """The removals in a line of prose, each grown over what nothing is left for."""
    grown: list[Span] = []
    seen, floor = "", line.start
    for members, roof in _lists(text, removed, line.end):
        first = members[0].start
        if grown and _JOINED.fullmatch(text, floor, first):
            first = floor
        start, end = _one(text, seen, Span(first, members[-1].end), Span(floor, roof), line.end)
        starts = [start, *(member.start for member in members[1:])]
        grown += [Span(*each) for each in zip(starts, [*starts[1:], end], strict=True)]
        seen = (seen + text[floor:start])[-_REACH:]
        floor = end
    return grown


def _lists(text: str, removed: list[Span], end: int) -> Iterator[tuple[list[Span], int]]:
    """Removals with nothing between them but what joined them, and where the next ones begin."""
    members: list[Span] = []
    for span in removed:
        if members and not _JOINED.fullmatch(text, members[-1].end, span.start):
            yield members, span.start
            members = []
        members.append(span)
    yield members, end


def _one(text: str, seen: str, span: Span, room: Span, end: int) -> tuple[int, int]:
    """How far one of them goes, within its room; ``seen``: what stays of the line before that."""
    first, last = span
    while True:
        before = seen + text[max(room.start, first - _REACH) : first]
        after = text[last : min(end, last + _REACH)]
        less, more = _beside(before, after)
        less, more = min(less, first - room.start), min(more, room.end - last)
        if not less and not more:
            return first, last
        first, last = first - less, last + more


def _beside(before: str, after: str) -> tuple[int, int]:
    """How many characters before and after go along, in one step."""
    bare, rest = before.rstrip(" "), after.lstrip(" ")
    space, gap = len(before) - len(bare), len(after) - len(rest)
    if (opened := bare[-1:]) in _BRACKETS and rest[:1] == _BRACKETS[opened] and not bare[-2:-1].isalnum():
        return space + 1, gap + 1
    if owned := _OWNED.match(after):
        return 0, owned.end()
    if _BEGINS.search(before):
        if joins := _JOIN_AFTER.match(after):
            return 0, joins.end()
        if gap:
            return 0, gap
    elif (_ENDS.match(after) or after.startswith(",")) and (joins := _JOIN_BEFORE.search(before)):
        return len(joins.group()), 0
    elif _JOIN_AFTER.match(after) and (comma := _COMMA.search(before)):
        return len(comma.group()), 0
    elif space and gap:
        return space, 0
    return (space, 0) if bare and (not after or _CLOSE.match(after)) else (0, 0)
