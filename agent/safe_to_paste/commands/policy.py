"""``safe-to-paste policy``: look after policy files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from safe_to_paste.commands import COULD_NOT, DONE, NO


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    lint = verbs.add_parser("lint", help="what a policy file leaves open or contradicts")
    lint.add_argument("policy", metavar="FILE|NAME")
    lint.set_defaults(verb=_lint)
    diff = verbs.add_parser("diff", help="what has changed from one policy to another, in words")
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.set_defaults(verb=_diff)
    card = verbs.add_parser("card", help="“What can I paste?” on one side of paper, as a page to open and print")
    card.add_argument("policy", metavar="FILE|NAME", nargs="?", help="instead of the one in force")
    card.add_argument("--text", action="store_true", help="as plain text")
    card.add_argument("--output", "-o", type=Path, metavar="FILE", help="write it there instead of printing it")
    card.set_defaults(verb=_card)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb asks for."""
    verb: Callable[[argparse.Namespace], int] = arguments.verb
    return verb(arguments)


def _diff(arguments: argparse.Namespace) -> int:
    from safe_to_paste import paths, policy, policy_diff

    old, new = (
        policy.load(name, policies_dir=paths.policies_dir(), in_force=False) for name in (arguments.old, arguments.new)
    )
    for line in policy_diff.lines(old, new, (arguments.old, arguments.new)):
        print(line)
    return DONE


def _card(arguments: argparse.Namespace) -> int:
    from safe_to_paste import card, card_page, paths, policy, settings

    chosen = settings.load()
    found = policy.load(arguments.policy or chosen.policy, policies_dir=paths.policies_dir())
    made = card.of(found)
    words = card.text(made) if arguments.text else card_page.page(made)
    if arguments.output is None:
        print(words, end="")
        return DONE
    try:
        arguments.output.write_text(words, encoding="utf-8")
    except OSError as error:
        print(f"safe-to-paste: {arguments.output}: cannot be written ({error.strerror})", file=sys.stderr)
        return COULD_NOT
    print(f"{arguments.output}: {found.title}, version {found.version}")
    return DONE


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
