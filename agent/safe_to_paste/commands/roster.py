"""``safe-to-paste roster``: the pupils of the school, kept as keyed hashes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    imported = verbs.add_parser("import", help="read names and classes, and nothing else, from an export")
    imported.add_argument("path", type=Path, metavar="PATH")
    imported.add_argument("--preview", action="store_true", help="say what would be read, and read no further")
    imported.set_defaults(verb=_import)
    status = verbs.add_parser("status", help="what is kept here")
    status.add_argument("--json", action="store_true", help="for a program")
    status.set_defaults(verb=_status)
    verbs.add_parser("forget", help="remove it").set_defaults(verb=_forget)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb asks for."""
    verb: Callable[[argparse.Namespace], int] = arguments.verb
    return verb(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters

    return rosters.roster_import(arguments.path, sys.stdout, preview=arguments.preview)


def _status(arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters

    return rosters.roster_status(sys.stdout, as_json=arguments.json)


def _forget(_arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters

    return rosters.roster_forget(sys.stdout)
