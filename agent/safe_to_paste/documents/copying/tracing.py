"""Where in a file each stretch of its text stands, found by reading it with marks in it.

Readers join, strip and reorder what a file holds, each in its own way. Instead of teaching each of them where its
words come from, a mark of two characters that no document uses is put before each text of the XML, the usual reader
reads that, and the marks say where in its words each text came out. Readers may change white space and nothing else;
so the other characters are counted. Where they do not agree with the document as it was read, there is no copy.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from safe_to_paste.documents import formats
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.markup import TEXT, Event
from safe_to_paste.documents.reasons import unreadable

# Two characters of the private planes: nearly four thousand million marks, one after the other.
_HIGH, _LOW, _BASE = 0xF0000, 0x100000, 60_000
_MARK = re.compile("([\U000f0000-\U000ffffd])([\U00100000-\U0010fffd])")
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_SOLID = re.compile(r"\S")
# Properties are never in a copy, and a reader that sees a name in them twice writes it once.
_PROPERTIES = ("docprops/", "meta.xml")


class Change(NamedTuple):
    """Put ``text`` where a stretch stood; ``everywhere`` the same words stand, if they are clearly the same detail."""

    start: int
    end: int
    text: str
    everywhere: bool = False


@dataclass(slots=True)
class Part:
    """One XML file: which stretches of its text were read, and what is to stand there instead."""

    read: list[tuple[int, int]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class _Node(NamedTuple):
    """A text in the XML: its part, and how many characters of that part's text come before it."""

    part: str
    start: int
    text: str


def trace(data: bytes, name: str, text: str, changes: Sequence[Change], unmarked: frozenset[str]) -> dict[str, Part]:
    """Each part's name, in small letters, with what was read of it and what is to be changed in it.

    Args:
        data: the file.
        name: what it is called.
        text: what was read of it.
        changes: by the offsets of that text, in order.
        unmarked: parts, in small letters, whose texts are looked after in another way.

    Raises:
        UnreadableError: the document does not come out the same with marks in it.
    """
    marks = _Marks(unmarked)
    draft = Draft()
    draft.budget.trace = marks.put
    pieces = _pieces(formats.read(data, name, draft).text)
    solid = array("L", (found.start() for found in _SOLID.finditer(text)))
    if "".join(_SOLID.findall(text)) != "".join("".join(_SOLID.findall(words)) for _, words in pieces):
        raise unreadable("damaged", "its text comes out differently when it is read again")
    found: dict[str, Part] = {}
    began: list[int] = []
    begins = 0
    for number, words in pieces:
        began.append(begins)
        begins += len(_SOLID.findall(words))
        if number >= 0:
            node = marks.nodes[number]
            found.setdefault(node.part, Part()).read.append((node.start, node.start + len(node.text)))
    for change in changes:
        first, after = bisect_left(solid, change.start), bisect_left(solid, change.end)
        label = change.text
        for at in range(max(0, bisect_right(began, first) - 1), len(pieces)):
            if began[at] >= after:
                break
            number, words = pieces[at]
            if number < 0:
                continue
            node = marks.nodes[number]
            places = [match.start() for match in _SOLID.finditer(node.text)]
            low, high = max(0, first - began[at]), min(after - began[at], len(places))
            if low < high:
                start, end = node.start + places[low], node.start + places[high - 1] + 1
                found[node.part].changes.append(Change(start, end, label))
                # What goes over several texts leaves its label in the first of them.
                label = ""
    for part in found.values():
        part.read.sort()
        part.changes.sort()
    return found


class _Marks:
    """Puts a mark before each text of the outer document, and remembers what it stands for."""

    def __init__(self, unmarked: frozenset[str]) -> None:
        self.nodes: list[_Node] = []
        self._unmarked = unmarked
        self._outer: object = None

    def put(self, archive: object, part: str, events: Iterator[Event]) -> Iterator[Event]:
        """The events of a part with marks in them; documents in the document have none."""
        self._outer = self._outer or archive
        name = part.casefold()
        if archive is not self._outer or name in self._unmarked or name.startswith(_PROPERTIES):
            yield from events
            return
        so_far = 0
        for event in events:
            if event.kind != TEXT:
                yield event
                continue
            if _PRIVATE.search(event.name):
                raise unreadable("unsafe")
            if event.name.strip():
                mark = len(self.nodes)
                self.nodes.append(_Node(name, so_far, event.name))
                yield Event(TEXT, chr(_HIGH + mark // _BASE) + chr(_LOW + mark % _BASE) + event.name, event.attributes)
            else:
                yield event
            so_far += len(event.name)


def _pieces(text: str) -> list[tuple[int, str]]:
    """A marked text as what comes after each mark; -1 before the first."""
    pieces = []
    number, begins = -1, 0
    for found in _MARK.finditer(text):
        pieces.append((number, text[begins : found.start()]))
        number, begins = (ord(found[1]) - _HIGH) * _BASE + ord(found[2]) - _LOW, found.end()
    return [*pieces, (number, text[begins:])]
