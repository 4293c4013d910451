"""The commands of ``safe-to-paste``, one module each; ``cli.py`` lists them.

A module has ``arguments(parser)``, which says what may follow its name, and ``run(arguments)``, which does it and
returns the exit code: ``DONE``, ``NO`` or ``COULD_NOT``. It is imported when its command is asked for, and what it
needs when it runs, so that no command pays for another.
"""

from __future__ import annotations

import argparse

DONE, NO, COULD_NOT = 0, 1, 2


def language(parser: argparse.ArgumentParser) -> None:
    """What may follow a command that opens a window."""
    parser.add_argument("--language", default="", help="the window's language, as a browser has it: cy")
