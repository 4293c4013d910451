"""Taken off: nothing is left but what the policy keeps, and with --purge not that either."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from safe_to_paste import cli, install, keys, paths, removal
from safe_to_paste.install import Machine
from safe_to_paste.journal import Declaration, Event, Journal

from .conftest import World

KEY = keys.Key(b"k" * 32, "degraded")


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A laptop that has been used for a while, its person's folders apart from IT's."""
    here = paths.Places(
        world.root / "own" / "config",
        world.root / "own" / "data",
        world.root / "own" / "log",
        world.root / "machine",
        world.root / "machine" / "managed.json",
    )
    monkeypatch.setattr(paths, "places", lambda: here)
    monkeypatch.setattr(paths, "rules_dir", lambda: world.root / "rules")
    monkeypatch.setattr(paths, "is_kept_by_it", lambda _: True)
    monkeypatch.setattr(keys, "forget", lambda: (here.data / "key").unlink(missing_ok=True))
    for file in ("data/roster/own", "data/key", "log/agent.log", "config/x"):
        (world.root / "own" / file).parent.mkdir(parents=True, exist_ok=True)
        (world.root / "own" / file).write_bytes(b"x")
    (here.machine / "updates").mkdir(parents=True)
    return world


def journal(world: World) -> Journal:
    return Journal(world.root / "own" / "data" / "journal.sqlite3", read_key=lambda: KEY)


def used(world: World, *, declared: bool) -> None:
    book = journal(world)
    book.record(Event(datetime.now(UTC), "chatgpt", "paste", "default", "1", "abc", "hold", {"UPN": 1}))
    if declared:
        book.declare(Declaration(datetime.now(UTC), "robin", "default", "1", ("use",), training=True))
    book.close()


def left(world: World) -> set[str]:
    folder = world.root / "own"
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def forget(world: World, *, purge: bool = False) -> tuple[str, ...]:
    return removal.forget(purge=purge, journal=journal(world))


def test_declarations_and_their_key_stay_and_nothing_else(world: World) -> None:
    used(world, declared=True)

    assert "1 declaration stays" in forget(world)[-1]
    assert {"data/journal.sqlite3", "data/declared", "data/key"} == {
        f for f in left(world) if not f.endswith(("-wal", "-shm"))
    }
    assert [] == list(journal(world).events())
    assert (1, ()) == (len(journal(world).declarations()), journal(world).verify())


def test_without_a_declaration_nothing_stays(world: World) -> None:
    used(world, declared=False)
    forget(world)

    assert set() == left(world)


def test_counts_stay_where_the_policy_keeps_them(world: World) -> None:
    ours = world.root / "ours.toml"
    text = (world.root / "rules" / "policies" / "default.toml").read_text(encoding="utf-8")
    ours.write_text(text.replace("user_can_delete = true", "user_can_delete = false"), encoding="utf-8")
    (world.root / "machine" / "settings.json").write_text(json.dumps({"policy": str(ours)}), encoding="utf-8")
    used(world, declared=False)

    assert "does not let them be deleted" in forget(world)[-1]
    assert 1 == len(list(journal(world).events()))


def test_a_policy_that_cannot_be_read_loses_nothing_that_may_have_to_be_kept(world: World) -> None:
    (world.root / "machine" / "settings.json").write_text(json.dumps({"policy": "/none.toml"}), encoding="utf-8")
    used(world, declared=False)
    forget(world)

    assert 1 == len(list(journal(world).events()))


def test_purge_leaves_nothing(world: World) -> None:
    used(world, declared=True)
    forget(world, purge=True)

    assert set() == left(world)
    assert ("removed everything of this person's",) == forget(world, purge=True)


def test_the_command_says_what_stays_and_leaves_it_to_its_options_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Machine("linux", world.root / "home", world.root / "home", world.root, root=str(world.root))
    monkeypatch.setattr(install, "this_machine", lambda: here)
    used(world, declared=False)

    assert 0 == cli.main(["uninstall", "--browser", "chrome"])
    assert 0 == cli.main(["uninstall", "--into", str(world.root / "profile")])
    assert "data/roster/own" in left(world)
    assert 0 == cli.main(["uninstall", "--system"])
    assert "what IT has put on this machine stays" in capsys.readouterr().out
    assert 0 == cli.main(["uninstall", "--system", "--purge"])
    assert not (world.root / "machine").exists()
    assert "data/roster/own" in left(world)
    assert 0 == cli.main(["uninstall"])
    assert set() == left(world)
    assert Path(world.root / "own").is_dir()
