"""CONTRIBUTING's worked examples work, and the README's links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
GUIDE = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")


def block(heading: str) -> str:
    """The first fenced block below a heading."""
    section = GUIDE.split(f"## {heading}\n")[1]
    found = re.search(r"```\w+\n(.*?)```", section, re.DOTALL)
    assert found

    return found[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agent and its rules with the rule, the validator and the action added as the guide says."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(TOP / "agent", folder / "agent", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOP / "rules", folder / "rules")
    package = folder / "agent" / "safe_to_paste"
    rule = block("Add a rule").replace("context  ", 'validator   = "locker_number"\ncontext  ')
    (folder / "rules" / "identifiers" / "locker-number.toml").write_text(rule, encoding="utf-8")
    (package / "validators" / "locker_number.py").write_text(block("Add a validator"), encoding="utf-8")
    (package / "actions" / "blank_out.py").write_text(block("Add an action"), encoding="utf-8")
    shutil.copy(TOP / "pyproject.toml", folder)
    return folder


def run(copy: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(copy / 'agent')!r})\nfrom safe_to_paste import cli; sys.exit(cli.main())"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], input=text, cwd=copy, capture_output=True, text=True, check=False
    )


def test_the_worked_rule_and_its_validator_pass_the_linter(copy: Path) -> None:
    done = run(copy, "rules")

    assert (0, "") == (done.returncode, done.stderr)


def test_the_worked_rule_and_action_reach_a_person(copy: Path) -> None:
    done = run(copy, "scan", "--json", text="Her locker is L 246 and her NI number AB 12 34 56 C.")

    assert "LOCKER_NUMBER" in done.stdout
    assert "Blank out" in done.stdout


def test_the_worked_validator_keeps_its_own_promises(copy: Path) -> None:
    path = copy / "agent" / "safe_to_paste" / "validators" / "locker_number.py"

    done = subprocess.run([sys.executable, "-m", "doctest", str(path)], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stdout)


def test_the_worked_site_has_every_field_of_a_site() -> None:
    source = (TOP / "extension" / "src" / "site.ts").read_text(encoding="utf-8")
    interface = source.split("export interface Site {")[1].split("\n}")[0]
    wanted = set(re.findall(r"^\s+(?:readonly )?(\w+)(?::|\()", interface, re.MULTILINE))

    example = block("Add a site")

    assert wanted == set(re.findall(r"^\s+(\w+):", example, re.MULTILINE))
    assert "export const site: Site" in example


def test_every_link_of_the_readme_into_the_repository_leads_somewhere() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert links
    assert [] == [link for link in links if not (TOP / link).exists()]
