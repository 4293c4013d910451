"""Regular expressions of rules: compiled when a text first needs them, and tried only where they can match.

Most texts need few: a number's pattern is not tried where there are no numbers, an exclusion only where there is
something to exclude, and of a pattern's many alternatives only those of which the text has the words (``needles``).

>>> either = Pattern(r"(?i)(?:strictly[ ](?P<value>private) | for[ ]your[ ]eyes)(?!\\w)", "a rule")
>>> text = "For your eyes; strictly private, strictly for your eyes"
>>> [text[span.start:span.end] for span in either.spans(text, text.lower(), Span(0, len(text)), patience=1)]
['private']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import regex

from safe_to_paste import needles
from safe_to_paste.errors import RuleError
from safe_to_paste.model import Span
from safe_to_paste.needles import Way


class Pattern:
    """A regular expression of a rule.

    Args:
        written: in the syntax of ``regex``.
        place: the file and the key it is from, for what is said where it is wrong.
        verbose: white space and comments in it are no part of it.
    """

    def __init__(self, written: str, place: str, *, verbose: bool = True) -> None:
        self.written = written
        self._place = place
        self._flags = regex.VERBOSE if verbose else 0
        self._compiled: dict[str, regex.Pattern[str]] = {}

    @property
    def compiled(self) -> regex.Pattern[str]:
        """The whole, ready to use; raises RuleError, naming the file and the key, where it is wrong."""
        return self._ready(self.written)

    def ready(self) -> None:
        """Have compiled what has not been needed yet; raises RuleError as ``compiled`` does."""
        for way in self._ways:
            self._ready(way.pattern)

    def spans(self, text: str, small: str, within: Span, *, patience: float) -> Iterator[Span]:
        """Where it matches: the group ``value`` if it has one, else all of it; in order, none empty.

        Args:
            small: the text in small letters.
            within: the stretch that is looked at.
            patience: seconds after which a search is given up.

        Raises:
            RuleError: as ``compiled`` does.
            TimeoutError: a search took too long.
        """
        stretch = small[within.start : within.end]
        # A pattern without regard to capitals takes a few odd letters for others: then it is tried everywhere.
        odd = not stretch.isascii() and needles.is_odd(stretch)
        ways = []
        for way in self._ways:
            if odd or way.may_be_in(stretch):
                places = None if odd else way.places(stretch)
                if places is None or places:
                    ways.append(_Search(self._ready(way.pattern), text, within, patience, places))
        for match in _in_turn(ways, within.start):
            if not self._has_value:
                start, end = match.span()
            elif "value" in match.re.groupindex:
                start, end = match.span("value")
            else:
                continue
            if start < end:
                yield Span(start, end)

    @cached_property
    def _ways(self) -> Sequence[Way]:
        return needles.ways(self.written, verbose=bool(self._flags))

    @cached_property
    def _has_value(self) -> bool:
        return "(?P<value>" in self.written

    def _ready(self, written: str) -> regex.Pattern[str]:
        compiled = self._compiled.get(written)
        if compiled is None:
            try:
                compiled = self._compiled[written] = regex.compile(written, self._flags)
            except regex.error as error:
                raise RuleError(f"{self._place} does not compile: {error}") from error
        return compiled


class _Search:
    """One way to match within a stretch of text: gives its next match, wherever the last one ended.

    Args:
        places: where in the stretch a match may begin, in order; None: anywhere.
    """

    def __init__(
        self,
        pattern: regex.Pattern[str],
        text: str,
        within: Span,
        patience: float,
        places: Sequence[int] | None,
    ) -> None:
        self._pattern = pattern
        self._text = text
        self._within = within
        self._patience = patience
        self._places = None if places is None else iter(places)

    def next(self, at: int) -> regex.Match[str] | None:
        """The first match from a place on; each time asked, the place is further on."""
        end, patience = self._within.end, self._patience
        if self._places is None:
            return self._pattern.search(self._text, at, end, timeout=patience)
        for place in self._places:
            start = self._within.start + place
            if start >= at and (match := self._pattern.match(self._text, start, end, timeout=patience)):
                return match
        return None


def _in_turn(ways: Sequence[_Search], at: int) -> Iterator[regex.Match[str]]:
    """The matches of several patterns as if they were one with so many alternatives."""
    ahead = [way.next(at) for way in ways]
    # Of several that begin at one place the first that is written counts.
    while first := min(filter(None, ahead), key=_start, default=None):
        yield first
        at = max(first.end(), first.start() + 1)
        ahead = [
            way.next(at) if match and match.start() < at else match for way, match in zip(ways, ahead, strict=True)
        ]


def _start(match: regex.Match[str]) -> int:
    return match.start()
