"""The support bundle: what whoever helps needs, and nothing of what was pasted or of whom it was about."""

from __future__ import annotations

import getpass
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from safe_to_paste import cli, doctor, importers, roster, rosters, support
from safe_to_paste.doctor import Surroundings
from safe_to_paste.journal import Declaration

from .conftest import KEY, Start, World, wait_until
from .test_doctor import chosen
from .test_serve import with_detector

# Each lies somewhere on the laptop by the time the bundle is made.
CANARY = "Quillfeather"
PASTED = f"ZZ1234 {CANARY}-pasted has told her tutor about home"
DECLARED = f"{CANARY}-declared@hazelmere.example"


def files(made: Path) -> dict[str, str]:
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def laptop(around: Surroundings, world: World, start: Start) -> Surroundings:
    """One on which much has happened."""
    host = start(world, before=with_detector(world, "raise ValueError('cannot read ' + text)"))
    host.hello()
    host.scan(PASTED)
    host.ask("scan", text=[PASTED])
    log = world.places().log / "agent.log"
    assert wait_until(lambda: log.is_file() and "ValueError at" in log.read_text())
    around.journal().declare(Declaration(datetime.now(UTC), DECLARED, "default", "1", ("use",), training=True))
    export = world.root / f"{CANARY}-register.csv"
    export.write_text(f"Forename,Surname,Reg\nTyler,{CANARY},9B\n", encoding="utf-8")
    rosters.save(roster.build(importers.pupils(export), KEY.secret), rosters.own_file(), KEY.secret)
    ours = world.root / "ours.toml"
    ours.write_text(
        (world.root / "rules" / "policies" / "default.toml").read_text(encoding="utf-8")
        + f'\n[lists]\nwords = ["{CANARY} Plan", "x"]\npeople = ["Ms {CANARY}", "{CANARY}"]\n',
        encoding="utf-8",
    )
    return replace(around, settings=chosen(policy=str(ours)))


def test_no_file_of_it_holds_what_was_pasted_or_whom_it_was_about(laptop: Surroundings, tmp_path: Path) -> None:
    made = support.make(tmp_path, laptop)

    found = files(made)
    assert [] == [name for name, text in found.items() if CANARY.lower() in (name + text).lower()]
    # The same search notices one that is there.
    assert CANARY in (tmp_path / "ours.toml").read_text(encoding="utf-8")


def test_it_has_what_whoever_helps_needs(laptop: Surroundings, tmp_path: Path) -> None:
    found = files(support.make(tmp_path, laptop))

    names = {"README.txt", "about.json", "doctor.json", "settings.json", "rules.txt", "browser-policies.json"}
    assert {*names, "log/agent.log", "log/agent.log.1"} == set(found)
    assert {"conversation", "policy", "journal"} <= {
        each["name"] for each in json.loads(found["doctor.json"])["checks"]
    }
    assert "test/badge" in found["rules.txt"]
    assert "ValueError at" in found["log/agent.log"]
    assert "cannot be told" in found["log/agent.log.1"]


def test_the_persons_own_folder_and_account_are_not_named(around: Surroundings, tmp_path: Path) -> None:
    home = str(around.machine.home)
    folder = tmp_path / "out"
    folder.mkdir()

    text = "".join(files(support.make(folder, around)).values())

    assert home not in text
    assert "~/.config/chromium" in text


@pytest.fixture
def bare(
    around: Surroundings,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], dict[str, str]]:
    """The files of a bundle for which the doctor and the log say one thing."""

    def made(said: str) -> dict[str, str]:
        monkeypatch.setattr(doctor, "checks", lambda _: (doctor.Check("policy", "fail", said),))
        log = world.places().log / "agent.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(said, encoding="utf-8", errors="backslashreplace")
        return files(support.make(tmp_path, around))

    return made


@pytest.mark.parametrize(
    ("home", "written"),
    [
        ("/home/Zoë Testname", "/home/Zoë Testname/ours.toml"),
        ("/Users/Zoë Testname", "/Users/Zoe\u0308 Testname/ours.toml"),
        ("C:\\Users\\Zoë Testname", "C:\\Users\\Zoë Testname\\ours.toml"),
        ("C:\\Users\\Zoë Testname", "c:/users/ZOË TESTNAME/ours.toml"),
        ("C:\\Users\\Zoë Testname", r"{'policy': 'C:\\Users\\Zoë Testname\\ours.toml'}"),
    ],
)
def test_the_persons_folder_is_not_named_however_it_is_written(
    bare: Callable[[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, home: str, written: str
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path(home))
    found = bare(f"not read: {written}")

    assert [] == [name for name, text in found.items() if "testname" in text.lower()]
    assert all("not read: ~" in found[name].replace("{'policy': '", "") for name in ("doctor.json", "log/agent.log"))


@pytest.mark.parametrize(
    ("account", "said", "expected"),
    [
        (
            "amy",
            "amy, AMY and /srv/Amy/x; HAZELMERE\\amy",
            "(person), (person) and /srv/(person)/x; HAZELMERE\\(person)",
        ),
        ("amy", "amy_profile in Samydale", "(person)_profile in Samydale"),
        ("zoë", "Zoe\u0308 and ZOË", "(person) and (person)"),
        ("ztestname", "ZTestname2.HAZELMERE", "(person)2.HAZELMERE"),
    ],
)
def test_the_account_is_not_named_however_short_it_is(
    bare: Callable[[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, account: str, said: str, expected: str
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: account)

    assert expected == bare(said)["log/agent.log"]


def test_a_name_that_is_no_unicode_is_told_all_the_same(bare: Callable[[str], dict[str, str]]) -> None:
    assert r"/srv/\udce9.toml" in bare("/srv/\udce9.toml")["doctor.json"]


def test_where_it_cannot_be_written_it_says_so(
    around: Surroundings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert 2 == cli.main(["support-bundle", "--into", str(tmp_path / "none")])
    assert "cannot be written" in capsys.readouterr().err
    assert around.rules_dir.is_dir()
