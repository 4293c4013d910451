"""``safe-to-paste export``: this laptop's totals, into the folder that the policy names."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from safe_to_paste.commands import COULD_NOT, DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="instead of the policy's folders.export")


def run(arguments: argparse.Namespace) -> int:
    """Write what is due, and say what was done."""
    from safe_to_paste import paths, policy, settings
    from safe_to_paste.journal import Journal
    from safe_to_paste.report import export

    in_force = policy.load(settings.load().policy, policies_dir=paths.policies_dir())
    folder = arguments.into or (Path(in_force.folders.export) if in_force.folders.export else None)
    if folder is None:
        print(
            "safe-to-paste: no folder to export to: set folders.export in the policy, or say --into FOLDER",
            file=sys.stderr,
        )
        return COULD_NOT
    done = export.run(folder, Journal(), in_force, category=export.categories())
    for file in done.written:
        print(file)
    for note in done.notes:
        print(f"note: {note}", file=sys.stderr)
    return DONE
