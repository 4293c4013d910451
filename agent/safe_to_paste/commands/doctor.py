"""``safe-to-paste doctor``: check this installation and say what to do."""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--json", action="store_true", help="for a program")
    parser.epilog = (
        "Exit code: 0 nothing is broken, though there may be things to look at; 1 something is; 2 could not look."
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one line a check."""
    from safe_to_paste import doctor

    return doctor.run(sys.stdout, as_json=arguments.json)
