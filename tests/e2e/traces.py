"""Looks for what was pasted in the files a browser left, its agent's and all others it lived among."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.texts import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def traces(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files in a folder that hold a mark, as bytes of UTF-8 or UTF-16, in any case."""
    needles = [(mark, mark.lower().encode(code)) for mark in MARKS for code in ("utf-8", "utf-16-le", "utf-16-be")]
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes().lower()
            yield from ((file, mark) for mark, needle in needles if needle in content)
