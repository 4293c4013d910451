"""Tell the browsers where the host is, and take that back.

A browser starts the host because of a small JSON file, the host manifest, in a folder it looks into (on
Windows: in a file that a registry value names). The table below holds every place for every system:
https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging and
https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests. Each browser is dealt with
on its own: that one folder cannot be written is no reason to leave the others without.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from safe_to_paste import ids, paths
from safe_to_paste.errors import InstallError

BROWSERS = ("chrome", "chromium", "edge", "firefox")
LEVELS = ("user", "system")

_PROGRAM = "safe-to-paste-host"
_MANIFEST = f"{ids.HOST}.json"

# Where each browser looks; a second folder counts only where the one above it exists (RPM distributions).
_FOLDERS: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    ("linux", "user"): {
        "chrome": ("{config}/google-chrome/NativeMessagingHosts",),
        "chromium": ("{config}/chromium/NativeMessagingHosts",),
        "edge": ("{config}/microsoft-edge/NativeMessagingHosts",),
        "firefox": ("{home}/.mozilla/native-messaging-hosts",),
    },
    ("linux", "system"): {
        "chrome": ("{root}/etc/opt/chrome/native-messaging-hosts",),
        "chromium": ("{root}/etc/chromium/native-messaging-hosts",),
        "edge": ("{root}/etc/opt/edge/native-messaging-hosts",),
        "firefox": (
            "{root}/usr/lib/mozilla/native-messaging-hosts",
            "{root}/usr/lib64/mozilla/native-messaging-hosts",
        ),
    },
    ("macos", "user"): {
        "chrome": ("{home}/Library/Application Support/Google/Chrome/NativeMessagingHosts",),
        "chromium": ("{home}/Library/Application Support/Chromium/NativeMessagingHosts",),
        "edge": ("{home}/Library/Application Support/Microsoft Edge/NativeMessagingHosts",),
        "firefox": ("{home}/Library/Application Support/Mozilla/NativeMessagingHosts",),
    },
    ("macos", "system"): {
        "chrome": ("{root}/Library/Google/Chrome/NativeMessagingHosts",),
        "chromium": ("{root}/Library/Application Support/Chromium/NativeMessagingHosts",),
        "edge": ("{root}/Library/Microsoft/Edge/NativeMessagingHosts",),
        "firefox": ("{root}/Library/Application Support/Mozilla/NativeMessagingHosts",),
    },
    # The files' own folders are ours to choose; what counts are the registry values below.
    ("windows", "user"): {browser: (f"{{data}}/browsers/{browser}",) for browser in BROWSERS},
    ("windows", "system"): {browser: (f"{{program}}/browsers/{browser}",) for browser in BROWSERS},
}

# Below HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE; the default value is the manifest's path.
_KEYS: Mapping[str, str] = {
    "chrome": rf"SOFTWARE\Google\Chrome\NativeMessagingHosts\{ids.HOST}",
    "chromium": rf"SOFTWARE\Chromium\NativeMessagingHosts\{ids.HOST}",
    "edge": rf"SOFTWARE\Microsoft\Edge\NativeMessagingHosts\{ids.HOST}",
    "firefox": rf"SOFTWARE\Mozilla\NativeMessagingHosts\{ids.HOST}",
}


class Registry(Protocol):
    """What we do with the registry. ``level`` chooses the hive."""

    def read(self, level: str, key: str) -> str | None:
        """The key's default value as a browser finds it: the 32-bit view first."""
        ...

    def write(self, level: str, key: str, value: str) -> None:
        """Set the key's default value in the 64-bit view."""
        ...

    def is_leftover(self, level: str, key: str) -> bool:
        """Whether the 32-bit view, which browsers read first, has a value of its own beside the 64-bit one."""
        ...

    def values(self, key: str) -> Mapping[str, Any]:
        """A machine's key's values in the 64-bit view, by name; none where there is no such key."""
        ...

    def delete(self, level: str, key: str) -> bool:
        """Delete the key from both views; whether it was in either."""
        ...


@dataclass(frozen=True, slots=True)
class Machine:
    """The system and the folders that the table's places start from."""

    system: str
    home: Path
    config: Path
    data: Path
    root: str = ""
    registry: Registry | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One place where one browser looks for our manifest; ``key`` is its registry key on Windows."""

    browser: str
    level: str
    manifest: Path
    key: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one browser."""

    browser: str
    ok: bool
    says: str

    def __str__(self) -> str:
        return f"{self.browser}: {self.says}"


