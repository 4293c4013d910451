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
from datetime import UTC, date, datetime
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


_Job = Callable[[Journal], None]
_Failed = Callable[[str], None]


@dataclass(slots=True)
class Ticket:
    """Stands for an event that is, or will be, in the journal."""

    row: int | None = None


class Recorder:
    """Writes events in the order in which they are given."""

    def __init__(self, open_journal: Callable[[], Journal] = Journal) -> None:
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._jobs: Queue[tuple[_Job, _Failed] | None] = Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._fault = ""
        self._lost = 0
        self._not_exported = ""
        self._pruned: date | None = None
        self._not_pruned = ""
        self._exporting: threading.Thread | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is wrong now, in words."""
        aside = self._journal.notes if self._journal is not None else ()
        if self._not_exported:
            aside = (*aside, self._not_exported)
        if not self._lost:
            return (*aside, self._not_pruned) if self._not_pruned else aside
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
        """Have events that are too old deleted, unless that was done today; what failed is tried when asked again."""

        def write(journal: Journal) -> None:
            moment = now()
            if self._pruned == moment.date():
                return
            journal.prune(retention_days, moment)
            self._pruned, self._not_pruned = moment.date(), ""

        def failed(fault: str) -> None:
            self._not_pruned = f"events that are too old are not deleted yet: {fault}"

        if self._pruned != now().date():
            self._put(write, failed)

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

    def _put(self, job: _Job, failed: _Failed | None = None) -> None:
        """Have something done with the journal; ``failed`` hears why it could not be, else an event is lost."""
        failed = failed or self._lose
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()
        try:
            self._jobs.put_nowait((job, failed))
        except Full:
            failed("the journal does not keep up")

    def _lose(self, fault: str) -> None:
        self._fault, self._lost = fault, self._lost + 1

    def _run(self) -> None:
        while (each := self._jobs.get()) is not None:
            job, failed = each
            try:
                if self._journal is None:
                    self._journal = self._open_journal()
                job(self._journal)
            except JournalError as error:
                failed(str(error))
            except Exception as error:  # noqa: BLE001 - one event that fails must not end the recording of others
                failed(f"the journal failed ({type(error).__name__})")
