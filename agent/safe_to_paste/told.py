"""What the browsers here have been told by IT's policies, as far as it concerns us.

Chrome, Edge and Chromium read JSON files on Linux, managed preferences on macOS and the registry on Windows
(https://chromeenterprise.google/policies/); Firefox reads ``policies.json``, the same preferences, or the registry
(https://firefox-admin-docs.mozilla.org/). Whatever else they are told is left where it is.
"""

from __future__ import annotations

import json
import plistlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from safe_to_paste import ids
from safe_to_paste.install import Machine

# Lists may come in several files; what they say is added up. Of the others one value holds.
LISTS = ("ExtensionInstallForcelist", "NativeMessagingAllowlist", "NativeMessagingBlocklist")
ONES = ("NativeMessagingUserLevelHosts", "NativeHostsExecutablesLaunchDirectly")
TABLE = "ExtensionSettings"

_FILES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "linux": {
        "chrome": ("etc/opt/chrome/policies/managed/*.json",),
        "chromium": ("etc/chromium/policies/managed/*.json",),
        "edge": ("etc/opt/edge/policies/managed/*.json",),
        "firefox": (
            "etc/firefox/policies/policies.json",
            "usr/lib/firefox/distribution/policies.json",
            "usr/lib/firefox-esr/distribution/policies.json",
        ),
    },
    "macos": {
        "chrome": ("Library/Managed Preferences/com.google.Chrome.plist",),
        "edge": ("Library/Managed Preferences/com.microsoft.Edge.plist",),
        "firefox": ("Library/Managed Preferences/org.mozilla.firefox.plist",),
    },
}
_KEYS: Mapping[str, str] = {
    "chrome": r"SOFTWARE\Policies\Google\Chrome",
    "chromium": r"SOFTWARE\Policies\Chromium",
    "edge": r"SOFTWARE\Policies\Microsoft\Edge",
    "firefox": r"SOFTWARE\Policies\Mozilla\Firefox",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one browser has been told. ``policies``: by name, ours alone; ``faults``: files it cannot read."""

    browser: str
    policies: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Our extension's ids in this browser."""
        return (ids.FIREFOX,) if self.browser == "firefox" else ids.CHROMIUM

    @property
    def installs(self) -> bool:
        """Whether it is told to install our extension."""
        modes = {str(entry.get("installation_mode")) for entry in self.entries}
        listed = {str(each).split(";")[0] for each in self.policies.get(LISTS[0], ())}
        return bool(modes & {"force_installed", "normal_installed"} or listed & set(self.ids))

    @property
    def entries(self) -> tuple[Mapping[str, Any], ...]:
        """What ExtensionSettings says of our extension by its id."""
        table = self.policies.get(TABLE, {})
        return tuple(entry for each in self.ids if isinstance(entry := table.get(each), Mapping))

    @property
    def of_all(self) -> Mapping[str, Any]:
        """What ExtensionSettings says of every extension that has no entry of its own."""
        entry = self.policies.get(TABLE, {}).get("*", {})
        return entry if isinstance(entry, Mapping) else {}


def read(machine: Machine) -> tuple[Told, ...]:
    """What each browser has been told that has been told anything."""
    found = (
        _from_registry(machine, browser, key) if machine.system == "windows" else _from_files(machine, browser)
        for browser, key in _KEYS.items()
    )
    return tuple(told for told in found if told.policies or told.faults)


def _from_files(machine: Machine, browser: str) -> Told:
    tables, faults = [], []
    for pattern in _FILES[machine.system].get(browser, ()):
        for file in sorted(Path(machine.root or "/").glob(pattern)):
            try:
                written = file.read_bytes()
                table = plistlib.loads(written) if file.suffix == ".plist" else json.loads(written)
                tables.append(table.get("policies", {}) if browser == "firefox" and file.suffix == ".json" else table)
            except OSError as error:
                faults.append(f"{file} cannot be read ({error.strerror})")
            except Exception:  # noqa: BLE001 - parsers of other people's files raise errors of many kinds
                faults.append(f"{file} cannot be understood, so the browser leaves it out")
    return Told(browser, _ours(browser, (table for table in tables if isinstance(table, dict))), tuple(faults))


def _from_registry(machine: Machine, browser: str, key: str) -> Told:
    """Values are policies; lists are keys of their own, with values that are numbered."""
    registry = machine.registry
    if registry is None:
        return Told(browser)
    table: dict[str, Any] = dict(registry.values(key))
    table |= {name: list(values) for name in LISTS if (values := registry.values(rf"{key}\{name}").values())}
    if isinstance(text := table.get(TABLE), str):
        try:
            table[TABLE] = json.loads(text)
        except ValueError:
            return Told(browser, MappingProxyType({}), (f"HKLM\\{key}: {TABLE} is not JSON",))
    # Chrome and Edge take the table as keys, too, one for each extension.
    keys = {each: entry for each in _about_us(browser) if (entry := registry.values(rf"{key}\{TABLE}\{each}"))}
    if keys:
        table[TABLE] = table.get(TABLE, {}) | keys
    return Told(browser, _ours(browser, [table]))


def _about_us(browser: str) -> frozenset[str]:
    return frozenset({"*", *((ids.FIREFOX,) if browser == "firefox" else ids.CHROMIUM)})


def _ours(browser: str, tables: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The policies that concern us, of all tables together."""
    about_us = _about_us(browser)
    found: dict[str, Any] = {}
    for table in tables:
        for name in LISTS:
            if isinstance(listed := table.get(name), list):
                found[name] = [*found.get(name, []), *listed]
        found |= {name: table[name] for name in ONES if name in table}
        if isinstance(entries := table.get(TABLE), dict):
            found[TABLE] = found.get(TABLE, {}) | {each: entries[each] for each in about_us & set(entries)}
    if not found.get(TABLE, True):
        del found[TABLE]
    # Others' extensions and hosts are nobody's business here.
    if LISTS[0] in found:
        found[LISTS[0]] = [each for each in found[LISTS[0]] if str(each).split(";")[0] in about_us]
    for name in LISTS[1:]:
        if name in found:
            found[name] = [each for each in found[name] if each in {"*", ids.HOST}]
    return MappingProxyType({name: value for name, value in found.items() if value not in ([], {})})
