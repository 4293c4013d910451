"""What holds for the whole repository: it speaks of itself alone and opens no connection."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, capture_output=True, text=True, check=True
).stdout.split("\n")
FILES = [TOP / name for name in LISTED if name and (TOP / name).is_file()]
AGENT = [path for path in FILES if path.suffix == ".py" and path.relative_to(TOP).parts[0] == "agent"]
EXTENSION = [path for path in FILES if path.suffix == ".ts" and path.relative_to(TOP).parts[:2] == ("extension", "src")]

# Whatever could open a connection or listen for one.
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "multiprocessing", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
BROWSER_NETWORK = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|importScripts"
)


@pytest.mark.parametrize("path", AGENT, ids=lambda path: path.relative_to(TOP).as_posix())
def test_the_agent_imports_nothing_that_could_open_a_connection(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert set() == {name.split(".")[0] for name in names} & NETWORK


@pytest.mark.parametrize("path", EXTENSION, ids=lambda path: path.relative_to(TOP).as_posix())
def test_the_extension_uses_nothing_that_could_open_a_connection(path: Path) -> None:
    assert BROWSER_NETWORK.search(path.read_text(encoding="utf-8")) is None


def test_lock_files_name_no_address() -> None:
    locks = [path for path in FILES if path.name == "package-lock.json" or path.parent.name == "locks"]

    assert len(locks) >= 4
    assert [
        path for path in locks if re.search(r"https?://(?!.*funding)[^\"]*\.(tgz|whl|gz)|index.url", path.read_text())
    ] == []


def test_every_locked_package_has_a_hash() -> None:
    for path in (p for p in FILES if p.name == "package-lock.json"):
        packages = json.loads(path.read_text(encoding="utf-8"))["packages"]

        assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_packaging_is_no_package() -> None:
    """An __init__.py there would shadow the library of that name."""
    assert not (TOP / "packaging" / "__init__.py").exists()


def test_every_workflow_action_is_pinned_to_a_commit() -> None:
    uses = [
        line.split("uses:")[1].strip()
        for path in (TOP / ".github" / "workflows").glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]

    assert uses
    assert [use for use in uses if not re.match(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v", use)] == []


def test_every_picture_is_made_by_the_command_and_shown() -> None:
    pages = [TOP / "README.md", *(TOP / "docs").glob("*.md")]
    there = {each.name for each in (TOP / "docs" / "pictures").iterdir()}
    made = set(re.findall(r" docs/pictures/(\S+)$", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = {
        name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)\)", page.read_text(encoding="utf-8"))
    }

    assert there == made
    assert there == shown
