"""Hosts that go wrong, to put in the real one's place: silent, slow, talking nonsense, or dying in the middle.

A host manifest names a program and no arguments, so each kind is written out as a small program of its own.
"""

from __future__ import annotations

import json
import os
import stat
import struct
import sys
from pathlib import Path

KINDS = ("mute", "slow", "nonsense", "dies", "dies_once")


def write(folder: Path, kind: str, *, real: Path) -> Path:
    """A program that behaves as `kind`; the one that dies once becomes the real host afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / f"host-{kind}"
    here = Path(__file__).parent
    program.write_text(
        f"#!{sys.executable}\n"
        f"import sys\nsys.path.insert(0, {str(here)!r})\nimport standin\n"
        f"standin.behave({kind!r}, {str(real)!r}, {str(folder / 'died')!r})\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def behave(kind: str, real: str, died: str) -> None:
    """Answer `hello` as the real host does, where the kind gets that far; then go wrong."""
    if kind == "dies_once" and Path(died).exists():
        os.execv(real, [real, *sys.argv[1:]])  # noqa: S606 - the real host takes this process's place
    if kind == "nonsense":
        sys.stdout.write("Welcome!\n" * 20)
        sys.stdout.flush()
    while (request := _read()) is not None:
        if kind == "mute":
            continue
        if request["type"] == "hello":
            _write({"id": request["id"], "ok": True, "protocol": 1, "agent": "0.1.0", "instance": "0f"})
        elif request["type"] == "ping":
            _write({"id": request["id"], "ok": True})
        elif kind != "slow":
            Path(died).touch()
            sys.exit(1)


def _read() -> dict[str, str] | None:
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        return None
    frame: dict[str, str] = json.loads(sys.stdin.buffer.read(struct.unpack("=I", head)[0]))
    return frame


def _write(reply: dict[str, object]) -> None:
    body = json.dumps(reply).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(body)) + body)
    sys.stdout.buffer.flush()
