"""XML whose elements are known by their places in the bytes, so that a little can be put in and the rest stays.

Writing a part anew from a tree would lose what the tree does not keep: prefixes that attributes name, the order of
declarations, white space. What is put in is ASCII, with everything else as character references, so it is right in
whatever encoding the part is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from safe_to_paste.documents import limits, markup
from safe_to_paste.documents.reasons import unreadable

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_NAME = re.compile(rb"<([^\s/>]+)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Edit = tuple[int, int, bytes]


@dataclass(slots=True)
class Node:
    """An element: its tag from ``start`` to ``inner``, what is in it up to ``close``, all of it up to ``end``."""

    name: str
    space: str
    attributes: dict[str, str]
    path: tuple[str, ...]
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0
    prefix: str = ""
    is_empty: bool = False
    children: list[Node] = field(default_factory=list)
    words: str = ""

    def below(self, name: str) -> Iterator[Node]:
        """The elements of that name in it, as far as they were kept."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.below(name)

    def child(self, name: str) -> Node | None:
        """Its first child of that name."""
        return next((child for child in self.children if child.name == name), None)


class Xml:
    """A part, and what is to be changed in it.

    Args:
        data: the part's bytes.
        names: elements to keep with all that is in them, wherever they stand; the root and its children are
            always kept, those without what is in them.

    Raises:
        UnreadableError: it is not well formed, has a document type, or goes too deep.
    """

    def __init__(self, data: bytes, *names: str) -> None:
        self.data = _in_bytes_we_know(data)
        self._edits: list[Edit] = []
        # What goes into elements that are written as one tag, by where that begins.
        self._filled: dict[int, tuple[Node, list[str]]] = {}
        self._dropped: dict[int, list[str]] = {}
        self.root, self.found = _parsed(self.data, frozenset(names))

    def all(self, name: str) -> list[Node]:
        """Every element of that name that was asked for, in order."""
        return [node for node in self.found if node.name == name]

    def replace(self, node: Node, xml: str) -> None:
        """Put something else in an element's place."""
        self._edits.append((node.start, node.end, xml.encode("ascii", "xmlcharrefreplace")))

    def fill(self, node: Node, xml: str) -> None:
        """Put something in the place of what is in an element."""
        if node.is_empty:
            self._filled[node.start] = node, [xml]
        else:
            self._edits.append((node.inner, node.close, xml.encode("ascii", "xmlcharrefreplace")))

    def before(self, node: Node, xml: str) -> None:
        """Put something before an element."""
        self._edits.append((node.start, node.start, xml.encode("ascii", "xmlcharrefreplace")))

    def after(self, node: Node, xml: str) -> None:
        """Put something after an element."""
        self._edits.append((node.end, node.end, xml.encode("ascii", "xmlcharrefreplace")))

    def first(self, node: Node, xml: str) -> None:
        """Put something at the beginning of what is in an element."""
        if node.is_empty:
            self._filled.setdefault(node.start, (node, []))[1].insert(0, xml)
        else:
            self._edits.append((node.inner, node.inner, xml.encode("ascii", "xmlcharrefreplace")))

    def last(self, node: Node, xml: str) -> None:
        """Put something at the end of what is in an element."""
        if node.is_empty:
            self._filled.setdefault(node.start, (node, []))[1].append(xml)
        else:
            self._edits.append((node.close, node.close, xml.encode("ascii", "xmlcharrefreplace")))

    def without(self, node: Node, attribute: str) -> None:
        """Take an attribute, by its name without a prefix, out of an element's tag."""
        if not node.is_empty:
            tag = self.data[node.start : node.inner]
            self._edits.append((node.start, node.inner, _without(tag, attribute)))
        else:
            self._dropped.setdefault(node.start, []).append(attribute)
            self._filled.setdefault(node.start, (node, []))

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to change."""
        return bool(self._edits or self._filled)

    def spliced(self) -> bytes:
        """The part with its changes."""
        pieces, at = [], 0
        edits = [*self._edits, *(self._opened(node, xml) for node, xml in self._filled.values())]
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            pieces += [self.data[at:start], new]
            at = max(at, end)
        return b"".join((*pieces, self.data[at:]))

    def _opened(self, node: Node, xml: list[str]) -> Edit:
        """An element that was one tag, with something in it."""
        tag = self.data[node.start : node.end]
        for attribute in self._dropped.get(node.start, ()):
            tag = _without(tag, attribute)
        name = _NAME.match(tag)
        if name is None:
            raise unreadable("damaged")
        inside = "".join(xml).encode("ascii", "xmlcharrefreplace")
        return node.start, node.end, tag[:-2].rstrip() + b">" + inside + b"</" + name[1] + b">"


def _without(tag: bytes, attribute: str) -> bytes:
    pattern = rb"""\s+(?:[\w.-]+:)?%s\s*=\s*(?:"[^"]*"|'[^']*')""" % attribute.encode()
    return re.sub(pattern, b"", tag, count=1)


