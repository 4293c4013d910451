"""One row in the journal for a typed text, however often it is looked at while it is written.

A look with nothing found is no event: what counts is what the person was told of. The next look that finds the same
kinds as often belongs to the same row, and so does what is chosen then; until it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safe_to_paste.host.recorder import Ticket

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 64


class Typed:
    """The last row of each conversation's typed text."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[dict[str, int], Ticket]] = {}

    def ticket(self, conversation: str, counts: Mapping[str, int]) -> tuple[Ticket | None, bool]:
        """The row this look belongs to, if any, and whether it is still to be written."""
        if not counts:
            self._last.pop(conversation, None)
            return None, False
        known = self._last.get(conversation)
        if known and known[0] == counts:
            return known[1], False
        if conversation not in self._last and len(self._last) >= _MOST:
            del self._last[next(iter(self._last))]
        ticket = Ticket()
        self._last[conversation] = (dict(counts), ticket)
        return ticket, True

    def sent(self, conversation: str) -> None:
        """The text went out: what is typed next is another."""
        self._last.pop(conversation, None)
