"""What a person may choose when something was found; one module a choice.

Each module has ``LABEL``, the button's words, and ``edits(scan, label)``: what to change in the
text, where ``label(finding)`` gives the placeholder of a finding that can be replaced. ``keep`` also has
``REASONS``. A module's name is its word on the wire.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol, cast

from safe_to_paste.model import Edit, Finding, Scan

Label = Callable[[Finding], str]


class Action(Protocol):
    """The shape of a module in this folder."""

    LABEL: str

    def edits(self, scan: Scan, label: Label) -> tuple[Edit, ...]:
        """The changes this choice makes, in order and never overlapping."""
        ...


@cache
def known() -> Mapping[str, Action]:
    """Every action by its word."""
    return {
        module.name: cast("Action", importlib.import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    }
