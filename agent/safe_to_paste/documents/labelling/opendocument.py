"""OpenDocument: a line in the footer, or header, of every page or sheet, or on the last slide that is shown
(ISO/IEC 26300, part 1, 16.5 to 16.11)."""

from __future__ import annotations

import re

from safe_to_paste.documents.labelling.model import LINE, SOURCE, Has, Label
from safe_to_paste.documents.labelling.parts import Parts
from safe_to_paste.documents.labelling.splice import Node, Xml, attributes, text
from safe_to_paste.documents.reasons import unreadable

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
}
_PARAGRAPH, _FRAME = "AI_20_label", "AI_20_label_20_frame"
_READ_ONLY = re.compile(rb'config:name="LoadReadonly"[^>]*>\s*true\s*<')
_LOCKED = re.compile(rb'config:name="ModifyPasswordInfo"')
# What may follow the shapes of a slide.
_AFTER_SHAPES = frozenset({"presentation:notes", "presentation:animations", "par", "seq", "animate"})
_REGIONS = ("center", "left", "right")
_USUAL_SIZE = (28.0, 15.75)
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_LENGTH = re.compile(r"([0-9]+(?:[.][0-9]+)?)(cm|mm|in|pt)")


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the properties, headers, footers and slides say."""
    parts = _opened(data)
    label = Label("", known=known)
    own = {node.attributes.get("meta:name", ""): node.words.strip() for node in _own_properties(parts)}
    line = own.get(LINE, "")
    if _is_presentation(parts):
        shown = (node.words.strip() for slide in _slides(parts)[1] for node in _labels(slide, label))
    else:
        pages = Xml(parts.get("styles.xml"), "style:master-page").all("style:master-page") if _has_styles(parts) else []
        shown = (node.words.strip() for page in pages for node in _labels(page, label))
    return Has(line if label.is_one(line) else "", next(shown, ""), own.get(SOURCE, ""))


def stamp(data: bytes, label: Label) -> bytes:
    """The document with its label."""
    parts = _opened(data)
    if _is_presentation(parts):
        _stamp_slide(parts, label)
    else:
        _stamp_pages(parts, label)
    _stamp_properties(parts, label)
    return parts.packed()


def _opened(data: bytes) -> Parts:
    parts = Parts(data)
    if "META-INF/manifest.xml" in parts and b":encryption-data" in parts.get("META-INF/manifest.xml"):
        raise unreadable("password")
    if "META-INF/documentsignatures.xml" in parts:
        raise unreadable("signed")
    if "META-INF/macrosignatures.xml" in parts:
        raise unreadable("macro_signed")
    settings = parts.get("settings.xml") if "settings.xml" in parts else b""
    if _READ_ONLY.search(settings) or _LOCKED.search(settings):
        raise unreadable("protected")
    return parts


def _is_presentation(parts: Parts) -> bool:
    return parts.get("mimetype").startswith(b"application/vnd.oasis.opendocument.presentation")


def _has_styles(parts: Parts) -> bool:
    return "styles.xml" in parts


def _labels(node: Node, label: Label) -> list[Node]:
    return [each for each in node.below("text:p") if label.is_one(each.words)]


def _stamp_pages(parts: Parts, label: Label) -> None:
    """A line in the footers, or headers, of every kind of page."""
    if not _has_styles(parts):
        raise unreadable("no_pages")
    xml = Xml(parts.get("styles.xml"), "style:master-page", "style:page-layout", "style:style")
    pages = [node for node in xml.all("style:master-page") if node.path[-1] == "office:master-styles"]
    if not pages:
        raise unreadable("no_pages")
    labelled = [node for page in pages for node in page.children if _labels(node, label)]
    at_top = label.position == "top" and not any("footer" in node.name for node in labelled)
    what = "header" if at_top or any("header" in node.name for node in labelled) else "footer"
    layouts = {node.attributes.get("style:name", ""): node for node in xml.all("style:page-layout")}
    laid: set[str] = set()
    for page in pages:
        own = [
            node
            for node in page.children
            if node.name in (f"style:{what}", f"style:{what}-left", f"style:{what}-first")
        ]
        for node in own:
            # One for first or left pages that is not shown: those pages have what the others have.
            if node.name == f"style:{what}" or node.attributes.get("style:display") != "false":
                _stamp_part(xml, node, label)
        if not any(node.name == f"style:{what}" for node in own):
            made = f"<style:{what}{_spaces('style')}>{_line(label)}</style:{what}>"
            headers = [node for node in page.children if node.name.startswith("style:header")]
            if what == "footer" and headers:
                xml.after(headers[-1], made)
            else:
                xml.first(page, made)
            name = page.attributes.get("style:page-layout-name", "")
            if name in layouts and name not in laid:
                laid.add(name)
                _make_room(xml, layouts[name], what)
    if xml.is_changed:
        _add_style(xml, _paragraph_style("8pt", "center"), _PARAGRAPH, before="office:master-styles")
    parts.put_xml("styles.xml", xml)


def _stamp_part(xml: Xml, node: Node, label: Label) -> None:
    """Put the line into a footer, or let the one that stands there say it."""
    labels = _labels(node, label)
    if labels:
        if labels[0].words.strip() != label.line:
            xml.replace(labels[0], _line(label))
    elif node.attributes.get("style:display") == "false":
        xml.without(node, "display")
        xml.fill(node, _line(label))
    else:
        # A sheet's footer may have three regions instead of paragraphs of its own.
        regions = {each.name.removeprefix("style:region-"): each for each in node.children if "region" in each.name}
        free = next(
            (regions[key] for key in ("center", "left", "right") if key in regions and not regions[key].words.strip()),
            None,
        )
        if free is not None:
            xml.fill(free, _line(label))
        elif regions and "center" not in regions:
            xml.last(node, f"<style:region-center{_spaces('style')}>{_line(label)}</style:region-center>")
        else:
            xml.last(regions.get("center", node), _line(label))


def _make_room(xml: Xml, layout: Node, what: str) -> None:
    """Say in a page's layout that it has a footer, where it says nothing of one."""
    gap = "top" if what == "footer" else "bottom"
    size = f'<style:header-footer-properties{_spaces("style", "fo")} fo:min-height="0.6cm" fo:margin-{gap}="0.2cm"/>'
    if (style := layout.child(f"style:{what}-style")) is None:
        xml.last(layout, f"<style:{what}-style{_spaces('style')}>{size}</style:{what}-style>")
    elif style.child("style:header-footer-properties") is None:
        xml.fill(style, size)


