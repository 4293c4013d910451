"""What Word, Excel and PowerPoint files share: properties, signatures, and being locked against changes (ECMA-376)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from safe_to_paste.documents.labelling.model import LINE, SOURCE, Label, base_of
from safe_to_paste.documents.labelling.parts import Parts
from safe_to_paste.documents.labelling.splice import Xml, prefixed, text
from safe_to_paste.documents.reasons import unreadable

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE, _CORE_NAME = f"{_PACKAGE}/metadata/core-properties", "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM, _CUSTOM_NAME = f"{_DOCUMENT}/custom-properties", "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VALUES = f"{_DOCUMENT}/docPropsVTypes"
# Of properties that a person or a program has added, part 1, 22.3.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FINAL = "_MarkAsFinal"
_TRUE = frozenset({"1", "true", "on"})
_KEYWORD_ENDS = re.compile(r"\s*[;,]\s*")


def opened(data: bytes) -> Parts:
    """The parts of a document that may be changed; raises UnreadableError where it is signed or marked as final."""
    parts = Parts(data)
    if parts.names("_xmlsignatures/"):
        raise unreadable("signed")
    if any("vbaprojectsignature" in name for name in parts.names()):
        raise unreadable("macro_signed")
    if not parts.main():
        raise unreadable("damaged")
    if _custom(parts).get(_FINAL, "").strip() in _TRUE:
        raise unreadable("final")
    return parts


def is_on(attributes: dict[str, str], name: str = "val") -> bool:
    """Whether a switch is on: its element is there and does not say otherwise."""
    return attributes.get(name, "1") in _TRUE


def relation_base(parts: Parts) -> str:
    """What the types of a document's relations begin with: there are two ways to write them."""
    listed = Xml(parts.get("_rels/.rels"))
    kinds = (node.attributes.get("Type", "") for node in listed.root.children)
    return next(kind.removesuffix("/officeDocument") for kind in kinds if kind.endswith("/officeDocument"))


def properties(parts: Parts, known: Iterable[str]) -> tuple[str, str]:
    """The label's line and the source type, as the properties say them."""
    custom = _custom(parts)
    line = custom.get(LINE, "").strip()
    return (line if base_of(line, tuple(known)) else ""), custom.get(SOURCE, "").strip()


def stamp(parts: Parts, label: Label) -> None:
    """Put the label into the properties: the line and the source type, and the label among the keywords."""
    _stamp_custom(parts, {LINE: label.line, SOURCE: label.kind.source})
    part = _part(parts, "core-properties")
    if not part:
        part = _added(parts, _CORE_NAME, _CORE_TYPE, f"{_PACKAGE}/relationships/metadata/core-properties")
        parts.put(part, f'<coreProperties xmlns="{_CORE}"/>'.encode())
    xml = Xml(parts.get(part), "keywords")
    found = xml.all("keywords")
    words = with_keyword(found[0].words if found else "", label)
    if not found:
        xml.last(xml.root, f'<keywords xmlns="{_CORE}">{text(words)}</keywords>')
    elif words != found[0].words:
        xml.fill(found[0], text(words))
    parts.put_xml(part, xml)


def with_keyword(keywords: str, label: Label) -> str:
    """Keywords with the label among them, and no other label.

    >>> with_keyword("year 9; Created by AI", Label("AI supported", known=("AI supported", "Created by AI")))
    'year 9; AI supported'
    """
    given = [word for word in _KEYWORD_ENDS.split(keywords.strip()) if word]
    if label.base in given and not any(word != label.base and label.is_one(word) for word in given):
        return keywords
    between = "; " if ";" in keywords or "," not in keywords else ", "
    return between.join((*(word for word in given if not label.is_one(word)), label.base))


def _custom(parts: Parts) -> dict[str, str]:
    part = _part(parts, "custom-properties", "customProperties")
    if not part:
        return {}
    found = Xml(parts.get(part), "property").all("property")
    return {node.attributes.get("name", ""): node.words for node in found}


def _stamp_custom(parts: Parts, values: dict[str, str]) -> None:
    part = _part(parts, "custom-properties", "customProperties")
    if not part:
        base = relation_base(parts)
        kind = "custom-properties" if base.startswith(_DOCUMENT) else "customProperties"
        part = _added(parts, _CUSTOM_NAME, _CUSTOM_TYPE, f"{base}/{kind}")
        parts.put(part, f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"/>'.encode())
    xml = Xml(parts.get(part), "property")
    found = xml.all("property")
    number = max([1, *(int(node.attributes["pid"]) for node in found if node.attributes.get("pid", "").isdecimal())])
    for name, value in values.items():
        said = next((node for node in found if node.attributes.get("name") == name), None)
        if said is not None and said.words == value:
            continue
        number += said is None
        pid = said.attributes.get("pid", "") if said else str(number)
        element = prefixed(xml.root, "property")
        written = (
            f'<{element} fmtid="{_FORMAT}" pid="{text(pid)}" name="{text(name)}">'
            f'<vt:lpwstr xmlns:vt="{_VALUES}">{text(value)}</vt:lpwstr></{element}>'
        )
        if said is None:
            xml.last(xml.root, written)
        else:
            xml.replace(said, written)
    parts.put_xml(part, xml)


def _part(parts: Parts, *kinds: str) -> str:
    found = (each.target for each in parts.related("") if each.kind in kinds and each.target in parts)
    return next(found, "")


def _added(parts: Parts, name: str, content_type: str, relation: str) -> str:
    """A new part of the document, which has no such yet."""
    part = parts.free(name.replace(".", "{}.")) if name in parts else name
    parts.declare(part, content_type)
    parts.relate("", relation, part)
    return part
