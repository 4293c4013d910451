"""Files on the wire: uploaded in pieces, read beside everything else, copied, given up, and never on the disk."""

from __future__ import annotations

import base64
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste.documents.copying.tracing import Change
from safe_to_paste.documents.limits import FILE_BYTES, SECONDS
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.reader import Copy, Reader
from safe_to_paste.documents.reasons import unreadable
from safe_to_paste.errors import MessageError
from safe_to_paste.host import messages
from safe_to_paste.host.files import Files, about, cut
from safe_to_paste.host.uploads import File, Uploads

from . import hostile, papers
from .conftest import Browser, Start

UPN = "B801200005001"
WORD = papers.docx(papers.body(f"<w:p><w:r><w:t>Her UPN is {UPN}.</w:t></w:r></w:p>"))
ABOUT = {"site": "chatgpt", "trigger": "attach", "conversation": "aa11"}


@pytest.fixture
def host(start: Start) -> Iterator[Browser]:
    browser = start()
    browser.ask("hello", extension="0.1.0", protocol=1)
    yield browser
    browser.close()


def begun(host: Browser, data: bytes, ending: str) -> str:
    return str(host.ask("upload_begin", size=len(data), ending=ending)["upload"])


def uploaded(host: Browser, data: bytes, ending: str = ".docx") -> str:
    upload = begun(host, data, ending)
    for seq, at in enumerate(range(0, len(data), 256_000)):
        piece = base64.b64encode(data[at : at + 256_000]).decode()
        assert host.ask("upload_chunk", upload=upload, seq=seq, bytes=piece)["ok"]
    assert host.ask("upload_end", upload=upload)["ok"]
    return upload


def scanned(host: Browser, data: bytes, ending: str = ".docx") -> dict[str, Any]:
    return host.ask("scan", upload=uploaded(host, data, ending), **ABOUT)


def copied(host: Browser, **request: object) -> tuple[str, bytes, list[str]]:
    """The ending, the bytes and the labels of a copy, however many frames it came in."""
    host.send({"type": "copy", "id": "c", **request})
    data, frames = b"", 0
    while True:
        reply = host.reply()
        assert reply["ok"], reply
        data, frames = data + base64.b64decode(reply["bytes"]), frames + 1
        if reply["last"]:
            return reply["ending"], data, reply["labels"]


def test_findings_in_a_file_say_where_they_are(host: Browser) -> None:
    reply = scanned(host, WORD)

    assert "hold" == reply["outcome"]
    assert [("UPN", "paragraph 1")] == [(f["entity"], f["part"]) for f in reply["findings"]]
    assert {"kind": "docx", "reason": "", "pictures": 0, "unread": [], "copy": ".docx"} == reply["file"]
    assert UPN not in str(reply)


def test_a_copy_has_labels_of_the_conversation_and_is_clean(host: Browser, reader: Reader) -> None:
    text = host.ask("scan", text="Her UPN is A999203119012.", **ABOUT)
    host.ask("act", scan=text["scan"], action="replace")
    scan = scanned(host, WORD)["scan"]
    ending, data, labels = copied(host, scan=scan, upload=uploaded(host, WORD), action="replace")

    assert (".docx", ["[UPN 2]"] if text["findings"] else ["[UPN 1]"]) == (ending, labels)
    assert f"Her UPN is {labels[0]}." == reader.read_bytes(data, "a.docx").text.strip()
    assert "allow" == scanned(host, data)["outcome"]


def test_a_large_copy_comes_in_several_frames(host: Browser) -> None:
    noise = random.Random(1).randbytes(400_000).hex().encode()
    data = b"Her UPN is " + UPN.encode() + b".\n" + b"\n".join(noise[n : n + 80] for n in range(0, len(noise), 80))
    scan = scanned(host, data, ".txt")["scan"]
    ending, copy, labels = copied(host, scan=scan, upload=uploaded(host, data, ".txt"), action="remove")

    assert (".txt", []) == (ending, labels)
    assert data.replace(UPN.encode(), b"") == copy


