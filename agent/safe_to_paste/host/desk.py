"""Where requests are answered: one after the other, by one thread, as frames to send.

``serve`` brings requests here and carries frames away. A text is a local variable of one call;
what stays behind (memory.py) are spans, kinds and keyed tokens.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial, singledispatchmethod
from operator import attrgetter
from typing import TYPE_CHECKING, TypedDict

from safe_to_paste import (
    __version__,
    actions,
    concerns,
    identity,
    labels,
    late,
    log,
    paths,
    review,
    roles,
    rules,
    scanner,
    tidy,
    watch,
)
from safe_to_paste.actions import keep
from safe_to_paste.arrivals import Arrivals, offer_in_window
from safe_to_paste.errors import MessageError, SafeToPasteError, UnreadableError
from safe_to_paste.host import files, messages
from safe_to_paste.host.declaring import Declaring
from safe_to_paste.host.files import Files, Later
from safe_to_paste.host.memory import Conversations, Dismissals, Record, Records
from safe_to_paste.host.messages import (
    About,
    Act,
    Card,
    Concern,
    CopyRequest,
    Declare,
    Hello,
    LabelRequest,
    Request,
    ScanRequest,
    Status,
    UploadBegin,
    UploadChunk,
    UploadDrop,
    UploadEnd,
)
from safe_to_paste.host.recorder import Recorder, Ticket
from safe_to_paste.host.state import NOTHING, State
from safe_to_paste.host.typed import Typed
from safe_to_paste.host.uploads import File, Uploads
from safe_to_paste.host.windows import Windows
from safe_to_paste.identity import Who
from safe_to_paste.index.watching import Watching
from safe_to_paste.journal import Event
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.model import Category, Edit, Finding, Outcome, Scan, Span, Verdict
from safe_to_paste.normalise import normalise
from safe_to_paste.placeholders import token
from safe_to_paste.policy import decide
from safe_to_paste.policy_file import Policy
from safe_to_paste.roles import Role

if TYPE_CHECKING:
    from safe_to_paste.documents.model import Document
    from safe_to_paste.documents.reader import Copy
    from safe_to_paste.organisation import Organisation
    from safe_to_paste.roster import Roster

# A made-up line that has the word lists and name tables loaded.
_WARMING = "Robin Example in 9X said her mum is ill and she was late for school on Monday."
# The doctor's own check is no paste of anybody's.
_UNRECORDED = frozenset({"doctor"})
# As adapters are called; whatever else a site's word is, it is not kept.
_SITE = re.compile("[a-z][a-z0-9_-]{0,23}")
# With people the schools they go to are replaced.
_REPLACE = "replace"
# What nothing is left for goes along.
_REMOVE = "remove"
# What is checked because it is to be sent goes out where nothing is asked about it, and where it is kept.
_SEND, _KEEP = "send", "keep"
# At most this is counted of one copy.
_MOST_COUNTED = 100_000


class _By(TypedDict):
    """What a text is checked with beside the rules."""

    organisation: Organisation
    roster: Roster | None
    dismissed: scanner.Dismissed | None


class Desk:
    """Answers the requests of one connection."""

    def __init__(
        self, state: State | None = None, clock: Callable[[], float] = time.monotonic, later: Later | None = None
    ) -> None:
        self._state = state or State()
        self._tag = ""
        self._key = os.urandom(32)
        self._records = Records(clock)
        self._conversations = Conversations()
        self._dismissals = Dismissals()
        self._uploads = Uploads(clock)
        self._files = Files(later and self._in_turn(later), clock)
        self._watches: tuple[watch.Watch, ...] = ()
        self._recorder = Recorder()
        self._typed = Typed()
        self._declaring = Declaring()
        self._windows = Windows()
        self._arrivals = Arrivals(self._policy_now, offer=lambda offer: offer_in_window(offer, self._tag))
        self._indexing = Watching(self._state.indexed)
        self._done: date | None = None
        self._marker = (self._declaring.journal.marker,)
        # Taken before anybody is told how they stand, so that a declaration from here on is noticed as one.
        self._marked = watch.stamp(self._marker)

    def answer(self, request: Request) -> Iterator[bytes]:
        """The frames of the reply to one request; an error that is understood is a reply too."""
        self._uploads.forget_abandoned()
        yield from _understood(request.id, self._answer(request))

    def reload(self) -> Iterator[bytes]:
        """Load rules and policy; the events that tell of what has changed since the last time.

        After a change ``wait`` says when to come back for it.
        """
        before = self._state.targets
        changes = self._state.reload()
        if not self._watches:
            return
        if changes != NOTHING:
            log.write(f"other files: {self._in_force()}")
        if self._state.targets != before:
            self._watches[0].look_again()
        notes = list(self._state.notes)
        if changes.rules:
            count = len(self._state.rules)
            yield messages.encode(messages.event("rules_changed", rules=count, notes=notes))
        if changes.policy:
            yield messages.encode(messages.event("policy_changed", policy=self._named, notes=notes))
            yield from self.declared(anyway=False)
            self._indexing.start()

    def declared(self, *, anyway: bool = True) -> Iterator[bytes]:
        """The event that tells how the person stands to the policy; not ``anyway``: where that has changed."""
        with contextlib.suppress(MessageError):  # without a policy there is nothing to declare
            policy = self._state.policy
            standing = self._declaring.status(policy) if anyway else self._declaring.changed(policy)
            if standing is not None:
                yield messages.encode(messages.event("declared", **standing))

    @property
    def wait(self) -> float | None:
        """Seconds until ``reload`` is to be called again; None when nothing is under way."""
        return self._state.wait

    def tidy(self) -> Iterator[bytes]:
        """What is due about once a minute: forget what was given up, and look at settings that lie in no file."""
        self._uploads.forget_abandoned()
        self._records.forget_old()
        self._files.rest()
        if self._state.settings_changed():
            yield from self.reload()
        # A review date may have passed since.
        yield from self.declared(anyway=False)
        self._daily()
        self._arrivals.start()
        self._indexing.start()

    def warm(self) -> None:
        """Have what is only worked out on first use worked out now, while nobody waits for an answer."""
        with contextlib.suppress(SafeToPasteError):
            scanner.scan(_WARMING, self._state.rules, roster=self._state.roster)
            rules.ready(self._state.rules)
            late.ready()

    def watch(self, changed: Callable[[], None], declared: Callable[[], None]) -> None:
        """Begin to notice replaced files and declarations made elsewhere; both are called on other threads.

        What is due at the start but need not be done before the first scan is done here, too.
        """
        if not self._watches:
            # Two, so that a declaration does not have all the rules read again.
            self._watches = (
                watch.Watch(lambda: self._state.targets, changed, known=self._state.stamp),
                watch.Watch(lambda: self._marker, declared, known=self._marked),
            )
            for each in self._watches:
                each.start()
            # Here, where nobody waits.
            log.write(f"started, version {__version__}: {self._in_force()}")
            self._daily()
            self._arrivals.start()
            self._indexing.start()

    def _in_force(self) -> str:
        """What is in force and what is wrong, for the log: notes name files and keys, never a text."""
        known = self._state.named
        words = f"{len(self._state.rules)} rules, policy {known['name']} {known['version']}"
        return "; ".join((words, *self._state.notes))

    def finish(self, seconds: float) -> None:
        """Have what was recorded written, within that time."""
        self._recorder.finish(seconds)

    def close(self) -> None:
        """Stop noticing."""
        for each in self._watches:
            each.stop()
        self._arrivals.stop()
        self._indexing.stop()

    @staticmethod
    def _in_turn(later: Later) -> Later:
        return lambda request, frames: later(request, lambda: _understood(request, frames()))

    @singledispatchmethod
    def _answer(self, request: Request) -> Iterator[bytes]:
        raise NotImplementedError(type(request).__name__)

    @property
    def _to(self) -> Language:
        """The language of the person at the browser."""
        return self._state.language(self._tag)

    @property
    def _named(self) -> Mapping[str, str]:
        """The policy, as the person knows it."""
        known = self._state.named
        return {**known, "title": self._to.told(known["title"])}

    @_answer.register
    def _(self, request: Hello) -> Iterator[bytes]:
        """What ``serve`` has answered already."""
        self._tag = request.locale
        yield from ()

    @_answer.register
    def _(self, request: Status) -> Iterator[bytes]:
        yield messages.encode(
            messages.good(
                request.id,
                rules=len(self._state.rules),
                policy=self._named,
                notes=[*self._state.notes, *self._indexing.notes, *self._reminders(), *self._recorder.notes],
                shows=list(messages.SHOWS),
            )
        )

    @_answer.register
    def _(self, request: ScanRequest) -> Iterator[bytes]:
        given = request.text if request.upload is None else self._uploads.take(request.upload)
        if given is None:  # the message's own check leaves one of the two
            raise MessageError("bad_request", "scan: has either text or upload")
        if isinstance(given, File):
            yield messages.encode(messages.event("progress", upload=given.upload, stage="reading"))
            then = partial(self._read_file, request, given)
            yield from self._files.read(request.id, given, pictures=self._state.reads_pictures, then=then)
            return
        began = time.thread_time()
        found = scanner.scan(given, self._state.rules, **self._by(request))
        verdict = decide(found, self._state.policy, given, to=self._to)
        counted = messages.Utf16(given)
        yield from self._told(request, began, verdict, counted, partial(self._record, request, given, verdict, counted))

    def _read_file(self, request: ScanRequest, file: File, read: Document | UnreadableError) -> Iterator[bytes]:
        """The answer on a file that was read, or could not be."""
        from safe_to_paste.documents.checking import check  # as are the parts that read documents

        yield messages.encode(messages.event("progress", upload=file.upload, stage="checking"))
        began = time.thread_time()
        document, error = (None, read) if isinstance(read, UnreadableError) else (read, None)
        found = check(document, self._state.rules, **self._by(request)) if document else Scan((), 0)
        verdict = decide(found, self._state.policy, document.text if document else "", to=self._to)
        told = files.about(document, error, file.name, self._to)
        if error or told["reason"]:
            reason = str(error) if error else "is a picture, and only print in it was read"
            verdict = files.unchecked(verdict, self._state.policy, reason, self._to)
        text = document.text if document else ""
        record = partial(self._record, request, text, verdict, messages.Utf16(""), file=self._digest(file))
        places = [self._to.place(document.where(finding.span)) for finding in verdict.findings] if document else []
        yield from self._told(request, began, verdict, messages.Utf16(text), record, file=told, places=places)

    def _digest(self, file: File) -> bytes:
        """A keyed stand-in for a file: the same for the same bytes, and no way back."""
        return hashlib.blake2b(file.data, key=self._key, digest_size=16).digest()

    def _by(self, request: ScanRequest) -> _By:
        """What a text is checked with beside the rules."""
        return {
            "organisation": self._state.policy.organisation,
            "roster": self._state.roster,
            "dismissed": self._dismissed(request.conversation) if self._dismissals else self._state.is_own,
        }

    def _told(
        self,
        request: ScanRequest,
        began: float,
        verdict: Verdict,
        counted: messages.Utf16,
        record: Callable[[Ticket | None], Record],
        *,
        file: messages.Reply | None = None,
        places: Sequence[str] = (),
    ) -> Iterator[bytes]:
        """The reply to a scan; what may be asked about it later is remembered, and that it was is recorded."""
        policy = self._state.policy
        event = self._event(request, policy, verdict)
        ticket, is_new = self._ticket(request, event)
        findings = tuple(_in_words(counted.finding(finding), self._to) for finding in verdict.findings)
        scan_id = self._records.add(record(ticket))
        reply = messages.scanned(
            request.id,
            scan=scan_id,
            outcome=verdict.outcome.word,
            mode=policy.mode.value,
            says=verdict.says,
            findings=findings,
            choices=[_choice(name, verdict.findings, policy, self._to) for name in verdict.actions],
            policy={"title": self._to.told(policy.title), "version": policy.version},
            cpu_ms=(time.thread_time() - began) * 1000,
            places=places,
            file=file,
        )
        if event is not None and ticket is not None and is_new:
            self._recorder.scanned(event, ticket)
        if request.trigger == _SEND and verdict.outcome < Outcome.WARN:
            self._typed.sent(request.conversation)
        yield reply

    @_answer.register
    def _(self, request: Act) -> Iterator[bytes]:
        record = self._records.get(request.scan)
        edits = self._edits(record, request.action, request.taken)
        if request.reason in keep.SETTLED:
            self._dismissals.add(record)
        if record.ticket is not None:
            self._recorder.acted(record.ticket, action=request.action, reason=request.reason or "")
        if record.is_sending and request.action == _KEEP:
            self._typed.sent(record.conversation)
        yield from map(messages.encode, messages.acted(request.id, edits))

    @_answer.register
    def _(self, request: CopyRequest) -> Iterator[bytes]:
        from safe_to_paste.documents.copying.tracing import Change

        record = self._records.get(request.scan)
        file = self._uploads.take(request.upload)
        if not isinstance(file, File) or record.file != self._digest(file):
            raise MessageError("unknown_scan", "this is not the file that was scanned; scan it again")
        edits = self._edits(record, request.action, request.taken)

        def then(made: Copy | UnreadableError) -> Iterator[bytes]:
            if isinstance(made, UnreadableError):
                raise MessageError("no_copy", f"no copy could be made: the file {made}")
            if record.ticket is not None:
                self._recorder.acted(record.ticket, action=request.action, reason="")
            labels = tuple(dict.fromkeys(edit.text for edit in edits if edit.text))
            yield from map(messages.encode, messages.copied(request.id, made.ending, made.data, labels))

        # A name or a number is that wherever it stands; words about somebody are not.
        identifying = {f.span.start for f in record.scan.findings if f.category is Category.IDENTIFIABLE}
        changes = [Change(e.span.start, e.span.end, e.text, e.span.start in identifying) for e in edits]
        yield from self._files.copy(request.id, file, changes, then)

    def _edits(self, record: Record, action: str, taken: Sequence[str]) -> tuple[Edit, ...]:
        """What an action changes in what was scanned; raises MessageError when it was not offered."""
        if action not in record.actions:
            raise MessageError("unknown_action", "this was not one of the choices offered for this scan")
        conversation = self._conversations.get(record.conversation)
        conversation.take(taken)
        numbers = {finding.span.start: number for number, finding in enumerate(record.scan.findings)}
        conversation.meet(tuple(record.names.values()))

        def label(finding: Finding) -> str:
            number = numbers[finding.span.start]
            if (named := record.names.get(number)) is not None:
                return conversation.name(named[1])
            return conversation.label(_kind(finding), record.tokens[number])

        edits = actions.known()[action].edits(record.scan, label)
        if action == _REMOVE and record.removals:
            edits = tuple(Edit(span, "") for span in record.removals)
        if action == _REPLACE:
            schools = (Edit(span, conversation.label("School", name)) for span, name in record.schools)
            edits = tuple(sorted((*edits, *schools), key=attrgetter("span")))
        return edits

    @_answer.register
    def _(self, request: UploadBegin) -> Iterator[bytes]:
        yield messages.encode(messages.good(request.id, upload=self._uploads.begin(request.size, request.ending)))

    @_answer.register
    def _(self, request: UploadChunk) -> Iterator[bytes]:
        self._uploads.add(request.upload, request.seq, request.text, data=request.bytes)
        yield messages.encode(messages.good(request.id))

    @_answer.register
    def _(self, request: UploadEnd) -> Iterator[bytes]:
        self._uploads.end(request.upload)
        yield messages.encode(messages.good(request.id))

    @_answer.register
    def _(self, request: UploadDrop) -> Iterator[bytes]:
        self._uploads.drop(request.upload)
        self._files.drop(request.upload)
        yield messages.encode(messages.good(request.id))

    def _record(
        self,
        request: ScanRequest,
        text: str,
        verdict: Verdict,
        counted: messages.Utf16,
        ticket: Ticket | None,
        *,
        file: bytes = b"",
    ) -> Record:
        """What is remembered of a scan: a finding for each cell, and whose name each is."""
        findings: list[Finding] = []
        tokens: list[bytes] = []
        removed: list[Span] = []
        names: dict[int, tuple[Role, Who]] = {}
        people = self._people(text, verdict.findings)
        for finding in verdict.findings:
            # The value as the scanner compares it, so that both see the same thing in it.
            value = normalise(text[finding.span.start : finding.span.end]).text
            named = people.get(finding.span)
            for cell in identity.cells(text, named[0]) if named else (finding.span,):
                if named:
                    names[len(findings)] = named[1:]
                findings.append(counted.finding(replace(finding, span=cell)))
                if finding.placeholder is not None:
                    removed.append(cell)
                tokens.append(token(value, self._key))
        removals: tuple[Span, ...] = ()
        if _REMOVE in verdict.actions and not file:
            removals = tuple(map(counted.span, tidy.spans(text, removed)))
        scan = Scan(tuple(findings), len(text))
        schools = tuple(self._schools(text, verdict.findings, counted)) if names else ()
        return Record(
            request.conversation,
            scan,
            tuple(tokens),
            verdict.actions,
            names,
            ticket,
            file,
            schools,
            removals,
            is_sending=request.trigger == _SEND,
        )

    def _schools(self, text: str, findings: Sequence[Finding], counted: messages.Utf16) -> Iterator[tuple[Span, bytes]]:
        """Where schools the policy names stand, outside of what is replaced anyway, and which each is."""
        taken = [finding.span for finding in findings if finding.placeholder is not None]
        for span in self._state.policy.organisation.schools_in(text):
            at = bisect_right(taken, span)
            if not any(span.overlaps(other) for other in taken[max(0, at - 1) : at + 1]):
                name = normalise(text[span.start : span.end]).text
                yield counted.span(span), token(name, self._key)

    def _people(self, text: str, findings: Sequence[Finding]) -> Mapping[Span, tuple[Span, Role, Who]]:
        """The findings that are names: how far each goes with its titles, what the person is and who."""
        floors = (0, *(finding.span.end for finding in findings))
        spans: list[Span] = []
        mentions: list[roles.Mention] = []
        for finding, floor in zip(findings, floors, strict=False):
            if finding.entity in identity.NAMES:
                span = roles.whole(text, finding.span, floor)
                name = identity.who(normalise(text[span.start : span.end]).text, self._key)
                spans.append(finding.span)
                mentions.append(roles.Mention(span, _kind(finding), name))
        school = self._state.policy.organisation
        staff = roles.mailed(text, school.email_domains) | roles.surnames(school.published_staff) if mentions else ()
        told = roles.of(text, mentions, staff)
        return {
            span: (mention.span, role, mention.who) for span, mention, role in zip(spans, mentions, told, strict=True)
        }

    @_answer.register
    def _(self, request: Declare) -> Iterator[bytes]:
        policy = self._state.policy
        if request.do == "open":
            opened, message = self._windows.open("declaration", to=self._to)
            yield messages.encode(messages.good(request.id, opened=opened, message=message))
            return
        stands = self._declaring.snooze(policy) if request.do == "snooze" else self._declaring.status(policy)
        own = {
            "mode": policy.mode.value,
            "agent_missing": policy.agent_missing.value,
            "policy": self._named,
            "school": policy.organisation.called,
        }
        yield messages.encode(messages.good(request.id, **stands, **own, tools=_tools(policy, self._to)))

    @_answer.register
    def _(self, request: Concern) -> Iterator[bytes]:
        route = concerns.route(self._state.policy, request.about, self._to)
        opened, message = self._windows.open("concern", request.about, to=self._to)
        yield messages.encode(
            messages.good(
                request.id,
                opened=opened,
                message=message,
                route={"to": route.to, "first": route.first},
            )
        )

    @_answer.register
    def _(self, request: LabelRequest) -> Iterator[bytes]:
        policy = self._state.policy
        if request.do == "record":
            self._recorder.scanned(self._copied(request, policy), Ticket())
            yield messages.encode(messages.good(request.id))
            return
        yield messages.encode(messages.good(request.id, **labels.terms(policy, self._to)))

    def _copied(self, request: LabelRequest, policy: Policy) -> Event:
        """What the journal is told of an answer that was copied."""
        counts = {"NAME_BACK": request.back, "NAME_LEFT": request.left, "REVIEW_TICK": request.ticks}
        return Event(
            at=datetime.now(UTC),
            site=_site(request.site),
            trigger="copy",
            policy=policy.name,
            policy_version=policy.version,
            rules=self._state.rules_version,
            outcome="allow",
            mode=policy.mode.value,
            counts={what: min(count, _MOST_COUNTED) for what, count in counts.items() if count},
            action="label" if request.label not in ("", "not_this_time") else request.label,
            label="" if request.label == "not_this_time" else request.label,
        )

    @_answer.register
    def _(self, request: About) -> Iterator[bytes]:
        opened, message = self._windows.open("about", to=self._to)
        yield messages.encode(messages.good(request.id, opened=opened, message=message))

    @_answer.register
    def _(self, request: Card) -> Iterator[bytes]:
        from safe_to_paste import card, card_page  # seldom asked for, and not needed to check a text

        yield messages.encode(
            messages.good(request.id, page=card_page.page(card.of(self._state.policy, self._to), self._to))
        )

    def _event(self, request: ScanRequest, policy: Policy, verdict: Verdict) -> Event | None:
        """What the journal is told of a scan: words of ours and counts."""
        if request.site in _UNRECORDED:
            return None
        return Event(
            at=datetime.now(UTC),
            site=_site(request.site),
            trigger=request.trigger,
            policy=policy.name,
            policy_version=policy.version,
            rules=self._state.rules_version,
            outcome=verdict.would_be.word,
            mode=policy.mode.value,
            counts=Counter(finding.entity for finding in verdict.findings),
        )

    def _ticket(self, request: ScanRequest, event: Event | None) -> tuple[Ticket | None, bool]:
        """The row of a scan in the journal, if it has one, and whether it is still to be written."""
        if event is None:
            return None, False
        if request.trigger == "type":
            return self._typed.ticket(request.conversation, event.counts)
        return Ticket(), True

    def _reminders(self) -> Iterator[str]:
        """What is no fault and should be seen to: the policy's review, a program that is wanted and not there."""
        if self._state.reads_pictures:
            from safe_to_paste.documents import picture  # only where it is asked for

            if not picture.program():
                yield "read_pictures is on, and Tesseract is not installed: nothing is read in pictures"
        with contextlib.suppress(MessageError):
            if due := review.reminder(self._state.policy, date.today()):  # noqa: DTZ011 - the laptop's own day
                yield due.says

    def _daily(self) -> None:
        """Once a day: put the totals where the policy wants them, and let go of events older than it keeps them."""
        with contextlib.suppress(MessageError):
            policy = self._state.policy
            if self._done != (today := datetime.now(UTC).date()):
                self._done = today
                if policy.folders.export:
                    self._recorder.export(paths.of_policy(policy.folders.export), policy, self._state.rules)
            self._recorder.prune(policy.journal.retention_days)

    def _policy_now(self) -> Policy | None:
        with contextlib.suppress(MessageError):
            return self._state.policy
        return None

    def _dismissed(self, conversation: str) -> scanner.Dismissed:
        return lambda entity, value: (
            self._dismissals.holds(conversation, entity, token(value, self._key)) or self._state.is_own(entity, value)
        )


