"""What the tests of packages share: the bundle, built once, and a host to talk to."""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from packages import tried
from safe_to_paste import ids


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember how each test ended that shows what has been tried; a skip may come before the test itself."""
    report = yield
    if report.when == "call" or report.skipped:
        _ended.extend(
            (mark.args[0], step, report.outcome) for mark in item.iter_markers("tried") for step in mark.args[1:]
        )
    return report


def pytest_sessionfinish() -> None:
    """Write it down for `make packages`."""
    if _ended:
        tried.write(tried.gathered(_ended))


_ended: list[tuple[str, str, str]] = []


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The bundle of this checkout; `make packages` has built it, and a test by itself does."""
    from packages import bundle as building

    return building.FOLDER if (building.FOLDER / "version.json").is_file() else building.build()


def ask(command: Sequence[str], *messages: dict[str, object], home: Path) -> list[dict[str, Any]]:
    """A host, started as Chromium starts it but with next to no environment, and its reply to each message."""
    frames = b"".join(struct.pack("=I", len(data)) + data for data in (json.dumps(each).encode() for each in messages))
    pipe = subprocess.PIPE
    around = {"HOME": str(home)}
    with subprocess.Popen([*command, ids.ORIGINS[0]], stdin=pipe, stdout=pipe, cwd="/", env=around) as host:
        assert host.stdin
        assert host.stdout
        host.stdin.write(frames)
        host.stdin.flush()
        replies: list[dict[str, Any]] = []
        while len(replies) < len(messages):
            (length,) = struct.unpack("=I", host.stdout.read(4))
            reply = json.loads(host.stdout.read(length))
            if "id" in reply:
                replies.append(reply)
        host.stdin.close()
        assert 0 == host.wait(10)
    return replies


HELLO: dict[str, object] = {"type": "hello", "id": "1", "extension": "0.1.0", "protocol": 1}


def scan(text: str) -> dict[str, object]:
    """A request to check a text."""
    return {"type": "scan", "id": "2", "text": text, "site": "chatgpt", "trigger": "paste", "conversation": "00"}
