"""What stands under one kind of heading in the rows of real people.

A "K" is a letter until it stands under "SEN" in a pupil's row. Only lists that count as real people's are
looked at, and only rows that have someone in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from safe_to_paste.detectors import _lists
from safe_to_paste.late import regex
from safe_to_paste.model import Match
from safe_to_paste.view import View

# Ways to write that there is nothing to say, and labels of templates and of our own.
NOTHING = regex.compile(
    r"(?i)[\s\-.?/_]*|n|no|none|nil|n\.?/?a\.?|not[ ](?:known|applicable|stated|obtained|recorded|eligible)|unknown"
    r"|false|0|no[ ]\w{1,20}(?:[ ]\w{1,20}){0,2}|n[ ]-[ ].{0,40}|\[.*|<.*|\{.*|nobt|refu|refused|tbc|blank"
)


def finder(heading: str, *kinds: str, tells: Callable[[str], object] = bool) -> Callable[[View], Iterator[Match]]:
    """A detector for the values in columns of some kinds.

    Args:
        heading: what such a column is called when we say why.
        kinds: of the columns, as in ``rules/data/columns.toml``.
        tells: whether a value says something about the person.
    """
    because = (f"in a column of {heading}", "in the row of a person")

    def find(view: View) -> Iterator[Match]:
        for listed in _lists.lists(view):
            if listed.table is None:
                continue
            for place in listed.table.places(*kinds):
                for number in listed.people:
                    cell = listed.table.rows[number][place]
                    words = view.text[cell.start : cell.end]
                    if words and not NOTHING.fullmatch(words) and tells(words):
                        yield Match(cell.span, because)

    return find
