"""PowerPoint: a line at the foot of the last slide that is shown, or of the first (ECMA-376 part 1, 19.3)."""

from __future__ import annotations

from safe_to_paste.documents.labelling import office
from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.labelling.parts import Parts
from safe_to_paste.documents.labelling.splice import Node, Xml, text
from safe_to_paste.documents.reasons import unreadable

# English Metric Units: 12,700 are a point. The line lies below where layouts have date, footer and number.
_POINT = 12_700
_SIZE, _HEIGHT = 10, 14 * _POINT
_LETTER = 6 * _POINT
_USUAL = (9_144_000, 6_858_000)


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the properties and the slides say."""
    parts = office.opened(data)
    label = Label("", known=known)
    shown = (node.words.strip() for part in _slides(parts) for node in _labels(Xml(parts.get(part), "sp"), label))
    line, source = office.properties(parts, known)
    return Has(line, next(shown, ""), source)


def stamp(data: bytes, label: Label) -> bytes:
    """The presentation with its label."""
    parts = office.opened(data)
    whole = Xml(parts.get(parts.main()))
    if whole.root.child("modifyVerifier") is not None:
        raise unreadable("protected")
    slides = _slides(parts)
    opened = {part: Xml(parts.get(part), "sp", "spTree", "cNvPr") for part in slides}
    labelled = [(part, node) for part, xml in opened.items() for node in _labels(xml, label)]
    if labelled:
        part, node = labelled[0]
        if node.words.strip() != label.line:
            said = next((child for child in node.below("t") if label.is_one(child.words)), None)
            if said is None:  # in several runs
                opened[part].replace(node, _shape(label, whole.root, opened[part]))
            else:
                opened[part].fill(said, text(label.line))
    elif shown := [part for part, xml in opened.items() if office.is_on(xml.root.attributes, "show")]:
        part = shown[0] if label.position == "top" else shown[-1]
        tree = next((node for node in opened[part].all("spTree") if node.path[-1] == "cSld"), None)
        if tree is None:
            raise unreadable("damaged")
        made = _shape(label, whole.root, opened[part])
        if (extension := tree.child("extLst")) is not None:
            opened[part].before(extension, made)
        else:
            opened[part].last(tree, made)
    for part, xml in opened.items():
        parts.put_xml(part, xml)
    office.stamp(parts, label)
    return parts.packed()


def _slides(parts: Parts) -> list[str]:
    """The slides in the order in which they are shown."""
    main = parts.main()
    targets = {each.id: each.target for each in parts.related(main, "slide")}
    ids = (node.attributes.get("r:id", "") for node in Xml(parts.get(main), "sldId").all("sldId"))
    return [targets[each] for each in ids if each in targets]


def _labels(xml: Xml, label: Label) -> list[Node]:
    return [node for node in xml.all("sp") if label.is_one(node.words)]


def _shape(label: Label, presentation: Node, slide: Xml) -> str:
    size = presentation.child("sldSz")
    width, height = (
        (int(size.attributes.get("cx", _USUAL[0])), int(size.attributes.get("cy", _USUAL[1]))) if size else _USUAL
    )
    drawing = _DRAWING if presentation.space.startswith("http://schemas.openxmlformats.org/") else _STRICT_DRAWING
    numbers = [int(node.attributes["id"]) for node in slide.all("cNvPr") if node.attributes.get("id", "").isdecimal()]
    wide = min(width, _LETTER * (len(label.line) + 4))
    return (
        f'<p:sp xmlns:p="{presentation.space}" xmlns:a="{drawing}">'
        f'<p:nvSpPr><p:cNvPr id="{max(numbers, default=1) + 1}" name="AI label"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{width - wide}" y="{height - _HEIGHT}"/>'
        f'<a:ext cx="{wide}" cy="{_HEIGHT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill></p:spPr>'
        '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="91440" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle/><a:p><a:pPr algn="r"/><a:r><a:rPr lang="en-GB" sz="{_SIZE * 100}"><a:solidFill>'
        f'<a:schemeClr val="tx1"/></a:solidFill></a:rPr><a:t>{text(label.line)}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_STRICT_DRAWING = "http://purl.oclc.org/ooxml/drawingml/main"
