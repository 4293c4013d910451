"""``safe-to-paste update``: put a set of the school's own rules in use, or take it back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from safe_to_paste.commands import COULD_NOT, DONE, NO


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="the set; left out: say what is in use")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--back", action="store_true", help="put the set before in use again")
    what.add_argument("--prepare", metavar="NAME", help="make FOLDER a set of that name: write its manifest")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="with --prepare: sign it with this Ed25519 key (PEM)")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for, and say what is in use then."""
    from safe_to_paste.errors import RefusedError, UpdateError

    if wrong := _misused(arguments):
        print(f"safe-to-paste: {wrong}", file=sys.stderr)
        return COULD_NOT
    try:
        print(_done(arguments))
    except UpdateError as error:
        what = "not prepared: " if arguments.prepare is not None else "not taken: " if arguments.folder else ""
        print(f"safe-to-paste: {what}{error}", file=sys.stderr)
        return NO if isinstance(error, RefusedError) else COULD_NOT
    return DONE


def _misused(arguments: argparse.Namespace) -> str:
    if arguments.prepare is not None and arguments.folder is None:
        return "--prepare needs the FOLDER that is to be made a set"
    if arguments.sign and arguments.prepare is None:
        return "--sign goes with --prepare"
    if arguments.back and arguments.folder:
        return "--back takes no FOLDER: it puts the set before in use again"
    return ""


def _done(arguments: argparse.Namespace) -> str:
    from safe_to_paste import settings, updates

    if arguments.back:
        found = updates.back()
        return f"in use again: {found}" if found else "the shipped rules alone are in use again"
    if arguments.folder is None:
        now = updates.in_use().now
        return f"in use: {updates.read(now)}" if now else "no set was taken; the shipped rules are in use"
    if arguments.prepare is not None:
        made, public = updates.prepare(arguments.folder, arguments.prepare, sign_with=arguments.sign)
        return f"prepared: {made}" + (f"\nsigned; the setting update_key is {public}" if public else "")
    taken = updates.take(arguments.folder, key=settings.load().update_key)
    return f"in use: {taken}. Browsers that are open have it within a second"
