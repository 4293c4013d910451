"""A page for a window: design tokens, a content security policy, and the few pieces pages are made of.

Everything is escaped where it is put in; what is safe already is ``Html``. The policy lets nothing in but our own
style and script, by a nonce made for each page. ``unsafe-eval`` is for pywebview, whose bridge does not come up
without it; with nothing to load and nowhere to send to, there is nothing it could fetch and run.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.style import sheet

_HERE = Path(__file__).parent

# The clipboard with a tick that the extension shows.
_SIGN = (
    '<svg class="sign" viewBox="0 0 20 20" width="22" height="22" fill="none" stroke="currentColor" '
    'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
    '<path d="M7 3.5H5.5A1.5 1.5 0 0 0 4 5v11a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 16 16V5a1.5 1.5 0 0 0-1.5-1.5H13"/>'
    '<path d="M7.5 2h5v3h-5z"/><path d="M7 11l2.2 2.2L13.2 9"/></svg>'
)


class Html(str):
    """Text that is HTML already, made by us."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button. ``do`` is the word sent when it is pressed; or the page itself ``shows`` another view, ``copies`` the
    field of that id to the clipboard, or prints. The Escape key presses the one that ``is_back``."""

    label: str
    do: str = ""
    shows: str = ""
    copies: str = ""
    prints: bool = False
    is_primary: bool = False
    is_back: bool = False
    waits_for_ticks: bool = False


def text(words: str) -> Html:
    """Words as HTML.

    >>> text('<b> & "b"')
    '&lt;b&gt; &amp; &quot;b&quot;'
    """
    return Html(html.escape(words))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Pieces one after another; whatever is not HTML yet is escaped."""
    return Html(between.join(part if isinstance(part, Html) else text(part) for part in parts))


def tag(element: str, /, *parts: str, **attributes: str | bool) -> Html:
    """An element.

    >>> tag("p", "1 < 2", class_="quiet"), tag("input", type="checkbox", required=True)
    ('<p class="quiet">1 &lt; 2</p>', '<input type="checkbox" required>')
    """
    written = "".join(map(_attribute, attributes, attributes.values()))
    return Html(
        f"<{element}{written}>" if element in _WITHOUT_END else f"<{element}{written}>{join(parts)}</{element}>"
    )


def paragraphs(*words: str) -> Html:
    """A paragraph for each; an empty one is left out."""
    return join(tag("p", each) for each in words if each)


def bullets(items: Iterable[str]) -> Html:
    """A list."""
    return tag("ul", *(tag("li", item) for item in items))


def steps(items: Iterable[str]) -> Html:
    """A numbered list."""
    return tag("ol", *(tag("li", item) for item in items), class_="steps")


def card(heading: str, *parts: str, name: str = "") -> Html:
    """A part of the page with a heading."""
    label = f"{name or heading.lower().replace(' ', '-')}-heading"
    return tag("section", tag("h2", heading, id=label), *parts, class_="card", aria_labelledby=label)


def note(*parts: str) -> Html:
    """Something that needs to be seen before the rest."""
    return tag("div", *parts, class_="note", role="note")


def buttons(*made: Button) -> Html:
    """The choices, always in the same place: at the foot."""
    return tag("div", *map(_button, made), class_="choices")


def view(name: str, heading: str, *parts: str, above: str = "", foot: str = "", is_hidden: bool = False) -> Html:
    """One of the page's views; one at a time is shown, and its heading gets the focus."""
    head = tag("header", _mark(above), tag("h1", heading, tabindex="-1", id=f"{name}-title"))
    return tag(
        "section",
        head,
        tag("div", *parts, class_="body"),
        tag("footer", foot) if foot else "",
        class_="view",
        data_view=name,
        aria_labelledby=f"{name}-title",
        hidden=is_hidden,
    )


def page(title: str, *views: str) -> str:
    """A whole page."""
    nonce = secrets.token_urlsafe(16)
    guard = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}' 'unsafe-eval'; "
        "base-uri 'none'; form-action 'none'"
    )
    style = sheet(_HERE / "page.css")
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    return join(
        (
            Html('<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'),
            tag("meta", http_equiv="Content-Security-Policy", content=guard),
            Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Html('<meta name="color-scheme" content="light dark">'),
            tag("title", title),
            Html(f'<style nonce="{nonce}">{style}</style></head><body>'),
            tag("main", *views, id="main"),
            tag("div", id="status", role="status", class_="status"),
            tag("template", *(tag("p", words, id=name) for name, words in _WORDS.items()), id="words"),
            Html(f'<script nonce="{nonce}">{script}</script></body></html>'),
        )
    )


def told(made: str, to: Language) -> str:
    """A page, or a part of one, in a language: what stands between two tags, where it is a sentence of ours.

    What a school or a person wrote is in elements that say so with ``translate="no"``, and stays as it is.
    """
    if to.tag == ENGLISH.tag:
        return made
    return "".join(_told(made.replace('<html lang="en-GB">', f'<html lang="{to.tag}">'), to))


def _told(made: str, to: Language) -> Iterator[str]:
    depth = 0  # in elements of others' words
    for piece in _PIECES.finditer(made):
        if piece["code"]:
            yield piece[0]
            continue
        if not (name := piece["name"]):
            yield piece[0] if depth else _between_tags(piece[0], to)
            continue
        if depth or _OTHERS in piece[0]:
            depth += -1 if piece["end"] else name not in _WITHOUT_END
        yield piece[0]


def _between_tags(words: str, to: Language) -> str:
    """The words in the language, the space around them as it was."""
    bare = words.strip()
    return words.replace(bare, _exact(bare, to)) if bare else words


def _exact(words: str, to: Language) -> str:
    plain = html.unescape(words)
    said = to.exact(plain)
    return words if said == plain else html.escape(said)


_OTHERS = ' translate="no"'
# Style and script; a tag; or what stands between two.
_PIECES = re.compile(
    r"<(?P<code>style|script)\b.*?</(?P=code)>|<(?P<end>/?)(?P<name>[a-z!][a-z0-9]*)[^>]*>"
    r"|[^<]+|<",
    re.DOTALL,
)
# What the page itself says, with {n} and {all} filled in there.
_WORDS = {
    "ticked": "{n} of {all} ticked.",
    "all": "All {all} ticked.",
    "size": "Text size: {n}%",
    "copied": "Copied.",
    "by-hand": "Select the text and copy it with the keyboard.",
}

# https://html.spec.whatwg.org/multipage/syntax.html#void-elements
_WITHOUT_END = frozenset({"br", "hr", "input", "meta"})


def _attribute(name: str, value: str | bool) -> str:
    if value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{html.escape(value)}"'


def _button(made: Button) -> Html:
    return tag(
        "button",
        made.label,
        type="button",
        class_="primary" if made.is_primary else False,
        data_do=made.do or False,
        data_shows=made.shows or False,
        data_copies=made.copies or False,
        data_prints=made.prints,
        data_back=made.is_back,
        data_waits=made.waits_for_ticks,
        aria_describedby="ticked" if made.waits_for_ticks else False,
        disabled=made.waits_for_ticks,
    )


def _mark(above: str) -> Html:
    size = tag("button", "Text size", type="button", class_="plain size", data_size=True)
    return tag("div", Html(_SIGN), tag("span", above or "Safe to Paste"), size, class_="mark")
