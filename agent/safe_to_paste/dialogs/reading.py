"""A policy's text to read: the Markdown beside its file, as HTML that can do nothing.

``hazelmere.toml`` has its text in ``hazelmere.md``. Markdown is what a school's document turns into when it is saved
from a word processor; raw HTML in it is shown as it was written, pictures are left out, and an address is shown
rather than linked: nothing in a window opens anything by itself. Where there is no text, the clauses of the policy
file are what there is to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from safe_to_paste.dialogs.page import Html, bullets, join, tag
from safe_to_paste.errors import PolicyError
from safe_to_paste.policy_file import Policy, is_unfilled

if TYPE_CHECKING:
    from markdown_it.token import Token

# What a policy may be as text: the longest of a school's we have seen has 30 kB.
_LARGEST = 1_000_000


def text_of(policy_path: Path) -> str | None:
    """The Markdown beside a policy file; None when there is none.

    Raises:
        PolicyError: it cannot be read, or still has fields to fill in.
    """
    path = policy_path.with_suffix(".md")
    try:
        data = path.read_bytes()
        text = data[:_LARGEST].decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        if len(data) <= _LARGEST:
            raise PolicyError(f"{path}: is not UTF-8 text; save it as UTF-8") from error
        text = data[:_LARGEST].decode("utf-8-sig", errors="ignore")
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror})") from error
    if is_unfilled(text):
        raise PolicyError(f"{path}: still has <Insert…> or <school/trust> to fill in")
    return text


def rendered(policy: Policy, text: str | None) -> Html:
    """What there is to read."""
    if text and text.strip():
        return tag("div", from_markdown(text), translate="no")
    if not policy.clauses:
        return tag("p", "The policy's text was not put on this laptop. Ask whoever looks after it.")
    return tag("div", _clauses(policy), translate="no")


def from_markdown(text: str) -> Html:
    """Markdown as HTML; its highest headings come right below the page's own.

    >>> from_markdown("# Aims\\n\\nSee <b>1.5</b> and [the guide](https://example.org).")
    '<h2>Aims</h2>\\n<p>See &lt;b&gt;1.5&lt;/b&gt; and the guide (https://example.org).</p>\\n'
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    return Html(parser.renderer.render(list(_tamed(tokens, highest)), parser.options, {}))


def _tamed(tokens: Sequence[Token], highest: int = 1) -> Iterator[Token]:
    address = ""
    for token in tokens:
        if token.children is not None:
            token.children = list(_tamed(token.children))
        token.attrs.pop("style", None)  # how a column is aligned: our own style says that
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) - highest + 2)}"
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            yield from _shown(address)
        elif token.type not in {"html_inline", "html_block"}:
            yield token


def _shown(address: str) -> Iterator[Token]:
    from markdown_it.token import Token

    if address.strip("#/"):
        yield Token("text", "", 0, content=f" ({address})")


def _clauses(policy: Policy) -> Html:
    return bullets(
        join((tag("strong", f"{clause}:"), " ", clause.summary)) if clause.summary else str(clause)
        for clause in policy.clauses
    )
