"""The doctor: notices each fault there can be, and says what to do about it."""

from __future__ import annotations

import io
import json
import os
import plistlib
import sqlite3
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from safe_to_paste import access, declarations, doctor, ids, install, keys, paths, rosters, settings, told, updates
from safe_to_paste.doctor import Check, Surroundings, checks, report
from safe_to_paste.errors import InstallError
from safe_to_paste.journal import Declaration, Event, Journal
from safe_to_paste.policy_file import Policy

from .conftest import HOST, KEY, UPN_LIKE, World, program
from .test_install import Registry

PUPILS = "Forename,Surname,Reg\nTyler,Okafor,9B\nLeah,Brown,9B\n"


def chosen(**values: object) -> settings.Settings:
    return settings.load((settings.Source("managed", lambda: values),))


class _Quick:
    """Every subject but the one for which a host is started."""

    def __contains__(self, name: object) -> bool:
        return name != "conversation"


def found(around: Surroundings, name: str) -> Check:
    only = None if name.startswith("conversation") else _Quick()
    (check,) = [check for check in checks(around, only) if check.name == name]
    return check


def chromium(around: Surroundings) -> Path:
    (slot,) = [slot for slot in install.slots(around.machine, "user") if slot.browser == "chromium"]
    return slot.manifest


def test_a_sound_installation_is_all_ok(around: Surroundings) -> None:
    made = checks(around)

    assert {"ok"} == {check.state for check in made}
    assert {"program", "settings", "rules", "policy", "keychain", "roster", "conversation"} <= {c.name for c in made}
    assert {"journal", "declarations"} <= {c.name for c in made}
    assert {"chrome (user)", "firefox (user)"} <= {c.name for c in made}


def test_result_is_a_table_or_json_and_a_code(around: Surroundings) -> None:
    made = (*checks(around), Check("colour", "warn", "is beige", "paint it"))
    table, structured = io.StringIO(), io.StringIO()

    assert (0, 0) == (report(made, table, as_json=False), report(made, structured, as_json=True))
    assert "-> paint it" in table.getvalue()
    assert {"name": "colour", "state": "warn", "says": "is beige", "fix": "paint it", "details": []} == json.loads(
        structured.getvalue()
    )["checks"][-1]
    assert table.getvalue().endswith("\n\nNothing is broken. To look at: colour.\n")
    last = io.StringIO()
    assert 1 == report((*made, Check("x", "fail", "is broken", "mend it")), last, as_json=False)
    assert last.getvalue().endswith("\n\nTo mend: x. To look at: colour.\n")


def test_the_table_fits_a_terminal_and_says_when_all_is_well(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "80")
    out = Terminal()
    report(checks(around, _Quick()), out, as_json=False)

    assert out.getvalue().endswith("\n\nAll is well.\n")
    assert [] == [line for line in out.getvalue().splitlines() if len(line) > 80 and " " in line[28:]]


def test_broken_rules_are_found(around: Surroundings, world: World) -> None:
    world.rule.write_text("?", encoding="utf-8")
    check = found(around, "rules")

    assert "fail" == check.state
    assert "badge.toml" in check.says


def test_policy_that_is_broken_or_not_filled_in_is_found(around: Surroundings, world: World) -> None:
    (world.root / "ours.toml").write_text("title = ", encoding="utf-8")
    broken = found(replace(around, settings=chosen(policy=str(world.root / "ours.toml"))), "policy")
    template = found(replace(around, settings=chosen(policy="model")), "policy")

    assert ("fail", "fail") == (broken.state, template.state)
    assert "ours.toml" in broken.says
    assert "filled in" in template.says


def test_policy_with_unknown_keys_is_a_warning(around: Surroundings, world: World) -> None:
    ours = world.root / "ours.toml"
    ours.write_text('title = "Ours"\nversion = "1"\ncolour = "blue"\n', encoding="utf-8")
    check = found(replace(around, settings=chosen(policy=str(ours))), "policy")

    assert "warn" == check.state
    assert "colour" in check.says


def test_settings_that_cannot_be_used_are_a_warning(around: Surroundings) -> None:
    check = found(replace(around, settings=chosen(phase="infants")), "settings")

    assert "warn" == check.state
    assert "infants" in check.says


