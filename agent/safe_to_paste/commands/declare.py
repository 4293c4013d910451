"""``safe-to-paste declare``: read the school's AI policy and tick its statements, in a window."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from safe_to_paste.commands import DONE, NO, language


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    language(parser)
    parser.add_argument("--status", action="store_true", help="only say whether you have agreed")
    parser.add_argument("--json", action="store_true", help="with --status: for a program")


def run(arguments: argparse.Namespace) -> int:
    """Show the window, or say how the person stands."""
    if arguments.status:
        return _status(as_json=arguments.json)
    if arguments.json:
        arguments.usage("--json goes with --status")
    from safe_to_paste.dialogs import __main__

    return __main__.show("declaration", language=arguments.language)


def _status(*, as_json: bool) -> int:
    from datetime import datetime

    from safe_to_paste import declarations
    from safe_to_paste.dialogs import matter
    from safe_to_paste.journal import Journal

    about = matter.load()
    today = datetime.now().astimezone().date()
    found = declarations.standing(about.policy, Journal(), today, declarations.account())
    if as_json:
        print(json.dumps({**asdict(found), "policy": about.title}, default=datetime.isoformat, indent=2))
    elif found.declared:
        when = f" on {matter.moment(found.since)}" if found.since else ""
        print(f"declared{when}: {about.title}")
    else:
        asked = "" if found.gate != "off" else "; your school does not ask for it"
        print(f"not declared ({found.why}): {about.title}{asked}")
    return DONE if found.declared else NO
