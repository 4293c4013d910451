"""``python -m packages.deploy``: write the deployment pack, for the browsers' shops or for a school's own server."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from packages import deploy
from packages.deploy.browsers import CHROMIUM, SHOPS


def main() -> int:
    """Write it; 0."""
    parser = argparse.ArgumentParser(prog="packages.deploy", description=__doc__)
    parser.add_argument("--into", type=Path, default=deploy.FOLDER)
    parser.add_argument("--updates", help="where updates.xml is, on a server of the school's own (Chrome, Edge)")
    parser.add_argument("--xpi", help="the address of the signed XPI on a server of the school's own")
    parser.add_argument("--team", help="the Apple team whose certificate the macOS programs are signed with")
    given = parser.parse_args()
    source = SHOPS
    if given.updates:
        source = replace(source, updates=dict.fromkeys(CHROMIUM, given.updates), is_shop=False)
    source = replace(source, xpi=given.xpi or source.xpi, team=given.team or source.team)
    print(deploy.write(given.into, source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
