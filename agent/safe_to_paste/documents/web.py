"""HTML pages, and SVG pictures made of text: what a reader sees, what pictures are said to show, and comments."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from safe_to_paste.documents.draft import PROPERTIES, Draft
from safe_to_paste.documents.flow import Flow
from safe_to_paste.documents.plain import decoded

_SILENT = frozenset({"script", "style", "template", "noscript"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li",
    "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "td", "text", "textarea", "th", "tr",
    "ul",
})  # fmt: skip
_TABLE = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_TOLD = frozenset({"description", "keywords", "subject", "classification"})
_SAID = ("alt", "aria-label", "placeholder")
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read(data: bytes, draft: Draft) -> None:
    """Write a page's text."""
    page(text(data), draft)


def text(data: bytes) -> str:
    """The page's source, by its byte order mark, by what it says of itself, or as any text."""
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(said[1].decode("ascii"), errors="replace")
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


def page(source: str, draft: Draft, where: str = "") -> None:
    """Write the text of a page's source."""
    reader = _Reader(draft, where)
    reader.feed(source)
    reader.close()
    reader.finish()


class _Reader(HTMLParser):
    def __init__(self, draft: Draft, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self._draft = draft
        self._flow = Flow(draft, where)
        self._flow.begin_paragraph()
        self._silent = ""
        self._title: list[str] | None = None
        self._preformatted = 0
        self._has_break = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        given = {key: value or "" for key, value in attrs}
        if tag in _SILENT:
            self._silent = tag
        elif tag == "title":
            self._title = []
        elif tag == "br":
            self._has_break = True
            self._flow.text("\n")
        elif tag == "meta" and given.get("name", "").lower() == "author":
            self._draft.author(given.get("content", ""))
        elif tag == "meta" and given.get("name", "").lower() in _TOLD:
            self._draft.line(given.get("content", ""), PROPERTIES)
        elif tag in {"img", "image"}:
            self._draft.pictures += 1
        elif tag == "input" and given.get("type") not in {"hidden", "submit", "button", "checkbox", "radio"}:
            self._flow.text(f" {given.get('value', '')} ")
        self._preformatted += tag == "pre"
        for key in _SAID:
            self._flow.aside(given.get(key, ""), "alternative text")
        if tag in _BLOCKS:
            self._new_paragraph()
        if tag in _TABLE:
            self._begin(_TABLE[tag])

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
            return
        if tag == "title" and self._title is not None:
            self._draft.line(_SPACE.sub(" ", "".join(self._title)).strip(), "title")
            self._draft.gap()
            self._title = None
        self._preformatted -= tag == "pre" and self._preformatted > 0
        if tag in _BLOCKS:
            self._new_paragraph()
        if tag in _TABLE:
            self._end(_TABLE[tag])

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._title is not None:
            self._title.append(data)
        else:
            self._flow.text(data if self._preformatted else _SPACE.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        # Office writes whole pages for older browsers into such.
        if not data.lstrip().startswith("[if"):
            self._flow.aside(_SPACE.sub(" ", data), "comment")

    def finish(self) -> None:
        """Close what was left open."""
        self._flow.end_paragraph()
        while self._open:
            self._end(self._open[-1])
        self._flow.finish()

    def _new_paragraph(self) -> None:
        # Tags beside each other, and lines that end between them, make no gap on the page; a line break in one does.
        self._flow.end_paragraph(blank=self._has_break)
        self._has_break = False
        self._flow.begin_paragraph()

    def _begin(self, part: str) -> None:
        """Pages leave the ends of cells and rows out: a new one ends the last."""
        if part != "table":
            self._end(part)
        if part == "table" or "table" in self._open:
            self._open.append(part)
            self._flow.mark(part, begins=True)

    def _end(self, part: str) -> None:
        """Ends the innermost of that kind, with what is in it; a row never ends outside its table."""
        here = len(self._open) - self._open[::-1].index("table") - 1 if "table" in self._open else 0
        if part not in self._open[here:]:
            return
        ended = ""
        while ended != part:
            ended = self._open.pop()
            self._flow.mark(ended, begins=False)