def imported(world: World) -> None:
    (world.root / "pupils.csv").write_text(PUPILS, encoding="utf-8")
    rosters.roster_import(world.root / "pupils.csv", io.StringIO(), read_key=lambda: KEY.secret)


def pushing(around: Surroundings, world: World, folder: str) -> Surroundings:
    """The same with a policy that names the school's roster."""
    ours = world.root / "ours.toml"
    ours.write_text(f'title = "Ours"\nversion = "1"\n[folders]\nroster = "{folder}"\n', encoding="utf-8")
    return replace(around, settings=chosen(policy=str(ours)))


def test_the_roster_is_told_in_one_line(around: Surroundings, world: World) -> None:
    none = found(around, "roster")
    imported(world)
    there = found(around, "roster")

    assert ("ok", "ok") == (none.state, there.state)
    assert none.says.startswith("none")
    assert there.says.startswith("2 pupils, from ")
    assert there.says.endswith("key present, no folder is watched")


def test_a_roster_without_its_key_or_of_another_is_found(around: Surroundings, world: World) -> None:
    imported(world)
    gone = found(replace(around, key=lambda: None), "roster")
    other = found(replace(around, key=lambda: bytes(32)), "roster")

    assert ("fail", "fail") == (gone.state, other.state)
    assert "key" in gone.says
    assert "safe-to-paste roster import FILE" == gone.fix == other.fix


def test_a_roster_of_another_year_is_a_warning(around: Surroundings, world: World) -> None:
    imported(world)
    os.utime(rosters.own_file(), (1_600_000_000, 1_600_000_000))
    check = found(around, "roster")

    assert "warn" == check.state
    assert "September 2020" in check.says


def test_the_schools_own_roster_is_looked_for(around: Surroundings, world: World) -> None:
    share = world.root / "share"
    away = found(pushing(around, world, str(share)), "roster")
    share.mkdir()
    (share / "pupils.csv").write_text(PUPILS, encoding="utf-8")
    unread = found(pushing(around, world, str(share)), "roster")
    rosters.Rosters(lambda: KEY.secret).load(str(share))
    there = found(pushing(around, world, str(share)), "roster")
    relative = found(pushing(around, world, "share"), "roster")

    assert ["warn", "ok", "ok", "fail"] == [check.state for check in (away, unread, there, relative)]
    assert "cannot be reached" in away.says
    assert there.says.startswith("2 pupils")
    assert there.says.endswith(f"{share} is watched")


def test_overlay_is_checked_where_there_is_one(around: Surroundings, world: World) -> None:
    nowhere = found(replace(around, settings=chosen(rules_overlay=str(world.root / "no"))), "school's rules")
    overlay = found(replace(around, settings=chosen(rules_overlay=str(world.root / "rules"))), "school's rules")
    world.rule.write_text("?", encoding="utf-8")
    broken = found(replace(around, settings=chosen(rules_overlay=str(world.root / "rules"))), "school's rules")

    assert ("fail", "ok", "fail") == (nowhere.state, overlay.state, broken.state)


def test_no_keychain_is_a_warning(around: Surroundings) -> None:
    assert "warn" == found(replace(around, keychain=lambda: "degraded"), "keychain").state


def declared(world: World, **changes: object) -> Declaration:
    policy = Policy("Ours", "1")
    made = Declaration(
        datetime(2026, 11, 2, 9, tzinfo=UTC), declarations.account(), "ours", policy.version, (), training=True
    )
    (world.root / "ours.toml").write_text('title = "Ours"\nversion = "1"\n', encoding="utf-8")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_journal_and_declarations_are_counted(around: Surroundings, world: World) -> None:
    around = replace(around, settings=chosen(policy=str(world.root / "ours.toml")))
    made = declared(world)

    assert "nothing is recorded yet" in found(around, "journal").says
    assert "not declared in this version" in found(around, "declarations").says
    assert not (world.root / "data").exists()

    journal = around.journal()
    journal.record(Event(made.at, "chatgpt", "paste", "ours", "1", "r", "allow"))
    journal.declare(made)

    assert ("ok", "ok") == (found(around, "journal").state, found(around, "declarations").state)
    assert "1 event in" in found(around, "journal").says
    assert "declared on 2026-11-02" in found(around, "declarations").says


