"""Waits until an agent has read what was put in the place of a file that it follows, which its own log tells."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from practice.browser import Browser

# Seconds, on a machine that does much else.
PATIENCE = 30.0


@contextmanager
def follows(laptop: Browser) -> Iterator[None]:
    """Replace a file within this block; it ends when that is in force in the pages, too."""
    log = laptop.folder / "home" / ".local" / "state" / "safe-to-paste" / "log" / "agent.log"
    before = _said(log)
    yield
    # An agent that has not started has only the new file to read.
    end = time.monotonic() + (PATIENCE if "started" in before else 0)
    while len(_said(log).split("other files: ")) <= len(before.split("other files: ")):
        if time.monotonic() > end:
            assert "started" not in before, "the agent did not notice"
            break
        time.sleep(0.02)
    # The pages are told next.
    time.sleep(0.3)


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8") if log.exists() else ""
