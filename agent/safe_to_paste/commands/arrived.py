"""``safe-to-paste arrived``: offer the label for files that came from an AI tool; the agent starts this."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command: nothing. The files are named on standard input."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Show the window."""
    del arguments
    from safe_to_paste.dialogs import __main__

    return __main__.show("arrived")
