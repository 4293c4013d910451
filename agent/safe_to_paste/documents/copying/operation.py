"""The operation "copy" of the child process: a document and changes in, the document with those changes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from safe_to_paste.documents import formats, limits
from safe_to_paste.documents.copying import office, opendocument, words
from safe_to_paste.documents.copying.rewriting import Everywhere
from safe_to_paste.documents.copying.tracing import Change
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.reasons import unreadable
from safe_to_paste.errors import UnreadableError

Writer = Callable[[bytes, str, Document, Sequence[Change], Everywhere], bytes]

# The kinds that are written as what they are, and the one ending each has: those with macros have others.
WRITERS: Mapping[str, tuple[str, Writer]] = {
    "docx": (".docx", office.copy),
    "xlsx": (".xlsx", office.copy),
    "pptx": (".pptx", office.copy),
    "odt": (".odt", opendocument.copy),
}
TEXT = ".txt"


def copy(fields: Mapping[str, Any], data: bytes) -> tuple[Mapping[str, Any], bytes]:
    """Copy the document that came with the request.

    ``name`` is what it is called, and ``changes`` are ``[start, end, text, everywhere]`` by the offsets of its text as
    "read" gives it. The answer's ``ending`` says what was made of it: its own, or ``.txt`` for its text alone.
    """
    if len(data) > limits.FILE_BYTES:
        raise unreadable("too_large")
    name = str(fields["name"])
    document = formats.read(data, name)
    changes = sorted(
        Change(int(start), int(end), str(text), bool(everywhere)) for start, end, text, everywhere in fields["changes"]
    )
    everywhere = Everywhere((document.text[each.start : each.end], each.text) for each in changes if each.everywhere)
    ending, write = WRITERS.get(document.kind, (TEXT, None))
    if write is not None and PurePath(name).suffix.casefold() == ending and not document.is_cut:
        try:
            return {"ending": ending}, write(data, name, document, changes, everywhere)
        except UnreadableError:
            # Better its words than nothing.
            pass
    return {"ending": TEXT}, words.copy(document, changes, everywhere).encode("utf-8", "surrogatepass")