def _slides(parts: Parts) -> tuple[Xml, list[Node]]:
    xml = Xml(parts.get("content.xml"), "draw:page", "style:style")
    return xml, [node for node in xml.all("draw:page") if node.path[-1] == "office:presentation"]


def _stamp_slide(parts: Parts, label: Label) -> None:
    xml, slides = _slides(parts)
    labels = [node for slide in slides for node in _labels(slide, label)]
    if labels:
        if labels[0].words.strip() != label.line:
            xml.replace(labels[0], _line(label))
    elif shown := [slide for slide in slides if slide.attributes.get("draw:style-name", "") not in _hidden(xml)]:
        slide = shown[0] if label.position == "top" else shown[-1]
        made = _framed(label, *_page_size(parts, slide))
        after = next((node for node in slide.children if node.name in _AFTER_SHAPES), None)
        if after is not None:
            xml.before(after, made)
        else:
            xml.last(slide, made)
        styles = _paragraph_style("10pt", "end") + (
            f'<style:style{_spaces("style", "draw", "fo")} style:name="{_FRAME}" style:family="graphic">'
            '<style:graphic-properties draw:stroke="none" draw:fill="none" fo:padding="0cm" '
            'draw:textarea-vertical-align="middle" draw:auto-grow-height="false" draw:auto-grow-width="false"/>'
            "</style:style>"
        )
        _add_style(xml, styles, _FRAME, before="office:body")
    parts.put_xml("content.xml", xml)


def _hidden(xml: Xml) -> set[str]:
    """The styles of slides that are not shown."""
    return {
        node.attributes.get("style:name", "")
        for node in xml.all("style:style")
        for properties in node.below("style:drawing-page-properties")
        if properties.attributes.get("presentation:visibility") == "hidden"
    }


def _page_size(parts: Parts, slide: Node) -> tuple[float, float]:
    """A slide's width and height in centimetres."""
    if not _has_styles(parts):
        return _USUAL_SIZE
    xml = Xml(parts.get("styles.xml"), "style:master-page", "style:page-layout")
    master = slide.attributes.get("draw:master-page-name", "")
    layout = next(
        (
            node.attributes.get("style:page-layout-name", "")
            for node in xml.all("style:master-page")
            if node.attributes.get("style:name") == master
        ),
        "",
    )
    for node in xml.all("style:page-layout"):
        if node.attributes.get("style:name") == layout:
            for properties in node.below("style:page-layout-properties"):
                sizes = [
                    _LENGTH.fullmatch(properties.attributes.get(name, "")) for name in ("page-width", "page-height")
                ]
                if all(sizes):
                    width, height = (float(size[1]) * _CENTIMETRES[size[2]] for size in sizes if size)
                    return width, height
    return _USUAL_SIZE


