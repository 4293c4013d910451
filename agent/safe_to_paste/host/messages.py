"""What frames mean: each message parsed once into a frozen object, each reply built here.

agent/PROTOCOL.md shows every message. Schemas are closed: an unknown key, a missing one or a value of
another type is an answer with a stable code, never a guess. The switch between code points (ours) and
UTF-16 code units (JavaScript's) is made here and nowhere else.
"""

from __future__ import annotations

import base64
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, NamedTuple, NoReturn

from safe_to_paste.errors import MessageError
from safe_to_paste.host.framing import CAP
from safe_to_paste.model import Edit, Finding, Span

PROTOCOL = 1

# Stable words: appended, never renamed.
CODES = (
    "bad_request",
    "unknown_type",
    "too_large",
    "unknown_scan",
    "unknown_upload",
    "unknown_action",
    "not_ready",
    "internal",
    "no_copy",
)

TRIGGERS = ("paste", "type", "drop", "send", "attach", "copy")
REASONS = ("made_up", "dpo", "not_a_problem", "mine", "consent", "licence")
DECLARE = ("status", "open", "snooze")
LABELS = ("terms", "record")
LABELLED = ("", "ai_supported", "partly_created_by_ai", "created_by_ai", "not_this_time")
CONCERNS = ("policy_breach", "data_breach", "query", "sent", "safeguarding")
# What a person can be shown on asking; ``status`` tells an extension that may be newer than its host.
SHOWS = ("declare", "concern", "about", "card")

# Findings listed in one reply; the panel counts the others.
MOST_FINDINGS = 200
MOST_TAKEN = 2_000
# Bytes of a file in one frame; base64 makes a third more of them.
PIECE_BYTES = 200_000

Reply = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Hello:
    """The extension introduces itself."""

    id: str
    extension: str
    protocol: int
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there?"""

    id: str


@dataclass(frozen=True, slots=True)
class Status:
    """What is in force, and is anything wrong?"""

    id: str


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """Check a text: given here, or uploaded before."""

    id: str
    site: str
    trigger: str
    conversation: str
    text: str | None = field(default=None, repr=False)
    upload: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """The person has chosen what to do about a scan."""

    id: str
    scan: str
    action: str
    reason: str | None = None
    taken: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class UploadBegin:
    """A long text follows in pieces; or a file, where there is the ``ending`` of its name (".docx", or nothing)."""

    id: str
    size: int
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class UploadChunk:
    """One piece of a long text, or of a file."""

    id: str
    upload: str
    seq: int
    text: str | None = field(default=None, repr=False)
    bytes: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class UploadEnd:
    """That was the last piece."""

    id: str
    upload: str


@dataclass(frozen=True, slots=True)
class UploadDrop:
    """The rest will not come, or what was begun with it is no longer wanted."""

    id: str
    upload: str


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Make a copy of a file that was scanned, and is uploaded again, with what was found in it replaced or removed."""

    id: str
    scan: str
    upload: str
    action: str
    taken: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Declare:
    """How does the person stand to the policy? Or: open the window, or count one "later"."""

    id: str
    do: str


@dataclass(frozen=True, slots=True)
class Concern:
    """Something went wrong, or somebody asks: whom to go to."""

    id: str
    about: str


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """How is a copied answer to be labelled? Or: what came of one copy, in counts."""

    id: str
    do: str
    site: str = ""
    label: str = ""
    ticks: int = 0
    back: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What is kept on this laptop about my own use?"""

    id: str


@dataclass(frozen=True, slots=True)
class Card:
    """What can I paste?"""

    id: str


Request = (
    Hello
    | Ping
    | Status
    | ScanRequest
    | Act
    | UploadBegin
    | UploadChunk
    | UploadEnd
    | UploadDrop
    | CopyRequest
    | Declare
    | Concern
    | LabelRequest
    | About
    | Card
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A frame that was no request: the error to answer with, under the id it carried, if any."""

    id: str
    error: MessageError


class _Check(NamedTuple):
    """What a key's value must be, and how to say so."""

    holds: Callable[[object], bool]
    expected: str


class _Shape(NamedTuple):
    """The object a type becomes, and its keys besides ``type``."""

    kind: Callable[..., Request]
    required: Mapping[str, _Check]
    optional: Mapping[str, _Check]


def _text(pattern: str, expected: str) -> _Check:
    whole = re.compile(pattern, re.DOTALL)
    return _Check(lambda value: isinstance(value, str) and bool(whole.fullmatch(value)), expected)


def _one_of(words: Sequence[str]) -> _Check:
    return _Check(lambda value: isinstance(value, str) and value in words, f"one of {', '.join(words)}")


def _is_labels(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_TAKEN
        and all(isinstance(label, str) and len(label) <= 80 for label in value)
    )


