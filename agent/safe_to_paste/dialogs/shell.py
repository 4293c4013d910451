"""This side of the pipe to a window: open it, hear what the person does, answer, and see it ended.

A window that does not draw within ``_TO_DRAW`` seconds, says something we do not understand, crashes or is left
alone for too long is ended from here. None of that is ever an answer.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from safe_to_paste.dialogs import toolkit
from safe_to_paste.dialogs.page import told
from safe_to_paste.errors import DialogError
from safe_to_paste.language import ENGLISH, Language

# Seconds for an engine to start on a slow laptop, and for a person to come back from the staff room.
_TO_DRAW = 40.0
PATIENCE = 3600.0
# Seconds between looks at whether anything changed around an open window.
PULSE = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Something the person did: a word for it, and the page's fields."""

    id: int
    do: str
    values: Mapping[str, Any]


class Window:
    """One open window. A context manager: leaving it ends the window.

    One that ``is_quiet`` comes up in a corner without taking the focus, and stays on top instead.
    """

    def __init__(
        self,
        title: str,
        html: str,
        *,
        size: tuple[int, int] = (680, 860),
        patience: float = PATIENCE,
        is_quiet: bool = False,
        kit: toolkit.Toolkit | None = None,
        to: Language = ENGLISH,
    ) -> None:
        self._is_quiet = is_quiet
        self._to = to
        self._kit = kit or toolkit.here()
        self._order = {
            "gui": self._kit.gui,
            "title": to.told(title),
            "html": told(html, to),
            "width": size[0],
            "height": size[1],
            "background": "#FFFFFF",
            "quiet": is_quiet,
        }
        self._until = time.monotonic() + patience
        self._lines: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._kept: list[dict[str, Any]] = []

    def __enter__(self) -> Window:
        """Open it; raises DialogError when it cannot be shown."""
        self._kit.check()
        try:
            self._process = subprocess.Popen(
                self._kit.program(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=toolkit.environment(),
            )
        except OSError as error:
            raise DialogError(f"the window could not be started ({error.strerror})") from error
        self._in, self._out = _pipes(self._process)
        self._reading = threading.Thread(target=self._read, name="window", daemon=True)
        self._reading.start()
        try:
            self._send(self._order)
            self._first()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def events(self) -> Iterator[Asked | None]:
        """What the person does, and None about once a second in between; ends when the window has."""
        while (left := self._until - time.monotonic()) > 0:
            try:
                line = self._kept.pop(0) if self._kept else self._lines.get(timeout=min(PULSE, left))
            except Empty:
                yield None
                continue
            if line is None:
                return
            if asked := _asked(line):
                yield asked

    def answer(self, asked: Asked, **body: object) -> None:
        """Answer once; ``html`` shows another page, ``status`` is read out, ``copy`` goes to the clipboard."""
        self._send({"do": "answer", "id": asked.id, "body": self._told(body)})

    def take(self, **body: object) -> None:
        """The same without having been asked."""
        self._send({"do": "take", "body": self._told(body)})

    def _told(self, body: Mapping[str, object]) -> Mapping[str, object]:
        ways = {"html": lambda words: told(words, self._to), "status": self._to.told}
        return {key: ways[key](str(words)) if key in ways else words for key, words in body.items()}

    def choose(self, name: str) -> Path | None:
        """Ask where to save a file; None when the person thinks better of it."""
        self._send({"do": "choose", "name": name})
        while (left := self._until - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                break
            if line is None:
                self._lines.put(None)
                break
            if line.get("say") == "chosen":
                return Path(line["path"]) if line.get("path") else None
            self._kept.append(line)
        return None

    def _first(self) -> None:
        """Wait until the page is there and speaks."""
        try:
            line = self._lines.get(timeout=_TO_DRAW)
        except Empty:
            raise DialogError("the window took too long to open") from None
        if line is None and self._was_closed():
            self._lines.put(None)
            return
        asked = _asked(line or {})
        if asked is None or asked.do != "ready":
            kind = f" ({line['kind']})" if line and line.get("kind") else ""
            raise DialogError(f"the window could not be opened{kind}; {_NEEDS[self._kit.gui]}")
        self.answer(asked)
        if not self._is_quiet:
            self._send({"do": "raised"})

    def _was_closed(self) -> bool:
        """Whether somebody was quicker than the page: it ended as it does when it is closed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(2) == 0
        return False

    def _send(self, body: Mapping[str, object]) -> None:
        # When it has gone, the end of its output says so.
        with contextlib.suppress(OSError, ValueError):
            self._in.write(json.dumps(body).encode() + b"\n")
            self._in.flush()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._out:
                said = json.loads(line)
                self._lines.put(said if isinstance(said, dict) else {})
        # The end, or something that is no line of ours: either way there is nothing more to hear.
        self._lines.put(None)

    def _end(self) -> None:
        self._send({"do": "close"})
        with contextlib.suppress(OSError):
            self._in.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reading.join(5)
        if not self._reading.is_alive():
            self._out.close()


_NEEDS: Mapping[str, str] = {
    "gtk": "it needs python3-gi, gir1.2-gtk-3.0 and gir1.2-webkit2-4.1, and a display that can be reached",
    "edgechromium": "it needs Microsoft's WebView2 Runtime, which comes with Edge",
    "cocoa": "it needs a person signed in at the screen",
}


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise DialogError("the window could not be spoken with")
    return process.stdin, process.stdout


def _asked(line: Mapping[str, Any]) -> Asked | None:
    """What a line says the person did; None for one that is not understood."""
    body = line.get("body")
    if line.get("say") != "asked" or not isinstance(line.get("id"), int) or not isinstance(body, Mapping):
        return None
    do, values = body.get("do"), body.get("values")
    if not isinstance(do, str):
        return None
    return Asked(line["id"], do, values if isinstance(values, Mapping) else {})