def test_declaration_that_was_changed_or_sealed_with_a_key_in_a_file_is_found(
    around: Surroundings, world: World
) -> None:
    weak = keys.Key(KEY.secret, "degraded")
    journal = Journal(around.journal().path, read_key=lambda: weak)
    journal.declare(declared(world))
    check = found(around, "declarations")

    assert ("warn", True) == (check.state, "1 of them sealed while the key lay in a file" in check.says)

    journal.close()
    with sqlite3.connect(journal.path) as connection:
        connection.execute("UPDATE declarations SET who = 'another'")
    connection.close()

    assert "fail" == found(around, "declarations").state


def test_journal_that_cannot_be_used_is_found(around: Surroundings, world: World) -> None:
    (world.root / "data").write_text("a file where the folder should be", encoding="utf-8")

    assert "fail" == found(around, "journal").state


def test_damaged_journal_of_before_is_a_warning(around: Surroundings, world: World) -> None:
    (world.root / "data").mkdir()
    around.journal().path.write_bytes(b"not a database at all" * 100)
    around.journal().record(Event(datetime(2026, 11, 2, tzinfo=UTC), "chatgpt", "paste", "x", "1", "r", "allow"))
    check = found(around, "journal")

    assert ("warn", True) == (check.state, "was damaged" in check.says)
    # The note says that declarations have to be made again, so the advice cannot be to do nothing.
    assert "safe-to-paste declare" in check.fix


def test_no_browser_at_all_is_found(around: Surroundings) -> None:
    install.uninstall(machine=around.machine)

    assert ("fail", "safe-to-paste install") == (
        (check := found(around, "browsers")).state,
        check.fix,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "org.example.other"}, "not our host's"),
        ({"path": "/nowhere/host"}, "which is no program"),
        ({"path": "host"}, "which is no program"),
        ({"allowed_origins": ["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"]}, ids.BUILT_HERE),
        ({"allowed_origins": 7}, "not our host's"),
        (None, "is not a host manifest"),
    ],
)
def test_each_fault_of_a_manifest_is_found(around: Surroundings, changes: dict[str, object] | None, words: str) -> None:
    file = chromium(around)
    table = json.loads(file.read_text(encoding="utf-8"))
    file.write_text("{" if changes is None else json.dumps(table | changes), encoding="utf-8")
    check = found(around, "chromium (user)")

    assert "fail" == check.state
    assert words in check.says
    assert "safe-to-paste install" == check.fix


@pytest.mark.parametrize(("key", "named"), [("SOFTWARE\\Some", "/programs/host"), ("", "../host")])
def test_a_manifest_may_name_its_program_from_where_it_lies_on_windows_alone(key: str, named: str) -> None:
    file = Path("/programs/browsers/chrome.json")

    assert Path(named) == doctor._named(install.Slot("chrome", "system", file, key), file, {"path": "../host"})


