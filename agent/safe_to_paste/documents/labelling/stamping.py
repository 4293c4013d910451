"""The operation "label" of the child process: a document in, the labelled one or what it says already out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Protocol, cast

from safe_to_paste.documents import files, formats, limits
from safe_to_paste.documents.labelling.model import SUFFIXES, Has, Kind, Label, base_of
from safe_to_paste.documents.labelling.pictures import JPEG, PNG
from safe_to_paste.documents.reasons import unreadable


class Stamps(Protocol):
    """The shape of a format's module."""

    def read(self, data: bytes, known: tuple[str, ...]) -> Has:
        """What the document says already."""

    def stamp(self, data: bytes, label: Label) -> bytes:
        """The document with its label; the same bytes when nothing is missing."""


# The formats that take a label, by the ids that formats.py gives them, and the module here for each.
MODULES: Mapping[str, str] = MappingProxyType(
    {
        "docx": "word",
        "xlsx": "excel",
        "pptx": "powerpoint",
        "odt": "opendocument",
        "ods": "opendocument",
        "odp": "opendocument",
        "pdf": "pdf",
        "html": "page",
        "text": "words",
        "picture": "pictures",
    }
)


def label(fields: Mapping[str, Any], data: bytes) -> tuple[Mapping[str, Any], bytes]:
    """Label the file at ``path``, or the bytes that came with the request; ``check`` only says what it has.

    The other fields are those of ``Label``.
    """
    if "path" in fields:
        data = files.read(Path(fields["path"]))
    if len(data) > limits.FILE_BYTES:
        raise unreadable("too_large")
    wanted = Label(str(fields["line"]), Kind(fields["kind"]), str(fields["position"]), tuple(map(str, fields["known"])))
    return done(data, str(fields["name"]), wanted, only_check=bool(fields.get("check")))


def done(data: bytes, name: str, wanted: Label, *, only_check: bool) -> tuple[Mapping[str, Any], bytes]:
    """What a document has, and the labelled one where that differs."""
    module = _module(_kind(data, name))
    has = module.read(data, wanted.known)
    said = {**has._asdict(), "changed": False}
    if only_check:
        return said, b""
    # A label of the policy that was in force then, which the document's properties tell.
    base = base_of(has.line, wanted.known) or has.line
    own = replace(wanted, known=tuple(dict.fromkeys((*wanted.known, *filter(None, [base])))))
    if base == own.base:
        # The tool and the date that it was labelled with stay.
        own = replace(own, line=has.line)
    made = module.stamp(data, own)
    if made == data:
        return said, b""
    if module.stamp(made, own) != made:
        raise unreadable("unsure")
    return {**said, **module.read(made, own.known)._asdict(), "changed": True}, made


def _kind(data: bytes, name: str) -> str:
    suffix = PurePath(name).suffix.casefold()
    if suffix not in SUFFIXES:
        raise unreadable("takes_none")
    kind = "picture" if data.startswith((PNG, JPEG)) else formats.recognise(data, name)
    if kind not in MODULES:
        raise unreadable("takes_none")
    return kind


def _module(kind: str) -> Stamps:
    return cast(Stamps, import_module(f"{__package__}.{MODULES[kind]}"))
