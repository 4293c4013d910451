"""Where things lie: our own folders on each operating system, and the rules that travel with us.

One table, so that nothing else in the product needs to ask which system it runs on to find a file.
Folders of the person's own come from platformdirs; those that only IT writes are fixed.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

APP = "safe-to-paste"

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one operating system.

    ``managed`` is None on Windows, where managed settings are registry values.
    """

    config: Path
    data: Path
    state: Path
    machine: Path
    managed: Path | None

    @property
    def settings(self) -> Path:
        """The settings file IT puts on a machine."""
        return self.machine / "settings.json"


def system() -> str:
    """The operating system, as every table here spells it: "windows", "macos" or "linux"."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def places() -> Places:
    """The places on this machine, for the person signed in."""
    from platformdirs import PlatformDirs  # 20 ms that the first reply need not wait for

    own = PlatformDirs(APP, appauthor=False)
    machine, managed = _BY_IT[system()]
    return Places(
        config=own.user_config_path,
        data=own.user_data_path,
        state=own.user_state_path,
        machine=machine,
        managed=managed,
    )


def rules_dir() -> Path:
    """The rules that came with this program: beside a bundle's executable, in the wheel, or in a checkout."""
    if is_bundle():
        return Path(sys.executable).resolve().parent / "rules"
    in_wheel = _PACKAGE / "_rules"
    from_here = checkout()
    return from_here / "rules" if from_here and not in_wheel.is_dir() else in_wheel


def policies_dir() -> Path:
    """The policies that came with this program."""
    return rules_dir() / "policies"


def checkout() -> Path | None:
    """The checkout this program runs from, or None when it was installed."""
    folder = _PACKAGE.parent.parent
    return folder if (folder / "pyproject.toml").is_file() and (folder / "rules").is_dir() else None


def is_bundle() -> bool:
    """Whether this runs from an installed bundle rather than from a Python of its own."""
    return bool(getattr(sys, "frozen", False))


def _program_data() -> Path:
    return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))


# Folders and files that only an administrator can write.
_BY_IT: dict[str, tuple[Path, Path | None]] = {
    "windows": (_program_data() / "SafeToPaste", None),
    "macos": (
        Path("/Library/Application Support/SafeToPaste"),
        Path("/Library/Managed Preferences/org.safetopaste.agent.plist"),
    ),
    "linux": (Path("/etc/safe-to-paste"), Path("/etc/safe-to-paste/managed.json")),
}
