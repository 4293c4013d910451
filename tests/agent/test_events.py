"""Following folders: what the system tells is handed on, and nothing stays behind when it has nothing left to give."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Queue

import pytest
from safe_to_paste.events import Events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import BaseObserver

_NONE_LEFT = OSError(28, "no watch left")


def test_what_happens_in_a_folder_is_handed_on_until_it_is_ended(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    told: Queue[FileSystemEvent] = Queue()
    events = Events(told.put)

    assert events.follow([(tmp_path, False)])

    (tmp_path / "new.txt").touch()

    assert Path(str(told.get(timeout=10).src_path)).name == "new.txt"

    events.stop()

    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("step", ["EventDispatcher.start", "BaseObserver.on_thread_start"])
def test_an_observer_that_cannot_be_started_leaves_no_thread(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_: object) -> None:
        raise _NONE_LEFT

    monkeypatch.setattr(f"watchdog.observers.api.{step}", none_left)
    before = set(threading.enumerate())

    assert not Events(lambda _: None).follow([])
    assert set(threading.enumerate()) <= before


def test_a_folder_that_is_not_there_or_cannot_be_followed_takes_no_others_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("full", "well"):
        (tmp_path / name).mkdir()
    schedule = BaseObserver.schedule

    def some_left(observer: BaseObserver, handler: FileSystemEventHandler, path: str, *, recursive: bool) -> object:
        if path.endswith("full"):
            raise _NONE_LEFT
        return schedule(observer, handler, path, recursive=recursive)

    monkeypatch.setattr(BaseObserver, "schedule", some_left)
    told: Queue[FileSystemEvent] = Queue()
    events = Events(told.put)
    try:
        assert events.follow([(tmp_path / "gone", True), (tmp_path / "well", True)])
        assert not events.follow([(tmp_path / "full", True), (tmp_path / "well", True)])

        (tmp_path / "well" / "new.txt").touch()

        assert Path(str(told.get(timeout=10).src_path)).name == "new.txt"
    finally:
        events.stop()
