"""Of the people in a text who count as the school's own, the people who are named, of whom no more is known."""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.model import Match
from safe_to_paste.view import View


def find(view: View) -> Iterator[Match]:
    """Where they are named, why we think so and how surely."""
    return (Match(p.span, p.because, p.likelihood) for p in view.people if p.kind == "person")
