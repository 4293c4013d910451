"""Plain text and Markdown: a line of its own at the end or the top, in the file's own encoding and line ends."""

from __future__ import annotations

import codecs
import re

from safe_to_paste.documents import plain
from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.reasons import unreadable

# What stands before a Markdown text for the program that shows it.
_FRONT = re.compile(r"---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_ENDS = re.compile(r"(?:\r?\n)*\Z")


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the first line and the last one say."""
    label = Label("", known=known)
    _, text = _decoded(data)
    return Has(shown=next((line.strip() for line in _outer(text) if label.is_one(line)), ""), records=False)


def stamp(data: bytes, label: Label) -> bytes:
    """The text with its label."""
    encoding, text = _decoded(data)
    front = len(text) - len(_body(text))
    for line in _outer(text):
        if label.is_one(line):
            if line.strip() == label.line:
                return data
            at = text.index(line, front) if line == _outer(text)[0] else text.rindex(line)
            return _encoded(data, encoding, text[:at] + label.line + text[at + len(line) :])
    feed = "\r\n" if "\r\n" in text else "\n"
    if label.position == "top" or _is_inside_code(text, label.line):
        return _encoded(data, encoding, f"{text[:front]}{label.line}{feed}{feed}{text[front:]}")
    ends = _ENDS.search(text)
    end = ends.start() if ends else len(text)
    between = feed * 2 if text[:end].strip() else ""
    return _encoded(data, encoding, f"{text[:end]}{between}{label.line}{text[end:] or ''}")


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = plain.encoding(data)
    text = plain.decoded(data)
    if not plain.is_text(text):
        raise unreadable("unknown")
    return encoding, text


def _encoded(data: bytes, encoding: str, text: str) -> bytes:
    try:
        made = text.encode(_SAME.get(encoding, encoding))
    except UnicodeEncodeError:
        raise unreadable("letters") from None
    mark = next((mark for mark in plain.MARKS if data.startswith(mark)), b"")
    if mark in _BIG:
        made = text.encode(_BIG[mark])
    return mark + made


# Without the mark, which is put back as it was.
_SAME = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_BIG = {codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF32_BE: "utf-32-be"}


def _body(text: str) -> str:
    front = _FRONT.match(text)
    return text[front.end() :] if front else text


def _outer(text: str) -> list[str]:
    lines = [line for line in _body(text).splitlines() if line.strip()]
    return [lines[0], lines[-1]] if lines else []


def _is_inside_code(text: str, line: str) -> bool:
    """Whether a line at the end would be code: a fence was opened and never closed."""
    if "```" not in text and "~~~" not in text:
        return False
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(f"{text}\n\n{line}\n")
    return bool(tokens) and tokens[-1].type == "fence"
