"""The agent's own log, in the system's place for logs: when a host began, what was in force, what went wrong.

A line is a time, a process and words of ours: kinds of errors and places in our code, names of files and keys, counts.
Never a text, for nothing that holds one is ever handed to ``write``. Linux: ``~/.local/state/safe-to-paste/log``;
macOS: ``~/Library/Logs/safe-to-paste``; Windows: ``%LOCALAPPDATA%\\safe-to-paste\\Logs``.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from safe_to_paste import paths

NAME, BEFORE = "agent.log", "agent.log.1"
# Bytes; what is older goes when there are twice as many.
_MOST = 256_000
_LONGEST = 500


def file() -> Path:
    """Where lines are written; the ones before lie beside it."""
    return paths.places().log / NAME


def write(line: str) -> None:
    """Add a line. A log that cannot be written is no reason to stop, so this never raises."""
    words = " ".join(line.split())[:_LONGEST]
    entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {os.getpid()} {words}\n"
    with contextlib.suppress(OSError, ValueError):
        log = file()
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if log.exists() and log.stat().st_size > _MOST:
            log.replace(log.with_name(BEFORE))
        # Several hosts write at once: a short line that is appended stays whole.
        with log.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(entry)
