"""``safe-to-paste host``: talk to a browser, which starts this."""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    # Chrome on Windows adds options of its own, such as --parent-window.
    parser.add_argument("caller", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Answer until the browser closes the pipe."""
    from safe_to_paste.host import serve

    return serve.main([sys.argv[0], *arguments.caller])
