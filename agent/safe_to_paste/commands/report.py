"""``safe-to-paste report``: one HTML page of figures, from this laptop's journal or a whole trust's exports."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from safe_to_paste.commands import DONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safe_to_paste.policy_file import Policy
    from safe_to_paste.report.figures import Audience, Figures
    from safe_to_paste.report.laptop import Rows
    from safe_to_paste.rules import Rule


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="the files that laptops exported")
    parser.add_argument(
        "--parquet", type=Path, metavar="FILE", help="with --from: what is counted, as one Parquet file, too"
    )
    parser.add_argument("--out", type=Path, default=Path("safe-to-paste-report.html"), metavar="FILE")
    parser.add_argument(
        "--for",
        dest="audience",
        choices=("dpo", "governors"),
        help="whom it is for; left out: the DPO with --from, else yourself",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page, and say where it is."""
    from safe_to_paste import paths, rules
    from safe_to_paste.report import figures, page, plots
    from safe_to_paste.report.figures import Audience

    if arguments.parquet and not arguments.folder:
        arguments.usage("--parquet goes with --from")
    policy, loaded = _policy(), rules.load(paths.rules_dir())
    audience = Audience(arguments.audience or ("dpo" if arguments.folder else "self"))
    faults = None
    if arguments.folder is None:
        made = figures.of(_own(policy, loaded), audience, policy=policy, titles=figures.titles(loaded))
    else:
        from safe_to_paste.report.trust import Trust

        with Trust(arguments.folder) as trust:
            made = figures.of(trust, audience, policy=policy, titles=figures.titles(loaded))
            faults = trust.faults
            if arguments.parquet:
                trust.parquet(arguments.parquet)
    _write(arguments.out, page.html(made, policy=policy, faults=faults))
    if faults is not None:
        for line in faults.lines():
            print(f"note: {line}", file=sys.stderr)
        for fault, names in faults.examples.items():
            if names:
                print(
                    f"note: {fault}: {', '.join(names)}{' ...' if faults.counts[fault] > len(names) else ''}",
                    file=sys.stderr,
                )
    for note in _notes(made, audience):
        print(f"note: {note}", file=sys.stderr)
    if not plots.can_draw():
        print("note: without pictures, which need Matplotlib: pip install 'safe-to-paste[report]'", file=sys.stderr)
    print(arguments.out)
    return DONE


def _own(policy: Policy | None, loaded: Sequence[Rule]) -> Rows:
    """This laptop's own journal."""
    from datetime import UTC, datetime

    from safe_to_paste import declarations
    from safe_to_paste import policy as policies
    from safe_to_paste.journal import Journal
    from safe_to_paste.report import export, totals
    from safe_to_paste.report.laptop import Rows

    months = totals.of(
        Journal(),
        policy or policies.load("default", policies_dir=_policies_dir()),
        export.categories(loaded),
        now=datetime.now(UTC),
        who=declarations.account(),
    )
    return Rows(totals.rows(months, "0" * 16))


def _policy() -> Policy | None:
    """The policy in force; a report can do without it."""
    from safe_to_paste import policy, settings
    from safe_to_paste.errors import PolicyError

    try:
        return policy.load(settings.load().policy, policies_dir=_policies_dir())
    except PolicyError as error:
        print(f"note: {error}", file=sys.stderr)
        return None


def _policies_dir() -> Path:
    from safe_to_paste import paths

    return paths.policies_dir()


def _notes(made: Figures, audience: Audience) -> tuple[str, ...]:
    if made.is_empty:
        return ("nothing has been checked yet, so the page has no figures",)
    if made.is_withheld:
        least = "five checks" if audience == "self" else "five checks on five laptops"
        return (f"there is too little to show: figures begin at {least}",)
    return ()


def _write(file: Path, html: str) -> None:
    from safe_to_paste.errors import ReportError

    try:
        file.write_text(html, encoding="utf-8")
    except OSError as error:
        raise ReportError(f"{file}: cannot be written ({error.strerror})") from error
