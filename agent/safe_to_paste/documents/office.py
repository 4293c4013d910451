"""What Word, Excel and PowerPoint files have in common: properties, charts, diagrams, pictures, files in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from safe_to_paste.documents import formats
from safe_to_paste.documents.draft import PROPERTIES, Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.markup import END, START, TEXT, Event
from safe_to_paste.documents.package import Package

# Who and what a document says it is by and about; the rest are counts, dates and names of programs.
_TOLD = frozenset({
    "title", "subject", "creator", "keywords", "description", "lastModifiedBy", "category", "contentStatus",
    "Manager", "Company", "lpwstr",
})  # fmt: skip
_AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager"})
_PROPERTY_PARTS = ("core-properties", "extended-properties", "custom-properties")
_MAILTO = "mailto:"
# Of running text and of drawings alike.
ELEMENTS = {"p": "paragraph", "tbl": "table", "tr": "row", "tc": "cell"}


def properties(package: Package, draft: Draft) -> None:
    """The document's properties, a line each."""
    draft.gap()
    for relation in package.related("", *_PROPERTY_PARTS):
        told, words = "", ""
        for kind, name, _ in package.events(relation.target):
            if kind == START:
                told, words = name.removeprefix("dc:"), ""
            elif kind == TEXT and told in _TOLD:
                words += name
            elif kind == END and told in _TOLD:
                if told in _AUTHORS:
                    draft.author(words)
                else:
                    draft.line(words, PROPERTIES)
                told = ""


def beside(package: Package, part: str, flow: Flow, draft: Draft, where: str = "") -> None:
    """What stands beside a part's text: charts, diagrams, addresses in links, pictures, embedded files."""
    for relation in package.related(part):
        match relation.kind:
            case "chart" | "chartEx":
                flow.aside("\n".join(_chart(package.events(relation.target))), "chart")
                beside(package, relation.target, flow, draft, where)
            case "diagramData":
                drawing(package.events(relation.target), Flow(draft, f"{where}, diagram" if where else "diagram"))
            case "hyperlink" if relation.target.casefold().startswith(_MAILTO):
                flow.aside(relation.target[len(_MAILTO) :].partition("?")[0], "link")
            case "image":
                draft.pictures += 1
            case "video" | "audio" | "media":
                draft.note("a film or a sound")
            case "package" | "oleObject" if not relation.is_outside:
                formats.read_inside(package.read(relation.target), "", draft)


def drawing(events: Iterable[Event], flow: Flow) -> None:
    """The shapes of a slide, a diagram or a sheet's drawing: paragraphs, tables, and what pictures are said to show."""
    reading = False
    for kind, name, attributes in events:
        if kind == TEXT:
            if reading:
                flow.text(name)
            continue
        reading = kind == START and name == "t"
        if name in ELEMENTS:
            flow.mark(ELEMENTS[name], begins=kind == START)
        elif kind == START and name == "br":
            flow.text("\n")
        elif kind == START and name in {"cNvPr", "docPr"}:
            shown(attributes, flow)
    flow.finish()


def shown(attributes: Mapping[str, str], flow: Flow) -> None:
    """What a picture or a shape is said to show."""
    for key in "title", "descr":
        flow.aside(attributes.get(key, ""), "alternative text")


def without_placeholders(events: Iterable[Event]) -> Iterator[Event]:
    """The shapes of a master that are on every slide: not those that only keep a place ("Click to edit")."""
    shape: list[Event] = []
    depth = 0
    for event in events:
        if not depth and not (event.kind == START and event.name == "sp"):
            yield event
            continue
        depth += (event.kind == START) - (event.kind == END)
        shape.append(event)
        if depth == 0:
            if not any(each.kind == START and each.name == "ph" for each in shape):
                yield from shape
            shape = []


def _chart(events: Iterable[Event]) -> Iterator[str]:
    """Titles and the names of columns and rows; the numbers say nothing without the sheet they are from."""
    open_names: list[str] = []
    for kind, name, _ in events:
        if kind == START:
            open_names.append(name)
        elif kind == END:
            open_names.pop()
        elif open_names[-1:] == ["t"] or (open_names[-1:] == ["v"] and "strCache" in open_names):
            yield name
