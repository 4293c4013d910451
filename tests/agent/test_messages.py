"""Messages: closed schemas, stable codes, and offsets as JavaScript counts them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste.actions import keep
from safe_to_paste.host import messages
from safe_to_paste.host.framing import CAP
from safe_to_paste.host.messages import Refusal, Utf16, acted, encode, joined, parse, scanned, units
from safe_to_paste.model import Category, Edit, Finding, Likelihood, Span

SCAN: dict[str, Any] = {
    "type": "scan",
    "id": "1",
    "text": "x",
    "site": "chatgpt",
    "trigger": "paste",
    "conversation": "c0ffee",
}
GOOD: list[dict[str, Any]] = [
    {"type": "hello", "id": "1", "extension": "0.1.0", "protocol": 1, "locale": "en-GB"},
    {"type": "hello", "id": "1", "extension": "0.1.0", "protocol": 1},
    {"type": "ping", "id": "1"},
    {"type": "status", "id": "1"},
    SCAN,
    {key: value for key, value in SCAN.items() if key != "text"} | {"upload": "u1"},
    {"type": "act", "id": "1", "scan": "s1", "action": "replace", "taken": ["[Pupil 1]"]},
    {"type": "act", "id": "1", "scan": "s1", "action": "keep", "reason": "made_up"},
    {"type": "upload_begin", "id": "1", "size": 0},
    {"type": "upload_chunk", "id": "1", "upload": "u1", "seq": 0, "text": ""},
    {"type": "upload_end", "id": "1", "upload": "u1"},
]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SURROGATES = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF)
TEXTS = st.text(st.characters(codec="utf-8") | SURROGATES | st.sampled_from("\U0001f642\U00010000\uffff"))


def refused(message: object) -> Refusal:
    answer = parse(json.dumps(message).encode())
    assert isinstance(answer, Refusal)
    return answer


def finding(start: int, end: int, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "rule": "test/badge",
        "entity": "BADGE",
        "category": Category.IDENTIFIABLE,
        "likelihood": Likelihood.LIKELY,
        "span": Span(start, end),
        "because": ("badge number",),
        "title": "badge number",
        "help": "Invented.",
        "placeholder": "Badge",
    }
    return Finding(**(values | changes))


@pytest.mark.parametrize("message", GOOD)
def test_every_message_becomes_its_object(message: dict[str, Any]) -> None:
    request = parse(json.dumps(message).encode())

    assert not isinstance(request, Refusal)
    for key in message.keys() - {"type", "taken"}:
        assert message[key] == getattr(request, key)


@pytest.mark.parametrize("message", GOOD)
def test_an_unknown_key_is_an_error(message: dict[str, Any]) -> None:
    answer = refused(message | {"txet": "Leah"})

    assert ("1", "bad_request") == (answer.id, answer.error.code)
    assert "Leah" not in str(answer.error)
    assert "txet" not in str(answer.error)


@pytest.mark.parametrize("message", GOOD)
def test_a_missing_key_is_an_error(message: dict[str, Any]) -> None:
    for key in message.keys() - {"type", "id", "locale", "taken", "reason"}:
        answer = refused({k: v for k, v in message.items() if k != key})

        assert ("1", "bad_request") == (answer.id, answer.error.code)


@given(st.sampled_from(GOOD), st.data(), ANY_JSON)
def test_no_value_gets_past_its_type(message: dict[str, Any], data: st.DataObject, value: Any) -> None:
    key = data.draw(st.sampled_from(sorted(message)))

    answer = parse(json.dumps(message | {key: value}).encode())

    if isinstance(answer, Refusal):
        assert answer.error.code in {"bad_request", "unknown_type"}
    elif key != "type":
        expected = tuple(value) if isinstance(value, list) else value
        assert type(getattr(answer, key)) is type(expected)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"id": "1"}, "unknown_type"),
        ({"type": "shutdown", "id": "1"}, "unknown_type"),
        ({"type": ["scan"], "id": "1"}, "unknown_type"),
        ({"type": "ping", "id": ""}, "bad_request"),
        ({"type": "ping", "id": "x" * 65}, "bad_request"),
        ({"type": "ping", "id": 1}, "bad_request"),
        (SCAN | {"upload": "u1"}, "bad_request"),
        (SCAN | {"trigger": "guess"}, "bad_request"),
        (SCAN | {"conversation": "not hex"}, "bad_request"),
        (SCAN | {"conversation": ""}, "bad_request"),
        ({"type": "upload_begin", "id": "1", "size": -1}, "bad_request"),
        ({"type": "upload_begin", "id": "1", "size": True}, "bad_request"),
        ({"type": "upload_begin", "id": "1", "size": 1.0}, "bad_request"),
        ({"type": "act", "id": "1", "scan": "s1", "action": "replace", "reason": "made_up"}, "bad_request"),
        ({"type": "act", "id": "1", "scan": "s1", "action": "keep", "reason": "no"}, "bad_request"),
        ({"type": "act", "id": "1", "scan": "s1", "action": "keep", "taken": ["x" * 81]}, "bad_request"),
        ({"type": "act", "id": "1", "scan": "s1", "action": "keep", "taken": ["x"] * 2001}, "bad_request"),
    ],
)
def test_refusals_have_stable_codes(message: dict[str, Any], code: str) -> None:
    assert code == refused(message).error.code


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff\xfe",
        b"nonsense",
        b'{"type": "ping", "id": "1"',
        b"[]",
        b"null",
        b'"ping"',
        b'{"type": "ping", "id": "1", "id": "2"}',
        b'{"type": "ping", "id": NaN}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"1" * 10_000,
        b'{"type": "ping", "id": "\xed\xa0\x80"}',
    ],
    ids=range(12),
)
def test_frames_that_are_no_message_are_bad_requests_without_an_id(frame: bytes) -> None:
    answer = parse(frame)

    assert isinstance(answer, Refusal)
    assert ("", "bad_request") == (answer.id, answer.error.code)


@given(st.binary(max_size=200))
def test_no_bytes_raise(frame: bytes) -> None:
    assert isinstance(parse(frame), Refusal)


@given(TEXTS)
def test_any_text_survives_the_wire(text: str) -> None:
    request = parse(encode(SCAN | {"text": text}))

    assert isinstance(request, messages.ScanRequest)
    # Two halves that JSON escapes one after the other are one character to whoever reads them.
    assert joined([text]) == request.text


def test_a_request_does_not_show_its_text() -> None:
    assert "Leah" not in repr(parse(encode(SCAN | {"text": "Leah"})))


def test_reasons_are_those_of_the_keep_action() -> None:
    assert (*keep.REASONS, *keep.WORK_REASONS) == messages.REASONS


@given(TEXTS)
def test_offsets_are_those_of_javascript(text: str) -> None:
    counted = Utf16(text)
    for at in range(len(text) + 1):
        expected = len(text[:at].encode("utf-16-le", "surrogatepass")) // 2

        assert Span(0, expected) == counted.span(Span(0, at))


@given(TEXTS)
def test_units_are_those_of_javascript(text: str) -> None:
    assert len(text.encode("utf-16-le", "surrogatepass")) // 2 == units(text)


@given(TEXTS, st.data())
def test_pieces_cut_anywhere_join_to_the_same_text(text: str, data: st.DataObject) -> None:
    encoded = text.encode("utf-16-le", "surrogatepass")
    cut = 2 * data.draw(st.integers(0, len(encoded) // 2))
    pieces = [part.decode("utf-16-le", "surrogatepass") for part in (encoded[:cut], encoded[cut:])]

    assert encoded.decode("utf-16-le", "surrogatepass") == joined(pieces)


def scan_reply(findings: list[Finding]) -> dict[str, Any]:
    body = scanned(
        "1",
        scan="s1",
        mode="warn",
        outcome="warn",
        says="Some.",
        findings=findings,
        choices=[],
        policy={"title": "t", "version": "1"},
        cpu_ms=1.0,
    )
    assert len(body) <= CAP
    reply: dict[str, Any] = json.loads(body)
    return reply


def test_at_most_200_findings_are_listed_and_the_rest_counted() -> None:
    reply = scan_reply([finding(n, n + 1) for n in range(450)])

    assert (200, 250) == (len(reply["findings"]), reply["more"])


def test_long_words_of_a_school_do_not_break_the_frame() -> None:
    reply = scan_reply([finding(n, n + 1, clause="é" * 3000) for n in range(300)])

    assert 300 == len(reply["findings"]) + reply["more"]
    assert reply["findings"]


@given(st.lists(st.text(max_size=200), max_size=8), st.integers(1, 4))
def test_all_edits_arrive_in_order_however_many(labels: list[str], times: int) -> None:
    edits = [Edit(Span(n, n + 1), label) for n, label in enumerate(labels * times * 200)]

    replies = list(acted("1", edits))

    assert all(len(encode(reply)) <= CAP for reply in replies)
    assert [True] == [reply["last"] for reply in replies if reply["last"]] == [replies[-1]["last"]]
    sent: list[Any] = [edit for reply in replies for edit in reply["edits"]]  # type: ignore[attr-defined]
    assert [e.text for e in edits] == [e["text"] for e in sent]
