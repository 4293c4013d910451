"""The deployment pack: what IT loads into Intune, Group Policy, Jamf, Google Admin or a folder on Linux.

``python -m packages.deploy`` writes all of it anew below ``packaging/deploy``; the READMEs there are written by hand.
It is made from two tables and no other source: our settings, the agent's and the extension's own (settings.py of the
agent), and what the browsers are told (browsers.py here). So a new setting appears everywhere at once, and a test fails
until it has.

- browsers.py  where the extension comes from, and what we ask of each browser
- windows.py   Group Policy's templates, Intune's scripts
- macos.py     configuration profiles, Jamf's form
- files.py     JSON for Linux, Firefox, Google Admin; the tables in words
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from safe_to_paste.settings import IN_BROWSER, SETTINGS, Setting

from packages import TOP
from packages.deploy import files, macos, windows
from packages.deploy.browsers import SHOPS, Source

FOLDER = TOP / "packaging" / "deploy"


def generate(
    settings: Sequence[Setting] = SETTINGS, source: Source = SHOPS, in_browser: Sequence[Setting] = IN_BROWSER
) -> Mapping[str, str]:
    """Every generated file of the pack: its path below the folder, and its text."""
    return {
        **windows.generate(settings, source, in_browser),
        **macos.generate(settings, source, in_browser),
        **files.generate(settings, source, in_browser),
    }


def write(into: Path = FOLDER, source: Source = SHOPS) -> Path:
    """Write the pack; the folder. READMEs and other files of a person's own there are left alone."""
    for name, text in generate(source=source).items():
        file = into / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return into
