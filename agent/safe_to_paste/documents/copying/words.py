"""The text of a document alone, with labels in it: the copy of every kind that is not written here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from safe_to_paste.documents.copying.rewriting import Everywhere
from safe_to_paste.documents.copying.tracing import Change
from safe_to_paste.documents.model import Document

# What is in no copy.
_LEFT_OUT = re.compile(r"(?:.*, )?(?:document properties|comments?(?: on .*)?|deleted text|alternative text|link)")


def copy(document: Document, changes: Sequence[Change], everywhere: Everywhere) -> str:
    """The text in its order, without comments, deleted words and properties."""
    places = [(place.start, place.where) for place in document.places] or [(0, "")]
    kept = [
        (start, end)
        for (start, where), (end, _) in pairwise([(0, places[0][1]), *places[1:], (len(document.text), "")])
        if not _LEFT_OUT.fullmatch(where)
    ]
    return everywhere.replaced("".join(_changed(document.text, start, end, changes) for start, end in kept))


def changed(text: str, changes: Sequence[Change]) -> str:
    """All of a text with its changes made."""
    return _changed(text, 0, len(text), changes)


def _changed(text: str, begins: int, ends: int, changes: Sequence[Change]) -> str:
    pieces, at = [], begins
    for change in changes:
        if change.end <= at or change.start >= ends:
            continue
        # A change that began before this stretch has left its label there.
        label = change.text if change.start >= begins else ""
        pieces += [text[at : max(at, change.start)], label]
        at = min(ends, change.end)
    return "".join([*pieces, text[at:ends]])
