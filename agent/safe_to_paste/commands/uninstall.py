"""``safe-to-paste uninstall``: take back what ``install`` told the browsers."""

from __future__ import annotations

import argparse

from safe_to_paste.commands import install

arguments = install.arguments


def run(arguments: argparse.Namespace) -> int:
    """Remove the host manifests."""
    return install.installation(arguments, "uninstall")
