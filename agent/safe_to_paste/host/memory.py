"""What a connection remembers between two messages: never a text.

A record of a scan holds spans, kinds and keyed tokens, so that a later "replace" can be answered
without the text coming back. Tokens are keyed with random bytes that only this process knows: they
say "the same again" and nothing else, and they are gone when the process is. Everything is bounded.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from safe_to_paste.errors import MessageError
from safe_to_paste.host.recorder import Ticket
from safe_to_paste.identity import Who
from safe_to_paste.model import Category, Finding, Scan, Span
from safe_to_paste.placeholders import Conversation
from safe_to_paste.roles import Role

MOST_SCANS = 64
# Findings of all those scans together: some tens of megabytes.
MOST_FINDINGS = 50_000
# Seconds a scan can still be acted on.
LIFETIME = 30 * 60.0
MOST_CONVERSATIONS = 64
MOST_DISMISSED = 10_000


@dataclass(frozen=True, slots=True)
class Record:
    """One scan that was answered: ``scan`` counts in the wire's units, ``tokens`` stand for its values.

    A name over two cells of a table is two findings here, so that what is done about it leaves the cells. ``names``
    says whose name a finding is and what they are, by its number in the scan.
    ``schools`` are where names of schools stand, which are no findings and are replaced along with people.
    ``removals`` say how far each detail goes when it is removed from a text; a file's cells and paragraphs stay.
    ``ticket`` stands for its event in the journal. ``file`` is a keyed token of the file that was scanned, if it was
    one; its spans count in code points. ``is_sending``: it was scanned because it was to be sent.
    """

    conversation: str
    scan: Scan
    tokens: tuple[bytes, ...]
    actions: tuple[str, ...]
    names: Mapping[int, tuple[Role, Who]] = field(default_factory=lambda: MappingProxyType({}))
    ticket: Ticket | None = None
    file: bytes = b""
    schools: tuple[tuple[Span, bytes], ...] = ()
    removals: tuple[Span, ...] = ()
    is_sending: bool = False


class Records:
    """The latest scans by their id."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._records: OrderedDict[str, tuple[float, Record]] = OrderedDict()

    def add(self, record: Record) -> str:
        """Remember a scan; its id, which no other host process will give out.

        One that found nothing is given an id and not kept: there is nothing to do about it.
        """
        scan_id = f"s{os.urandom(6).hex()}"
        if record.actions:
            self._records[scan_id] = (self._clock(), record)
            self._make_room()
        return scan_id

    def get(self, scan_id: str) -> Record:
        """The scan of that id; raises MessageError when it is not known any more."""
        made, record = self._records.get(scan_id, (0.0, None))
        if record is None or made < self._clock() - LIFETIME:
            raise MessageError("unknown_scan", "this scan is not known any more; scan the text again")
        return record

    def forget_old(self) -> None:
        """Let go of every scan that can no longer be acted on."""
        oldest_good = self._clock() - LIFETIME
        while self._records and next(iter(self._records.values()))[0] < oldest_good:
            self._records.popitem(last=False)

    def _make_room(self) -> None:
        """Forget the oldest scans until few enough are left; the newest always stays."""
        oldest_good = self._clock() - LIFETIME
        findings = sum(len(record.scan.findings) for _, record in self._records.values())
        while len(self._records) > 1:
            made, record = next(iter(self._records.values()))
            if made >= oldest_good and len(self._records) <= MOST_SCANS and findings <= MOST_FINDINGS:
                return
            self._records.popitem(last=False)
            findings -= len(record.scan.findings)


class Conversations:
    """Placeholder numbering for the conversations used last."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Conversation] = OrderedDict()

    def get(self, name: str) -> Conversation:
        """The conversation of that name, or a new one."""
        conversation = self._known.setdefault(name, Conversation())
        self._known.move_to_end(name)
        while len(self._known) > MOST_CONVERSATIONS:
            self._known.popitem(last=False)
        return conversation


class Dismissals:
    """What a person has called made up or public.

    A value that identifies someone is not asked about again while the process lives. Anything else (a
    word about health, a protective marking) only rests in the conversation where it was said: another
    text with the same word may be about someone else.
    """

    def __init__(self) -> None:
        self._tokens: OrderedDict[tuple[str, str, bytes], None] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._tokens)

    def add(self, record: Record) -> None:
        """Remember everything one scan found."""
        for finding, token in zip(record.scan.findings, record.tokens, strict=True):
            where = "" if _identifies(finding) else record.conversation
            self._tokens[where, finding.entity, token] = None
        while len(self._tokens) > MOST_DISMISSED:
            self._tokens.popitem(last=False)

    def holds(self, conversation: str, entity: str, token: bytes) -> bool:
        """Whether this value was dismissed, here or for good."""
        return ("", entity, token) in self._tokens or (conversation, entity, token) in self._tokens


def _identifies(finding: Finding) -> bool:
    return finding.category is Category.IDENTIFIABLE and finding.placeholder is not None
