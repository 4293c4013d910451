"""The index follows its folders while a browser is open: what comes, changes, moves and goes."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from safe_to_paste import paths
from safe_to_paste.errors import FingerprintError
from safe_to_paste.index import watching
from safe_to_paste.index.folders import Folder
from safe_to_paste.index.watching import Wanted, Watching

from .conftest import PATIENCE, Start, World, wait_until
from .test_index import writing


class Runs:
    """Takes the place of the process that reads files: notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[frozenset[str] | None] = []

    def start(self, folders: Collection[Folder], months: int, only: Collection[str] | None) -> subprocess.Popen[bytes]:
        del folders, months
        self.asked.append(None if only is None else frozenset(only))
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE)

    def named(self) -> frozenset[str]:
        return frozenset(Path(path).name for only in self.asked for path in only or ())


@pytest.fixture
def runs() -> Runs:
    return Runs()


@pytest.fixture
def work(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "places", world.places)
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@contextlib.contextmanager
def watched(work: Path, runs: Runs) -> Iterator[Watching]:
    watch = Watching(lambda: Wanted((Folder(work),), 24), runs.start, quiet=0.05)
    watch.start()
    assert wait_until(lambda: runs.asked == [None])
    assert wait_until(lambda: watch._events.is_following)
    try:
        yield watch
    finally:
        watch.stop()


def test_what_is_written_moved_in_renamed_or_deleted_is_named_to_a_run(work: Path, runs: Runs) -> None:
    outside = work.with_name("outside.txt")
    outside.write_text("x")
    with watched(work, runs):
        (work / "written.txt").write_text("x")
        outside.rename(work / "came.txt")
        (work / "new.tmp").write_text("x")
        (work / "new.tmp").rename(work / "saved.docx")
        assert wait_until(lambda: {"written.txt", "came.txt", "saved.docx"} <= runs.named())

        (work / "came.txt").unlink()
        assert wait_until(lambda: any(only and {Path(p).name for p in only} == {"came.txt"} for only in runs.asked))


@pytest.mark.parametrize("change", ["comes", "goes"])
def test_a_whole_folder_that_comes_or_goes_has_everything_looked_at(work: Path, runs: Runs, change: str) -> None:
    folder = work.with_name("8C")
    folder.mkdir()
    (folder / "essay.txt").write_text("x")
    if change == "goes":
        shutil.move(folder, work)
    with watched(work, runs):
        shutil.move(folder, work) if change == "comes" else shutil.rmtree(work / "8C")

        assert wait_until(lambda: len(runs.asked) > 1 and None in runs.asked[1:])


def test_a_folder_that_is_not_there_keeps_no_other_from_being_watched(work: Path, runs: Runs) -> None:
    watch = Watching(lambda: Wanted((Folder(work / "none"), Folder(work)), 24), runs.start, quiet=0.05)
    watch.start()
    assert wait_until(lambda: runs.asked == [None] and watch._events.is_following)
    (work / "essay.txt").write_text("x")

    assert wait_until(lambda: "essay.txt" in runs.named())
    watch.stop()


def test_of_several_hosts_one_watches_and_another_takes_over(
    work: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_AGAIN", 0.05)
    other = Runs()
    with watched(work, runs):
        second = Watching(lambda: Wanted((Folder(work),), 24), other.start, quiet=0.05)
        second.start()
        (work / "essay.txt").write_text("x")
        assert wait_until(lambda: "essay.txt" in runs.named())
        assert not other.asked

    assert wait_until(lambda: other.asked == [None])
    second.stop()


def test_what_no_event_told_of_is_looked_for_now_and_then(
    work: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "ANYWAY", 0.2)
    monkeypatch.setattr(watching, "is_remote", lambda _: True)
    with watched(work, runs):
        assert wait_until(lambda: [None, None, None] == runs.asked[:3])


def test_nothing_begins_where_there_is_nothing_to_index(work: Path, runs: Runs) -> None:
    del work
    watch = Watching(Wanted, runs.start)
    watch.start()

    assert watch._thread is None


def test_while_the_policy_is_not_known_nothing_is_done(work: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an index would be emptied because a policy's file is broken for a moment."""
    monkeypatch.setattr(watching, "_AGAIN", 0.05)
    known = iter([FingerprintError("not now"), FingerprintError("not now")])

    def wanted() -> Wanted:
        if error := next(known, None):
            raise error
        return Wanted((Folder(work),), 24)

    watch = Watching(wanted, runs.start, quiet=0.05)
    watch.start()
    assert watch._thread is None
    watch.start()
    watch.start()

    assert wait_until(lambda: runs.asked == [None])
    watch.stop()


def test_a_run_that_fails_is_a_note_until_one_does_not(work: Path, runs: Runs) -> None:
    fails = iter(["import sys; sys.exit(2)"])

    def start(folders: Collection[Folder], months: int, only: Collection[str] | None) -> subprocess.Popen[bytes]:
        runs.start(folders, months, only).communicate()
        return subprocess.Popen([sys.executable, "-c", next(fails, "")], stdin=subprocess.PIPE)

    watch = Watching(lambda: Wanted((Folder(work),), 24), start, quiet=0.05)
    watch.start()
    assert wait_until(lambda: bool(watch.notes))
    (work / "essay.txt").write_text("x")

    assert wait_until(lambda: not watch.notes)
    watch.stop()


def test_a_host_finds_a_piece_soon_after_it_was_handed_in(start: Start, tmp_path: Path) -> None:
    """The real host, the real child, the real index."""
    work = tmp_path / "work"
    work.mkdir()
    folder = tmp_path / "home" / "data" / "safe-to-paste" / "index"
    folder.mkdir(parents=True)
    (folder / "folders.json").write_text(json.dumps([{"path": str(work), "teaching": False}]))
    host = start()
    host.hello()
    assert not any(f["rule"] == "pupil-work/known" for f in host.scan(writing(100))["findings"])
    assert wait_until((folder / "index.sqlite3").is_file, 2 * PATIENCE)

    (work / "essay.txt").write_text(writing(100), encoding="utf-8")

    def found() -> bool:
        return any(f["rule"] == "pupil-work/known" for f in host.scan(writing(100))["findings"])

    assert wait_until(found, 2 * PATIENCE)
    assert not [note for note in host.ask("status")["notes"] if "index" in note]
    (answer,) = [each for each in host.scan(writing(100))["actions"] if each["id"] == "keep"]
    assert ["mine", "consent", "licence"] == [reason["id"] for reason in answer["reasons"]]
