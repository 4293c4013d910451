"""A screen of our own to show windows on, and somebody in front of it: by role and name, by keyboard, by eye.

Xvfb is the screen, a session bus of its own carries the accessibility tree, openbox gives windows the focus.
Everything a window does goes into one folder.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

import psutil

READER = Path(__file__).with_name("reader.py")
SYSTEM_PYTHON = "/usr/bin/python3"
_PROGRAMS = ("Xvfb", "dbus-run-session", "openbox", "xdotool", "import")
# Seconds for something to happen on a machine that does much else.
PATIENCE = 30.0

# The window's process with settings of the test's own, since the machine's are IT's alone to write.
_STARTER = """
import sys
from pathlib import Path
from safe_to_paste import settings
from safe_to_paste.dialogs import __main__
read = lambda: settings.read_json(Path(sys.argv[1]))
settings.machine_sources = lambda: (settings.Source("settings.json", read),)
sys.exit(__main__.main(sys.argv[2:]))
"""


def missing() -> str:
    """What this machine lacks to show windows on a screen of our own, or nothing."""
    if not sys.platform.startswith("linux"):
        return "windows are shown on a virtual screen on Linux alone"
    lacking = [program for program in _PROGRAMS if shutil.which(program) is None]
    modules = "import gi, pyatspi; gi.require_version('WebKit2', '4.1')"
    if not lacking and subprocess.run([SYSTEM_PYTHON, "-c", modules], capture_output=True, check=False).returncode:
        lacking = ["python3-gi, gir1.2-webkit2-4.1 or python3-pyatspi"]
    return f"missing here: {', '.join(lacking)}" if lacking else ""


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen and its bus; ``environ`` is what a program needs to be on it."""

    environ: Mapping[str, str]
    reader: subprocess.Popen[str] = field(repr=False)

    def ask(self, do: str, **order: object) -> Any:
        """One question to the accessibility bus."""
        assert self.reader.stdin
        assert self.reader.stdout
        self.reader.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.reader.stdin.flush()
        return json.loads(self.reader.stdout.readline())

    def keys(self, *names: str) -> None:
        """Press keys, as a keyboard does."""
        subprocess.run(["xdotool", "key", "--delay", "40", *names], env=self.environ, check=True)

    def type(self, words: str) -> None:
        """Type words."""
        subprocess.run(["xdotool", "type", "--delay", "20", words], env=self.environ, check=True)

    def colours(self, picture: Path) -> int:
        """How many colours a picture has; one, when nothing was drawn yet."""
        command = ["identify", "-format", "%k", str(picture)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def windows(self, title: str) -> list[str]:
        """The numbers of the windows with such a title."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        return subprocess.run(command, env=self.environ, check=False, capture_output=True, text=True).stdout.split()

    def active(self) -> str:
        """The number of the window that keys go to."""
        command = ["xdotool", "getactivewindow"]
        return subprocess.run(command, env=self.environ, check=False, capture_output=True, text=True).stdout.strip()

    def clipboard(self) -> str:
        """The text on the clipboard."""
        return str(self.ask("clipboard"))

    def picture(self, to: Path, *, title: str = "") -> Path:
        """What is on the screen, or only the window of that title, frame and all."""
        to.parent.mkdir(parents=True, exist_ok=True)
        window = self.windows(title)[-1] if title else "root"
        # Without its dates, the same picture is the same file.
        undated = ("-strip", "-define", "png:exclude-chunks=date,time")
        subprocess.run(["import", "-window", window, *undated, str(to)], env=self.environ, check=True)
        return to


@contextlib.contextmanager
def opened(folder: Path, *, size: str = "1100x950", theme: str = "Adwaita") -> Iterator[Screen]:
    """A screen and its bus, and nobody else's."""
    with contextlib.ExitStack() as stack:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "GTK_THEME": theme,
            "MESA_SHADER_CACHE_DISABLE": "true",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        (folder / "run").mkdir(parents=True, exist_ok=True, mode=0o700)
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
        stack.enter_context(_running(command, environ, pass_fds=(write,)))
        os.close(write)
        with os.fdopen(read) as numbers:
            environ["DISPLAY"] = f":{numbers.readline().strip()}"
        # The bus, and the registry it starts, end with the process that asked for them.
        session = ["dbus-run-session", "--", "sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat']
        bus = stack.enter_context(_running(session, environ, ends_with_input=True))
        assert bus.stdout
        environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        stack.enter_context(_running(["openbox"], environ))
        reader = stack.enter_context(_running([SYSTEM_PYTHON, str(READER)], environ))
        yield Screen(environ, reader)


@contextlib.contextmanager
def _running(
    command: list[str], environ: Mapping[str, str], *, pass_fds: tuple[int, ...] = (), ends_with_input: bool = False
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        env=environ,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=pass_fds,
    )
    try:
        yield process
    finally:
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        # A session that is ended rather than left to end would leave its bus behind.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10 if ends_with_input else 0)
        process.terminate()
        process.wait(10)


class Dialogue:
    """One of our windows on the screen, and the person in front of it."""

    def __init__(self, screen: Screen, process: subprocess.Popen[str] | psutil.Process, errors: IO[str]) -> None:
        self.screen = screen
        self.process = process
        self._errors = errors

    @property
    def drawing(self) -> int:
        """The number of the process that draws."""

        def ours() -> list[psutil.Process]:
            children = psutil.Process(self.process.pid).children()
            return [each for each in children if any(word.endswith("window.py") for word in each.cmdline())]

        return int(until("the process that draws", ours)[0].pid)

    @property
    def tree(self) -> list[dict[str, Any]]:
        """What a screen reader has: roles, names and states, in reading order."""
        found = self.screen.ask("tree", pid=self.drawing)
        return found if isinstance(found, list) else []

    def named(self, role: str, name: str = "") -> list[dict[str, Any]]:
        """Everything shown of a role whose name holds some words."""
        return [each for each in self.tree if each["role"] == role and name in each["name"] and each["showing"]]

    def until(self, role: str, name: str = "") -> dict[str, Any]:
        """Wait for it."""
        found: list[dict[str, Any]] = until(f"the {role} {name!r}", partial(self.named, role, name))
        return found[0]

    def press(self, role: str, name: str) -> None:
        """Press it as assistive technology does."""
        self.until(role, name)
        assert self.screen.ask("press", pid=self.drawing, role=role, name=name) is True

    def tick(self, *names: str) -> None:
        """Tick these boxes, or all of them."""
        for box in names or [each["name"] for each in self.named("check box") if not each["checked"]]:
            self.press("check box", box)
            until(f"a tick at {box!r}", lambda box=box: self.named("check box", box)[0]["checked"])  # type: ignore[misc]

    def message(self) -> str:
        """What stands in the box for a message."""
        return str(self.screen.ask("text", pid=self.drawing, role="entry", name="Your message") or "")

    def close(self) -> None:
        """Close it as the person does, by the keyboard."""
        self.screen.keys("alt+F4")

    def end(self) -> tuple[int, str]:
        """Wait for the end; the exit code and what was said on standard error."""
        code = self.process.wait(PATIENCE)
        self._errors.seek(0)
        return int(code or 0), self._errors.read()

    def kill(self, *, which: int | None = None) -> None:
        """End a process of the window's at once: the one that draws, or another."""
        os.kill(which or self.drawing, signal.SIGKILL)


@contextlib.contextmanager
def dialogue(
    screen: Screen,
    folder: Path,
    name: str,
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    said: str = "",
) -> Iterator[Dialogue]:
    """Open a window with the settings and data in this folder, and see to it that it is gone afterwards.

    ``said``: what it is told on its standard input.
    """
    settings, data = folder / "settings.json", folder / "data"
    program = starter(folder)
    with (folder / "errors").open("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, str(program), str(settings), name, *arguments],
            env={**screen.environ, "XDG_DATA_HOME": str(data), **(environ or {})},
            text=True,
            stdin=subprocess.PIPE if said else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        if process.stdin is not None:
            with process.stdin:
                process.stdin.write(said)
        try:
            yield Dialogue(screen, process, errors)
        finally:
            with contextlib.suppress(psutil.NoSuchProcess):
                left = psutil.Process(process.pid)
                for each in (*left.children(recursive=True), left):
                    with contextlib.suppress(psutil.NoSuchProcess):
                        each.kill()
            process.wait()


def starter(folder: Path) -> Path:
    """A script that shows a window; its arguments are a file of settings, and the window's name and arguments."""
    script = folder / "starter.py"
    script.write_text(_STARTER, encoding="utf-8")
    return script


def found(screen: Screen, *words: str) -> Dialogue:
    """A window of ours that somebody else has opened on this screen, by the words of its command."""
    display = screen.environ["DISPLAY"]

    def ours(process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.Error):
            return all(word in process.cmdline() for word in words) and process.environ().get("DISPLAY") == display
        return False

    def look() -> psutil.Process | None:
        return next(filter(ours, psutil.process_iter()), None)

    return Dialogue(screen, until("the window's process", look), io.StringIO())


def until(what: str, seen: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
    """Wait until something is so; what it came to."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with contextlib.suppress(psutil.NoSuchProcess, IndexError):
            if found := seen():
                return found
        time.sleep(0.1)
    raise AssertionError(f"waited {patience:.0f} s in vain for {what}")
