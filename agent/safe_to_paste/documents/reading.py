"""The operation "read" of the child process: a document in, its text and places out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safe_to_paste.documents import files, formats, limits
from safe_to_paste.documents.model import Document, Place
from safe_to_paste.documents.reasons import unreadable


def read(fields: Mapping[str, Any], data: bytes) -> tuple[Mapping[str, Any], bytes]:
    """Read the file at ``path``, or the bytes that came with the request; ``name`` is what it is called."""
    if "path" in fields:
        data = files.read(Path(fields["path"]))
    if len(data) > limits.FILE_BYTES:
        raise unreadable("too_large")
    document = formats.read(data, fields["name"], ocr=bool(fields.get("ocr")))
    return packed(document), document.text.encode("utf-8", "surrogatepass")


def packed(document: Document) -> Mapping[str, Any]:
    """Everything but the text, as JSON can say it."""
    return {
        "kind": document.kind,
        "places": [[place.start, place.where, place.row] for place in document.places],
        "columns": dict(document.columns),
        "pieces": list(document.pieces),
        "pictures": document.pictures,
        "unread": list(document.unread),
        "is_cut": document.is_cut,
    }


def unpacked(fields: Mapping[str, Any], text: bytes) -> Document:
    """The document again; raises ValueError, TypeError, KeyError or AttributeError when it is none."""
    return Document(
        kind=str(fields["kind"]),
        text=text.decode("utf-8", "surrogatepass"),
        places=tuple(Place(int(start), str(where), int(row)) for start, where, row in fields["places"]),
        columns={str(where): tuple(map(int, columns)) for where, columns in fields["columns"].items()},
        pieces=tuple(map(int, fields["pieces"])),
        pictures=int(fields["pictures"]),
        unread=tuple(map(str, fields["unread"])),
        is_cut=bool(fields["is_cut"]),
    )
