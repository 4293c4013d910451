"""What can be reached from an object, as the garbage collector goes: to show that a text is nowhere kept."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from types import FrameType, FunctionType, ModuleType


def texts(canary: str, start: Iterable[object]) -> list[str]:
    """Every text that can be reached from here and holds the canary, in small letters."""
    seen: set[int] = set()
    waiting = list(start)
    found = []
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, (ModuleType, FrameType, FunctionType)):
            continue
        seen.add(id(each))
        if isinstance(each, (str, bytes)):
            text = each if isinstance(each, str) else each.decode("latin-1")
            found += [text] * (canary in text.casefold())
        waiting += gc.get_referents(each)
    return found
