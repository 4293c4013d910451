"""``safe-to-paste journal``: what this laptop has recorded, in counts, for the person it is about."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from safe_to_paste.commands import DONE, NO

if TYPE_CHECKING:
    from safe_to_paste.policy_file import Policy


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verbs.add_parser("verify", help="whether all is as it was written").set_defaults(verb=_verify)
    show = verbs.add_parser("show", help="my AI use: my own counts and declarations")
    show.add_argument("--json", action="store_true")
    show.set_defaults(verb=_show)
    verbs.add_parser("forget", help="delete my own counts, where the policy lets me").set_defaults(verb=_forget)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb asks for."""
    verb: Callable[[argparse.Namespace], int] = arguments.verb
    return verb(arguments)


def _verify(_arguments: argparse.Namespace) -> int:
    from safe_to_paste.journal import Journal

    journal = Journal()
    faults = journal.verify()
    for fault in faults:
        print(f"fault: {fault}")
    for note in journal.notes:
        print(f"note: {note}")
    declared = len(journal.declarations())
    if faults:
        print(f"{journal.path}: {len(faults)} to look at")
        return NO
    print(
        f"{journal.path}: {declared} {'declaration' if declared == 1 else 'declarations'}, all as they were written"
        if declared
        else "nothing is declared yet"
    )
    return DONE


def _show(arguments: argparse.Namespace) -> int:
    from safe_to_paste import declarations, my_use
    from safe_to_paste.errors import PolicyError
    from safe_to_paste.journal import Journal

    journal = Journal()
    use = my_use.of(journal.events())
    who = declarations.account()
    declared = [each for each in journal.declarations() if each.who == who]
    if arguments.json:
        print(json.dumps(my_use.table(use, declared), indent=2))
        return DONE
    try:
        days = f"{_policy().journal.retention_days} days"
    except PolicyError:
        days = "as long as the policy says, which cannot be read now"
    for line in my_use.lines(use, declared, kept_for=days):
        print(line)
    for note in journal.notes:
        print(f"note: {note}")
    return DONE


def _forget(_arguments: argparse.Namespace) -> int:
    from safe_to_paste.journal import Journal

    if not _policy().journal.user_can_delete:
        print(
            "safe-to-paste: the policy keeps these counts until they are old enough (journal.user_can_delete)",
            file=sys.stderr,
        )
        return NO
    journal = Journal()
    gone = journal.forget_events() if journal.is_there() else 0
    print(f"{gone} {'event' if gone == 1 else 'events'} deleted; declarations stay")
    return DONE


def _policy() -> Policy:
    from safe_to_paste import paths, policy, settings

    return policy.load(settings.load().policy, policies_dir=paths.policies_dir())
