"""Builds what the browser needs, when it is missing or older than its source: the practice pages and the extension."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"


def pages() -> Path:
    """The built practice pages."""
    return _built(Path(__file__).with_name("pages"), BUILD / "practice", also=())


def extension() -> Path:
    """The built extension, as the browser loads it; its own few rules come from the agent's rule files."""
    core = ROOT / "extension" / "src" / "core" / "core.generated.json"
    rules = subprocess.run(
        [sys.executable, "-m", "safe_to_paste.cli", "rules", "--core"], check=True, stdout=subprocess.PIPE
    ).stdout
    if not core.is_file() or core.read_bytes() != rules:
        core.write_bytes(rules)
    return _built(ROOT / "extension", BUILD / "extension" / "chromium", also=())


def _built(project: Path, out: Path, *, also: tuple[Path, ...]) -> Path:
    if not out.is_dir() or _newest(project, *also) > _newest(out):
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is missing: install Node.js 20 or later (it brings npm)")
        if not (project / "node_modules").is_dir():
            subprocess.run([npm, "ci", "--ignore-scripts"], cwd=project, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([npm, "run", "build", "--silent"], cwd=project, check=True, stdout=subprocess.DEVNULL)
    return out


def _newest(*folders: Path) -> float:
    return max(
        (
            file.stat().st_mtime
            for folder in folders
            for file in folder.rglob("*")
            if file.is_file() and "node_modules" not in file.parts
        ),
        default=0.0,
    )
