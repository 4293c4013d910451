"""``python -m packages WHAT…``: build what is named, in that order; everything this machine can when nothing is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from packages import PackageError


def _bundle() -> Path:
    from packages import bundle

    return bundle.build()


def _deb() -> Path:
    from packages import bundle, deb

    return deb.build(bundle.FOLDER)


STEPS: Mapping[str, Callable[[], Path]] = {"bundle": _bundle, "deb": _deb}


def main(argv: Sequence[str]) -> int:
    """Build; 0 when all was built, 2 when something could not be."""
    for name in argv or STEPS:
        if name not in STEPS:
            print(f"packages: there is no {name}; there are {', '.join(STEPS)}", file=sys.stderr)
            return 2
        try:
            print(STEPS[name]())
        except PackageError as error:
            print(f"packages: {name}: {error}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
