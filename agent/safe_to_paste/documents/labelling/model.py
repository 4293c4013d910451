"""What a label says, and how a line of a document is known to be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

# https://cv.iptc.org/newscodes/digitalsourcetype/
VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"

# The names of our properties, as a person sees them where a program lists a document's properties.
LINE, SOURCE = "AI label", "Digital source type"

# The ends of names of files that take a label: templates, slide shows and pictures of other kinds do not.
SUFFIXES = frozenset({
    ".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".odt", ".ods", ".odp", ".pdf", ".html", ".htm", ".txt",
    ".md", ".png", ".jpg", ".jpeg",
})  # fmt: skip


class Kind(StrEnum):
    """How much of it AI has done; its terms in the IPTC's vocabulary are ``source``'s."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    CREATED = "created"

    @property
    def source(self) -> str:
        """The IPTC digital source type.

        "Edited using generative AI", "composite with generative AI among its elements", and "created using
        generative AI".

        >>> Kind.CREATED.source
        'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'
        """
        return VOCABULARY + _SOURCES[self]


_SOURCES = {
    Kind.SUPPORTED: "compositeWithTrainedAlgorithmicMedia",
    Kind.PARTLY: "compositeSynthetic",
    Kind.CREATED: "trainedAlgorithmicMedia",
}
_KINDS = {kind.source: kind for kind in Kind}


class Has(NamedTuple):
    """What a document says already: the label in its properties, the one its readers see, and the source type.

    ``records`` and ``shows``: whether documents of the kind have properties, which a text has not, and a place where
    readers see it, which a picture has not.
    """

    recorded: str = ""
    shown: str = ""
    source: str = ""
    records: bool = True
    shows: bool = True

    @property
    def line(self) -> str:
        """The label, from wherever it stands."""
        return self.recorded or self.shown


@dataclass(frozen=True, slots=True)
class Label:
    """A label to put into a document.

    Args:
        line: what is said: "AI supported", or "AI supported (ChatGPT, 22 November 2026)".
        kind: how much AI has done.
        position: "top" or "end".
        known: the labels there are, without a tool and a date: a line that is one of them is a label already.
    """

    line: str
    kind: Kind = Kind.SUPPORTED
    position: str = "end"
    known: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The line without a tool and a date."""
        return base_of(self.line, self.known) or self.line

    def is_one(self, words: str) -> bool:
        """Whether these words are a label, this one or another."""
        return bool(base_of(words, (*self.known, self.line)))


def base_of(words: str, known: tuple[str, ...]) -> str:
    """Which of the known labels some words are, or nothing.

    >>> known = "AI supported", "Created by AI"
    >>> base_of(" AI supported (ChatGPT, 22 November 2026)\\n", known), base_of("AI supported teaching", known)
    ('AI supported', '')
    """
    bare = words.strip().strip("*_").strip()
    for each in sorted(known, key=len, reverse=True):
        rest = bare[len(each) :] if bare.casefold().startswith(each.casefold()) else None
        if rest is not None and (not rest or (rest.startswith(" (") and rest.endswith(")") and len(rest) < 120)):
            return each
    return ""


def kind_of(source: str) -> Kind | None:
    """The kind of label that a digital source type stands for."""
    return _KINDS.get(source)
