"""``safe-to-paste demo``: the practice page in a real browser, from a checkout."""

from __future__ import annotations

import argparse
import subprocess
import sys

from safe_to_paste.commands import COULD_NOT


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("options", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Start it."""
    from safe_to_paste import paths

    checkout = paths.checkout()
    if checkout is None:
        print("safe-to-paste: the demo runs from a checkout: make demo", file=sys.stderr)
        return COULD_NOT
    command = [sys.executable, str(checkout / "tests" / "practice" / "demo.py"), *arguments.options]
    return subprocess.run(command, check=False).returncode
