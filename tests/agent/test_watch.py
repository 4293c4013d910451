"""Watching: every way in which a file is replaced is noticed, and nothing else is."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from safe_to_paste import watch

from .conftest import wait_until

Begin = Callable[..., "Counted"]


class Counted:
    """A watch that counts what it notices."""

    def __init__(self, targets: tuple[Path, ...], known: watch.Stamp | None = None) -> None:
        self.noticed = 0
        self.watch = watch.Watch(lambda: targets, self._note, known=known)
        self.watch.start()

    def _note(self) -> None:
        self.noticed += 1

    def notices(self, least: int = 1) -> bool:
        return wait_until(lambda: self.noticed >= least)


@pytest.fixture
def begin() -> Iterator[Begin]:
    begun: list[Counted] = []

    def make(*targets: Path, known: watch.Stamp | None = None) -> Counted:
        begun.append(Counted(targets, known))
        return begun[-1]

    yield make
    for counted in begun:
        counted.watch.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "rules"
    (made / "pack").mkdir(parents=True)
    (made / "pack" / "a.toml").write_text("a", encoding="utf-8")
    return made


def in_place(folder: Path) -> None:
    (folder / "pack" / "a.toml").write_text("new", encoding="utf-8")


def renamed_over(folder: Path) -> None:
    new = folder / "pack" / "a.tmp"
    new.write_text("new", encoding="utf-8")
    new.replace(folder / "pack" / "a.toml")


def moved_in(folder: Path) -> None:
    outside = folder.parent / "outside.toml"
    outside.write_text("new", encoding="utf-8")
    outside.replace(folder / "pack" / "b.toml")


def removed(folder: Path) -> None:
    (folder / "pack" / "a.toml").unlink()


def new_pack(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "b.toml").write_text("b", encoding="utf-8")


def swapped(folder: Path) -> None:
    new = folder.parent / "new"
    shutil.copytree(folder, new)
    (new / "pack" / "a.toml").write_text("new", encoding="utf-8")
    folder.rename(folder.parent / "old")
    new.rename(folder)


@pytest.mark.parametrize("change", [in_place, renamed_over, moved_in, removed, new_pack, swapped])
def test_a_change_below_a_folder_is_noticed_and_so_is_the_next(
    begin: Begin, folder: Path, change: Callable[[Path], None]
) -> None:
    counted = begin(folder)
    change(folder)

    assert counted.notices()

    seen = counted.noticed
    (folder / "pack" / "later.toml").write_text("later", encoding="utf-8")

    assert counted.notices(seen + 1)


def test_a_file_may_come_go_and_come_in_a_folder_that_was_not_there(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "etc" / "safe-to-paste" / "settings.json"
    counted = begin(file)
    file.parent.mkdir(parents=True)
    file.write_text("{}", encoding="utf-8")

    assert counted.notices(1)

    file.unlink()

    assert counted.notices(2)

    file.write_text("{ }", encoding="utf-8")

    assert counted.notices(3)


def test_many_steps_of_one_change_are_noticed_together(begin: Begin, folder: Path) -> None:
    counted = begin(folder)
    began = time.monotonic()
    for number in range(100):
        (folder / "pack" / f"{number}.toml").write_text("x", encoding="utf-8")

    assert counted.notices()
    assert counted.noticed <= 2 + (time.monotonic() - began) / watch.QUIET


def test_reading_and_neighbours_are_no_change(begin: Begin, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text("{}", encoding="utf-8")
    counted = begin(file, folder)
    file.read_text(encoding="utf-8")
    (tmp_path / "neighbour.json").write_text("x", encoding="utf-8")
    os.utime(folder / "pack" / "a.toml")  # this one counts: it comes last, so that we need not wait long

    assert counted.notices()
    assert 1 == counted.noticed


def test_a_file_in_a_folder_that_is_yet_to_come_is_noticed(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "data" / "declared"
    counted = begin(file)
    file.parent.mkdir()
    time.sleep(0.5)  # until the new folder is watched; nothing has changed for it
    assert 0 == counted.noticed
    file.touch()

    assert counted.notices()


def test_a_file_that_comes_with_its_folder_is_noticed(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "data" / "declared"
    counted = begin(file)
    file.parent.mkdir()
    file.touch()

    assert counted.notices()


def test_what_changed_between_reading_and_watching_counts(begin: Begin, folder: Path) -> None:
    known = watch.stamp([folder])
    in_place(folder)

    assert begin(folder, known=known).notices()


def test_without_events_files_are_looked_at_instead(
    begin: Begin, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.start", none_left)
    counted = begin(folder)
    in_place(folder)

    assert counted.notices()


def test_stamp_of_nothing_is_empty(tmp_path: Path) -> None:
    assert frozenset() == watch.stamp([tmp_path / "nothing"])
