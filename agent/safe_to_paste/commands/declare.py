"""``safe-to-paste declare``: read the school's AI policy and tick its statements, in a window."""

from __future__ import annotations

import argparse

from safe_to_paste.commands import DONE, NO, language


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    language(parser)
    parser.add_argument("--status", action="store_true", help="only say whether you have agreed")


def run(arguments: argparse.Namespace) -> int:
    """Show the window, or say how the person stands."""
    if arguments.status:
        return _status()
    from safe_to_paste.dialogs import __main__

    return __main__.show("declaration", language=arguments.language)


def _status() -> int:
    from datetime import datetime

    from safe_to_paste import declarations
    from safe_to_paste.dialogs import matter
    from safe_to_paste.journal import Journal

    about = matter.load()
    today = datetime.now().astimezone().date()
    found = declarations.standing(about.policy, Journal(), today, declarations.account())
    if found.declared:
        when = f" on {matter.moment(found.since)}" if found.since else ""
        print(f"declared{when}: {about.title}")
        return DONE
    asked = "" if found.gate != "off" else "; your school does not ask for it"
    print(f"not declared ({found.why}): {about.title}{asked}")
    return NO
