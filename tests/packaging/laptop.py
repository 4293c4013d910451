"""A laptop to install on: this machine's own system, with every change kept apart and thrown away.

An overlay over the whole file system, in namespaces of its own for mounts and processes. Needs root on Linux;
``why_not`` says what is missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Lies at the top of a laptop and nowhere else: nothing is done before it is seen.
_MARK = ".a-laptop-of-the-tests"

_START = """
set -e
mount -t tmpfs -o "size=$2" none "$1"
mkdir "$1/changed" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changed,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
touch "$1/root/$3"
exec chroot "$1/root" sh -c 'echo ready; exec sleep infinity'
"""


class Laptop:
    """A running one."""

    def __init__(self, process: int) -> None:
        self._process = process

    def command(self, *words: str) -> tuple[str, ...]:
        """What runs a command there."""
        return ("nsenter", "--target", str(self._process), "--mount", "--pid", "--root", "--wd", *words)

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command there, and wait for it."""
        around = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            check=False,
            env={**around, **(env or {})},
            timeout=120,
        )

    def has(self, path: str) -> bool:
        """Whether there is something at a place, be it a link that leads nowhere."""
        return self.run("test", "-e", path).returncode == 0 or self.run("test", "-L", path).returncode == 0

    def write(self, path: str, text: str) -> None:
        """Put a file there, as an administrator."""
        done = subprocess.run(
            self.command("sh", "-c", 'mkdir -p "$(dirname "$0")" && cat > "$0"', path),
            input=text,
            text=True,
            check=True,
        )
        assert 0 == done.returncode


def why_not() -> str:
    """Why no laptop can be had here, or nothing."""
    if sys.platform != "linux":
        return "Debian packages are installed on Linux"
    if os.geteuid() != 0:
        return "needs root, for a file system and processes of its own: sudo make installers"
    tried = subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "this machine allows no namespaces (inside a container, most likely)"


@contextmanager
def started(folder: Path, *, size: str = "1g") -> Iterator[Laptop]:
    """Start one. ``folder``: an empty one of this machine, for its changes. ``size``: the space on its disk."""
    with subprocess.Popen(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _START, "sh", str(folder), size, _MARK],
        stdout=subprocess.PIPE,
        text=True,
    ) as outer:
        assert outer.stdout
        try:
            assert "ready\n" == outer.stdout.readline()
            (inner,) = Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text().split()
            made = Laptop(int(inner))
            # Otherwise what follows would change this machine.
            if Path("/", _MARK).exists() or made.run("test", "-e", f"/{_MARK}").returncode:
                raise RuntimeError("the laptop's file system is not apart from this machine's")
            yield made
        finally:
            outer.kill()
