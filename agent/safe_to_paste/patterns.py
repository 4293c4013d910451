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
        ways = [self._ready(way.pattern) for way in self._ways if way.may_be_in(stretch)]
        for match in _in_turn(ways, text, within, patience):
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


def _in_turn(
    ways: Sequence[regex.Pattern[str]], text: str, within: Span, patience: float
) -> Iterator[regex.Match[str]]:
    """The matches of several patterns as if they were one with so many alternatives."""
    if len(ways) == 1:
        yield from ways[0].finditer(text, within.start, within.end, timeout=patience)
        return
    ahead = [way.search(text, within.start, within.end, timeout=patience) for way in ways]
    # Of several that begin at one place the first that is written counts.
    while first := min(filter(None, ahead), key=_start, default=None):
        yield first
        at = max(first.end(), first.start() + 1)
        ahead = [
            way.search(text, at, within.end, timeout=patience) if match and match.start() < at else match
            for way, match in zip(ways, ahead, strict=True)
        ]


def _start(match: regex.Match[str]) -> int:
    return match.start()
