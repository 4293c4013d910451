"""Installing: every browser's place on every system, each on its own, and all of it taken back."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import ids, install, paths
from safe_to_paste.errors import InstallError
from safe_to_paste.install import BROWSERS, LEVELS, Machine

HOST = Path("/opt/safe-to-paste/safe-to-paste-host")


class Registry:
    """A registry in memory, with both its views."""

    def __init__(self) -> None:
        self.views: dict[int, dict[tuple[str, str], str]] = {32: {}, 64: {}}
        self.policies: dict[str, dict[str, Any]] = {}

    def read(self, level: str, key: str) -> str | None:
        return self.views[32].get((level, key)) or self.views[64].get((level, key))

    def write(self, level: str, key: str, value: str) -> None:
        self.views[64][level, key] = value

    def is_leftover(self, level: str, key: str) -> bool:
        return self.views[32].get((level, key), self.views[64].get((level, key))) != self.views[64].get((level, key))

    def values(self, key: str) -> Mapping[str, Any]:
        return self.policies.get(key, {})

    def delete(self, level: str, key: str) -> bool:
        held = [view.pop((level, key), None) for view in self.views.values()]
        return any(held)


def machine(folder: Path, system: str) -> Machine:
    return Machine(
        system=system,
        home=folder / "home",
        config=folder / "home" / ".config",
        data=folder / "data",
        root=str(folder),
        registry=Registry() if system == "windows" else None,
    )


def manifests(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json*"))


@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
@pytest.mark.parametrize("level", LEVELS)
def test_every_browser_gets_a_manifest_and_loses_it_again(tmp_path: Path, system: str, level: str) -> None:
    here = machine(tmp_path, system)
    program = tmp_path / "program" / "safe-to-paste-host"
    reports = install.install(level=level, executable=program, machine=here)

    assert list(BROWSERS) == [report.browser for report in reports]
    assert all(report.ok for report in reports)
    files = manifests(tmp_path)
    assert len(BROWSERS) == len(files)
    assert {f"{ids.HOST}.json"} == {file.name for file in files}
    for file in files:
        table = json.loads(file.read_text(encoding="utf-8"))
        assert (ids.HOST, "stdio", str(program)) == (table["name"], table["type"], table["path"])
        assert table.get("allowed_origins", list(ids.ORIGINS)) == list(ids.ORIGINS)
        assert table.get("allowed_extensions", [ids.FIREFOX]) == [ids.FIREFOX]
        assert ("allowed_origins" in table) != ("allowed_extensions" in table)

    if system == "windows" and level == "system":
        return  # files lie beside the real program there, which a test must not do
    taken_back = install.uninstall(level=level, machine=here)

    assert all(report.ok and "removed" in report.says for report in taken_back)
    assert [] == manifests(tmp_path)
    again = install.uninstall(level=level, machine=here)
    assert all(report.ok and "nothing" in report.says for report in again)


def test_places_are_those_the_browsers_document(tmp_path: Path) -> None:
    def places(system: str, level: str) -> dict[str, str]:
        here = Machine(system, Path("/home/pat"), Path("/home/pat/.config"), tmp_path)
        return {slot.browser: str(slot.manifest.parent) for slot in install.slots(here, level)}

    assert {
        "chrome": "/home/pat/.config/google-chrome/NativeMessagingHosts",
        "chromium": "/home/pat/.config/chromium/NativeMessagingHosts",
        "edge": "/home/pat/.config/microsoft-edge/NativeMessagingHosts",
        "firefox": "/home/pat/.mozilla/native-messaging-hosts",
    } == places("linux", "user")
    assert {
        "chrome": "/Library/Google/Chrome/NativeMessagingHosts",
        "chromium": "/Library/Application Support/Chromium/NativeMessagingHosts",
        "edge": "/Library/Microsoft/Edge/NativeMessagingHosts",
        "firefox": "/Library/Application Support/Mozilla/NativeMessagingHosts",
    } == places("macos", "system")
    assert "/etc/opt/chrome/native-messaging-hosts" == places("linux", "system")["chrome"]


def test_a_second_library_folder_is_served_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "usr" / "lib64" / "mozilla").mkdir(parents=True)
    reports = install.install(level="system", browsers=["firefox"], executable=HOST, machine=machine(tmp_path, "linux"))

    assert ["firefox", "firefox"] == [report.browser for report in reports]
    assert 2 == len(manifests(tmp_path))


def test_windows_keys_are_set_in_one_view_and_cleaned_from_both(tmp_path: Path) -> None:
    here = machine(tmp_path, "windows")
    registry = here.registry
    assert isinstance(registry, Registry)
    key = rf"SOFTWARE\Google\Chrome\NativeMessagingHosts\{ids.HOST}"
    registry.views[32]["user", key] = "an older version's"
    install.install(executable=HOST, machine=here)

    assert {} == registry.views[32]
    assert len(BROWSERS) == len(registry.views[64])
    assert Path(registry.views[64]["user", key]).is_file()

    registry.views[32]["user", key] = "an older version's"
    install.uninstall(machine=here)

    assert {32: {}, 64: {}} == registry.views


def test_one_browser_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    here = machine(tmp_path, "linux")
    here.config.mkdir(parents=True)
    (here.config / "chromium").write_text("a file where a folder should be", encoding="utf-8")
    reports = {report.browser: report for report in install.install(executable=HOST, machine=here)}

    assert {"chromium"} == {name for name, report in reports.items() if not report.ok}
    assert "could not be written" in str(reports["chromium"])
    assert 3 == len(manifests(tmp_path))


def test_chosen_browsers_alone_are_told(tmp_path: Path) -> None:
    install.install(browsers=["edge"], executable=HOST, machine=machine(tmp_path, "linux"))

    assert [f"{tmp_path}/home/.config/microsoft-edge/NativeMessagingHosts"] == [
        str(file.parent) for file in manifests(tmp_path)
    ]


def test_a_profile_folder_can_be_named(tmp_path: Path) -> None:
    (report,) = install.install(into=tmp_path / "profile", executable=HOST)
    file = tmp_path / "profile" / "NativeMessagingHosts" / f"{ids.HOST}.json"

    assert report.ok
    assert str(HOST) == json.loads(file.read_text(encoding="utf-8"))["path"]

    install.uninstall(into=tmp_path / "profile")

    assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits to take away")
def test_manifests_for_everyone_can_be_read_by_everyone(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        install.install(level="system", executable=HOST, machine=machine(tmp_path, "linux"))
    finally:
        os.umask(before)

    for file in manifests(tmp_path):
        assert 0o644 == stat.S_IMODE(file.stat().st_mode)
        assert 0o755 == stat.S_IMODE(file.parent.stat().st_mode)


def test_what_makes_no_sense_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = machine(tmp_path, "linux")
    with pytest.raises(InstallError, match="lynx is not a browser we know"):
        install.install(browsers=["lynx"], executable=HOST, machine=here)
    with pytest.raises(InstallError, match="world is not a level"):
        install.install(level="world", executable=HOST, machine=here)
    with pytest.raises(InstallError, match="full path"):
        install.install(executable=Path("safe-to-paste-host"), machine=here)
    with pytest.raises(InstallError, match="registry alone"):
        install.install(into=tmp_path, executable=HOST, machine=machine(tmp_path, "windows"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))
    with pytest.raises(InstallError, match="install Safe to Paste again"):
        install.install(machine=here)

    assert [] == manifests(tmp_path)


def test_host_program_is_found_beside_a_bundles_executable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "safe-to-paste-host.exe" if paths.system() == "windows" else "safe-to-paste-host"
    (tmp_path / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "safe-to-paste"))

    assert tmp_path / name == install.host_executable()