def _understood(request_id: str, frames: Iterator[bytes]) -> Iterator[bytes]:
    """The frames of a reply; an error that is understood is one too."""
    try:
        yield from frames
    except MessageError as error:
        yield messages.encode(messages.bad(request_id, error.code, str(error)))
    except SafeToPasteError as error:
        yield messages.encode(messages.bad(request_id, "internal", str(error)))


def _site(word: str) -> str:
    return word if _SITE.fullmatch(word) else "other"


def _tools(policy: Policy, to: Language) -> list[dict[str, object]]:
    """What the school says of each AI tool, and the addresses it is known by."""
    return [
        {
            "name": tool.name,
            "status": tool.status.value,
            "note": to.told(tool.note),
            "patterns": list(tool.url_patterns),
        }
        for tool in policy.tools
    ]


def _kind(finding: Finding) -> str:
    return finding.placeholder or finding.title


def _choice(name: str, findings: tuple[Finding, ...], policy: Policy, to: Language) -> messages.Choice:
    action = actions.known()[name]
    reasons = action.reasons(findings, policy) if isinstance(action, actions.Asks) else {}
    return messages.Choice(
        name, to.told(action.LABEL), tuple((word, to.told(label)) for word, label in reasons.items())
    )


def _in_words(finding: Finding, to: Language) -> Finding:
    """A finding as a person reads it. Its placeholder stays: it goes into the text."""
    if to is ENGLISH:
        return finding
    return replace(
        finding,
        title=to.told(finding.title),
        help=to.told(finding.help),
        because=tuple(map(to.told, finding.because)),
        clause=to.told(finding.clause),
    )
