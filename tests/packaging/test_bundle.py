"""The bundle works by itself, says what it is made of, and lets IT replace its rules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import pypdf
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packages import PackageError, sbom
from packages import bundle as building
from practice import screen
from safe_to_paste import __version__, rules

from .conftest import HELLO, ask, scan

pytestmark = pytest.mark.packages

UPN = "B801200005001"
EXE = ".exe" if sys.platform == "win32" else ""
RULE = """
title       = "locker number"
entity      = "LOCKER_NUMBER"
category    = "identifiable"
likelihood  = "very_likely"
help        = "A locker number leads to the pupil who has the key."
pattern     = '''(?<![A-Z0-9]) L [ ]? \\d{3} (?![A-Z0-9])'''
examples    = ["His locker is [[L 246]]", "lost the key of locker [[L011]]"]
near_misses = ["Room 204", "the locker code has three digits"]
references  = ["The school's own register of lockers"]
"""


def program(folder: Path, name: str) -> str:
    return str(folder / f"{name}{EXE}")


def test_the_host_answers_and_finds(bundle: Path, tmp_path: Path) -> None:
    hello, found = ask([program(bundle, "safe-to-paste-host")], HELLO, scan(f"UPN {UPN}"), home=tmp_path)

    assert (True, __version__) == (hello["ok"], hello["agent"])
    assert "hold" == found["outcome"]


def test_the_command_line_labels_a_pdf_and_a_page(bundle: Path, tmp_path: Path) -> None:
    page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text("<p>Rivers</p>")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(pdf)
    command = [program(bundle, "safe-to-paste"), "label", str(page), str(pdf)]

    assert 1 == subprocess.run([*command, "--check"], check=False, env=os.environ | {"HOME": str(tmp_path)}).returncode
    assert 0 == subprocess.run(command, check=False, env=os.environ | {"HOME": str(tmp_path)}).returncode
    assert 0 == subprocess.run([*command, "--check"], check=False, env=os.environ | {"HOME": str(tmp_path)}).returncode


def test_the_command_line_finds_what_a_checkout_finds(bundle: Path) -> None:
    text = "Callum Reid (8B) has dyslexia; his mother's number is 07700 900123.\n"
    said = [
        json.loads(
            subprocess.run([*command, "scan", "--json"], input=text, capture_output=True, text=True, check=False).stdout
        )
        for command in ([program(bundle, "safe-to-paste")], [sys.executable, "-m", "safe_to_paste.cli"])
    ]

    assert said[0]["findings"]
    assert said[0]["findings"] == said[1]["findings"]


def test_it_is_small_enough(bundle: Path) -> None:
    assert building.size(bundle) <= building.MOST


def test_it_says_its_version_and_that_of_its_rules(bundle: Path) -> None:
    said = json.loads((bundle / "version.json").read_text(encoding="utf-8"))

    assert __version__ == said["version"]
    assert rules.version(rules.load(bundle / "rules")) == said["rules"]


def test_rules_of_another_kind_have_another_version(bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(bundle / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "identifiers" / "locker-number.toml").write_text(RULE, encoding="utf-8")

    assert rules.version(rules.load(bundle / "rules")) != rules.version(rules.load(tmp_path / "rules"))


@pytest.fixture
def elsewhere(bundle: Path, tmp_path: Path) -> Path:
    """A copy at a place whose name has spaces and letters that are not ASCII."""
    return Path(shutil.copytree(bundle, tmp_path / "Zoë Ó Brádaigh" / "Safe to Paste", symlinks=True))


def test_it_works_wherever_it_lies_with_rules_that_it_replaced(elsewhere: Path, tmp_path: Path) -> None:
    (elsewhere / "rules" / "identifiers" / "locker-number.toml").write_text(RULE, encoding="utf-8")
    policy = elsewhere / "rules" / "policies" / "default.toml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("Safe to Paste's default policy", "Hazelmere's policy"), encoding="utf-8")

    _, found, status = ask(
        [program(elsewhere, "safe-to-paste-host")],
        HELLO,
        scan("His locker is L 246."),
        {"type": "status", "id": "3"},
        home=tmp_path,
    )

    assert ["LOCKER_NUMBER"] == [finding["entity"] for finding in found["findings"]]
    assert "Hazelmere's policy" == status["policy"]["title"]


def test_a_bundle_without_its_rules_says_so(elsewhere: Path, tmp_path: Path) -> None:
    shutil.rmtree(elsewhere / "rules")

    hello, refused = ask([program(elsewhere, "safe-to-paste-host")], HELLO, scan("anything"), home=tmp_path)

    assert hello["ok"]
    assert "not_ready" == refused["error"]["code"]


def test_the_bill_of_materials_is_valid(bundle: Path) -> None:
    bill = (bundle / sbom.FILE).read_text(encoding="utf-8")

    assert None is JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)


def test_the_bill_names_what_is_inside_and_every_licence_lies_beside_it(bundle: Path) -> None:
    bill = json.loads((bundle / sbom.FILE).read_text(encoding="utf-8"))
    names = {part["name"] for part in bill["components"]}
    folders = {folder.name.rpartition("-")[0] for folder in (bundle / sbom.LICENCES).iterdir()}

    assert {"regex", "watchdog", "keyring", "platformdirs", "python", "pyinstaller"} <= names
    assert names & {"pytest", "mypy", "pip", "duckdb", "matplotlib", "numpy", "pyarrow"} == set()
    assert [] == [part["name"] for part in bill["components"] if not part["licenses"]]
    assert {"regex", "watchdog", "python", "safe-to-paste"} <= {name.removesuffix("-3.11") for name in folders}


def test_a_licence_that_is_not_named_stops_the_build(tmp_path: Path) -> None:
    about = tmp_path / "nobody-1.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text("Metadata-Version: 2.4\nName: nobody\nVersion: 1\n", encoding="utf-8")

    with pytest.raises(PackageError, match="nobody 1 does not name its licence"):
        sbom._of(PathDistribution(about.parent))


@pytest.mark.skipif(bool(screen.missing()), reason=screen.missing())
def test_the_programs_open_a_window(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "screen").mkdir()
    with screen.opened(tmp_path / "screen") as shown_on:
        environ = {**shown_on.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        with subprocess.Popen([program(elsewhere, "safe-to-paste"), "concern", "safeguarding"], env=environ) as window:
            screen.until("the window", lambda: shown_on.windows("Something went wrong"))
            shown_on.keys("alt+F4")

            assert 1 == window.wait(screen.PATIENCE)
