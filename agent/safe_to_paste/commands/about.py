"""``safe-to-paste about``: what is kept on this laptop about my own use, in a window."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command: nothing."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Show the window."""
    del arguments
    from safe_to_paste.dialogs import __main__

    return __main__.show("about")
