"""``safe-to-paste labels``: how many labels were given on this laptop, and nothing of what they were given to."""

from __future__ import annotations

import argparse
import json

from safe_to_paste.commands import DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--json", action="store_true", help="for a program")


def run(arguments: argparse.Namespace) -> int:
    """Print the register."""
    from safe_to_paste import console, labels
    from safe_to_paste.journal import Journal

    rows = labels.register(Journal().events())
    if arguments.json:
        print(json.dumps([row._asdict() for row in rows], indent=2))
        return DONE
    if not rows:
        print("No label has been given on this laptop, or its count is no longer kept.")
        return DONE
    table = [("month", "label", "tool", "on", "how many")]
    table += [
        (
            row.month,
            labels.SAID.get(row.label, row.label.replace("_", " ")),
            row.tool,
            _ON.get(row.what, row.what),
            str(row.times),
        )
        for row in rows
    ]
    for line in console.lines(table, right={4}):
        print(line)
    return DONE


_ON = {"copy": "a copied answer", "file": "a file"}