_ID = _text(r".{1,64}", "a string of 1 to 64 characters")
_NUMBER = _Check(lambda value: type(value) is int and value >= 0, "a whole number, nought or more")
_ANY_TEXT = _Check(lambda value: isinstance(value, str), "a string")
_WORD = _text(r"[\w.+-]{1,40}", "a word of at most 40 characters")
_TOKEN = _text(r"[0-9a-z]{1,64}", "an id as it was given")
_CONVERSATION = _text(r"[0-9A-Fa-f]{1,64}", "1 to 64 hexadecimal digits")
_ENDING = _text(r"(\.[\w-]{1,12})?", "the ending of a file's name, such as .docx, or nothing")
_LABELS = _Check(_is_labels, f"a list of at most {MOST_TAKEN} labels of at most 80 characters")

_SHAPES: Mapping[str, _Shape] = {
    "hello": _Shape(Hello, {"extension": _WORD, "protocol": _NUMBER}, {"locale": _WORD}),
    "ping": _Shape(Ping, {}, {}),
    "status": _Shape(Status, {}, {}),
    "scan": _Shape(
        ScanRequest,
        {"site": _WORD, "trigger": _one_of(TRIGGERS), "conversation": _CONVERSATION},
        {"text": _ANY_TEXT, "upload": _TOKEN},
    ),
    "act": _Shape(Act, {"scan": _TOKEN, "action": _WORD}, {"reason": _one_of(REASONS), "taken": _LABELS}),
    "upload_begin": _Shape(UploadBegin, {"size": _NUMBER}, {"ending": _ENDING}),
    "upload_chunk": _Shape(UploadChunk, {"upload": _TOKEN, "seq": _NUMBER}, {"text": _ANY_TEXT, "bytes": _ANY_TEXT}),
    "upload_end": _Shape(UploadEnd, {"upload": _TOKEN}, {}),
    "upload_drop": _Shape(UploadDrop, {"upload": _TOKEN}, {}),
    "copy": _Shape(
        CopyRequest, {"scan": _TOKEN, "upload": _TOKEN, "action": _one_of(("replace", "remove"))}, {"taken": _LABELS}
    ),
    "declare": _Shape(Declare, {"do": _one_of(DECLARE)}, {}),
    "concern": _Shape(Concern, {"about": _one_of(CONCERNS)}, {}),
    "label": _Shape(
        LabelRequest,
        {"do": _one_of(LABELS)},
        {"site": _WORD, "label": _one_of(LABELLED), "ticks": _NUMBER, "back": _NUMBER, "left": _NUMBER},
    ),
    "about": _Shape(About, {}, {}),
    "card": _Shape(Card, {}, {}),
}


TYPES = tuple(_SHAPES)


def parse(frame: bytes) -> Request | Refusal:
    """The request a frame holds, or the refusal to answer with."""
    request_id = ""
    try:
        message = _object(frame)
        if _ID.holds(message.get("id")):
            request_id = str(message["id"])
        return _request(message)
    except MessageError as error:
        return Refusal(request_id, error)


