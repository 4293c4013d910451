"""``safe-to-paste concern``: whom to tell when something went wrong, and a draft to do it with."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    kinds = ("safeguarding", "sent", "data_breach", "policy_breach", "query")
    parser.add_argument("about", metavar="ABOUT", nargs="?", choices=kinds, help=", ".join(kinds))


def run(arguments: argparse.Namespace) -> int:
    """Show the window."""
    from safe_to_paste.dialogs import __main__

    return __main__.show("concern", (arguments.about,) if arguments.about else ())
