"""The window that offers a label for a file that has come from an AI tool."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from practice.screen import Dialogue, Screen, until
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
