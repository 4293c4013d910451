"""The packet of properties in a picture or a PDF (XMP, ISO 16684-1), with the label in it.

The source type is the IPTC's (``Iptc4xmpExt:DigitalSourceType``, https://iptc.org/std/photometadata/specification/),
which picture programs and search engines read; the line is a property of our own.
"""

from __future__ import annotations

from collections.abc import Mapping

from safe_to_paste.documents.labelling.model import Label, kind_of
from safe_to_paste.documents.labelling.splice import Node, Xml, attributes, text

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_OWN = "https://safetopaste.org/ns/label/"
_LINE, _SOURCE = "AILabel", "DigitalSourceType"
# The identifier is the standard's own (part 1, 7.3.2).
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta>\n'
    '<?xpacket end="w"?>'
).encode()


def read(packet: bytes) -> tuple[str, str]:
    """The label's line and the source type."""
    if not packet:
        return "", ""
    xml = _opened(packet)
    return _said(xml, _LINE), _said(xml, _SOURCE)


def is_for_archiving(packet: bytes) -> bool:
    """Whether it says that the document keeps to PDF/A (ISO 19005), which has rules for all that is drawn."""
    return b"http://www.aiim.org/pdfa/ns/id/" in packet


def stamped(packet: bytes, label: Label) -> bytes:
    """The packet with the label; the same bytes when it is there.

    What a tool itself has said of its part stays, unless that was our label's word.
    """
    xml = _opened(packet or _EMPTY)
    ours = next((node for node in xml.all("Description") if node.child(_LINE)), None)
    others = [node for node in xml.all(_SOURCE) if ours is None or node not in ours.children]
    by_attribute = [node for node in xml.all("Description") if _SOURCE in node.attributes]
    theirs = [_value(node) for node in others] + [node.attributes[_SOURCE] for node in by_attribute]
    wanted = {_LINE: label.line}
    if not any(map(kind_of, theirs)):
        wanted[_SOURCE] = label.kind.source
        for node in others:
            xml.replace(node, "")
        for node in by_attribute:
            xml.without(node, _SOURCE)
    if ours is None:
        _add(xml, _description(xml, wanted))
    elif {node.name: _value(node) for node in ours.children} != wanted:
        xml.replace(ours, _description(xml, wanted))
    return xml.spliced() if xml.is_changed else packet


def _add(xml: Xml, description: str) -> None:
    if roots := xml.all("RDF"):
        xml.last(roots[0], description)
    else:
        xml.last(xml.root, f'<rdf:RDF xmlns:rdf="{_RDF}">{description}</rdf:RDF>')


def _description(xml: Xml, values: Mapping[str, str]) -> str:
    """A description of its own, of the same thing as the others."""
    about = next((node.attributes["about"] for node in xml.all("Description") if "about" in node.attributes), "")
    spaces = attributes((("xmlns:rdf", _RDF), ("xmlns:Iptc4xmpExt", _EXTENSION), ("xmlns:stp", _OWN)))
    elements = "".join(
        f"<{prefix}:{name}>{text(value)}</{prefix}:{name}>"
        for name, value in values.items()
        for prefix in ["stp" if name == _LINE else "Iptc4xmpExt"]
    )
    return f'<rdf:Description{spaces} rdf:about="{text(about)}">{elements}</rdf:Description>'


def _opened(packet: bytes) -> Xml:
    return Xml(packet.strip(b"\0 \t\r\n"), "RDF", "Description", _LINE, _SOURCE)


def _said(xml: Xml, name: str) -> str:
    values = [_value(node) for node in xml.all(name)]
    values += [node.attributes[name] for node in xml.all("Description") if name in node.attributes]
    # A tool's own word and ours are both there where it was the tool that said AI has made it.
    return next((value for value in values if kind_of(value)), next(iter(values), "")).strip()


def _value(node: Node) -> str:
    return node.words.strip() or node.attributes.get("resource", "")
