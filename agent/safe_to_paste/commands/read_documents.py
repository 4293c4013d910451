"""``safe-to-paste read-documents``: the process that opens documents for the agent, which starts it by itself."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing follows the command."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Answer requests on standard input until it ends."""
    from safe_to_paste.documents import child

    del arguments
    return child.main()
