"""What a connection remembers: bounded, keyed, and without a text."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import pytest
from safe_to_paste import paths, settings
from safe_to_paste.errors import MessageError
from safe_to_paste.host import memory, uploads
from safe_to_paste.host.desk import Desk
from safe_to_paste.host.memory import Conversations, Dismissals, Record, Records
from safe_to_paste.host.messages import ScanRequest, UploadBegin
from safe_to_paste.host.state import State
from safe_to_paste.host.uploads import Uploads
from safe_to_paste.model import Category, Finding, Likelihood, Scan, Span

from .conftest import PATIENCE, World


class Clock:
    """Time that passes when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def record(*categories: Category, actions: tuple[str, ...] = ("keep",), conversation: str = "aa") -> Record:
    findings = tuple(
        Finding("test/x", "X", category, Likelihood.LIKELY, Span(n, n + 1), (), "x", "x", "X")
        for n, category in enumerate(categories)
    )
    tokens = tuple(f"token {n}".encode() for n in range(len(findings)))
    return Record(conversation, Scan(findings, len(findings)), tokens, actions)


def code(error: pytest.ExceptionInfo[MessageError]) -> str:
    return error.value.code


def test_the_latest_scans_are_remembered_for_half_an_hour() -> None:
    clock = Clock()
    records = Records(clock)
    names = [records.add(record()) for _ in range(memory.MOST_SCANS + 1)]

    assert record() == records.get(names[-1])
    with pytest.raises(MessageError) as forgotten:
        records.get(names[0])
    clock.now += memory.LIFETIME + 1
    with pytest.raises(MessageError) as aged:
        records.get(names[-1])

    assert ("unknown_scan", "unknown_scan") == (code(forgotten), code(aged))


def test_very_many_findings_push_out_older_scans_but_never_the_newest() -> None:
    records = Records()
    large = record(*[Category.IDENTIFIABLE] * (memory.MOST_FINDINGS // 2 + 1))
    first, second = records.add(large), records.add(large)

    assert large == records.get(second)
    with pytest.raises(MessageError):
        records.get(first)


def test_a_scan_that_found_nothing_is_not_kept() -> None:
    records = Records()

    with pytest.raises(MessageError):
        records.get(records.add(record(actions=())))


def test_conversations_used_last_are_remembered() -> None:
    conversations = Conversations()
    first = conversations.get("first")
    for number in range(memory.MOST_CONVERSATIONS - 1):
        conversations.get(str(number))

    assert first is conversations.get("first")

    conversations.get("one more")

    assert first is conversations.get("first")
    assert conversations.get("0").label("Pupil", b"x") == "[Pupil 1]"


def test_only_identifiers_are_dismissed_for_good() -> None:
    dismissals = Dismissals()
    assert not dismissals
    dismissals.add(record(Category.IDENTIFIABLE, Category.SENSITIVE))

    assert dismissals
    assert dismissals.holds("bb", "X", b"token 0")
    assert not dismissals.holds("bb", "X", b"token 1")
    assert dismissals.holds("aa", "X", b"token 1")
    assert not dismissals.holds("aa", "Y", b"token 0")


def test_an_upload_serves_one_scan() -> None:
    held = Uploads()
    name = held.begin(5)
    held.add(name, 0, "a\ud83d")
    held.add(name, 1, "\ude42b")
    with pytest.raises(MessageError) as short:
        held.end(name)

    assert "bad_request" == code(short)

    name = held.begin(4)
    held.add(name, 0, "a\ud83d")
    held.add(name, 1, "\ude42b")
    with pytest.raises(MessageError) as early:
        held.take(name)
    held.end(name)

    assert "a\U0001f642b" == held.take(name)
    with pytest.raises(MessageError) as late:
        held.take(name)
    assert ("unknown_upload", "unknown_upload") == (code(early), code(late))


@pytest.mark.parametrize("seq", [0, 2])
def test_pieces_come_in_order(seq: int) -> None:
    held = Uploads()
    name = held.begin(4)
    held.add(name, 0, "ab")

    with pytest.raises(MessageError) as raised:
        held.add(name, seq, "cd")

    assert "bad_request" == code(raised)


def test_uploads_are_bounded() -> None:
    clock = Clock()
    held = Uploads(clock)
    with pytest.raises(MessageError) as large:
        held.begin(uploads.MOST_UNITS + 1)
    names = [held.begin(1) for _ in range(uploads.MOST_OPEN)]
    with pytest.raises(MessageError) as many:
        held.begin(1)
    with pytest.raises(MessageError) as more:
        held.add(names[0], 0, "ab")

    assert {"too_large"} == {code(large), code(many), code(more)}
    # The one that broke its word is gone, and those given up go in time.
    held.begin(1)
    clock.now += uploads.PATIENCE + 1
    assert [held.begin(1) for _ in range(uploads.MOST_OPEN)]
    with pytest.raises(MessageError):
        held.end(names[1])


@pytest.mark.parametrize("method", ["add", "end", "take", "begin", "forget_abandoned"])
def test_an_upload_that_was_given_up_is_let_go_whatever_is_asked_next(method: str) -> None:
    clock = Clock()
    held = Uploads(clock)
    text = "".join(["Le", "ah"])
    before = sys.getrefcount(text)
    name = held.begin(4)
    held.add(name, 0, text)
    assert sys.getrefcount(text) > before
    clock.now += uploads.PATIENCE + 1
    arguments: dict[str, tuple[object, ...]] = {
        "add": ("u0", 0, ""),
        "end": ("u0",),
        "take": ("u0",),
        "begin": (1,),
        "forget_abandoned": (),
    }
    with contextlib.suppress(MessageError):
        getattr(held, method)(*arguments[method])

    assert before == sys.getrefcount(text)


def test_tidying_lets_go_of_uploads_and_scans(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    clock = Clock()
    state = State(read_settings=lambda: settings.load(()), rules_dir=world.root / "rules")
    desk: Any = Desk(state, clock)
    list(desk.reload())
    list(desk.answer(UploadBegin("1", 4)))
    scan = ScanRequest("2", "chatgpt", "paste", "aa", text="ZZ1234")
    assert b"hold" in b"".join(desk.answer(scan))
    clock.now += memory.LIFETIME + 1
    list(desk.tidy())
    desk.close()
    desk.finish(PATIENCE)

    assert ({}, {}) == (dict(desk._uploads._open), dict(desk._records._records))


def test_nothing_remembered_shows_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    held: Any = Uploads()
    held.add(held.begin(4), 0, "Leah")
    print(held.__dict__)

    assert "Leah" not in capsys.readouterr().out