def install(
    *,
    level: str = "user",
    browsers: Iterable[str] | None = None,
    into: Path | None = None,
    executable: Path | None = None,
    machine: Machine | None = None,
) -> tuple[Report, ...]:
    """Write the host manifests.

    Args:
        level: "user", or "system" for every user of the machine, which needs an administrator.
        browsers: some of ``BROWSERS``; all of them when left out.
        into: a Chromium user-data folder to use instead, as tests and the demo do.
        executable: the host program, when it is not the one that came with this Python.
        machine: another machine than this one, for packages and tests.

    Raises:
        InstallError: there is no host program to point to, or no such level or browser.
    """
    machine = machine or this_machine()
    program = executable or host_executable()
    if not program.is_absolute():
        raise InstallError(f"{program}: a manifest needs the host's full path")
    return tuple(_install(slot, program, machine) for slot in _slots(machine, level, browsers, into, program))


def uninstall(
    *,
    level: str = "user",
    browsers: Iterable[str] | None = None,
    into: Path | None = None,
    machine: Machine | None = None,
) -> tuple[Report, ...]:
    """Remove what ``install`` wrote; its arguments are the same.

    Raises:
        InstallError: there is no such level or browser.
    """
    machine = machine or this_machine()
    # Not looked for: what is left of an installation is removed even when its program has gone.
    program = Path(sys.executable).with_name(_PROGRAM)
    return tuple(_uninstall(slot, machine) for slot in _slots(machine, level, browsers, into, program))


def slots(machine: Machine, level: str) -> tuple[Slot, ...]:
    """Every place the browsers look into at one level."""
    return _slots(machine, level, None, None, Path(sys.executable))


def this_machine() -> Machine:
    """The machine this runs on, for the person signed in."""
    home = Path.home()
    return Machine(
        system=paths.system(),
        home=home,
        config=Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config"),
        data=paths.places().data,
        registry=WindowsRegistry() if sys.platform == "win32" else None,
    )


def host_executable() -> Path:
    """The host program that came with this one.

    Raises:
        InstallError: it is not where pip or the bundle puts it.
    """
    name = f"{_PROGRAM}.exe" if paths.system() == "windows" else _PROGRAM
    # Not resolved: a virtual environment's python is often a link to another folder's.
    folders = [Path(sys.executable).parent]
    if not paths.is_bundle():
        folders.append(Path(sysconfig.get_path("scripts")))
    for folder in folders:
        if (folder / name).is_file():
            return (folder / name).absolute()
    looked = " or ".join(dict.fromkeys(map(str, folders)))
    raise InstallError(f"{name} is not in {looked}; install Safe to Paste again")


def manifest(browser: str, program: Path) -> dict[str, object]:
    """What a browser's host manifest says."""
    allowed: dict[str, object] = (
        {"allowed_extensions": [ids.FIREFOX]} if browser == "firefox" else {"allowed_origins": list(ids.ORIGINS)}
    )
    return {
        "name": ids.HOST,
        "description": "Safe to Paste: checks on this laptop what is pasted into AI tools",
        "path": str(program),
        "type": "stdio",
        **allowed,
    }