def test_a_persons_own_manifest_that_hides_the_machines_is_a_warning(around: Surroundings) -> None:
    install.install(level="system", browsers=["edge"], executable=Path("/bin/sh"), machine=around.machine)
    check = found(around, "edge (both)")

    assert "warn" == check.state
    assert "the person's own" in check.says


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("/nowhere/host",), "gave no answer"),
        ((sys.executable, "-c", "pass"), "gave no answer"),
        ((sys.executable, "-c", "print('hello, hello')"), "FrameError"),
        ((sys.executable, "-c", "import sys; sys.stdin.read()"), "gave no answer"),
    ],
    ids=["missing", "leaves at once", "prints", "says nothing"],
)
def test_a_host_that_does_not_answer_is_found(
    around: Surroundings, world: World, command: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_PATIENCE", 2.0)
    program(world, *command)  # in the place of the one that the manifests name
    check = found(around, "conversation")

    assert "fail" == check.state
    assert words in check.says


def test_each_program_that_a_manifest_names_is_spoken_to(around: Surroundings, world: World) -> None:
    silent = program(world, "true", name="another-host")
    install.install(browsers=["edge"], executable=silent, machine=around.machine)
    made = {check.name: check for check in checks(around)}

    assert ("ok", "fail") == (made["conversation"].state, made["conversation 2"].state)
    assert str(silent) in made["conversation 2"].says


def test_where_no_browser_has_been_told_our_own_program_is_spoken_to(around: Surroundings) -> None:
    install.uninstall(machine=around.machine)

    assert "ok" == found(around, "conversation").state

    nowhere = found(replace(around, program=lambda: ("/nowhere/host",)), "conversation")

    assert ("fail", True) == (nowhere.state, "FileNotFoundError" in nowhere.says)


@pytest.mark.parametrize("error", [InstallError("it is not there"), PermissionError(13, "not allowed")])
def test_no_program_of_our_own_is_found(around: Surroundings, error: Exception) -> None:
    def none() -> tuple[str, ...]:
        raise error

    install.uninstall(machine=around.machine)

    assert "fail" == found(replace(around, program=none), "conversation").state


def test_a_host_that_finds_something_in_harmless_words_is_found(around: Surroundings, world: World) -> None:
    launcher = (
        "import sys\n"
        "from safe_to_paste.host import messages, serve\n"
        "scanned = messages.scanned\n"
        "messages.scanned = lambda *a, **k: scanned(*a, **k | {'outcome': 'hold'})\n"
        "sys.exit(serve.main())\n"
    )
    program(world, sys.executable, "-c", launcher)
    check = found(around, "conversation")

    assert "fail" == check.state
    assert "outcome hold" in check.says


def test_a_host_that_cannot_load_its_rules_is_found(around: Surroundings, world: World) -> None:
    launcher = (
        "import sys\n"
        "from pathlib import Path\n"
        "from safe_to_paste import paths\n"
        "paths.rules_dir = lambda: Path('/nowhere')\n"
        "from safe_to_paste.host import serve\n"
        "sys.exit(serve.main())\n"
    )
    program(world, sys.executable, "-c", launcher)
    check = found(around, "conversation")

    assert "fail" == check.state
    assert "there are no rules" in check.says


def test_this_machine_can_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A home of its own: what a developer has installed in theirs is no concern of this test.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ".local"))
    # A test must not make a desktop ask for its keychain's password.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    out = io.StringIO()
    doctor.run(out, as_json=True)
    states = {check["name"]: check["state"] for check in json.loads(out.getvalue())["checks"]}

    assert {"program", "settings", "rules", "policy", "keychain", "roster", "conversation"} <= states.keys()
    assert {"ok"} == {states[name] for name in ("program", "rules", "policy", "conversation")}


def with_policy(around: Surroundings, text: str, today: date = date(2026, 11, 22)) -> Surroundings:
    file = around.rules_dir / "policies" / "ours.toml"
    file.write_text(f'title = "Ours"\nversion = "1"\n{text}', encoding="utf-8")
    file.with_suffix(".md").write_text("# Ours", encoding="utf-8")
    return replace(around, settings=chosen(policy="ours"), today=lambda: today)


def test_a_review_that_is_near_is_said_and_presses_when_it_is_nearer(around: Surroundings) -> None:
    far, near, late = (
        with_policy(around, f"[review]\nnext_date = {day}\n") for day in ("2027-06-01", "2027-01-10", "2026-11-01")
    )
    with_policy(around, "[review]\nnext_date = 2027-06-01\n")

    assert [] == [check for check in checks(far) if check.name == "policy review"]

    with_policy(around, "[review]\nnext_date = 2027-01-10\n")
    soon = found(near, "policy review")

    assert ("ok", True) == (soon.state, "is due in 49 days" in soon.says)

    with_policy(around, "[review]\nnext_date = 2026-11-01\n")
    overdue = found(late, "policy review")

    assert ("warn", True) == (overdue.state, "is overdue" in overdue.says)
    assert "policy diff" in overdue.fix


def test_what_a_policy_leaves_open_is_listed_for_whoever_owns_it(around: Surroundings) -> None:
    check = found(replace(around, settings=chosen(policy="quantock")), "policy to decide")
    table = io.StringIO()
    report((check,), table, as_json=False)

    assert "warn" == check.state
    assert f"{len(check.details)} things in it" in check.says
    assert any(detail.startswith("reports.mode: clause 2") for detail in check.details)
    assert len(check.details) == table.getvalue().count("\n  ") - 1
    assert not any(detail.startswith("review.next_date") for detail in check.details)


def test_a_trial_is_said_as_one(around: Surroundings) -> None:
    assert "on trial" in found(with_policy(around, 'mode = "report_only"\n'), "policy").says


# What is left, half there, or in the way