def _centimetres(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _CENTIMETRES[match[2]] if match else 0.0


def _framed(label: Label, width: float, height: float) -> str:
    wide, high = min(width, 0.22 * (len(label.line) + 4)), 0.5
    return (
        f'<draw:frame{_spaces("draw", "svg")} draw:style-name="{_FRAME}" draw:name="AI label" svg:width="{wide:.2f}cm" '
        f'svg:height="{high}cm" svg:x="{width - wide - 0.3:.2f}cm" svg:y="{height - high:.2f}cm">'
        f"<draw:text-box>{_line(label)}</draw:text-box></draw:frame>"
    )


def _line(label: Label) -> str:
    return f'<text:p{_spaces("text")} text:style-name="{_PARAGRAPH}">{text(label.line)}</text:p>'


def _paragraph_style(size: str, align: str) -> str:
    return (
        f'<style:style{_spaces("style", "fo")} style:name="{_PARAGRAPH}" style:family="paragraph">'
        f'<style:paragraph-properties fo:text-align="{align}"/><style:text-properties fo:font-size="{size}" '
        'style:font-size-asian="8pt" style:font-size-complex="8pt"/></style:style>'
    )


def _add_style(xml: Xml, styles: str, name: str, *, before: str) -> None:
    """Put styles among the automatic ones, unless they are there; the element they are in must come ``before``."""
    if any(node.attributes.get("style:name") == name for node in xml.all("style:style")):
        return
    if (automatic := xml.root.child("office:automatic-styles")) is not None:
        xml.last(automatic, styles)
    elif (follower := xml.root.child(before)) is not None:
        xml.before(follower, f"<office:automatic-styles{_spaces('office')}>{styles}</office:automatic-styles>")


def _own_properties(parts: Parts) -> list[Node]:
    if "meta.xml" not in parts:
        return []
    return Xml(parts.get("meta.xml"), "meta:user-defined").all("meta:user-defined")


def _stamp_properties(parts: Parts, label: Label) -> None:
    """The line and the source type as properties of our own, and the label as a keyword."""
    if "meta.xml" not in parts:
        _add_meta(parts)
    xml = Xml(parts.get("meta.xml"), "meta:user-defined", "meta:keyword")
    whole = xml.root.child("office:meta")
    if whole is None:
        raise unreadable("damaged")
    words = {node.words.strip(): node for node in xml.all("meta:keyword")}
    if label.base not in words:
        other = next((node for said, node in words.items() if label.is_one(said)), None)
        made = f"<meta:keyword{_spaces('meta')}>{text(label.base)}</meta:keyword>"
        if other is not None:
            xml.replace(other, made)
        else:
            xml.last(whole, made)
    own = {node.attributes.get("meta:name", ""): node for node in xml.all("meta:user-defined")}
    for name, value in {LINE: label.line, SOURCE: label.kind.source}.items():
        made = f'<meta:user-defined{_spaces("meta")} meta:name="{name}">{text(value)}</meta:user-defined>'
        if name not in own:
            xml.last(whole, made)
        elif own[name].words.strip() != value:
            xml.replace(own[name], made)
    parts.put_xml("meta.xml", xml)


def _add_meta(parts: Parts) -> None:
    parts.put(
        "meta.xml",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta{_spaces("office")} office:version="1.2">'
        "<office:meta/></office:document-meta>".encode(),
    )
    listed = "META-INF/manifest.xml"
    if listed in parts:
        xml = Xml(parts.get(listed))
        xml.last(
            xml.root,
            f'<manifest:file-entry xmlns:manifest="{xml.root.space}" manifest:full-path="meta.xml" '
            'manifest:media-type="text/xml"/>',
        )
        parts.put(listed, xml.spliced())


def _spaces(*prefixes: str) -> str:
    """What a piece of XML says of the prefixes it uses, whatever the rest of the part calls them."""
    return attributes((f"xmlns:{prefix}", _SPACES[prefix]) for prefix in prefixes)
