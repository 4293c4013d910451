"""The modules ``re`` and ``regex``, but for one thing: what they compile is compiled when it is first used.

The detectors hold hundreds of patterns, most texts need a few dozen, and somebody waits for the first scan. A module
that has ``from safe_to_paste.late import re`` is written as with ``import re``; a wrong pattern shows on first use, or
when everything is had ready.

Alternatives that begin with the same guard are compiled as one guard before them all, so that it is asked once at each
place; ``re`` by itself does so for letters only.

>>> late = re.compile("a+")
>>> late.search("baa").group()
'aa'
>>> guarded(r"(?<!\\w)an?[ ]|(?<!\\w)[(|]the|on")
'(?<!\\\\w)(?:an?[ ]|[(|]the)|on'
"""

from __future__ import annotations

import re as standard
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import groupby
from types import ModuleType
from typing import TYPE_CHECKING, Any

import regex as fuller

from safe_to_paste import needles

if TYPE_CHECKING:
    import re

    import regex

__all__ = ["either", "guarded", "re", "ready", "regex", "scattered"]

# No letter before: with this nearly every alternative of words begins.
_GUARD = r"(?<!\w)"
# An escaped character, a set of them, or what opens, closes and parts groups.
_MARK = standard.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", standard.DOTALL)


class _Pattern:
    """Stands for a compiled pattern; what is asked of it is asked of that, and from then on at no cost."""

    def __init__(self, pattern: str, make: Callable[[str], Any]) -> None:
        self.pattern = pattern
        self._make = make

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.compiled, name)
        setattr(self, name, value)
        return value

    @cached_property
    def compiled(self) -> Any:
        return self._make(guarded(self.pattern))


class _Module:
    """A module of regular expressions."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def compile(self, pattern: str, flags: int = 0) -> _Pattern:
        made = _Pattern(pattern, lambda written: self._module.compile(written, flags))
        _MADE.append(made)
        return made


def either(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    """Several patterns without flags as one that matches where any of them does: one pass instead of several."""
    return re.compile("|".join(pattern.pattern for pattern in patterns))


def scattered(pattern: re.Pattern[str] | regex.Pattern[str], small: str) -> Iterator[re.Match[str] | regex.Match[str]]:
    """The matches of a pattern in a whole text, sooner where it is known what they begin with, as of lists of words.

    Args:
        pattern: of small letters, and not empty anywhere.
        small: the text in small letters.
    """
    places = needles.places(_heads(pattern.pattern), small)
    if places is None:
        yield from pattern.finditer(small)
        return
    done = 0
    for at in places:
        if at >= done and (match := pattern.match(small, at)):
            done = match.end()
            yield match


def guarded(pattern: str) -> str:
    """The same pattern, with the guard that several alternatives share written once."""
    if f"|{_GUARD}" not in pattern:
        return pattern
    together = groupby(_alternatives(pattern), key=lambda way: way.startswith(_GUARD))
    return "|".join(_joined(list(ways)) if has_guard else "|".join(ways) for has_guard, ways in together)


def _joined(ways: list[str]) -> str:
    return f"{_GUARD}(?:{'|'.join(way.removeprefix(_GUARD) for way in ways)})" if len(ways) > 1 else ways[0]


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the bars that are in no group."""
    start = depth = 0
    for mark in _MARK.finditer(pattern):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if mark[0] == "|" and not depth:
            yield pattern[start : mark.start()]
            start = mark.end()
    yield pattern[start:]


@cache
def _heads(pattern: str) -> frozenset[str]:
    return needles.heads(pattern)


_MADE: list[_Pattern] = []

if not TYPE_CHECKING:
    re, regex = _Module(standard), _Module(fuller)


def ready() -> None:
    """Have everything compiled that is not yet; for when nobody waits."""
    for pattern in _MADE:
        _ = pattern.compiled
