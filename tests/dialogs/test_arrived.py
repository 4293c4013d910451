"""The window that offers a label for a file that has come from an AI tool."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from practice.screen import Dialogue, Screen, found, until
from safe_to_paste import ids
from safe_to_paste.journal import Journal

Open = Callable[..., Dialogue]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>',
}


@pytest.fixture
def file(laptop: Path) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
    made = laptop.with_name("Rivers unit plan.docx")
    made.write_bytes(held.getvalue())
    return made


def told(*files: Path) -> str:
    return json.dumps({"tool": "ChatGPT", "site": "chatgpt", "files": [str(file) for file in files]})


def in_front(screen: Screen) -> str:
    command = ["xdotool", "getactivewindow", "getwindowname"]
    return subprocess.run(command, env=screen.environ, capture_output=True, text=True, check=False).stdout.strip()


def footer(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read("word/footer1.xml").decode() if "word/footer1.xml" in archive.namelist() else ""


def test_the_focus_stays_where_it_is_and_a_press_labels_the_file(
    window: Open, shown_on: Screen, file: Path, laptop: Path
) -> None:
    other = window("about")
    until("the other window in front", lambda: in_front(shown_on) == "My AI use")
    offered = window("arrived", said=told(file))
    offered.until("heading", "Say that AI has helped?")
    assert in_front(shown_on) == "My AI use"
    assert offered.named("list item", "Rivers unit plan.docx") or "Rivers unit plan.docx" in str(offered.tree)

    offered.press("push button", "AI supported")
    offered.until("heading", "Labelled")
    assert "AI supported" in footer(file)
    assert offered.end() == (0, "")
    assert in_front(shown_on) == "My AI use"
    other.kill()
    [event] = Journal(laptop.parent / "data" / "safe-to-paste" / "journal.sqlite3").events()
    assert (event.trigger, event.label, event.site) == ("file", "ai_supported", "chatgpt")


def test_the_keyboard_reaches_it(window: Open, shown_on: Screen, file: Path) -> None:
    offered = window("arrived", said=told(file))
    offered.until("heading", "Say that AI has helped?")
    [number] = shown_on.windows("AI label")
    subprocess.run(["xdotool", "windowactivate", "--sync", number], env=shown_on.environ, check=True)
    until("the window in front", lambda: in_front(shown_on) == "AI label")
    shown_on.keys("Escape")

    assert offered.end() == (1, "")
    assert footer(file) == ""


def test_no_window_comes_for_a_file_that_has_gone(window: Open, file: Path) -> None:
    file.unlink()

    assert window("arrived", said=told(file)).end() == (0, "")


def is_watched(folder: Path, by: int) -> bool:
    """Whether the system is to tell a process of a folder: https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html."""
    inode = f" ino:{folder.stat().st_ino:x} "
    told = (info.read_text() for info in Path(f"/proc/{by}/fdinfo").iterdir() if info.is_file())
    return any(line.startswith("inotify") and inode in line for each in told for line in each.splitlines())


def test_a_host_offers_it_when_the_file_arrives_and_its_name_goes_nowhere(
    shown_on: Screen, file: Path, tmp_path: Path
) -> None:
    downloads = tmp_path / "home" / "Downloads"
    downloads.mkdir(parents=True)
    environ = {**shown_on.environ, "HOME": str(downloads.parent), "XDG_DATA_HOME": str(tmp_path / "home" / "data")}
    command = [sys.executable, "-m", "safe_to_paste.host.serve", ids.ORIGINS[0]]
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as host:
        assert host.stdin
        assert host.stdout
        hello = json.dumps({"type": "hello", "id": "1", "extension": "0.1.0", "protocol": 1}).encode()
        host.stdin.write(struct.pack("=I", len(hello)) + hello)
        host.stdin.flush()
        until("the host that watches", lambda: is_watched(downloads, host.pid))
        half = file.rename(downloads / "Unconfirmed 1.crdownload")
        arrived = downloads / "Report for Zebediah.docx"
        try:
            os.setxattr(half, "user.xdg.referrer.url", b"https://chatgpt.com/")
        except OSError:
            host.stdin.close()
            pytest.skip("this disk has no attributes")
        half.rename(arrived)
        until("the window", lambda: shown_on.windows("AI label"))
        offered = found(shown_on, "safe_to_paste.dialogs", "arrived")
        offered.press("push button", "Created by AI")
        offered.until("heading", "Labelled")
        host.stdin.close()

    assert "Created by AI" in footer(arrived)
    kept = [each for each in tmp_path.rglob("*") if each.is_file() and each.parent != downloads]
    assert not any(b"Zebediah" in each.read_bytes() for each in kept)
