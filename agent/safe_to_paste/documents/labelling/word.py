"""Word: a line of its own in every footer, or header, that a page can have (ECMA-376 part 1, 17.10)."""

from __future__ import annotations

from safe_to_paste.documents.labelling import office
from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.labelling.parts import Parts
from safe_to_paste.documents.labelling.splice import Node, Xml, prefixed, text
from safe_to_paste.documents.reasons import unreadable

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_ROOTS = {"footer": "ftr", "header": "hdr"}
# A section's pages: all, its first, those with an even number.
_DEFAULT, _FIRST, _EVEN = "default", "first", "even"


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the properties, headers and footers say."""
    parts = office.opened(data)
    label = Label("", known=known)
    main = parts.main()
    shown = (
        node.words.strip()
        for each in parts.related(main, *_ROOTS)
        for node in Xml(parts.get(each.target), "p").all("p")
        if label.is_one(node.words)
    )
    line, source = office.properties(parts, known)
    return Has(line, next(shown, ""), source)


def stamp(data: bytes, label: Label) -> bytes:
    """The document with its label."""
    parts = office.opened(data)
    main = parts.main()
    settings = [each.target for each in parts.related(main, "settings")]
    switches = [node for part in settings for node in Xml(parts.get(part)).root.children]
    _refuse_locked(switches)
    even = any(node.name == "evenAndOddHeaders" and office.is_on(node.attributes) for node in switches)
    _stamp_pages(parts, main, _where(parts, label), label, even=even)
    office.stamp(parts, label)
    return parts.packed()


def _refuse_locked(switches: list[Node]) -> None:
    for node in switches:
        is_enforced = node.name == "documentProtection" and office.is_on(
            {"val": node.attributes.get("enforcement", "0")}
        )
        if is_enforced or node.name == "writeProtection":
            raise unreadable("protected")


def _where(parts: Parts, label: Label) -> str:
    """Footers, or headers; where labels stand already, those, so that a policy's change of mind makes no second."""
    for each in parts.related(parts.main(), *_ROOTS):
        if any(label.is_one(node.words) for node in Xml(parts.get(each.target), "p").all("p")):
            return each.kind
    return "header" if label.position == "top" else "footer"


def _stamp_pages(parts: Parts, main: str, what: str, label: Label, *, even: bool) -> None:
    document = Xml(parts.get(main), "sectPr")
    sections = [node for node in document.all("sectPr") if node.path[-1] in ("body", "pPr")]
    targets = {each.id: each.target for each in parts.related(main, what)}
    for target in dict.fromkeys(
        targets[found]
        for section in sections
        for child in section.children
        if child.name == f"{what}Reference" and (found := child.attributes.get("r:id", "")) in targets
    ):
        _stamp_part(parts, target, label)
    first = sections[0] if sections else None
    has = {
        child.attributes.get("type", _DEFAULT)
        for child in (first.children if first else ())
        if child.name == f"{what}Reference"
    }
    has_title = any(
        child.name == "titlePg" and office.is_on(child.attributes) for node in sections for child in node.children
    )
    wanted = [_DEFAULT, *([_FIRST] if has_title else []), *([_EVEN] if even else [])]
    space = document.root.space
    made = "".join(
        f'<w:{what}Reference xmlns:w="{space}" xmlns:r="{office.relation_base(parts)}" w:type="{page}" '
        f'r:id="{_added(parts, main, what, _paragraph(label, space), space)}"/>'
        for page in wanted
        if page not in has
    )
    if not made:
        return
    if first is not None:
        document.first(first, made)
    else:
        body = document.root.child("body")
        if body is None:
            raise unreadable("damaged")
        section = prefixed(document.root, "sectPr")
        document.last(body, f"<{section}>{made}</{section}>")
    parts.put_xml(main, document)


def _added(parts: Parts, main: str, what: str, paragraph: str, space: str) -> str:
    """A new footer or header; the id by which the document has it."""
    folder = main.rpartition("/")[0]
    part = parts.free(f"{folder}/{what}{{}}.xml".lstrip("/"))
    element = f"w:{_ROOTS[what]}"
    made = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{element} xmlns:w="{space}">{paragraph}</{element}>'
    )
    parts.put(part, made.encode("ascii", "xmlcharrefreplace"))
    parts.declare(part, _TYPE.format(what))
    return parts.relate(main, f"{office.relation_base(parts)}/{what}", part)


def _stamp_part(parts: Parts, part: str, label: Label) -> None:
    xml = Xml(parts.get(part), "p")
    labels = [node for node in xml.all("p") if label.is_one(node.words)]
    if not labels:
        xml.last(xml.root, _paragraph(label, xml.root.space))
    elif labels[0].words.strip() != label.line:
        xml.replace(labels[0], _paragraph(label, xml.root.space))
    parts.put_xml(part, xml)


def _paragraph(label: Label, space: str) -> str:
    return (
        f'<w:p xmlns:w="{space}"><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="595959"/>'
        f'<w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr><w:t>{text(label.line)}</w:t></w:r></w:p>'
    )
