"""The table of what was tried: sites down, triggers across, one table a browser; printed when the tests are done.

A test belongs to a cell by its mark `cell(trigger)` and the site it was given, or `cell(trigger, site=…)` names. A cell
has passed when all of its tests that could be tried have. One that is skipped says below the tables why it is not
possible. What came of a test travels in its report, since the process that ran it may not be the one that prints.
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


# A report's property of this name holds the cell, what came of it, and why it was not possible.
_NAME = "cell"


def note(item: pytest.Item, report: pytest.TestReport) -> None:
    """Writes into a test's report what came of its cell, where it belongs to one."""
    marks = list(item.iter_markers("cell"))
    parameters = getattr(item, "callspec", None)
    values = parameters.params if parameters else {}
    whole = [(trigger, None) for trigger in [_WHOLE_MODULES.get(item.path.stem)] if trigger]
    cells = [(mark.args[0], mark.kwargs.get("site")) for mark in marks] or whole
    if report.when != "call" and report.passed:
        return
    browser = "Firefox" if item.path.parent.name == "firefox" else "Chromium"
    outcome, reason = "passed" if report.passed else "FAILED", ""
    if report.skipped and isinstance(report.longrepr, tuple):
        outcome, reason = "not possible", report.longrepr[2].removeprefix("Skipped: ")
    for trigger, named in cells:
        if site := named or values.get("chat", values.get("site")):
            report.user_properties.append((_NAME, [browser, str(site), str(trigger), outcome, reason]))


class Matrix:
    """Outcomes by browser, site and trigger."""

    def __init__(self) -> None:
        self._outcomes: dict[Cell, list[str]] = defaultdict(list)
        self._reasons: dict[str, set[str]] = defaultdict(set)

    def add(self, report: pytest.TestReport) -> None:
        """Takes in what a report says of a cell."""
        for name, value in report.user_properties:
            if name == _NAME and isinstance(value, list):
                browser, site, trigger, outcome, reason = value
                self._outcomes[browser, site, trigger].append(outcome)
                if reason:
                    self._reasons[reason].add(f"{site}/{trigger}")

    def lines(self) -> Iterator[str]:
        """The tables; nothing where no test of a cell was run."""
        for browser in sorted({browser for browser, _, _ in self._outcomes}):
            yield ""
            yield f"{browser:<14}" + "".join(f"{trigger:<14}" for trigger in TRIGGERS)
            for site in sorted({site for other, site, _ in self._outcomes if other == browser}):
                yield f"{site:<14}" + "".join(f"{self._cell((browser, site, trigger)):<14}" for trigger in TRIGGERS)
        for reason, cells in sorted(self._reasons.items()):
            yield f"not possible: {reason} ({', '.join(sorted(cells))})"

    def _cell(self, cell: Cell) -> str:
        outcomes = self._outcomes.get(cell, [])
        return next((word for word in ("FAILED", "passed", "not possible") if word in outcomes), "not tried")
