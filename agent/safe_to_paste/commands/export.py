"""``safe-to-paste export``: hand on what is recorded, to those it is meant for.

Alone, this laptop's totals go into the folder that the policy names: counts, no names. ``--declarations`` is the
register with names, for HR or the data protection officer.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from safe_to_paste.commands import COULD_NOT, DONE, NO

if TYPE_CHECKING:
    from safe_to_paste.register import Entry


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument(
        "--declarations", action="store_true", help="instead of totals, who has agreed to which version; with names"
    )
    parser.add_argument("--json", action="store_true", help="with --declarations: as JSON, with the statements")
    parser.add_argument(
        "--from", dest="folder", type=Path, metavar="FOLDER", help="with --declarations: gather the registers put there"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="with --declarations: write it there instead of printing it"
    )
    where.add_argument(
        "--into", type=Path, metavar="FOLDER", help="write there; for totals, instead of the policy's folders.export"
    )


def run(arguments: argparse.Namespace) -> int:
    """Export what is asked for."""
    if arguments.declarations:
        return _declarations(arguments)
    if arguments.json or arguments.folder or arguments.output:
        arguments.usage("--json, --from and --output go with --declarations")
    return _totals(arguments.into)


def _totals(into: Path | None) -> int:
    from safe_to_paste import paths, policy, rules, settings
    from safe_to_paste.journal import Journal
    from safe_to_paste.report import export

    in_force = policy.load(settings.load().policy, policies_dir=paths.policies_dir())
    folder = into or (paths.of_policy(in_force.folders.export) if in_force.folders.export else None)
    if folder is None:
        _say("safe-to-paste: no folder to export to: set folders.export in the policy, or say --into FOLDER")
        return COULD_NOT
    done = export.run(folder, Journal(), in_force, category=export.categories(rules.load(paths.rules_dir())))
    for file in done.written:
        print(file)
    for note in done.notes:
        _say(f"note: {note}")
    return DONE


def _declarations(arguments: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from safe_to_paste import declarations, register
    from safe_to_paste.errors import JournalError
    from safe_to_paste.journal import Journal

    if arguments.folder is not None:
        gathered = register.gather(arguments.folder)
        entries, faults = gathered.entries, gathered.faults
    else:
        journal = Journal()
        entries, faults = register.of(journal.declarations()), (*journal.verify(), *journal.notes)
    file = arguments.output
    if arguments.into is not None:
        file = arguments.into / register.file_name(declarations.account(), platform.node())
    as_json = arguments.json or arguments.into is not None or (file is not None and file.suffix == ".json")
    words = register.as_json(entries, now=datetime.now(UTC)) if as_json else register.as_csv(entries)
    if file is None:
        sys.stdout.write(words)
    else:
        try:
            # Spreadsheets take a file without the mark for one of an older encoding.
            file.write_text(words, encoding="utf-8" if as_json else "utf-8-sig", newline="")
        except OSError as error:
            raise JournalError(f"{file}: cannot be written ({error.strerror})") from error
    _say(f"{register.ABOUT}; keep it as you keep other staff records.")
    _say(_completion(entries))
    for fault in faults:
        _say(f"note: {fault}")
    return NO if faults else DONE


def _completion(entries: Iterable[Entry]) -> str:
    from safe_to_paste import paths, policy, register, settings
    from safe_to_paste.errors import PolicyError

    try:
        found = policy.load(settings.load().policy, policies_dir=paths.policies_dir())
    except PolicyError as error:
        return f"which version is in force cannot be told: {error}"
    return register.completion(entries, policy=found.name, version=found.version, staff_count=found.staff_count)


def _say(words: str) -> None:
    """On standard error, so that what is printed stays a table."""
    print(words, file=sys.stderr)
