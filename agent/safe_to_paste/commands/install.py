"""``safe-to-paste install``: tell the browsers about the agent."""

from __future__ import annotations

import argparse
from pathlib import Path

from safe_to_paste.commands import COULD_NOT, DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--system", action="store_true", help="for every user of this machine")
    parser.add_argument("--browser", action="append", metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--into", type=Path, metavar="DIR", help="a Chromium user-data folder, for tests")


def run(arguments: argparse.Namespace) -> int:
    """Write the host manifests."""
    return installation(arguments, "install")


def installation(arguments: argparse.Namespace, verb: str) -> int:
    """Install or uninstall, and report on each browser."""
    from safe_to_paste import install

    reports = getattr(install, verb)(
        level="system" if arguments.system else "user", browsers=arguments.browser, into=arguments.into
    )
    for report in reports:
        print(report)
    return COULD_NOT if any(not report.ok for report in reports) else DONE
