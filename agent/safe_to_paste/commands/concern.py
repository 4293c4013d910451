"""``safe-to-paste concern``: whom to tell when something went wrong, and a draft to do it with."""

from __future__ import annotations

import argparse

from safe_to_paste.commands import language


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    language(parser)
    kinds = ("safeguarding", "sent", "data_breach", "policy_breach", "query")
    parser.add_argument("about", metavar="ABOUT", nargs="?", choices=kinds, help=", ".join(kinds))


def run(arguments: argparse.Namespace) -> int:
    """Show the window; where none can be shown, say whom to tell and what to do first."""
    from safe_to_paste.dialogs import NOT_SHOWN, __main__

    code = __main__.show("concern", (arguments.about,) if arguments.about else (), language=arguments.language)
    if code == NOT_SHOWN:
        _say(arguments.about or "query")
    return code


def _say(about: str) -> None:
    from safe_to_paste import concerns
    from safe_to_paste.dialogs import matter

    route = concerns.route(matter.load().policy, about)
    print(f"Tell: {route.to}\nFirst: {route.first}")
