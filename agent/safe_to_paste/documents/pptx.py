"""PowerPoint presentations: slides with notes and comments, and what a master puts on every slide."""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.documents import markup, office
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.markup import START, TEXT
from safe_to_paste.documents.package import Package


def read(data: bytes, draft: Draft) -> None:
    """Write a presentation's text."""
    package = Package(data, draft.budget)
    main = package.main()
    masters: dict[str, None] = {}
    for number, slide in enumerate(_slides(package, main), 1):
        where = f"slide {number}"
        flow = Flow(draft, where)
        office.drawing(package.events(slide), flow)
        office.beside(package, slide, flow, draft, where)
        flow.finish()
        for relation in package.related(slide, "notesSlide"):
            office.drawing(package.events(relation.target), Flow(draft, f"{where}, notes"))
        for relation in package.related(slide, "comments"):
            _comments(package, relation.target, Flow(draft, f"{where}, comment"))
        for relation in package.related(slide, "slideLayout"):
            masters[relation.target] = None
            masters |= dict.fromkeys(each.target for each in package.related(relation.target, "slideMaster"))
    for master in masters:
        office.drawing(office.without_placeholders(package.events(master)), Flow(draft, "slide master"))
    office.properties(package, draft)


def _slides(package: Package, main: str) -> Iterator[str]:
    """The slides in their order."""
    targets = {relation.id: relation.target for relation in package.related(main, "slide")}
    for kind, name, attributes in package.events(main):
        if kind == START and name == "sldId" and attributes.get("r:id") in targets:
            yield targets[attributes["r:id"]]


def _comments(package: Package, part: str, flow: Flow) -> None:
    """Older comments keep their words in <text>, newer ones as paragraphs."""
    reading = ""
    for kind, name, _ in package.events(part):
        if kind == TEXT:
            if reading in {"text", "t"}:
                flow.text(name)
            continue
        reading = name if kind == START else ""
        if name in {"text", "p"}:
            (flow.begin_paragraph if kind == markup.START else flow.end_paragraph)()
    flow.finish()
