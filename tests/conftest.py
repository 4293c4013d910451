"""What holds for all tests, and the table of sites and triggers that the end-to-end tests fill.

The table stands here because the process that prints, where several run the tests, collects none and so reads no
conftest further down.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from e2e import matrix

if TYPE_CHECKING:
    from collections.abc import Generator

_MATRIX = matrix.Matrix()


def pytest_collection_finish() -> None:
    """Thousands of collected tests are never garbage: each full search through them takes a third of a second."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """At the end they are to go, as libraries that keep count of what they gave out expect."""
    gc.unfreeze()


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
