"""Paths and ids: where things are, and who is who."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from safe_to_paste import ids, paths

CHECKOUT = Path(__file__).parents[2]
MANIFEST = CHECKOUT / "extension" / "manifest.json"


def test_rules_are_found_in_a_checkout() -> None:
    assert CHECKOUT == paths.checkout()
    assert CHECKOUT / "rules" == paths.rules_dir()
    assert (paths.policies_dir() / "default.toml").is_file()


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
    assert here.machine not in {here.config, here.data, here.state}


def test_extension_has_the_id_that_the_host_lets_in() -> None:
    if not MANIFEST.is_file():
        pytest.skip("the extension's manifest is not in this tree")
    key = json.loads(MANIFEST.read_text(encoding="utf-8"))["key"]

    assert ids.BUILT_HERE == ids.of_key(key)
    assert ids.BUILT_HERE in ids.CHROMIUM
    assert all(len(each) == 32 and set(each) <= set("abcdefghijklmnop") for each in ids.CHROMIUM)