@pytest.mark.parametrize(
    ("data", "ending", "reason"),
    [
        (papers.ole({"EncryptedPackage": b"x"}), ".docx", "password"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), ".png", "picture"),
        (WORD[:200], ".docx", "damaged"),
        (b"", ".docx", "empty"),
        (b"\x00\x01\x02" * 50, ".docx", "not_its_name"),
        (papers.zipped({"a.txt": b"Leah"}), ".zip", "archive"),
    ],
)
def test_what_cannot_be_read_is_held_and_said(host: Browser, data: bytes, ending: str, reason: str) -> None:
    reply = scanned(host, data, ending)

    assert ("hold", reason, "") == (reply["outcome"], reply["file"]["reason"], reply["file"]["copy"])
    assert reply["says"].startswith("This file ")
    assert {"keep", "go_back"} == {action["id"] for action in reply["actions"]}
    assert host.ask("act", scan=reply["scan"], action="keep", reason="dpo")["ok"]


def test_of_a_very_long_text_the_rest_is_said_to_be_unread_and_is_in_no_copy() -> None:
    long = Document("text", "x" * 4_000_001)
    read = cut(long)

    assert 4_000_000 == len(read.text)
    assert ("", ["what follows its first 4,000,000 characters"]) == (
        about(read, None, "a.txt")["copy"],
        about(read, None, "a.txt")["unread"],
    )
    assert ".txt" == about(Document("text", "x"), None, "a.txt")["copy"]


def test_a_file_with_nothing_in_it_is_allowed(host: Browser) -> None:
    reply = scanned(host, b"Photosynthesis makes sugar.", ".txt")

    assert ("allow", [], []) == (reply["outcome"], reply["findings"], reply["actions"])


def test_a_copy_of_another_file_than_was_scanned_is_refused(host: Browser) -> None:
    scan = scanned(host, WORD)["scan"]
    other = host.ask("copy", scan=scan, upload=uploaded(host, WORD + b"\0"), action="replace")
    text = host.ask("scan", text=f"Her UPN is {UPN}.", **ABOUT)["scan"]
    of_text = host.ask("copy", scan=text, upload=uploaded(host, WORD), action="replace")

    assert ["unknown_scan", "unknown_scan"] == [other["error"]["code"], of_text["error"]["code"]]


def test_pastes_are_answered_while_a_file_is_read(host: Browser) -> None:
    """The child takes longer to start than a text takes to be scanned."""
    host.ask("scan", text="warm", **ABOUT)
    upload = uploaded(host, papers.pdf(b"BT ET"), ".pdf")
    host.send({"type": "scan", "id": "file", "upload": upload, **ABOUT})
    host.send({"type": "scan", "id": "text", "text": f"UPN {UPN}", **ABOUT})

    assert ["text", "file"] == [host.reply()["id"], host.reply()["id"]]
    assert [(upload, "reading"), (upload, "checking")] == [(e["upload"], e["stage"]) for e in host.events]


def test_pieces_are_what_they_should_be(host: Browser) -> None:
    upload = begun(host, WORD, ".docx")
    wrong = [
        host.ask("upload_chunk", upload=upload, seq=0, bytes="no base64!"),
        host.ask("upload_chunk", upload=upload, seq=0, text="a text"),
        host.ask("upload_chunk", upload=upload, seq=1, bytes=""),
        host.ask("upload_chunk", upload=upload, seq=0),
        host.ask("upload_begin", size=1, ending="docx and more"),
    ]

    assert ["bad_request"] * len(wrong) == [reply["error"]["code"] for reply in wrong]


def test_no_more_than_one_largest_file_is_held_at_a_time() -> None:
    uploads = Uploads()
    first = uploads.begin(FILE_BYTES - 10, ".pdf")
    with pytest.raises(MessageError) as refused:
        uploads.begin(11, ".pdf")
    uploads.drop(first)

    assert "too_large" == refused.value.code
    assert uploads.begin(FILE_BYTES, ".pdf")
    with pytest.raises(MessageError):
        Uploads().begin(FILE_BYTES + 1, "")


def test_an_upload_that_is_given_up_is_forgotten(host: Browser) -> None:
    upload = begun(host, WORD, ".docx")
    given_up = host.ask("upload_drop", upload=upload)
    late = host.ask("upload_chunk", upload=upload, seq=0, bytes="")

    assert given_up["ok"]
    assert "unknown_upload" == late["error"]["code"]


