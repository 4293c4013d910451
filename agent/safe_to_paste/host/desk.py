"""Where requests are answered: one after the other, by one thread, as frames to send.

``serve`` brings requests here and carries frames away. A text is a local variable of one call;
what stays behind (memory.py) are spans, kinds and keyed tokens.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import singledispatchmethod

from safe_to_paste import actions, identity, rules, scanner, watch
from safe_to_paste.errors import MessageError, SafeToPasteError
from safe_to_paste.host import messages
from safe_to_paste.host.memory import Conversations, Dismissals, Record, Records
from safe_to_paste.host.messages import Act, Request, ScanRequest, Status, UploadBegin, UploadChunk, UploadEnd
from safe_to_paste.host.state import State
from safe_to_paste.host.uploads import Uploads
from safe_to_paste.identity import Who
from safe_to_paste.model import Finding, Scan, Verdict
from safe_to_paste.normalise import normalise
from safe_to_paste.placeholders import token
from safe_to_paste.policy import decide

# A made-up line that has the word lists and name tables loaded.
_WARMING = "Robin Example in 9X said her mum is ill and she was late for school on Monday."


class Desk:
    """Answers the requests of one connection."""

    def __init__(self, state: State | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._state = state or State()
        self._key = os.urandom(32)
        self._records = Records(clock)
        self._conversations = Conversations()
        self._dismissals = Dismissals()
        self._uploads = Uploads(clock)
        self._watch: watch.Watch | None = None

    def answer(self, request: Request) -> Iterator[bytes]:
        """The frames of the reply to one request; an error that is understood is a reply too."""
        self._uploads.forget_abandoned()
        try:
            yield from self._answer(request)
        except MessageError as error:
            yield messages.encode(messages.bad(request.id, error.code, str(error)))
        except SafeToPasteError as error:
            yield messages.encode(messages.bad(request.id, "internal", str(error)))

    def reload(self) -> Iterator[bytes]:
        """Load rules and policy; the events that tell of what has changed since the last time.

        After a change ``wait`` says when to come back for it.
        """
        before = self._state.targets
        changes = self._state.reload()
        if self._watch is None:
            return
        if self._state.targets != before:
            self._watch.look_again()
        notes = list(self._state.notes)
        if changes.rules:
            count = len(self._state.rules)
            yield messages.encode(messages.event("rules_changed", rules=count, notes=notes))
        if changes.policy:
            yield messages.encode(messages.event("policy_changed", policy=self._state.named, notes=notes))

    @property
    def wait(self) -> float | None:
        """Seconds until ``reload`` is to be called again; None when nothing is under way."""
        return self._state.wait

    def tidy(self) -> Iterator[bytes]:
        """What is due about once a minute: forget what was given up, and look at settings that lie in no file."""
        self._uploads.forget_abandoned()
        self._records.forget_old()
        if self._state.settings_changed():
            yield from self.reload()

    def warm(self) -> None:
        """Have what is only worked out on first use worked out now, while nobody waits for an answer."""
        with contextlib.suppress(SafeToPasteError):
            scanner.scan(_WARMING, self._state.rules, roster=self._state.roster)
            rules.ready(self._state.rules)

    def watch(self, changed: Callable[[], None]) -> None:
        """Begin to notice replaced files; ``changed`` is called on another thread."""
        if self._watch is None:
            self._watch = watch.Watch(lambda: self._state.targets, changed, known=self._state.stamp)
            self._watch.start()

    def close(self) -> None:
        """Stop noticing."""
        if self._watch is not None:
            self._watch.stop()

    @singledispatchmethod
    def _answer(self, request: Request) -> Iterator[bytes]:
        raise NotImplementedError(type(request).__name__)

    @_answer.register
    def _(self, request: Status) -> Iterator[bytes]:
        yield messages.encode(
            messages.good(
                request.id,
                rules=len(self._state.rules),
                policy=self._state.named,
                notes=list(self._state.notes),
            )
        )

    @_answer.register
    def _(self, request: ScanRequest) -> Iterator[bytes]:
        text = request.text if request.upload is None else self._uploads.take(request.upload)
        if text is None:  # the message's own check leaves one of the two
            raise MessageError("bad_request", "scan: has either text or upload")
        policy = self._state.policy
        began = time.thread_time()
        dismissed = self._dismissed(request.conversation) if self._dismissals else None
        found = scanner.scan(
            text,
            self._state.rules,
            organisation=policy.organisation,
            roster=self._state.roster,
            dismissed=dismissed,
        )
        verdict = decide(found, policy)
        counted = messages.Utf16(text)
        findings = tuple(counted.finding(finding) for finding in verdict.findings)
        scan_id = self._records.add(self._record(request.conversation, text, verdict, counted))
        yield messages.scanned(
            request.id,
            scan=scan_id,
            outcome=verdict.outcome.word,
            says=verdict.says,
            findings=findings,
            choices=[_choice(name) for name in verdict.actions],
            policy={"title": policy.title, "version": policy.version},
            cpu_ms=(time.thread_time() - began) * 1000,
        )

    @_answer.register
    def _(self, request: Act) -> Iterator[bytes]:
        record = self._records.get(request.scan)
        if request.action not in record.actions:
            raise MessageError("unknown_action", "this was not one of the choices offered for this scan")
        if request.reason == "made_up":
            self._dismissals.add(record)
        conversation = self._conversations.get(record.conversation)
        conversation.take(request.taken)
        numbers = {finding.span.start: number for number, finding in enumerate(record.scan.findings)}
        conversation.meet([(_kind(record.scan.findings[number]), name) for number, name in record.names.items()])

        def label(finding: Finding) -> str:
            number = numbers[finding.span.start]
            if (name := record.names.get(number)) is not None:
                return conversation.name(_kind(finding), name)
            return conversation.label(_kind(finding), record.tokens[number])

        edits = actions.known()[request.action].edits(record.scan, label)
        yield from map(messages.encode, messages.acted(request.id, edits))

    @_answer.register
    def _(self, request: UploadBegin) -> Iterator[bytes]:
        yield messages.encode(messages.good(request.id, upload=self._uploads.begin(request.size)))

    @_answer.register
    def _(self, request: UploadChunk) -> Iterator[bytes]:
        self._uploads.add(request.upload, request.seq, request.text)
        yield messages.encode(messages.good(request.id))

    @_answer.register
    def _(self, request: UploadEnd) -> Iterator[bytes]:
        self._uploads.end(request.upload)
        yield messages.encode(messages.good(request.id))

    def _record(self, conversation: str, text: str, verdict: Verdict, counted: messages.Utf16) -> Record:
        """What is remembered of a scan: a finding for each cell, and whose name each is."""
        findings: list[Finding] = []
        tokens: list[bytes] = []
        names: dict[int, Who] = {}
        for finding in verdict.findings:
            # The value as the scanner compares it, so that both see the same thing in it.
            value = normalise(text[finding.span.start : finding.span.end]).text
            is_name = finding.entity in identity.NAMES
            for cell in identity.cells(text, finding.span) if is_name else (finding.span,):
                if is_name:
                    names[len(findings)] = identity.who(value, self._key)
                findings.append(counted.finding(replace(finding, span=cell)))
                tokens.append(token(value, self._key))
        return Record(conversation, Scan(tuple(findings), len(text)), tuple(tokens), verdict.actions, names)

    def _dismissed(self, conversation: str) -> scanner.Dismissed:
        return lambda entity, value: self._dismissals.holds(conversation, entity, token(value, self._key))


def _kind(finding: Finding) -> str:
    return finding.placeholder or finding.title


def _choice(name: str) -> messages.Choice:
    action = actions.known()[name]
    return messages.Choice(name, action.LABEL, tuple(getattr(action, "REASONS", {}).items()))
