"""Hosts to put in the real one's place: some that go wrong, and the real one on a laptop that a school has set up.

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
    """A host that goes wrong as `kind` says; the one that dies once becomes the real host afterwards."""
    here = Path(__file__).parent
    return _program(
        folder / f"host-{kind}",
        f"import sys\nsys.path.insert(0, {str(here)!r})\nimport standin\n"
        f"standin.behave({kind!r}, {str(real)!r}, {str(folder / 'died')!r})\n",
    )


def goes_wrong(host: Path) -> bool:
    """Whether a host is one of those that never answer as the real one does."""
    return host.name.removeprefix("host-") in KINDS


def with_settings(folder: Path, file: Path, *, first: str = "") -> Path:
    """The real host, which reads the machine's settings from this file; `first` is run before it starts."""
    return _program(
        folder / "host-with-settings", f"{reading(file)}{first}\nfrom safe_to_paste.host import serve\nserve.main()\n"
    )


def reading(file: Path) -> str:
    """A script's beginning that has the machine's settings read from this file."""
    return (
        "from pathlib import Path\nfrom safe_to_paste import settings\n"
        f"read = lambda: settings.read_json(Path({str(file)!r}))\n"
        "settings.machine_sources = lambda: (settings.Source('settings.json', read),)\n"
    )


def opening(notes: Path, *, fails: bool = False) -> str:
    """For `with_settings`: a window is only noted down as opened, or cannot be."""
    if fails:
        return (
            "from safe_to_paste import dialogs, errors\n"
            "def start(*words):\n    raise errors.DialogError('there is no screen here')\n"
            "dialogs.start = start\n"
        )
    return (
        "import types\nfrom safe_to_paste import dialogs\n"
        "def start(*words):\n"
        f"    with open({str(notes)!r}, 'a') as notes:\n        print(*words, file=notes)\n"
        "    return types.SimpleNamespace(poll=lambda: 1)\n"
        "dialogs.start = start\n"
    )


def showing(starter: Path, settings: Path) -> str:
    """For `with_settings`: windows are shown, and read the same settings as the host."""
    return (
        "import sys\nfrom safe_to_paste.dialogs import toolkit\n"
        f"toolkit.opener = lambda name, command: (sys.executable, {str(starter)!r}, {str(settings)!r}, name)\n"
    )


def _program(place: Path, script: str) -> Path:
    place.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    return place


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
