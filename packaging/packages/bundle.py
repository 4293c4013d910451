"""The bundle: a folder that holds all of the agent, and needs no Python on the laptop.

    safe-to-paste, safe-to-paste-host   the programs (and safe-to-paste-window where our own Python draws windows)
    _internal/                          Python and the libraries, shared
    rules/                              rules, policies and word lists, as plain files
    window/                             on Linux: what the distribution's Python needs to draw our windows
    licences/, sbom.cdx.json            what is inside, of which licence (CycloneDX)
    version.json                        the version of the programs and of the rules

PyInstaller builds for the system it runs on and no other.
"""

from __future__ import annotations

import json
import platform
import shutil
import statistics
import subprocess
import sys
import time
from importlib.metadata import distribution
from pathlib import Path

from safe_to_paste import __version__, ids, paths, rules
from safe_to_paste.host import framing

from packages import BUILD, NAME, TOP, PackageError, sbom

FOLDER = BUILD / "bundle" / NAME
# Megabytes on disk, without the window toolkit; the window folder counts.
MOST = 60

# Pure Python, lent to the distribution's own for our windows.
_LENT = ("pywebview", "bottle", "proxy_tools", "typing_extensions")


def build() -> Path:
    """Freeze the programs and lay everything beside them; the folder.

    Raises:
        PackageError: PyInstaller failed; the message is what it said.
    """
    work = BUILD / "pyinstaller"
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    spec = TOP / "packaging" / "pyinstaller.spec"
    places = ["--distpath", str(FOLDER.parent), "--workpath", str(work)]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, str(spec)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackageError(done.stderr)
    shutil.copytree(TOP / "rules", FOLDER / "rules", ignore=shutil.ignore_patterns("README.md"))
    if sys.platform == "linux":
        _lay_out_windows(FOLDER / "window")
    sources = json.loads((work / spec.stem / "contents.json").read_text(encoding="utf-8"))
    sbom.write(FOLDER, [Path(source) for source in sources], lent=_LENT if sys.platform == "linux" else ())
    (FOLDER / "version.json").write_text(json.dumps(version(), indent=2) + "\n", encoding="utf-8")
    return FOLDER


def version() -> dict[str, str]:
    """What a bundle built here says of itself."""
    return {
        "version": __version__,
        "rules": rules.version(rules.load(TOP / "rules")),
        "system": paths.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }


def size(folder: Path) -> float:
    """Megabytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6


def first_reply(folder: Path, runs: int = 15) -> tuple[float, float]:
    """Milliseconds from starting the host to its first reply: at best, and in the middle of some runs."""
    exe = ".exe" if sys.platform == "win32" else ""
    hello = json.dumps({"type": "hello", "id": "1", "extension": __version__, "protocol": 1}).encode()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        with subprocess.Popen(
            [folder / f"safe-to-paste-host{exe}", ids.ORIGINS[0]], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as host:
            if host.stdin is None or host.stdout is None:
                raise PackageError("the host has no streams")
            framing.write_frame(host.stdin, hello)
            if framing.read_frame(host.stdout) is None:
                raise PackageError("the host gives no reply")
            taken.append(time.perf_counter() - began)
            host.stdin.close()
    return min(taken) * 1000, statistics.median(taken) * 1000


def _lay_out_windows(folder: Path) -> None:
    """The program that draws, and pywebview with what it needs."""
    folder.mkdir()
    shutil.copy(TOP / "agent" / "safe_to_paste" / "dialogs" / "window.py", folder)
    for name in _LENT:
        found = distribution(name)
        for file in found.files or ():
            if file.parts[0] not in {"..", "__pycache__"} and ".dist-info" not in file.parts[0]:
                _copy(Path(str(found.locate_file(file))), folder / file)


def _copy(source: Path, target: Path) -> None:
    if source.suffix not in {".pyc", ".jar", ".dll", ".pyi"}:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
