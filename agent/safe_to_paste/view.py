"""One text as the detectors read it: what several of them ask for is worked out once, when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from safe_to_paste.layout import Layout

if TYPE_CHECKING:
    from safe_to_paste.people import Person
    from safe_to_paste.roster import Roster
    from safe_to_paste.structure import Table


class View:
    """A normalised text and what can be seen in it. It lives as long as one scan does.

    Args:
        text: as ``normalise`` gives it.
        roster: the school's pupils, as keyed hashes, where there is one.
        cues: those of all rules the text is scanned with (see cues.py).
    """

    def __init__(self, text: str, roster: Roster | None = None, cues: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.roster = roster
        self._cues = cues

    @cached_property
    def layout(self) -> Layout:
        """Its lines, sentences, paragraphs and the places of words."""
        return Layout(self.text, self._cues)

    @property
    def small(self) -> str:
        """The text in small letters, one character for one."""
        return self.layout.small

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Whatever is written in rows and columns, with the kind of each column."""
        from safe_to_paste import structure

        return structure.tables(self)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The people in it who count as the school's own, in order."""
        from safe_to_paste import people

        return people.find(self)
