"""A run of the index in a process of its own, at low priority: ``safe-to-paste index run``, started by a host.

What to do comes as one line of JSON on standard input, which then stays open: when it ends, so has the host, and the
run ends after the file it is at. The next one goes on from there. Nothing is said but by the exit code.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import IO, Any

from safe_to_paste import index, paths
from safe_to_paste.index.folders import Folder
from safe_to_paste.index.lock import Lock

_NICE = 10
# https://learn.microsoft.com/windows/win32/procthread/process-creation-flags
_BELOW_NORMAL, _NO_WINDOW = 0x4000, 0x08000000


def lock() -> Lock:
    """Held by whoever writes the index."""
    return Lock(index.file().with_name("run.lock"))


def start(
    wanted: Collection[Folder], months: int, only: Collection[str] | None = None, command: Collection[str] = ()
) -> subprocess.Popen[bytes]:
    """Begin a run, as ``runs.update`` does one; raises OSError. It ends early when its input is closed."""
    process = subprocess.Popen(
        tuple(command) or _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=_BELOW_NORMAL | _NO_WINDOW if sys.platform == "win32" else 0,
    )
    task = {
        "folders": [[str(each.path), each.teaching] for each in wanted],
        "months": months,
        "only": None if only is None else sorted(only),
    }
    with contextlib.suppress(OSError):  # it has ended already, which its exit code says
        if process.stdin is not None:
            process.stdin.write(json.dumps(task).encode("ascii") + b"\n")
            process.stdin.flush()
    return process


def run(asked: IO[bytes], read_key: Callable[[], bytes]) -> None:
    """Do what one line asks for; raises FingerprintError, SettingsError, or ValueError where it is no task."""
    from safe_to_paste.documents.reader import Reader
    from safe_to_paste.index import runs
    from safe_to_paste.index.keyed import Keys
    from safe_to_paste.index.store import Store

    _keep_to_the_background()
    task: dict[str, Any] = json.loads(asked.readline())
    wanted = tuple(Folder(Path(path), bool(teaching)) for path, teaching in task["folders"])
    ended = threading.Event()

    def wait() -> None:
        # Not through the stream: whoever waits in that when the process ends aborts it.
        os.read(asked.fileno(), 1)
        ended.set()

    threading.Thread(target=wait, name="host", daemon=True).start()
    with lock(), Store(index.file(), Keys(read_key())) as kept, Reader() as reader:
        runs.update(
            wanted,
            kept,
            reader,
            months=int(task["months"]),
            only=task["only"],
            today=date.today(),  # noqa: DTZ011 - the laptop's own day
            stopped=ended.is_set,
        )


def _keep_to_the_background() -> None:
    """Give way to whatever the person is doing, and never leave memory on the disk."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            os.nice(_NICE)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _command() -> tuple[str, ...]:
    if paths.is_bundle():
        here = Path(sys.executable)
        return (str(here.with_name(f"safe-to-paste{here.suffix}")), "index", "run")
    return (sys.executable, "-I", "-B", "-m", "safe_to_paste.cli", "index", "run")
