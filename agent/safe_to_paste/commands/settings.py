"""``safe-to-paste settings``: each setting, its value and where it came from."""

from __future__ import annotations

import argparse

from safe_to_paste.commands import DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    del parser  # nothing may


def run(_arguments: argparse.Namespace) -> int:
    """Print them all."""
    from safe_to_paste import settings

    for line in settings.load().lines():
        print(line)
    return DONE
