"""Print in pictures is read where Tesseract is and a setting asks for it; the person is asked all the same."""

from __future__ import annotations

import json
import os
import stat
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from safe_to_paste.documents import picture
from safe_to_paste.documents.reader import Reader
from safe_to_paste.errors import UnreadableError

from . import papers
from .conftest import Start, World
from .test_host_files import ABOUT, UPN, scanned

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def photograph(text: str) -> bytes:
    """A PNG of a page with a line of print."""
    data = papers.pdf(f"BT /F1 28 Tf 40 700 Td ({text}) Tj ET".encode(), filters="")
    page = pypdfium2.PdfDocument(data)[0].render(scale=2.0, grayscale=True)
    raw, stride = bytes(page.buffer), page.stride
    rows = b"".join(b"\0" + raw[y * stride : y * stride + page.width] for y in range(page.height))
    header = struct.pack(">IIBBBBB", page.width, page.height, 8, 0, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in pieces
    )


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program called tesseract that reads the same in every picture."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ncat > /dev/null\necho "Her UPN is {UPN}, her badge ZZ1234."\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program  # type: ignore[return-value]


@on_posix
def test_print_in_a_picture_is_read_when_it_is_asked_for(stand_in: Path) -> None:
    with Reader(ocr=True) as reader:
        document = reader.read_bytes(photograph("x"), "a.png")

    assert stand_in.is_file()
    assert ("picture", 1, f"Her UPN is {UPN}, her badge ZZ1234.\n") == (document.kind, document.pictures, document.text)
    assert ["picture"] == [place.where for place in document.places]


def test_a_picture_is_only_said_to_be_one_when_it_is_not() -> None:
    with Reader() as reader, pytest.raises(UnreadableError) as refused:
        reader.read_bytes(photograph("x"), "a.png")

    assert "picture" == refused.value.code


@on_posix
@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", ""])
def test_a_program_that_fails_leaves_a_picture_unread(stand_in: Path, script: str) -> None:
    stand_in.write_text(f"#!/bin/sh\n{script}\n" if script else "no program", encoding="utf-8")
    with Reader(ocr=True) as reader, pytest.raises(UnreadableError) as refused:
        reader.read_bytes(photograph("x"), "a.png")

    assert "picture" == refused.value.code


@on_posix
def test_the_host_asks_about_a_picture_whatever_was_read_in_it(stand_in: Path, start: Start, world: World) -> None:
    world.settings.write_text(json.dumps({"read_pictures": "on"}), encoding="utf-8")
    host = start(world)
    host.hello()
    reply = scanned(host, photograph("x"), ".png")
    stand_in.write_text("#!/bin/sh\ncat > /dev/null\necho\n", encoding="utf-8")
    nothing = scanned(host, photograph("x"), ".png")

    assert [("picture", "hold", ""), ("picture", "hold", "")] == [
        (each["file"]["reason"], each["outcome"], each["file"]["copy"]) for each in (reply, nothing)
    ]
    assert ["picture"] == [finding["part"] for finding in reply["findings"]]
    assert [] == nothing["findings"]
    assert {"keep", "go_back"} == {action["id"] for action in reply["actions"]}
    assert ABOUT["trigger"] == "attach"


def test_a_program_that_is_wanted_and_not_there_is_a_note(start: Start, world: World) -> None:
    world.settings.write_text(json.dumps({"read_pictures": "on"}), encoding="utf-8")
    host = start(world, before="from safe_to_paste.documents import picture\npicture.program = str\n")
    host.hello()

    assert [note for note in host.ask("status")["notes"] if note.startswith("read_pictures is on")]


@pytest.mark.skipif(not picture.program(), reason="Tesseract is not installed")
def test_tesseract_itself_reads_a_line_of_print() -> None:
    with Reader(ocr=True) as reader:
        document = reader.read_bytes(photograph(f"Her UPN is {UPN}."), "a.png")

    assert UPN in document.text