def test_a_file_that_is_being_read_can_be_given_up(host: Browser) -> None:
    upload = uploaded(host, hostile.rtf_of_braces(), ".rtf")
    host.send({"type": "scan", "id": "file", "upload": upload, **ABOUT})
    assert "reading" == host.event()["stage"]
    time.sleep(0.3)
    began = time.monotonic()
    host.send({"type": "upload_drop", "id": "drop", "upload": upload})
    replies = {reply["id"]: reply for reply in (host.reply(), host.reply())}

    assert time.monotonic() - began < SECONDS
    assert "unknown_upload" == replies["file"]["error"]["code"]
    assert "hold" == scanned(host, WORD)["outcome"]


def test_nothing_of_a_file_reaches_the_disk(host: Browser, tmp_path: Path) -> None:
    scan = scanned(host, WORD)["scan"]
    copied(host, scan=scan, upload=uploaded(host, WORD), action="replace")
    host.ask("status")
    time.sleep(0.2)
    written = [Path(folder) / name for folder, _, names in os.walk(tmp_path) for name in names]

    assert [] == [file for file in written if UPN.encode() in file.read_bytes() or WORD[:60] in file.read_bytes()]


class _Slow(Reader):
    """Takes no process; says what it was asked."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    def read_bytes(self, data: bytes, name: str) -> Document:
        if self.fails:
            raise self.fails
        return Document("text", f"{name} {len(data)}")

    def copy_bytes(self, data: bytes, name: str, changes: Sequence[Change]) -> Copy:  # noqa: ARG002 - a stand-in
        return Copy(".txt", data)


def _frames(said: object) -> Iterator[bytes]:
    yield str(said).encode()


def test_a_fault_while_a_file_is_read_is_the_desks_to_answer_for() -> None:
    files = Files(reader=lambda _: _Slow(RuntimeError()))
    with pytest.raises(RuntimeError):
        list(files.read("1", File("u1", ".txt", b"a"), pictures=False, then=_frames))

    assert [b"file.txt 1"] == [
        frame.split(b"'")[1] if b"'" in frame else frame
        for frame in Files(reader=lambda _: _Slow()).read(
            "2", File("u1", ".txt", b"a"), pictures=False, then=lambda read: _frames(getattr(read, "text", read))
        )
    ]


def test_a_process_that_has_nothing_to_do_is_let_go() -> None:
    now = [0.0]
    slow = _Slow()
    files = Files(None, lambda: now[0], lambda _: slow)
    list(files.copy("1", File("u1", ".txt", b"a"), [Change(0, 1, "b")], then=_frames))
    files.rest()
    early = slow.closed
    now[0] = 61.0
    files.rest()

    assert (0, 1) == (early, slow.closed)


def test_too_many_files_at_once_are_refused() -> None:
    waiting: list[object] = []
    files = Files(lambda _, frames: waiting.append(frames), reader=lambda _: _Slow())
    for number in range(4):
        list(files.read("1", File(f"u{number}", "", b""), pictures=False, then=_frames))
    with pytest.raises(MessageError) as refused:
        list(files.read("1", File("u5", "", b""), pictures=False, then=_frames))

    assert "too_large" == refused.value.code


def test_in_a_trial_nothing_is_held() -> None:
    from safe_to_paste import paths, policy
    from safe_to_paste.host import files
    from safe_to_paste.model import Scan

    text = b'title = "T"\nversion = "1"\nmode = "report_only"\n'
    trial = policy.parse(text, "trial")
    verdict = files.unchecked(policy.decide(Scan((), 0), trial), trial, str(unreadable("password")))

    assert paths.rules_dir().is_dir()
    assert ("hint", "hold") == (verdict.outcome.word, verdict.would_be.word)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def test_pieces_of_a_copy_fit_a_frame_with_all_the_labels() -> None:
    labels = [f"[{'Kind' * 15} {n}]" for n in range(messages.MOST_TAKEN)]
    (frame,) = messages.copied("1" * 64, ".docx", b"\xff" * messages.PIECE_BYTES, labels)

    assert len(messages.encode(frame)) < 524_288
