"""Where things lie: our own folders on each operating system, and the rules that travel with us.

One table, so that nothing else in the product needs to ask which system it runs on to find a file.
Folders of the person's own come from platformdirs; those that IT writes to are fixed, or asked of the
system: no environment variable moves them, for those are the person's to change.
"""

from __future__ import annotations

import os
import stat
import sys
import uuid
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
    log: Path
    machine: Path
    managed: Path | None

    @property
    def settings(self) -> Path:
        """The settings file IT puts on a machine."""
        return self.machine / "settings.json"

    @property
    def updates(self) -> Path:
        """Where ``safe-to-paste update`` keeps the sets of rules it has taken."""
        return self.machine / "updates"


def system() -> str:
    """The operating system, as every table here spells it: "windows", "macos" or "linux"."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def places() -> Places:
    """The places on this machine, for the person signed in."""
    from platformdirs import PlatformDirs  # 20 ms that the first reply need not wait for

    own = PlatformDirs(APP, appauthor=False)
    machine, managed = _by_it(system())
    return Places(
        config=own.user_config_path,
        data=own.user_data_path,
        log=own.user_log_path,
        machine=machine,
        managed=managed,
    )


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder. Raises OSError where that cannot be told.

    ``Path.exists`` says no where a folder may not be looked into, from Python 3.14 on.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def of_policy(written: str) -> Path:
    """A path as a policy writes it: ``~``, ``$NAME`` and, on Windows, ``%NAME%`` are what they are on this laptop."""
    return Path(os.path.expandvars(written)).expanduser()


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


def is_kept_by_it(file: Path) -> bool:
    """Whether only an administrator can have written a file, and so whether its settings count.

    On Windows its owner and access list tell: anyone may put files of their own below ProgramData.
    """
    try:
        seen = file.stat()
        if sys.platform == "win32":
            from safe_to_paste import access

            return not access.fault_in_file(file)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return seen.st_uid == 0 and not seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _by_it(system_name: str) -> tuple[Path, Path | None]:
    """IT's folder and its file of managed settings on one operating system."""
    if system_name == "windows":
        return Path(_program_data()) / "SafeToPaste", None
    if system_name == "macos":
        return (
            Path("/Library/Application Support/SafeToPaste"),
            Path("/Library/Managed Preferences/org.safetopaste.agent.plist"),
        )
    return Path("/etc/safe-to-paste"), Path("/etc/safe-to-paste/managed.json")


# https://learn.microsoft.com/windows/win32/shell/knownfolderid
_FOLDERID_PROGRAM_DATA = uuid.UUID("62AB5D82-FDC1-4DC3-A9DD-070D1D495D97")


def _program_data() -> str:
    if sys.platform != "win32":
        return _USUAL_PROGRAM_DATA
    import ctypes

    folder_id = (ctypes.c_ubyte * 16).from_buffer_copy(_FOLDERID_PROGRAM_DATA.bytes_le)
    found = ctypes.c_wchar_p()
    failed = ctypes.windll.shell32.SHGetKnownFolderPath(ctypes.byref(folder_id), 0, None, ctypes.byref(found))
    path = found.value
    ctypes.windll.ole32.CoTaskMemFree(found)
    return path if path and not failed else _USUAL_PROGRAM_DATA


_USUAL_PROGRAM_DATA = r"C:\ProgramData"
