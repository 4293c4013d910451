"""``safe-to-paste support-bundle``: a zip for whoever helps, with nothing of what was pasted."""

from __future__ import annotations

import argparse
from pathlib import Path

from safe_to_paste.commands import DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--into", type=Path, metavar="FOLDER", default=Path(), help="where it is written; else here")


def run(arguments: argparse.Namespace) -> int:
    """Write it, and say where it is."""
    from safe_to_paste import support

    print(support.make(arguments.into))
    return DONE
