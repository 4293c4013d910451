"""Paths and ids: where things are, and who is who."""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import access, ids, paths

CHECKOUT = Path(__file__).parents[2]
MANIFEST = CHECKOUT / "extension" / "manifest.json"


def test_rules_are_found_in_a_checkout() -> None:
    assert CHECKOUT == paths.checkout()
    assert CHECKOUT / "rules" == paths.rules_dir()
    assert (paths.policies_dir() / "default.toml").is_file()


def test_folder_of_a_policy_is_each_persons_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHARED_FOLDER", str(tmp_path))

    assert tmp_path / "Work" == paths.of_policy(os.path.join("$SHARED_FOLDER", "Work"))  # noqa: PTH118 - as it is written
    assert Path.home() / "Work" == paths.of_policy("~/Work")
    assert Path("//server/reports") == paths.of_policy("//server/reports")


def test_rules_are_found_in_an_installed_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib" / "site-packages" / "safe_to_paste"
    (package / "_rules").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)

    assert package / "_rules" == paths.rules_dir()
    assert paths.checkout() is None


def test_rules_are_found_beside_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "safe-to-paste-host"))

    assert tmp_path / "rules" == paths.rules_dir()


@pytest.mark.parametrize("system", ["windows", "macos", "linux"])
def test_every_system_has_its_places(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "system", lambda: system)
    here = paths.places()

    assert "settings.json" == here.settings.name
    assert (here.managed is None) == (system == "windows")
    assert here.machine not in {here.config, here.data, here.log}


class Windows:
    """What we ask of Windows: a folder by its id, and to take back the memory the answer lies in."""

    def __init__(self, folder: str, code: int = 0) -> None:
        self.folder, self.code = folder, code
        self.asked = b""
        self.freed = 0

    @property
    def shell32(self) -> Windows:
        return self

    @property
    def ole32(self) -> Windows:
        return self

    def SHGetKnownFolderPath(self, folder_id: Any, flags: int, token: None, found: Any) -> int:  # noqa: N802
        assert (0, None) == (flags, token)
        self.asked = bytes(folder_id._obj)
        found._obj.value = self.folder or None
        return self.code

    def CoTaskMemFree(self, _: object) -> None:  # noqa: N802
        self.freed += 1


@pytest.mark.parametrize(
    ("windows", "expected"),
    [(Windows("D:/Data"), "D:/Data"), (Windows("", code=-2147024894), "C:\\ProgramData")],
    ids=["found", "not found"],
)
def test_on_windows_the_machines_folder_is_what_windows_says_and_not_the_person(
    windows: Windows, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = paths.places
    monkeypatch.setattr(paths, "system", lambda: "windows")
    monkeypatch.setenv("PROGRAMDATA", "C:/Users/pat")
    importlib.import_module("platformdirs")  # before it could believe in another system
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    here = before()

    assert Path(expected) / "SafeToPaste" == here.machine
    # The id as Microsoft's headers lay it out: three numbers low byte first, then eight bytes.
    assert bytes.fromhex("825dab62c1fdc34da9dd070d1d495d97") == windows.asked
    assert 1 == windows.freed


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="Windows files have no mode and no root; there their access lists tell",
)
@pytest.mark.parametrize(
    ("owner", "mode", "expected"),
    [(0, 0o644, True), (0, 0o600, True), (0, 0o664, False), (0, 0o646, False), (1000, 0o644, False)],
)
def test_a_file_is_its_own_when_root_has_it_and_nobody_else_may_write(
    owner: int, mode: int, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = os.stat_result((stat.S_IFREG | mode, 1, 1, 1, owner, 0, 0, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda _, **__: seen)

    assert expected is paths.is_kept_by_it(tmp_path / "settings.json")


@pytest.mark.parametrize(
    ("sddl", "expected"),
    [
        ("O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)", True),
        ("O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1301bf;;;BU)", False),
        ("O:S-1-5-21-1-2-3-1001G:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;S-1-5-21-1-2-3-1001)", False),
    ],
    ids=["an administrator's", "users may write", "somebody's own"],
)
def test_on_windows_a_file_is_its_own_when_its_access_list_lets_nobody_else_write(
    sddl: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.json").write_text("{}")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(access, "_sddl", lambda _: sddl)

    assert expected is paths.is_kept_by_it(tmp_path / "settings.json")


def test_on_windows_a_file_that_cannot_be_looked_at_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> str:
        raise OSError(5, "access is denied")

    (tmp_path / "settings.json").write_text("{}")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(access, "_sddl", fail)

    assert not paths.is_kept_by_it(tmp_path / "settings.json")


def test_a_file_that_is_not_there_is_nobody_elses(tmp_path: Path) -> None:
    assert paths.is_kept_by_it(tmp_path / "settings.json")


def test_extension_has_the_id_that_the_host_lets_in() -> None:
    key = json.loads(MANIFEST.read_text(encoding="utf-8"))["key"]

    assert ids.BUILT_HERE == ids.of_key(key)
    assert ids.BUILT_HERE in ids.CHROMIUM
    assert all(len(each) == 32 and set(each) <= set("abcdefghijklmnop") for each in ids.CHROMIUM)