@pytest.fixture
def out_of_reach(around: Surroundings, world: World, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    """A laptop on which the person's folder cannot be looked into: its name is longer than any system has them."""
    too_long = world.root / ("x" * 300)
    monkeypatch.setattr(paths, "places", lambda: replace(world.places(), data=too_long))
    return replace(around, journal=lambda: Journal(too_long / "journal.sqlite3", read_key=lambda: KEY))


def test_a_folder_that_cannot_be_looked_into_is_a_line_and_not_the_end(out_of_reach: Surroundings) -> None:
    made = {check.name: check for check in checks(out_of_reach)}

    assert "fail" == made["roster"].state
    assert "cannot be read (File name too long)" in made["roster"].says
    assert {"rules", "policy", "journal", "conversation"} <= set(made)
    assert ("fail", True) == (made["journal"].state, "not counted" in made["journal"].says)
    assert ("fail", True) == (made["declarations"].state, "see the journal" in made["declarations"].fix)
    assert {True} == {"right to read" in made[name].fix for name in ("roster", "journal")}


@pytest.mark.usefixtures("out_of_reach")
def test_a_host_that_cannot_look_into_it_checks_all_the_same(world: World) -> None:
    found = rosters.Rosters(read_key=lambda: KEY.secret).load("")

    assert found.roster is None
    assert "cannot be read" in found.notes[0]
    assert world.rule.is_file()


def test_an_entry_that_an_older_version_left_in_the_32_bit_view_is_found(around: Surroundings, world: World) -> None:
    registry = Registry()
    here = replace(around.machine, system="windows", registry=registry)
    install.install(executable=program(world, *HOST), machine=here)
    key = rf"SOFTWARE\Google\Chrome\NativeMessagingHosts\{ids.HOST}"
    assert {} == {n: c for n, c in named(replace(around, machine=here)).items() if "32-bit" in n}
    registry.views[32]["user", key] = registry.views[64]["user", key] + ".old"

    check = named(replace(around, machine=here))["chrome (user, 32-bit)"]

    assert ("warn", "safe-to-paste install") == (check.state, check.fix)


def named(around: Surroundings) -> dict[str, Check]:
    """What is said of browsers and their policies; no host need be started for it."""
    return {check.name: check for check in checks(around, only={"browsers", "browser policies"})}


def tell(around: Surroundings, browser: str, table: object, name: str = "safe-to-paste.json") -> None:
    folder = {"chrome": "etc/opt/chrome/policies/managed", "firefox": "etc/firefox/policies"}[browser]
    file = Path(around.machine.root) / folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(table if isinstance(table, str) else json.dumps(table), encoding="utf-8")


OURS = ids.CHROMIUM[0]
INSTALLED = {"ExtensionSettings": {OURS: {"installation_mode": "force_installed", "update_url": "https://x.example"}}}


@pytest.mark.parametrize(
    ("table", "state", "words"),
    [
        (INSTALLED, "ok", "hosts of a person's own count"),
        (INSTALLED | {"NativeMessagingUserLevelHosts": False}, "ok", "the agent let through"),
        ({"ExtensionInstallForcelist": [f"{OURS};https://x.example"]}, "ok", "the extension is installed"),
        ({"NativeMessagingAllowlist": [ids.HOST]}, "fail", "the extension is not installed by any of them"),
        (INSTALLED | {"NativeMessagingBlocklist": ["*"]}, "warn", "NativeMessagingBlocklist keeps the agent out"),
        (INSTALLED | {"NativeMessagingBlocklist": ["*"], "NativeMessagingAllowlist": [ids.HOST]}, "ok", "installed"),
        ({"ExtensionSettings": {OURS: {"installation_mode": "blocked"}}}, "fail", "keeps our extension out"),
        (
            {
                "ExtensionInstallForcelist": [f"{OURS};https://x.example"],
                "ExtensionSettings": {"*": {"blocked_permissions": ["nativeMessaging"]}},
            },
            "warn",
            "takes nativeMessaging away",
        ),
        ("{", "fail", "cannot be understood, so the browser leaves it out"),
    ],
)
def test_policies_that_are_half_there_are_named(around: Surroundings, table: object, state: str, words: str) -> None:
    tell(around, "chrome", table)
    check = named(around)["chrome policies"]

    assert state == check.state, check
    assert words in check.says
    assert "browser policies" not in named(around)


def test_policies_for_other_things_are_nobodys_business_here(around: Surroundings) -> None:
    tell(around, "chrome", {"ExtensionInstallForcelist": ["another;https://x.example"], "HomepageLocation": "x"})
    tell(around, "firefox", {"policies": {"ExtensionSettings": {"another@x": {}}}}, "policies.json")

    assert "none that concern us" in named(around)["browser policies"].says
    assert () == told.read(around.machine)


def test_firefox_and_several_files_of_chromes_are_read_together(around: Surroundings) -> None:
    tell(around, "chrome", {"NativeMessagingBlocklist": ["*"]}, "a.json")
    tell(around, "chrome", INSTALLED | {"NativeMessagingAllowlist": [ids.HOST, "another"]}, "b.json")
    tell(
        around,
        "firefox",
        {"policies": {"ExtensionSettings": {ids.FIREFOX: {"installation_mode": "force_installed"}}}},
        "policies.json",
    )
    made = named(around)

    assert ("ok", "ok") == (made["chrome policies"].state, made["firefox policies"].state)


def test_on_windows_the_registry_says_what_browsers_are_told(around: Surroundings) -> None:
    registry = Registry()
    key = r"SOFTWARE\Policies\Microsoft\Edge"
    registry.policies = {rf"{key}\ExtensionInstallForcelist": {"7101": f"{OURS};https://x.example"}}
    here = replace(around, machine=replace(around.machine, system="windows", registry=registry))
    assert "NativeHostsExecutablesLaunchDirectly is not set" in named(here)["edge policies"].says
    registry.policies[key] = {"NativeHostsExecutablesLaunchDirectly": 1, "NativeMessagingUserLevelHosts": 0}
    firefox = {ids.FIREFOX: {"installation_mode": "force_installed"}}
    registry.policies[r"SOFTWARE\Policies\Mozilla\Firefox"] = {"ExtensionSettings": json.dumps(firefox)}

    chrome = r"SOFTWARE\Policies\Google\Chrome"
    registry.policies[rf"{chrome}\ExtensionSettings\{OURS}"] = {"installation_mode": "force_installed"}
    registry.policies[chrome] = {"NativeHostsExecutablesLaunchDirectly": 1}

    made = named(here)
    assert ["ok"] * 3 == [made[f"{browser} policies"].state for browser in ("chrome", "edge", "firefox")]


def test_on_a_mac_profiles_say_it(around: Surroundings, world: World) -> None:
    file = world.root / "Library" / "Managed Preferences" / "com.google.Chrome.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(plistlib.dumps(INSTALLED))

    (chrome,) = told.read(replace(around.machine, system="macos"))
    assert ("chrome", True) == (chrome.browser, chrome.installs)


def test_a_persons_own_host_before_the_machines_is_a_warning_unless_a_policy_leaves_it_out(
    around: Surroundings, world: World
) -> None:
    install.install(level="system", executable=program(world, *HOST, name="other"), machine=around.machine)
    before = named(around)["chrome (both)"]
    tell(around, "chrome", INSTALLED | {"NativeMessagingUserLevelHosts": False})

    assert ("warn", "ok") == (before.state, named(around)["chrome (both)"].state)


def test_a_machine_with_one_browser_is_content(around: Surroundings) -> None:
    for slot in install.slots(around.machine, "user"):
        if slot.browser != "firefox":
            slot.manifest.unlink()

    assert {"ok"} == {check.state for check in checks(around)}


def test_a_set_of_rules_that_was_changed_after_it_was_taken_is_found(
    around: Surroundings, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "fault", lambda _: "")
    folder = world.root / "share"
    (folder / "ours").mkdir(parents=True)
    (folder / "ours" / "badge.toml").write_text(UPN_LIKE, encoding="utf-8")
    updates.prepare(folder, "autumn")
    updates.take(folder, key="", rules_dir=around.rules_dir)
    (sound,) = checks(around, only={"school's rules"})
    now = updates.in_use().now
    assert now
    (now / "ours" / "badge.toml").write_text(UPN_LIKE.replace("badge number", "other number"), encoding="utf-8")

    assert ("ok", True) == (sound.state, "autumn, 1 rule" in sound.says)
    assert "ours/badge.toml is not as it was" in checks(around, only={"school's rules"})[0].says
