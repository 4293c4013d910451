"""What was worked out of a text's words, remembered only while that text is read.

Names come again and again in a text, so looking each up once is worth much; but nothing of a text may stay in memory
when it has been checked. Whatever is keyed by words of a text is remembered by this, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")

# The least recently used go first: a long text has more words than are worth keeping.
_MOST = 4096
_caches: list[Any] = []


def remembered(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function of words that works each of them out once, until ``forget``.

    >>> small = remembered(str.casefold)
    >>> small("Mia"), small.cache_info().currsize, forget(), small.cache_info().currsize
    ('mia', 1, None, 0)
    """
    cached = lru_cache(maxsize=_MOST)(function)
    _caches.append(cached)
    return cast("Callable[_P, _T]", cached)


def forget() -> None:
    """Keep nothing of the text that was read; called at the end of each."""
    for cached in _caches:
        cached.cache_clear()