class WindowsRegistry:
    """The real registry. A 32-bit and a 64-bit program see different keys below SOFTWARE: hence the views."""

    def read(self, level: str, key: str) -> str | None:
        """See ``Registry``."""
        if sys.platform != "win32":
            return None
        import winreg

        found = (self._default(level, key, view) for view in (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY))
        return next((value for value in found if value is not None), None)

    def is_leftover(self, level: str, key: str) -> bool:
        """See ``Registry``."""
        if sys.platform != "win32":
            return False
        import winreg

        views = (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY)
        old, new = (self._default(level, key, view) for view in views)
        return old is not None and old != new

    def values(self, key: str) -> Mapping[str, Any]:
        """See ``Registry``."""
        if sys.platform != "win32":
            return {}
        import winreg

        try:
            opened = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
        except OSError:
            return {}
        with opened:
            count = winreg.QueryInfoKey(opened)[1]
            # A value of several lines is one text to Firefox.
            return {
                name: "\n".join(value) if kind == winreg.REG_MULTI_SZ else value
                for name, value, kind in (winreg.EnumValue(opened, n) for n in range(count))
            }

    def write(self, level: str, key: str, value: str) -> None:
        """See ``Registry``."""
        if sys.platform == "win32":
            import winreg

            access = winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY
            with winreg.CreateKeyEx(self._hive(level), key, 0, access) as opened:
                winreg.SetValueEx(opened, "", 0, winreg.REG_SZ, value)

    def delete(self, level: str, key: str) -> bool:
        """See ``Registry``."""
        if sys.platform != "win32":
            return False
        import winreg

        was_there = False
        for view in (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY):
            try:
                winreg.DeleteKeyEx(self._hive(level), key, view, 0)
                was_there = True
            except FileNotFoundError:
                continue
        return was_there

    def _default(self, level: str, key: str, view: int) -> str | None:
        if sys.platform != "win32":
            return None
        import winreg

        try:
            with winreg.OpenKey(self._hive(level), key, 0, winreg.KEY_READ | view) as opened:
                return str(winreg.QueryValueEx(opened, "")[0])
        except FileNotFoundError:
            return None

    def _hive(self, level: str) -> int:
        if sys.platform != "win32":
            return 0
        import winreg

        return winreg.HKEY_LOCAL_MACHINE if level == "system" else winreg.HKEY_CURRENT_USER


def _slots(
    machine: Machine,
    level: str,
    browsers: Iterable[str] | None,
    into: Path | None,
    program: Path,
) -> tuple[Slot, ...]:
    if level not in LEVELS:
        raise InstallError(f"{level} is not a level; use {' or '.join(LEVELS)}")
    wanted = tuple(browsers) if browsers is not None else BROWSERS
    if unknown := [browser for browser in wanted if browser not in BROWSERS]:
        raise InstallError(f"{unknown[0]} is not a browser we know; use {', '.join(BROWSERS)}")
    if into is not None:
        if machine.system == "windows":
            raise InstallError("--into: on Windows browsers look into the registry alone")
        return (Slot("chromium", level, into.absolute() / "NativeMessagingHosts" / _MANIFEST),)
    starts = {
        "home": machine.home,
        "config": machine.config,
        "data": machine.data,
        "root": machine.root,
        "program": program.parent,
    }
    return tuple(
        Slot(browser, level, folder / _MANIFEST, _KEYS[browser] if machine.system == "windows" else "")
        for browser in wanted
        for number, place in enumerate(_FOLDERS[machine.system, level][browser])
        if (folder := Path(place.format(**starts))) and (number == 0 or folder.parent.is_dir())
    )


def _install(slot: Slot, program: Path, machine: Machine) -> Report:
    text = json.dumps(manifest(slot.browser, program), indent=2) + "\n"
    try:
        _write(slot.manifest, text, for_all=slot.level == "system")
        if slot.key and machine.registry is not None:
            # What is left of an older version may lie in the other view, which browsers read first.
            machine.registry.delete(slot.level, slot.key)
            machine.registry.write(slot.level, slot.key, str(slot.manifest))
    except OSError as error:
        return _failed(slot, "written", error)
    return Report(slot.browser, True, f"wrote {slot.manifest}")


def _uninstall(slot: Slot, machine: Machine) -> Report:
    try:
        was_there = slot.manifest.exists()
        slot.manifest.unlink(missing_ok=True)
        if slot.key and machine.registry is not None:
            was_there = machine.registry.delete(slot.level, slot.key) or was_there
    except OSError as error:
        return _failed(slot, "removed", error)
    return Report(slot.browser, True, f"removed {slot.manifest}" if was_there else "there was nothing to remove")


def _failed(slot: Slot, what: str, error: OSError) -> Report:
    hint = "; an administrator can" if isinstance(error, PermissionError) else ""
    return Report(slot.browser, False, f"{slot.manifest} could not be {what} ({error.strerror}){hint}")


def _write(path: Path, text: str, *, for_all: bool) -> None:
    """Put a file in place whole; one for every user must be readable by them, whatever the umask."""
    missing = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        own.write_text(text, encoding="utf-8")
        if for_all:
            own.chmod(0o644)
            for folder in missing:
                folder.chmod(0o755)
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)
