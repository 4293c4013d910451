"""Web pages: a paragraph at the end or the top, and what a program reads in the head.

The source type is said as RDFa in the IPTC's own vocabulary; browsers and search engines pass over what they do not
know. What is put in is ASCII, so it is right in whatever encoding the page is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.reasons import unreadable

_NAME = "ai-label"
_PROPERTY = "Iptc4xmpExt:DigitalSourceType"
_PREFIX = "Iptc4xmpExt: http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DOCTYPE = re.compile(
    r"\A(?:\xef\xbb\xbf|\ufeff)?\s*(?:<!--.*?-->\s*)*(?:<!doctype[^>]*>\s*)?", re.IGNORECASE | re.DOTALL
)


@dataclass(slots=True)
class _Seen:
    """Places in a page, by the number of characters before them; -1 where there is none."""

    head: int = -1
    html: int = -1
    body: int = -1
    body_end: int = -1
    html_end: int = -1
    metas: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    paragraphs: list[tuple[int, int, str]] = field(default_factory=list)


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the head and the paragraphs say."""
    label = Label("", known=known)
    seen = _seen(_view(data))
    shown = (words.strip() for _, _, words in seen.paragraphs if label.is_one(words))
    return Has(seen.metas.get(_NAME, (0, 0, ""))[2], next(shown, ""), seen.metas.get(_PROPERTY, (0, 0, ""))[2])


def stamp(data: bytes, label: Label) -> bytes:
    """The page with its label."""
    view = _view(data)
    seen = _seen(view)
    edits: list[tuple[int, int, str]] = []
    made = f'<p class="{_NAME}">{_text(label.line)}</p>'
    shown = [(start, end, words) for start, end, words in seen.paragraphs if label.is_one(words)]
    if shown:
        start, end, words = shown[0]
        if words.strip() != label.line:
            edits.append((start, end, made))
    elif label.position == "top":
        at = max(seen.body, seen.html, _start(view)) if seen.body < 0 else seen.body
        edits.append((at, at, f"{made}\n"))
    else:
        at = next((at for at in (seen.body_end, seen.html_end) if at >= 0), len(view))
        edits.append((at, at, f"{made}\n"))
    metas = {
        _NAME: (label.line, f'<meta name="{_NAME}" content="{_text(label.line)}">'),
        _PROPERTY: (
            label.kind.source,
            f'<meta prefix="{_PREFIX}" property="{_PROPERTY}" content="{label.kind.source}">',
        ),
    }
    edits += [
        (*seen.metas[name][:2], meta)
        for name, (value, meta) in metas.items()
        if name in seen.metas and seen.metas[name][2] != value
    ]
    if missing := "".join(meta for name, (_, meta) in metas.items() if name not in seen.metas):
        at = next((at for at in (seen.head, seen.html) if at >= 0), _start(view))
        edits.append((at, at, missing))
    if not edits:
        return data
    for start, end, new in sorted(edits, key=lambda edit: edit[0], reverse=True):
        view = view[:start] + new + view[end:]
    return _bytes(data, view)


def _view(data: bytes) -> str:
    """The page as characters of which those that matter are right: a byte each, or UTF-16."""
    if data[:2] not in _MARKS:
        return data.decode("latin-1")
    try:
        return data[2:].decode("utf-16-le" if data[:2] == _MARKS[0] else "utf-16-be")
    except UnicodeDecodeError:
        raise unreadable("damaged") from None


def _bytes(data: bytes, view: str) -> bytes:
    if data[:2] not in _MARKS:
        return view.encode("latin-1")
    return data[:2] + view.encode("utf-16-le" if data[:2] == _MARKS[0] else "utf-16-be", "surrogatepass")


def _text(words: str) -> str:
    return escape(words).encode("ascii", "xmlcharrefreplace").decode()


def _start(view: str) -> int:
    match = _DOCTYPE.match(view)
    return match.end() if match else 0


def _seen(view: str) -> _Seen:
    reader = _Reader(view)
    reader.feed(view)
    reader.close()
    return reader.seen


class _Reader(HTMLParser):
    def __init__(self, view: str) -> None:
        super().__init__()
        self.seen = _Seen()
        self._lines = [0]
        self._lines += [match.end() for match in re.finditer("\n", view)]
        self._paragraph: tuple[int, list[str]] | None = None

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        whole = self.get_starttag_text() or ""
        after = self._at + len(whole)
        if tag in ("head", "html", "body") and getattr(self.seen, tag) < 0:
            setattr(self.seen, tag, after)
        elif tag == "meta":
            given = {name: value or "" for name, value in attrs}
            key = given.get("name") or given.get("property") or ""
            if key in (_NAME, _PROPERTY):
                self.seen.metas.setdefault(key, (self._at, after, given.get("content", "")))
        elif tag == "p":
            self._paragraph = (self._at, [])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("body", "html"):
            setattr(self.seen, f"{tag}_end", self._at)
        elif tag == "p" and self._paragraph is not None:
            start, words = self._paragraph
            # The end tag is as long as its name and its brackets, and what white space is in it is of no account.
            end = self.rawdata.index(">", self._at) + 1 if self.rawdata else self._at
            self.seen.paragraphs.append((start, end, "".join(words)))
            self._paragraph = None

    def handle_data(self, data: str) -> None:
        if self._paragraph is not None:
            self._paragraph[1].append(data)
