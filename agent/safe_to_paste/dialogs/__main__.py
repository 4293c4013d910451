"""``python -m safe_to_paste.dialogs NAME [ARGUMENT…]``: show one window, and say by the exit code how it ended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from safe_to_paste.dialogs import COMMANDS, NOT_SHOWN, shell
from safe_to_paste.errors import SafeToPasteError


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window; the exit codes are those of the package."""
    parser = argparse.ArgumentParser(prog="safe_to_paste.dialogs", description=__doc__)
    parser.add_argument("name", choices=sorted(COMMANDS))
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--language", default="", help="what the page is in, as a browser has it: cy")
    parser.add_argument("--patience", type=float, default=shell.PATIENCE, help="seconds until it closes by itself")
    given = parser.parse_args(argv)
    return show(given.name, given.arguments, patience=given.patience, language=given.language)


def show(name: str, arguments: Sequence[str] = (), *, patience: float = shell.PATIENCE, language: str = "") -> int:
    """Show a window in this process; what keeps it from being shown is said on standard error."""
    window: Callable[..., int] = import_module(f"safe_to_paste.dialogs.{name}").main
    try:
        return window(arguments, patience=patience, language=language)
    except SafeToPasteError as error:
        sys.stderr.write(f"safe-to-paste: {error}\n")
        return NOT_SHOWN


if __name__ == "__main__":
    sys.exit(main())
