"""XML as a run of events, with nothing expanded, nothing fetched and a limit to how deep it goes.

A document type, and with it every entity, is refused: no Office document has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from safe_to_paste.documents import limits
from safe_to_paste.documents.reasons import unreadable

START, END, TEXT = range(3)

# Namespaces whose names need their prefix to be told from others; every other name stands alone.
_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
        "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw:",
        "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0": "presentation:",
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
        "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta:",
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest:",
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg:",
        "http://purl.org/dc/elements/1.1/": "dc:",
        "http://www.w3.org/1999/xlink": "xlink:",
    }
)
_NOTHING: dict[str, str] = {}


class Event(NamedTuple):
    """``kind`` is START, END or TEXT; ``name`` the element's, or the text itself."""

    kind: int
    name: str
    attributes: dict[str, str]


class Names(dict[str, str]):
    """Each name as events say it, by the parser's name; one document has few, and each very often."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition("\t")
        self[name] = _PREFIXES.get(space, "") + local
        return self[name]


def prefix_of(namespace: str) -> str:
    """What names of a namespace begin with; nothing where they stand alone."""
    return _PREFIXES.get(namespace, "")


def events(chunks: Iterable[bytes]) -> Iterator[Event]:
    """The elements and texts of an XML file, in order.

    Raises:
        UnreadableError: it is not well formed, has a document type, or goes too deep.
    """
    found: list[Event] = []
    names = Names()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEPTH:
            raise unreadable("unsafe")
        found.append(Event(START, names[name], {names[key]: value for key, value in attributes.items()}))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        found.append(Event(END, names[name], _NOTHING))

    def refuse(*_: object) -> int:
        raise unreadable("unsafe")

    parser = expat.ParserCreate(namespace_separator="\t")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: found.append(Event(TEXT, text, _NOTHING))
    parser.StartDoctypeDeclHandler = parser.ExternalEntityRefHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise unreadable("damaged") from None
    yield from found
