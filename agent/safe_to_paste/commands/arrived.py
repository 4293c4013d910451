"""``safe-to-paste arrived``: offer the label for files that came from an AI tool; the agent starts this."""

from __future__ import annotations

import argparse

from safe_to_paste.commands import language


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command. The files are named on standard input."""
    language(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the window."""
    from safe_to_paste.dialogs import __main__

    return __main__.show("arrived", language=arguments.language)
