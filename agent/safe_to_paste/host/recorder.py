"""Puts what happened into the journal, on a thread of its own, so that no check waits for a disk.

What cannot be written is counted and noted, and never stops a check. The journal is opened when there is
something to write.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Full, Queue
from typing import TYPE_CHECKING

from safe_to_paste.errors import JournalError, SafeToPasteError
from safe_to_paste.journal import Event, Journal

if TYPE_CHECKING:
    from safe_to_paste.policy_file import Policy
    from safe_to_paste.rules import Rule

# Events that may wait while the journal is held by others; beyond them they are lost, and counted.
_MOST_WAITING = 1000


@dataclass(slots=True)
class Ticket:
    """Stands for an event that is, or will be, in the journal."""

    row: int | None = None


class Recorder:
    """Writes events in the order in which they are given."""

    def __init__(self, open_journal: Callable[[], Journal] = Journal) -> None:
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._jobs: Queue[Callable[[Journal], None] | None] = Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._fault = ""
        self._lost = 0
        self._not_exported = ""
        self._exporting: threading.Thread | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is wrong now, in words."""
        aside = self._journal.notes if self._journal is not None else ()
        if self._not_exported:
            aside = (*aside, self._not_exported)
        if not self._lost:
            return aside
        return (*aside, f"{self._fault}; {self._lost} events are not in the journal. Checks go on as before")

    def scanned(self, event: Event, ticket: Ticket) -> None:
        """Record a check; it can be completed by its ticket."""

        def write(journal: Journal) -> None:
            ticket.row = journal.record(event)

        self._put(write)

    def acted(self, ticket: Ticket, *, action: str, reason: str) -> None:
        """Record what the person chose."""

        def write(journal: Journal) -> None:
            if ticket.row is not None:
                journal.done(ticket.row, action=action, reason=reason)

        self._put(write)

    def prune(self, retention_days: int, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Have events that are too old deleted."""

        def write(journal: Journal) -> None:
            journal.prune(retention_days, now())

        self._put(write)

    def export(self, folder: Path, policy: Policy, rules: Iterable[Rule]) -> None:
        """Have the totals that are due put into a folder, which may be far away: recording does not wait for it."""

        def count(journal: Journal) -> None:
            from safe_to_paste import declarations
            from safe_to_paste.report import export, totals

            if self._exporting is not None and self._exporting.is_alive():
                self._not_exported = f"totals for reports are not exported: {folder} does not answer"
                return
            now = datetime.now(UTC)
            months = totals.of(journal, policy, export.categories(rules), now=now, who=declarations.account())

            def put() -> None:
                self._not_exported = ""
                try:
                    export.put(folder, months, policy, now=now)
                except SafeToPasteError as error:
                    self._not_exported = f"totals for reports are not exported: {error}"

            self._exporting = threading.Thread(target=put, name="export", daemon=True)
            self._exporting.start()

        self._put(count)

    def finish(self, seconds: float) -> None:
        """End when all is written, and wait for that, but no longer than so many seconds; nothing is recorded after."""
        until = time.monotonic() + seconds
        if self._thread is not None:
            with contextlib.suppress(Full):
                self._jobs.put(None, timeout=seconds)
            self._thread.join(max(0, until - time.monotonic()))
        if self._exporting is not None:
            self._exporting.join(max(0, until - time.monotonic()))

    def _put(self, job: Callable[[Journal], None]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()
        try:
            self._jobs.put_nowait(job)
        except Full:
            self._lost += 1

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if self._journal is None:
                    self._journal = self._open_journal()
                job(self._journal)
            except JournalError as error:
                self._fault, self._lost = str(error), self._lost + 1
            except Exception as error:  # noqa: BLE001 - one event that fails must not end the recording of others
                self._fault, self._lost = f"the journal failed ({type(error).__name__})", self._lost + 1
