"""The table of sites and triggers that the end-to-end tests fill, and the process that answers for them all prints.

It stands here because that process, where several run the tests, collects none and so reads no file further down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e import matrix

if TYPE_CHECKING:
    from collections.abc import Generator

_MATRIX = matrix.Matrix()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes what came of each test."""
    report = yield
    matrix.note(item, report)
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gathers it."""
    _MATRIX.add(report)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the table."""
    for line in _MATRIX.lines():
        terminalreporter.write_line(line)
