"""Word documents: body, headers, footers, notes, comments, text boxes, what was deleted but is still in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from safe_to_paste.documents import office
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.markup import START, TEXT, Event
from safe_to_paste.documents.package import Package

# The other parts, in the order they are read, and their place in words.
_PARTS = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}
# What Word keeps twice: a shape for older programs, and moved text where it was.
_TWICE = frozenset({"Fallback", "moveFrom"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes, draft: Draft) -> None:
    """Write a document's text."""
    package = Package(data, draft.budget)
    body = package.main()
    _text(package.events(body), flow := Flow(draft))
    office.beside(package, body, flow, draft)
    flow.finish()
    for kind, where in _PARTS.items():
        for relation in package.related(body, kind):
            _text(package.events(relation.target), flow := Flow(draft, where))
            office.beside(package, relation.target, flow, draft, where)
            flow.finish()
    office.properties(package, draft)


def _text(events: Iterable[Event], flow: Flow) -> None:
    reading = ""
    twice = 0
    deleted: list[str] = []
    for kind, name, attributes in events:
        if kind == TEXT:
            if reading == "t" and not twice:
                flow.text(name)
            elif reading == "delText" and not twice:
                deleted.append(name)
            continue
        reading = name if kind == START else ""
        if name in _TWICE:
            twice += 1 if kind == START else -1
        elif twice:
            continue
        elif name in office.ELEMENTS:
            flow.mark(office.ELEMENTS[name], begins=kind == START)
            if name == "p":
                flow.aside("".join(deleted), "deleted text")
                deleted = []
        elif kind == START:
            _mark(name, attributes, flow)


def _mark(name: str, attributes: Mapping[str, str], flow: Flow) -> None:
    """What stands in a paragraph beside letters."""
    if name == "lastRenderedPageBreak":
        flow.page += 1
    elif name == "docPr":
        office.shown(attributes, flow)
    elif name == "br" or (name in _MARKS and not attributes):
        # A tab with attributes is a setting of the paragraph: where its tabs stop.
        flow.text(_MARKS[name])