def _object(frame: bytes) -> dict[str, Any]:
    try:
        message = json.loads(frame.decode("utf-8"), object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        # The reason could quote the frame, so it is not passed on.
        raise MessageError("bad_request", "the frame is not JSON in UTF-8") from None
    if not isinstance(message, dict):
        raise MessageError("bad_request", "the frame is not a JSON object")
    return message


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key is there twice")
    return table


def _no_constant(_: str) -> NoReturn:
    raise ValueError("JSON has no such number")


def _request(message: dict[str, Any]) -> Request:
    kind = message.pop("type", None)
    shape = _SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise MessageError("unknown_type", f"type: expected one of {', '.join(_SHAPES)}")
    required = {"id": _ID, **shape.required}
    known = {**required, **shape.optional}
    # Keys the sender made up are not repeated: they could be anything.
    if message.keys() - known.keys():
        raise MessageError("bad_request", f"{kind} takes no keys but {', '.join(known)}")
    for key in required:
        if key not in message:
            raise MessageError("bad_request", f"{kind}: {key} is missing")
    for key, value in message.items():
        if not known[key].holds(value):
            raise MessageError("bad_request", f"{kind}: {key} must be {known[key].expected}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in message.items()}
    request = shape.kind(**values)
    _check_together(request)
    return request


def _check_together(request: Request) -> None:
    """What no single key can tell."""
    if isinstance(request, ScanRequest) and (request.text is None) == (request.upload is None):
        raise MessageError("bad_request", "scan: has either text or upload")
    if isinstance(request, UploadChunk) and (request.text is None) == (request.bytes is None):
        raise MessageError("bad_request", "upload_chunk: has either text or bytes")
    if isinstance(request, Act) and request.reason is not None and request.action != "keep":
        raise MessageError("bad_request", "act: reason goes with keep alone")


def good(request_id: str, **values: object) -> Reply:
    """A reply that all is well."""
    return {"id": request_id, "ok": True, **values}


def bad(request_id: str, code: str, message: str) -> Reply:
    """A reply that it is not, and why."""
    return {"id": request_id, "ok": False, "error": {"code": code, "message": message}}


def event(name: str, **values: object) -> Reply:
    """Something the host says unasked."""
    return {"event": name, **values}


@dataclass(frozen=True, slots=True)
class Choice:
    """An action as it is offered: its word, its button, and the reasons to pick from."""

    id: str
    label: str
    reasons: tuple[tuple[str, str], ...] = ()


def scanned(
    request_id: str,
    *,
    scan: str,
    outcome: str,
    mode: str,
    says: str,
    findings: Sequence[Finding],
    choices: Iterable[Choice],
    policy: Mapping[str, str],
    cpu_ms: float,
    places: Sequence[str] = (),
    file: Reply | None = None,
) -> bytes:
    """The reply to a scan, encoded; as many findings are listed as one frame can hold.

    Of a ``file`` there is what is to be known of it besides, and each finding has its place.
    """
    shown = min(len(findings), MOST_FINDINGS)
    while True:
        body = encode(
            good(
                request_id,
                scan=scan,
                outcome=outcome,
                mode=mode,
                says=says,
                findings=[
                    {**_finding(finding), **({"part": place} if place else {})}
                    for finding, place in zip_longest(findings[:shown], places[:shown], fillvalue="")
                    if isinstance(finding, Finding)
                ],
                more=len(findings) - shown,
                actions=[_choice(choice) for choice in choices],
                policy=policy,
                cpu_ms=round(cpu_ms, 1),
                **({"file": file} if file is not None else {}),
            )
        )
        if len(body) <= CAP or shown == 0:
            return body
        shown //= 2


def acted(request_id: str, edits: Iterable[Edit]) -> Iterator[Reply]:
    """The reply to an act: one frame, or several when there are very many edits."""
    piece: list[Reply] = []
    size = 0
    for edit in edits:
        entry = {"start": edit.span.start, "end": edit.span.end, "text": edit.text}
        size += len(encode(entry)) + 1
        if size > CAP - 1024:
            yield good(request_id, edits=piece, last=False)
            piece, size = [], len(encode(entry)) + 1
        piece.append(entry)
    yield good(request_id, edits=piece, last=True)


def copied(request_id: str, ending: str, data: bytes, labels: Sequence[str]) -> Iterator[Reply]:
    """The reply to a copy: the file in as many frames as it takes, and in the last the labels that are in it."""
    for begin in range(0, len(data) or 1, PIECE_BYTES):
        piece = base64.b64encode(data[begin : begin + PIECE_BYTES]).decode("ascii")
        is_last = begin + PIECE_BYTES >= len(data)
        told = list(labels[:MOST_TAKEN]) if is_last else []
        yield good(request_id, ending=ending, bytes=piece, labels=told, last=is_last)


def decoded(piece: str) -> bytes:
    """The bytes of a piece of a file; raises MessageError when it is no base64."""
    try:
        return base64.b64decode(piece, validate=True)
    except ValueError:
        raise MessageError("bad_request", "upload_chunk: bytes must be base64") from None


def encode(reply: Reply) -> bytes:
    """JSON in ASCII: a lone surrogate has no UTF-8 of its own, but it has an escape."""
    return json.dumps(reply, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _finding(finding: Finding) -> Reply:
    return {
        "rule": finding.rule,
        "entity": finding.entity,
        "category": finding.category.value,
        "likelihood": finding.likelihood.word,
        "title": finding.title,
        "start": finding.span.start,
        "end": finding.span.end,
        "because": list(finding.because),
        "clause": finding.clause,
        "help": finding.help,
        "replaceable": finding.placeholder is not None,
    }


def _choice(choice: Choice) -> Reply:
    reasons = [{"id": word, "label": label} for word, label in choice.reasons]
    return {"id": choice.id, "label": choice.label} | ({"reasons": reasons} if reasons else {})


# One of these is a single code point here and two code units in JavaScript.
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Offsets into one text, counted as JavaScript counts them.

    >>> Utf16("\U0001f642 Leah").span(Span(2, 6))
    Span(start=3, end=7)
    """

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]

    def span(self, span: Span) -> Span:
        """The same stretch in UTF-16 code units."""
        return Span(self._units(span.start), self._units(span.end))

    def finding(self, finding: Finding) -> Finding:
        """The same finding with its span in UTF-16 code units."""
        return replace(finding, span=self.span(finding.span))

    def _units(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)


def units(text: str) -> int:
    """A text's length in UTF-16 code units.

    >>> units("\U0001f642!")
    3
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def joined(pieces: Iterable[str]) -> str:
    r"""One text from its pieces, where a surrogate pair may have been cut in two.

    >>> joined(["a\ud83d", "\ude42b", "\ud800"]) == "a\U0001f642b\ud800"
    True
    """
    text = "".join(pieces)
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
