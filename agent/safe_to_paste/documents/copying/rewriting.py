"""XML written anew: other words in it, and without what a table leaves out.

Names, prefixes and their order stay as they were, since Office refuses a file whose prefixes are renamed. Comments
and processing instructions of the XML itself are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

import regex

from safe_to_paste.documents import markup
from safe_to_paste.documents.copying.tracing import Part
from safe_to_paste.documents.reasons import unreadable

_NUMBER = re.compile(r"[-+.,:/%\d\sEe]*")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_QUOTES = _ESCAPES | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What of an XML file goes into a copy; names as ``markup`` says them.

    Args:
        drop: elements that are left out with all that is in them.
        unwrap: elements that are left out, but not what is in them.
        only: where there are any, the root's children that alone stay.
        takes_along: an element that is left out together with one around it.
        strip: of these elements, by name or ``*`` for any, attributes that are left out.
        unnamed: elements whose attribute ``name`` is emptied.
        plain: elements whose text stays although no reader reads it: settings, not words.
        loose: elements that stay when what they refer to does not.
    """

    drop: frozenset[str] = frozenset()
    unwrap: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    takes_along: Mapping[str, str] = field(default_factory=dict)
    strip: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()


class Everywhere:
    """What is so much a detail that it is replaced wherever it stands: a full name, a number, an address."""

    _SHORTEST = 6

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        """Of pairs of a value and its label."""
        self._labels = {
            _spaced(value): label
            for value, label in labels
            if len(_spaced(value)) >= self._SHORTEST and re.search(r"[\d\s@]", value.strip())
        }
        longest_first = sorted(self._labels, key=len, reverse=True)
        words = (r"\s+".join(map(re.escape, value.split())) for value in longest_first)
        written = rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"
        # Compiled for this document alone: a cache of patterns would keep its names.
        self._pattern = regex.compile(written, regex.IGNORECASE, cache_pattern=False) if longest_first else None

    def replaced(self, text: str) -> str:
        """The text with labels in their places."""
        return self._pattern.sub(lambda found: self._labels[_spaced(found[0])], text) if self._pattern else text


def _spaced(value: str) -> str:
    return " ".join(value.split()).casefold()


