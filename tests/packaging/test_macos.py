"""What can be said of the macOS package without a Mac: where files lie, and that its scripts are whole."""

from __future__ import annotations

import json
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from packages import msi, pkg
from packages.deploy import macos
from safe_to_paste import ids, paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="places of a Mac are no full paths on Windows")

SCRIPTS = sorted([*pkg.HERE.glob("*.sh"), *(pkg.HERE / "scripts").iterdir()])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return pkg.lay_out(msi.stub(tmp_path / "bundle"), tmp_path / "root")


def test_every_manifest_names_a_program_of_the_package(root: Path) -> None:
    for place in pkg.manifests():
        manifest = json.loads((root / place.lstrip("/")).read_text(encoding="utf-8"))

        assert f"{macos.PROGRAMS}/safe-to-paste-host" == manifest["path"]
        assert manifest.get("allowed_origins", list(ids.ORIGINS)) == list(ids.ORIGINS)


def test_the_programs_lie_beside_what_it_sets_and_not_among_it(root: Path) -> None:
    machine, _ = paths._by_it("macos")

    assert machine == Path(macos.PROGRAMS).parent
    assert ["Programs"] == [path.name for path in (root / str(machine).lstrip("/")).iterdir()]
    assert (root / macos.PROGRAMS.lstrip("/") / "uninstall.sh").is_file()


def test_taking_it_off_knows_every_place_where_something_was_put() -> None:
    script = (pkg.HERE / "uninstall.sh").read_text(encoding="utf-8")

    assert [] == [place for place in pkg.manifests() if f'"{place}"' not in script]


def test_forms_of_apples_are_well_formed() -> None:
    assert plistlib.loads((pkg.HERE / "entitlements.plist").read_bytes())
    words = ElementTree.parse(pkg.HERE / "distribution.xml").getroot()
    assert {"org.safetopaste.agent"} == {each.get("id") for each in words.iter("pkg-ref")}


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed: apt-get install shellcheck")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_shellcheck_has_nothing_to_say(script: Path) -> None:
    done = subprocess.run(["shellcheck", "--shell=sh", str(script)], capture_output=True, text=True, check=False)

    assert "" == done.stdout
