"""A small world for the host: its own rules, policy and settings, and a browser's end of the pipe."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import psutil
import pytest
from safe_to_paste import ids, install, keys, paths, settings
from safe_to_paste.doctor import Surroundings
from safe_to_paste.install import Machine
from safe_to_paste.journal import Journal

# A machine that is busy with other things is no fault of what is tested.
# Where nobody looks for new cases the same ones are tried each time.
hypothesis.settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("patient")

# Seconds for something that must happen, on a machine that does much else. Where it happens, nobody waits as long.
PATIENCE = 30.0

ORIGIN = ids.ORIGINS[0]

KEY = keys.Key(b"k" * 32, "keychain")
# A host as any Python can start it; the origin is put behind it.
HOST = (sys.executable, "-m", "safe_to_paste.host.serve")

POLICIES = paths.policies_dir()

UPN_LIKE = """
title = "badge number"
entity = "BADGE"
category = "identifiable"
likelihood = "very_likely"
help = "Invented for these tests: it identifies a pupil of no school."
placeholder = "Badge"
pattern = '(?<![A-Z0-9])ZZ[0-9]{4}(?![0-9])'
examples = ["[[ZZ1234]]", "badge [[ZZ9999]]"]
near_misses = ["ZZ123", "ZZ12345"]
references = ["these tests"]
"""

MARKING = """
title = "protective marking"
entity = "TEST_MARKING"
category = "confidential"
likelihood = "very_likely"
help = "Invented for these tests: the whole text is marked."
placeholder = false
terms = ["test only secret"]
examples = ["[[test only secret]]", "this is [[TEST ONLY SECRET]]"]
near_misses = ["test only", "secret"]
references = ["these tests"]
"""

# The product reads no test's wishes, so a world is put around it from outside.
_LAUNCHER = """
from __future__ import annotations
import sys
from pathlib import Path
from safe_to_paste import paths
root = Path(sys.argv.pop(1))
here = paths.Places(root / "config", root / "data", root / "log", root, root / "managed.json")
paths.rules_dir = lambda: root / "rules"
paths.places = lambda: here
paths.is_kept_by_it = lambda file: True
{before}
from safe_to_paste.host import serve
sys.exit(serve.main())
"""


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test looks into the journal of whoever runs it, or writes to it."""
    with pytest.MonkeyPatch.context() as environ:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            environ.delenv(name, raising=False)
        environ.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def no_thread_stays_behind() -> Iterator[None]:
    """A thread that a test leaves would be taken for another test's, or work in another's folders."""
    before = set(threading.enumerate())
    yield

    assert wait_until(lambda: set(threading.enumerate()) <= before), set(threading.enumerate()) - before


@dataclass
class World:
    """A folder with rules, a policy and settings, that a test may change."""

    root: Path

    @property
    def rule(self) -> Path:
        return self.root / "rules" / "test" / "badge.toml"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    def places(self) -> paths.Places:
        root = self.root
        return paths.Places(root / "config", root / "data", root / "log", root, root / "managed.json")


@pytest.fixture
def world(tmp_path: Path) -> World:
    pack = tmp_path / "rules" / "test"
    pack.mkdir(parents=True)
    (pack / "badge.toml").write_text(UPN_LIKE, encoding="utf-8")
    (pack / "marking.toml").write_text(MARKING, encoding="utf-8")
    shutil.copytree(POLICIES, tmp_path / "rules" / "policies")
    return World(tmp_path)


def program(world: World, *command: str, name: str = "safe-to-paste-host") -> Path:
    """A command as a file that a browser could start."""
    file = world.root / name
    file.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def around(world: World, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    """What a sound installation in that world looks like to whatever checks it."""
    monkeypatch.setattr(paths, "places", world.places)
    here = Machine("linux", world.root / "home", world.root / "home" / ".config", world.root, root=str(world.root))
    install.install(executable=program(world, *HOST), machine=here)
    return Surroundings(
        settings.load(()),
        here,
        world.root / "rules",
        keychain=lambda: "keychain",
        key=lambda: KEY.secret,
        windows=lambda: "",
        program=lambda: HOST,
        journal=lambda: Journal(world.root / "data" / "journal.sqlite3", read_key=lambda: KEY),
    )


@dataclass
class Browser:
    """The browser's end of a host process."""

    process: subprocess.Popen[bytes]
    errors: Path
    events: list[dict[str, Any]] = field(default_factory=list)
    _count: int = 0

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: object) -> None:
        self.send_frame(json.dumps(message).encode())

    def send_frame(self, body: bytes) -> None:
        self.send_bytes(struct.pack("=I", len(body)) + body)

    def receive(self) -> dict[str, Any]:
        """The next frame, reply or event."""
        assert self.process.stdout is not None
        head = self.process.stdout.read(4)
        if len(head) < 4:
            raise EOFError
        (length,) = struct.unpack("=I", head)
        assert length <= 524_288
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def reply(self) -> dict[str, Any]:
        """The next frame that is no event; events are put aside."""
        while "event" in (message := self.receive()):
            self.events.append(message)
        return message

    def event(self) -> dict[str, Any]:
        """The next event, from those put aside or to come."""
        return self.events.pop(0) if self.events else self.receive()

    def ask(self, kind: str, **values: object) -> dict[str, Any]:
        self._count += 1
        self.send({"type": kind, "id": f"r{self._count}", **values})
        reply = self.reply()
        assert reply["id"] == f"r{self._count}"
        return reply

    def hello(self) -> dict[str, Any]:
        return self.ask("hello", extension="0.1.0", protocol=1)

    def scan(self, text: str, **values: object) -> dict[str, Any]:
        return self.ask("scan", **{"text": text, **SCAN, **values})

    def upload(self, text: str, piece: int = 60_000) -> str:
        """Upload a text in pieces of so many UTF-16 units, wherever that cuts; the upload's id."""
        encoded = text.encode("utf-16-le", "surrogatepass")
        upload: str = self.ask("upload_begin", size=len(encoded) // 2)["upload"]
        for seq, at in enumerate(range(0, len(encoded), 2 * piece)):
            part = encoded[at : at + 2 * piece].decode("utf-16-le", "surrogatepass")
            assert self.ask("upload_chunk", upload=upload, seq=seq, text=part)["ok"]
        assert self.ask("upload_end", upload=upload)["ok"]
        return upload

    def close(self) -> int:
        """Close the port as a browser does; the exit code."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def stderr(self) -> str:
        return self.errors.read_text(encoding="utf-8")


SCAN: dict[str, object] = {"site": "chatgpt", "trigger": "paste", "conversation": "c0ffee"}

Start = Callable[..., Browser]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a host: of a world, or the real one; it is ended after the test."""
    started: list[Browser] = []

    def begin(world: World | None = None, *arguments: str, before: str = "") -> Browser:
        program = ["-m", "safe_to_paste.host.serve"]
        if world is not None:
            program = ["-c", _LAUNCHER.format(before=before), str(world.root)]
        # A home of its own: what a test does is nothing that somebody did on this laptop.
        home = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "home" / "data")}
        errors = tmp_path / f"stderr-{len(started)}.txt"
        with errors.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, *program, *(arguments or [ORIGIN])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stream,
                env=os.environ | home,
            )
        started.append(Browser(process, errors))
        return started[-1]

    yield begin
    for browser in started:
        browser.process.kill()
        browser.process.wait()
        for pipe in filter(None, (browser.process.stdin, browser.process.stdout)):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def wait_until(done: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether something becomes so before the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.02)
    return False


def is_gone(pid: int) -> bool:
    """Whether a process has ended (a zombie whose parent has not looked yet counts)."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
