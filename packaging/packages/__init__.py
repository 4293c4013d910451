"""Builds what IT installs: ``python -m packages`` from a checkout, with ``packaging`` on the path.

- bundle.py    the programs, the rules beside them, the version, the bill of materials
- deb.py       the bundle as a Debian package
- msi.py       the bundle as a Windows Installer package
- browsers.py  the extension as CRX3, as Edge's zip and as XPI
- deploy.py    the deployment pack: every settings file for every tool, from one description
- tried.py     what the tests have installed, run, upgraded and removed here

What is built lies in ``dist/``; ``build/`` holds the steps on the way. Nothing is downloaded.
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUILD = TOP / "build" / "packages"
DIST = TOP / "dist"
"""Where packages are put."""

NAME = "safe-to-paste"
TITLE = "Safe to Paste"
SITE = "https://safetopaste.org/"


class PackageError(Exception):
    """A package cannot be built; the message says what to do."""


def moment() -> datetime:
    """The time written into packages: SOURCE_DATE_EPOCH's, or the last commit's, for the same from the same source."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if not told:
        last = ["git", "log", "-1", "--format=%ct"]
        told = subprocess.run(last, cwd=TOP, capture_output=True, text=True, check=False).stdout
    return datetime.fromtimestamp(int(told or 0), UTC)
