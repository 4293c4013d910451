"""The training card as a page: one side of A4, light, dark or printed; it needs nothing beside it and runs nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from safe_to_paste.card import GO_AHEAD, NAMES_OUT, NAMES_OUT_WORDS, TITLE, USES, Card, Item, Part
from safe_to_paste.dialogs.page import Html, join, tag
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.style import sheet


def page(card: Card, to: Language = ENGLISH) -> str:
    """The card as a page that needs nothing beside it, in the language that the card is in."""
    nonce = secrets.token_urlsafe(16)
    style = sheet(Path(__file__).with_name("card.css"))
    guard = f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
    return join(
        (
            Html(f'<!doctype html>\n<html lang="{to.tag}"{" class=full" * card.is_full}><head><meta charset="utf-8">'),
            tag("meta", http_equiv="Content-Security-Policy", content=guard),
            Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Html('<meta name="color-scheme" content="light dark">'),
            tag("title", " – ".join(filter(None, (to.told(TITLE), card.school)))),
            Html(f'<style nonce="{nonce}">{style}</style></head><body>'),
            tag(
                "main",
                _head(card, to),
                tag("div", _list(card.part("in"), "tick"), _list(card.part("out"), "stop"), class_="sides"),
                _placeholders(card, to),
                tag("div", *(_use(part) for part in card.parts if part.name in USES), class_="uses"),
                _people(card.part("tell")),
                tag(
                    "div",
                    _list(card.part("back"), "look"),
                    *(_list(part, "tool") for part in card.parts if part.name == "tools"),
                    class_="ends",
                ),
                tag("footer", *(tag("p", line) for line in card.foot)),
            ),
            Html("</body></html>\n"),
        )
    )


def _head(card: Card, to: Language) -> Html:
    return tag(
        "header",
        tag("p", _icon("sign"), tag("span", card.school or to.told("AI at our school")), class_="school"),
        tag("h1", to.told(TITLE)),
        tag("p", card.lead, class_="lead"),
        tag("ol", *(tag("li", question) for question in card.questions), class_="questions"),
        tag("p", to.told(GO_AHEAD), class_="ahead"),
    )


def _section(part: Part, icon: str, *inside: str) -> Html:
    return tag(
        "section",
        tag("h2", _icon(icon), tag("span", part.heading), _cited(part), id=f"{part.name}-heading"),
        *inside,
        class_=f"part {part.name}",
        aria_labelledby=f"{part.name}-heading",
    )


def _list(part: Part, icon: str) -> Html:
    return _section(part, icon, tag("ul", *(tag("li", *_item(item)) for item in part.items)))


def _use(part: Part) -> Html:
    return _section(part, part.name, *(tag("p", item.what) for item in part.items))


def _people(part: Part) -> Html:
    rows = (tag("div", tag("dt", item.what), tag("dd", _sentence(item.more))) for item in part.items)
    return _section(part, "tell", tag("dl", *rows))


def _placeholders(card: Card, to: Language) -> Html:
    return tag(
        "section",
        tag("h2", _icon("swap"), tag("span", to.told(NAMES_OUT)), id="names-heading"),
        tag("p", to.told(NAMES_OUT_WORDS)),
        tag(
            "div",
            tag("p", tag("span", f"{to.told('Not:')} ", class_="over"), card.before, class_="before"),
            tag("p", tag("span", f"{to.told('But:')} ", class_="over"), _marked(card.after), class_="after"),
            class_="swap",
        ),
        class_="part names",
        aria_labelledby="names-heading",
    )


def _item(item: Item) -> Iterator[Html | str]:
    yield tag("strong", item.what)
    if item.more:
        yield f": {item.more}"


def _sentence(words: str) -> str:
    """Words with a capital where they begin with one of ours; an address or a name stays as it is."""
    return words[:1].upper() + words[1:] if " " in words and "@" not in words.split(maxsplit=1)[0] else words


def _cited(part: Part) -> Html | str:
    return tag("span", part.cited, class_="clause") if part.clauses else ""


def _marked(words: str) -> Html:
    """Placeholders set off from the rest."""
    pieces = words.replace("[", "\0[").replace("]", "]\0").split("\0")
    return join(tag("b", piece) if piece.startswith("[") else piece for piece in pieces)


def _icon(name: str) -> Html:
    return Html(
        '<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true">{_ICONS[name]}</svg>'
    )


_ICONS = {
    "sign": '<path d="M7 3.5H5.5A1.5 1.5 0 0 0 4 5v11a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 16 16V5'
    'a1.5 1.5 0 0 0-1.5-1.5H13"/><path d="M7.5 2h5v3h-5z"/><path d="M7 11l2.2 2.2L13.2 9"/>',
    "tick": '<circle cx="10" cy="10" r="7.5"/><path d="M6.5 10.2l2.5 2.5 4.6-5"/>',
    "stop": '<circle cx="10" cy="10" r="7.5"/><path d="M6.5 10h7"/>',
    "swap": '<path d="M3 7h12l-3-3M17 13H5l3 3"/>',
    "look": '<circle cx="8.5" cy="8.5" r="5"/><path d="M12.3 12.3L17 17"/>',
    "tell": '<path d="M3 5.5A1.5 1.5 0 0 1 4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-4 3v-3h-.5'
    'A1.5 1.5 0 0 1 3 12.5z"/>',
    "tool": '<rect x="3" y="4" width="14" height="9.5" rx="1.5"/><path d="M7.5 17h5M10 13.5V17"/>',
    "work": '<path d="M12.5 4l3.5 3.5L7.5 16H4v-3.5zM10.5 6l3.5 3.5"/>',
    "marking": '<path d="M3 11l3.5 3.5L12 8M11.5 13.5l1 1L18 8"/>',
    "reports": '<path d="M5 3h7l3 3v11H5zM7.5 9h5M7.5 12h5"/>',
    "minutes": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
}
