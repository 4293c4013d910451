"""``safe-to-paste demo``: the practice page in a real browser, from a checkout."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from safe_to_paste.commands import COULD_NOT


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--auto", action="store_true", help="play by itself even where there is a display")


def run(arguments: argparse.Namespace) -> int:
    """Start it."""
    from safe_to_paste import paths

    checkout = paths.checkout()
    if checkout is None:
        print("safe-to-paste: the demo runs from a checkout: make demo", file=sys.stderr)
        return COULD_NOT
    return play(checkout, *(["--auto"] if arguments.auto else []))


def play(checkout: Path, *options: str) -> int:
    """What ``make demo`` runs, with these options; its exit code."""
    command = [sys.executable, "-m", "practice.demo", *options]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(checkout / "tests")}, check=False).returncode
