"""Columns for people to read, as wide as what is in them; no colour, so they are the same in a file.

On a terminal the last column goes on below itself, so that lines end where the window does. Elsewhere a row is one
line, for whatever searches it.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Collection, Iterator, Sequence
from typing import TextIO

_GAP = "  "
# Characters. Where a last column has fewer its words would stand one below the other, and it goes below its row.
_NARROW = 24
_STEP = "    "


def width(out: TextIO) -> int | None:
    """The characters in a line of a terminal; None for a file or a pipe, where there is no end to a line."""
    return shutil.get_terminal_size().columns if out.isatty() else None


def lines(
    rows: Sequence[Sequence[str]], *, width: int | None = None, right: Collection[int] = (), indent: str = ""
) -> Iterator[str]:
    """Rows of cells, all of one length, as lines.

    Args:
        rows: what is in them; a header is a row like the others.
        width: the most characters in a line, which only a cell before the last that is wider still goes beyond.
        right: the columns, from 0, that hold numbers.
        indent: before each line.

    >>> list(lines([("", "files"), ("web page", "12")], right={1}))
    ['          files', 'web page     12']
    >>> list(lines([("line 1", "name of somebody at a school")], width=32))
    ['line 1  name of somebody at a', '        school']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(wide) if at in right else cell.ljust(wide)
            for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        before = indent + "".join(f"{cell}{_GAP}" for cell in cells[:-1])
        yield from _fitted(before, cells[-1].rstrip(), width, indent)


def words(said: str, *, width: int | None = None, indent: str = "") -> Iterator[str]:
    """A sentence, over as many lines as it takes."""
    yield from _fitted(indent, said, width, indent)


def shown(path: str) -> str:
    r"""A path as it can be shown: a name may hold what moves a terminal's cursor, or letters that it cannot show.

    >>> shown("marks\x1b[2J\n.xlsx")
    'marks\\x1b[2J\\n.xlsx'
    """
    encoding = sys.stdout.encoding or "ascii"
    whole = path.encode(encoding, "backslashreplace").decode(encoding)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in whole)


def _fitted(before: str, said: str, width: int | None, indent: str) -> Iterator[str]:
    if width is None or len(before) + len(said) <= width:
        yield (before + said).rstrip()
        return
    below = " " * len(before)
    if width - len(before) < _NARROW and before.strip():
        yield before.rstrip()
        before = below = indent + _STEP
    yield from textwrap.wrap(
        said,
        max(width, len(before) + _NARROW),
        initial_indent=before,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )
