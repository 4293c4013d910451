"""The modules ``re`` and ``regex``, but for one thing: what they compile is compiled when it is first used.

The detectors hold hundreds of patterns, most texts need a few dozen, and somebody waits for the first scan. A module
that has ``from safe_to_paste.late import re`` is written as with ``import re``; a wrong pattern shows on first use, or
when everything is had ready.

>>> late = re.compile("a+")
>>> late.search("baa").group()
'aa'
"""

from __future__ import annotations

import re as standard
from collections.abc import Callable
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

import regex as fuller

if TYPE_CHECKING:
    import re

    import regex

__all__ = ["re", "ready", "regex"]


class _Pattern:
    """Stands for a compiled pattern; what is asked of it is asked of that, and from then on at no cost."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.compiled, name)
        setattr(self, name, value)
        return value

    @cached_property
    def compiled(self) -> Any:
        return self._make()


class _Module:
    """A module of regular expressions."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def compile(self, pattern: str, flags: int = 0) -> _Pattern:
        made = _Pattern(lambda: self._module.compile(pattern, flags))
        _MADE.append(made)
        return made


_MADE: list[_Pattern] = []

if not TYPE_CHECKING:
    re, regex = _Module(standard), _Module(fuller)


def ready() -> None:
    """Have everything compiled that is not yet; for when nobody waits."""
    for pattern in _MADE:
        _ = pattern.compiled
