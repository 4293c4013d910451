"""``safe-to-paste settings``: each setting, its value and where it came from."""

from __future__ import annotations

import argparse
import json

from safe_to_paste.commands import DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for a program")
    form.add_argument("--table", action="store_true", help="print the tables that docs/settings.md has")
    form.add_argument(
        "--schema", action="store_true", help="print the extension's own settings as its manifest wants them"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print them all."""
    from safe_to_paste import settings

    if arguments.table:
        print(settings.table(), settings.table(settings.IN_BROWSER), sep="\n", end="")
        return DONE
    if arguments.schema:
        print(json.dumps(settings.schema(), indent=1))
        return DONE
    found = settings.load()
    if arguments.json:
        print(json.dumps(found.table(), indent=2))
        return DONE
    for line in found.lines():
        print(line)
    return DONE
