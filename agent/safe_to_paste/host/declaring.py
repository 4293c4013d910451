"""What the host says about the declaration: how the person stands, and that it has changed.

The declaration itself is made in a window of its own, or on the command line. Every host watches the journal's
marker, so that one made anywhere reaches every browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from safe_to_paste import declarations
from safe_to_paste.declarations import Standing
from safe_to_paste.errors import JournalError
from safe_to_paste.journal import Journal
from safe_to_paste.policy_file import Gate, Policy

# Seconds to wait for others when a "later" is counted: the person is looking at the page.
_PATIENCE = 2.0


class Declaring:
    """How the person at this laptop stands to the policy. Used by one thread."""

    def __init__(
        self,
        open_journal: Callable[[], Journal] = lambda: Journal(timeout=_PATIENCE),
        today: Callable[[], date] = date.today,
        who: Callable[[], str] = declarations.account,
    ) -> None:
        self._open_journal = open_journal
        self._today = today
        self._who = who
        self._journal: Journal | None = None
        self._told: Mapping[str, object] | None = None

    @property
    def journal(self) -> Journal:
        """The journal, for reading."""
        if self._journal is None:
            self._journal = self._open_journal()
        return self._journal

    def status(self, policy: Policy) -> Mapping[str, object]:
        """How the person stands, as the wire has it."""
        self._told = _wire(self._standing(policy))
        return self._told

    def snooze(self, policy: Policy) -> Mapping[str, object]:
        """Count one "later", where there is one left; then as status. One that cannot be counted is granted."""
        if self._standing(policy).snoozes_left:
            statements = declarations.digest(policy.declaration.statements)
            with suppress(JournalError):
                self.journal.snoozed(policy.name, policy.version, statements)
        return self.status(policy)

    def changed(self, policy: Policy) -> Mapping[str, object] | None:
        """How the person stands, where that is not what was said last."""
        before = self._told
        if before is None:  # the extension has not asked
            return None
        now = self.status(policy)
        return now if now != before else None

    def _standing(self, policy: Policy) -> Standing:
        try:
            return declarations.standing(policy, self.journal, self._today(), self._who())
        except JournalError:
            # What cannot be read counts as not declared. It cannot be put right by the person either, so it is
            # asked for and stands in nobody's way.
            gate = Gate.OFF if policy.declaration.gate is Gate.OFF else Gate.REMIND
            return Standing(declared=False, why="never", gate=gate.value, snoozes_left=0)


def _wire(standing: Standing) -> Mapping[str, object]:
    return {
        "declared": standing.declared,
        "why": standing.why,
        "gate": standing.gate,
        "snoozes_left": standing.snoozes_left,
        "since": standing.since.isoformat() if standing.since else "",
    }
