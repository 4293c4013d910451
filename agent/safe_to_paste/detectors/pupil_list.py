r"""A list of pupils as a whole: three rows or more, whatever each name by itself is worth.

The finding stands on the header or the first row, so that names and numbers in the rows stay findings of
their own. An export from the school's system is for ``mis_export``, a list of staff and pay for neither. Pupils named
one after the other are a list as well, in whatever form (``_series``).

>>> text = "groups of 3 from my class\nIdris Coll\nOlly Marks\nAmber Hill\nFay Tasker"
>>> [(text[m.span.start:m.span.end], m.because) for m in find(View(text))]
[('Idris Coll\n', ('4 rows',))]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from safe_to_paste.detectors import _lists, _series
from safe_to_paste.detectors.mis_export import is_export
from safe_to_paste.model import Match
from safe_to_paste.view import View

_LEAST = 3


def find(view: View) -> Iterator[Match]:
    """Each list of pupils, with its rows or its names counted."""
    taken = []
    for listed in _lists.lists(view):
        if len(listed.people) >= _LEAST:
            taken.append(listed.span)
            if not listed.staff and not is_export(listed):
                yield Match(listed.head, (_counted(listed),))
    for series in _series.series(view):
        at = bisect_right(taken, series.span.end, key=lambda span: span.start)
        if at == 0 or taken[at - 1].end <= series.span.start:
            yield Match(series.head, (f"{series.names:,} names",))


def _counted(listed: _lists.List) -> str:
    """The rows, or in a grid of names, such as a seating plan, the names."""
    names = sum(map(len, listed.people.values()))
    rows = len(listed.people)
    is_grid = listed.table is None or not listed.table.header
    return f"{names:,} names" if is_grid and names > rows else f"{rows:,} rows"
