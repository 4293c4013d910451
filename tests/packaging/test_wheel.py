"""A plain install can scan: rules, policies and word lists travel inside the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip would put into site-packages, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=TOP,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_alone_finds_a_upn(unpacked: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "from safe_to_paste import cli; sys.exit(cli.main(['scan']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        input="B801200005001",
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "")


def test_the_wheel_holds_every_rule_and_policy_of_the_checkout(unpacked: Path) -> None:
    inside = {p.relative_to(unpacked / "safe_to_paste" / "_rules") for p in unpacked.rglob("_rules/**/*.toml")}

    assert {p.relative_to(TOP / "rules") for p in (TOP / "rules").rglob("*.toml")} == inside


def test_the_wheel_holds_what_windows_and_reports_are_made_of(unpacked: Path) -> None:
    package = unpacked / "safe_to_paste"
    inside = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}

    windows = {"dialogs/page.css", "dialogs/page.js", "dialogs/window.py", "_rules/policies/quantock.md"}
    assert {*windows, "report/page.css"} <= inside


def test_both_programs_are_named(unpacked: Path) -> None:
    (entries,) = unpacked.glob("*.dist-info/entry_points.txt")

    assert {
        "safe-to-paste = safe_to_paste.cli:main",
        "safe-to-paste-host = safe_to_paste.host.serve:main",
    } <= set(entries.read_text().splitlines())
