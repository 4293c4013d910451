"""The log: in the system's place, a line whole, never much, and never a reason to stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from safe_to_paste import log, paths

from .conftest import Start, World, wait_until


@pytest.fixture
def here(world: World, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "places", world.places)
    return log.file()


def test_a_line_is_a_time_a_process_and_words(here: Path) -> None:
    log.write("rules/x.toml: is\nnot TOML")

    day, time, process, *words = here.read_text().split()
    assert (10, 8, True) == (len(day), len(time), process.isdigit())
    assert ["rules/x.toml:", "is", "not", "TOML"] == words


def test_what_is_old_goes_and_what_is_long_is_cut(here: Path) -> None:
    here.parent.mkdir()
    here.write_bytes(b"x" * 300_000)
    log.write("a" * 10_000)
    log.write("b")

    assert len(here.read_bytes()) < 600
    assert 300_000 == len(here.with_name(log.BEFORE).read_bytes())


@pytest.mark.usefixtures("here")
def test_a_log_that_cannot_be_written_stops_nobody(world: World) -> None:
    (world.root / "log").write_text("a file where the folder should be")

    log.write("nothing")

    assert "a file" in (world.root / "log").read_text()


def test_a_host_says_what_is_in_force_and_when_that_changes(world: World, start: Start) -> None:
    host = start(world)
    host.hello()
    host.scan("ZZ1234")
    file = world.places().log / log.NAME

    assert wait_until(lambda: file.is_file() and "started, version" in file.read_text())
    world.rule.write_text("?", encoding="utf-8")
    assert wait_until(lambda: "badge.toml: is not TOML" in file.read_text())
    assert "ZZ1234" not in file.read_text()
