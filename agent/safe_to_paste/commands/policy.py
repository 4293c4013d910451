"""``safe-to-paste policy``: look after policy files."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from safe_to_paste.commands import DONE, NO


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    lint = verbs.add_parser("lint", help="what a policy file leaves open or contradicts")
    lint.add_argument("policy", metavar="FILE|NAME")
    lint.set_defaults(verb=_lint)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb asks for."""
    verb: Callable[[argparse.Namespace], int] = arguments.verb
    return verb(arguments)


def _lint(arguments: argparse.Namespace) -> int:
    from safe_to_paste import paths, policy, policy_lint, settings

    notes = policy_lint.lint(arguments.policy, policies_dir=paths.policies_dir())
    for note in notes:
        print(f"{note.level}: {note.key}: {note.message}")
    print(f"{arguments.policy}: {len(notes)} to look at" if notes else f"{arguments.policy}: nothing to look at")
    errors = any(note.level == "error" for note in notes)
    chosen = policy.find(settings.load().policy, policies_dir=paths.policies_dir())
    in_force = policy.find(arguments.policy, policies_dir=paths.policies_dir()).resolve() == chosen.resolve()
    return NO if errors or (notes and in_force) else DONE
