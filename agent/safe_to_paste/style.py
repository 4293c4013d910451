"""The style of a page of ours: the design tokens that all of them share, and then its own."""

from __future__ import annotations

from pathlib import Path

TOKENS = Path(__file__).with_name("tokens.css")


def sheet(own: Path) -> str:
    """The tokens followed by the style sheet at ``own``, which has no colour but theirs."""
    return TOKENS.read_text(encoding="utf-8") + own.read_text(encoding="utf-8")
