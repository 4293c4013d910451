"""The table of what was tried: sites down, triggers across, one table a browser; printed when the tests are done.

A test belongs to a cell by its mark `cell(trigger)` and the site it was given. A cell has passed when all of its tests
that could be tried have. One that is skipped says below the tables why it is not possible.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

TRIGGERS = ("paste", "type", "drop", "send", "attach", "copy")

# Modules whose every test with a site is of one trigger.
_WHOLE_MODULES = {"test_attach": "attach"}

Cell = tuple[str, str, str]


class Matrix:
    """Outcomes by browser, site and trigger."""

    def __init__(self) -> None:
        self._outcomes: dict[Cell, list[str]] = defaultdict(list)
        self._reasons: dict[str, list[str]] = defaultdict(list)

    def add(self, item: pytest.Item, report: pytest.TestReport) -> None:
        """Takes in what came of a test, where it belongs to a cell."""
        mark = item.get_closest_marker("cell")
        parameters = getattr(item, "callspec", None)
        trigger = mark.args[0] if mark else _WHOLE_MODULES.get(item.path.stem)
        if trigger is None or parameters is None or (report.when != "call" and report.passed):
            return
        values = parameters.params
        browser = "Firefox" if item.path.parent.name == "firefox" else "Chromium"
        site = values.get("chat", values.get("site"))
        if site is None:
            return
        cell = (browser, str(site), str(trigger))
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            self._reasons[reason].append("/".join(cell[1:]))
            self._outcomes[cell].append("not possible")
        else:
            self._outcomes[cell].append("passed" if report.passed else "FAILED")

    def lines(self) -> Iterator[str]:
        """The tables; nothing where no test of a cell was run."""
        for browser in sorted({browser for browser, _, _ in self._outcomes}):
            yield ""
            yield f"{browser:<14}" + "".join(f"{trigger:<14}" for trigger in TRIGGERS)
            for site in dict.fromkeys(site for other, site, _ in self._outcomes if other == browser):
                yield f"{site:<14}" + "".join(f"{self._cell((browser, site, trigger)):<14}" for trigger in TRIGGERS)
        for reason, cells in self._reasons.items():
            yield f"not possible: {reason} ({', '.join(dict.fromkeys(cells))})"

    def _cell(self, cell: Cell) -> str:
        outcomes = self._outcomes.get(cell, [])
        return next((word for word in ("FAILED", "passed", "not possible") if word in outcomes), "not tried")