class Rewriter:
    """Writes one XML file anew.

    Args:
        table: what is left out.
        part: what was read of it and what is changed in it.
        kept: ids of what it may refer to; None where references are of no interest.
        instead: XML to put in the place of an element, by its name as ``markup`` says it, as it is written, and its
            attributes; None to go on as usual.
        attributed: attributes changed as the caller wants.
    """

    def __init__(  # noqa: PLR0917 - a part, and all that is known of it
        self,
        table: Table,
        part: Part,
        everywhere: Everywhere,
        kept: frozenset[str] | None = None,
        instead: Callable[[str, str, Attributes], str | None] = lambda *_: None,
        attributed: Callable[[str, Attributes], Attributes] = lambda _, attributes: attributes,
    ) -> None:
        self._table = table
        self._part = part
        self._ends = [end for _, end in part.read]
        self._everywhere = everywhere
        self._kept = kept
        self._instead = instead
        self._attributed = attributed
        self._out: list[str] = []
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        # Of each open element: its name, how much was written before it, and whether its tags are.
        self._open: list[tuple[str, int, bool]] = []
        self._skipping = 0
        self._next = 0
        self._so_far = 0
        self._text: list[str] = []

    def written(self, chunks: Iterable[bytes]) -> bytes:
        """The file anew.

        Raises:
            UnreadableError: it is not well formed, or has a document type.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = parser.ExternalEntityRefHandler = _refuse
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise unreadable("damaged") from None
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return (head + "".join(self._out)).encode("utf-8", "surrogatepass")

    def _start(self, raw: str, given: Attributes) -> None:
        self._flush()
        for key, value in given.items():
            if key.startswith("xmlns"):
                self._prefixes[key[6:]] = markup.prefix_of(value)
                self._names.clear()
        name = self._name(raw, is_element=True)
        self._open.append((name, len(self._out), False))
        if self._skipping:
            return
        table = self._table
        if name in table.drop or (table.only and len(self._open) == 2 and name not in table.only):
            self._skip(len(self._open))
        elif name in table.takes_along:
            self._skip_around(table.takes_along[name])
        elif name not in table.unwrap:
            self._write(raw, name, given)

    def _write(self, raw: str, name: str, given: Attributes) -> None:
        instead = self._instead(name, raw, given)
        if instead is not None:
            self._out.append(instead)
            self._skip(len(self._open))
            return
        attributes = self._attributes(name, given)
        if attributes is None:
            self._skip(len(self._open))
            return
        said = "".join(f' {key}="{quoted(value)}"' for key, value in attributes.items())
        self._open[-1] = (name, len(self._out), True)
        self._out.append(f"<{raw}{said}>")

    def _end(self, raw: str) -> None:
        self._flush()
        _, _, is_written = self._open.pop()
        if self._skipping:
            if len(self._open) < self._skipping:
                self._skipping = 0
            return
        if is_written:
            self._out.append(f"</{raw}>")

    def _attributes(self, name: str, given: Attributes) -> Attributes | None:
        """Those that stay; None where the element refers to what does not."""
        table = self._table
        gone = table.strip.get(name, frozenset()) | table.strip.get("*", frozenset())
        stays: Attributes = {}
        for key, value in given.items():
            called = self._name(key, is_element=False)
            if called in gone or key in gone:
                continue
            if self._kept is not None and called.startswith("r:") and value not in self._kept:
                if name not in table.loose:
                    return None
                continue
            is_name = called == "name" and name in table.unnamed
            stays[key] = "" if is_name else value if key.startswith("xmlns") else self._everywhere.replaced(value)
        return self._attributed(name, stays)

    def _skip(self, depth: int) -> None:
        self._skipping = depth

    def _skip_around(self, outer: str) -> None:
        depth = next((n for n, each in enumerate(self._open, 1) if each[0] == outer), len(self._open))
        del self._out[self._open[depth - 1][1] :]
        self._skip(depth)

    def _flush(self) -> None:
        """Write the text since the last tag, as far as it was read or says nothing."""
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        begins, self._so_far = self._so_far, self._so_far + len(text)
        if not self._skipping:
            self._out.append(self._changed(text, begins).translate(_ESCAPES))

    def _changed(self, text: str, begins: int) -> str:
        ends = begins + len(text)
        pieces: list[str] = []
        number = bisect_left(self._ends, begins + 1)
        if number == len(self._part.read) or self._part.read[number][0] >= ends:
            name = self._open[-1][0] if self._open else ""
            return text if _NUMBER.fullmatch(text) or name in self._table.plain else ""
        at = begins
        # Texts come in order, and so do changes.
        changes = self._part.changes
        while self._next < len(changes) and changes[self._next].end <= begins:
            self._next += 1
        for change in changes[self._next :]:
            if change.start >= ends:
                break
            pieces += [text[at - begins : max(at, change.start) - begins], change.text]
            at = min(ends, change.end)
        return self._everywhere.replaced("".join([*pieces, text[at - begins :]]))

    def _name(self, raw: str, *, is_element: bool) -> str:
        """A name as ``markup`` says it; an attribute without a prefix has no namespace."""
        prefix, _, local = raw.rpartition(":")
        if not prefix and not is_element:
            return raw
        if raw not in self._names:
            self._names[raw] = self._prefixes.get(prefix, "") + local
        return self._names[raw]


def _refuse(*_: object) -> int:
    raise unreadable("unsafe")


def escaped(text: str) -> str:
    """As text in XML."""
    return text.translate(_ESCAPES)


def quoted(text: str) -> str:
    """As an attribute's value in XML."""
    return text.translate(_IN_QUOTES)
