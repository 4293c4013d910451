"""``safe-to-paste about``: what is kept on this laptop about my own use, in a window."""

from __future__ import annotations

import argparse

from safe_to_paste.commands import language


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    language(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the window."""
    from safe_to_paste.dialogs import __main__

    return __main__.show("about", language=arguments.language)