def text(words: str) -> str:
    """Words as XML, in an element or an attribute.

    >>> text('1 < 2 & "b"')
    '1 &lt; 2 &amp; &quot;b&quot;'
    """
    return escape(_NO_XML.sub("", words), {'"': "&quot;"})


def prefixed(node: Node, name: str) -> str:
    """A name in the namespace of an element, with the prefix the element has."""
    return f"{node.prefix}:{name}" if node.prefix else name


def _in_bytes_we_know(data: bytes) -> bytes:
    """In UTF-8, should it be in UTF-16, where our bytes would be wrong."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    try:
        return _DECLARATION.sub("", data.decode("utf-16")).encode()
    except UnicodeDecodeError:
        raise unreadable("damaged") from None


def _parsed(data: bytes, names: frozenset[str]) -> tuple[Node, list[Node]]:
    builder = _Builder(data, names)
    try:
        builder.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise unreadable("damaged") from None
    return builder.root, builder.found


class _Builder:
    """Keeps the root, its children, and the elements that are asked for with all that is in them."""

    root: Node

    def __init__(self, data: bytes, names: frozenset[str]) -> None:
        self.found: list[Node] = []
        self._data = data
        self._asked = names
        self._known = markup.Names()
        self._path: list[str] = []
        # The elements that are open and kept, with their depth; the depths from which on everything is kept.
        self._kept: list[tuple[int, Node]] = []
        self._whole: list[int] = []
        self.parser = expat.ParserCreate(namespace_separator="\t")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.StartDoctypeDeclHandler = self.parser.ExternalEntityRefHandler = _refuse

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        depth, name = len(self._path), self._known[raw]
        if depth > limits.DEPTH:
            raise unreadable("unsafe")
        is_asked = name in self._asked
        if is_asked or self._whole or depth <= 1:
            given = {self._known[key]: value for key, value in attributes.items()}
            space = raw.rpartition("\t")[0]
            node = Node(name, space, given, tuple(self._path), self.parser.CurrentByteIndex)
            _measure(node, self._data)
            if self._kept:
                self._kept[-1][1].children.append(node)
            else:
                self.root = node
            self._kept.append((depth, node))
            if is_asked:
                self.found.append(node)
                self._whole.append(depth)
        self._path.append(name)

    def _end(self, _: str) -> None:
        self._path.pop()
        depth = len(self._path)
        if self._kept and self._kept[-1][0] == depth:
            _depth, node = self._kept.pop()
            at = self.parser.CurrentByteIndex
            node.close = node.inner if node.is_empty else at
            node.end = node.inner if node.is_empty else self._data.index(b">", at) + 1
        if self._whole and self._whole[-1] == depth:
            self._whole.pop()

    def _said(self, words: str) -> None:
        for depth, node in self._kept if self._whole else ():
            if depth >= self._whole[0]:
                node.words += words


def _refuse(*_: object) -> int:
    raise unreadable("unsafe")


def _measure(node: Node, data: bytes) -> None:
    tag = _TAG.match(data, node.start)
    name = _NAME.match(data, node.start)
    if tag is None or name is None:
        raise unreadable("damaged")
    node.inner = tag.end()
    node.is_empty = tag[0].endswith(b"/>")
    node.prefix = name[1].decode("utf-8", "replace").rpartition(":")[0]


def attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """Attributes as XML, each with a space before it.

    >>> attributes([("a", "1 & 2")])
    ' a="1 &amp; 2"'
    """
    return "".join(f' {name}="{text(value)}"' for name, value in pairs)
