"""What is kept about my own use, and how windows are started by the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
from practice import screen
from safe_to_paste import dialogs

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from dialogs.conftest import Open
    from practice.screen import Screen


def test_my_use_names_what_i_have_agreed_to(window: Open) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.press("push button", "Agree")
    dialogue.press("push button", "Close")
    dialogue.end()
    dialogue = window("about")
    dialogue.until("heading", "What I have agreed to")

    assert any("September 2026" in each["name"] for each in dialogue.tree if each["role"] == "list item")

    dialogue.press("push button", "Close")

    assert dialogue.end() == (0, "")


def test_the_host_starts_a_window_and_learns_how_it_ended(
    shown_on: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**shown_on.environ, "XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": "/nonexistent"}.items():
        monkeypatch.setenv(name, value)
    started = dialogs.start("concern", "safeguarding")
    try:
        screen.until("the window", lambda: shown_on.windows("Something went wrong"))

        assert started.poll() is None

        shown_on.keys("alt+F4")

        assert started.wait(screen.PATIENCE) == 1
    finally:
        if started.poll() is None:
            for child in psutil.Process(started.pid).children(recursive=True):
                child.kill()
            started.kill()
            started.wait()
