r"""A list of pupils as a whole: three rows or more, whatever each name by itself is worth.

The finding stands on the header or the first row, so that names and numbers in the rows stay findings of
their own. An export from the school's system is for ``mis_export``, a list of staff and pay for neither.

>>> text = "groups of 3 from my class\nIdris Coll\nOlly Marks\nAmber Hill\nFay Tasker"
>>> [(text[m.span.start:m.span.end], m.because) for m in find(View(text))]
[('Idris Coll\n', ('4 rows',))]
"""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import _lists
from safe_to_paste.detectors.mis_export import is_export
from safe_to_paste.model import Match
from safe_to_paste.view import View

_LEAST = 3


def find(view: View) -> Iterator[Match]:
    """Each list of pupils, with its rows counted."""
    for listed in _lists.lists(view):
        if len(listed.people) >= _LEAST and not listed.staff and not is_export(listed):
            yield Match(listed.head, (f"{len(listed.people):,} rows",))
