"""Requests to judge a pupil's writing that stands beside them: to mark it, to level it, to say whether it is theirs."""

from __future__ import annotations

from collections.abc import Iterator

from safe_to_paste.detectors import pasted_work
from safe_to_paste.model import Match
from safe_to_paste.view import View


def find(view: View) -> Iterator[Match]:
    """The sentences that ask."""
    if work := pasted_work.seen(view):
        yield from (Match(span, (), work.asked) for span in work.judged)
