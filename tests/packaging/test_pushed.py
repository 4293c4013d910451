"""It really is pushed: Chromium, told by the pack alone, installs the extension and finds the installed host.

The key that fits the extension's id is not in the repository, so a throw-away one signs it here, and its id is let in
where the host is started; all else is as it ships.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from packages import DIST, browsers, deb, deploy
from packages.deploy.browsers import SHOPS
from practice import build, screen, server
from safe_to_paste import __version__, ids

from . import laptop
from .laptop import Laptop

TOP = Path(__file__).parents[2]
POLICIES = "/etc/chromium/policies/managed"
pytestmark = [
    pytest.mark.packages,
    pytest.mark.skipif(bool(laptop.why_not()), reason=laptop.why_not()),
    pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="Debian packages are built on Debian or Ubuntu"),
    pytest.mark.skipif(
        not Path("/usr/bin/chromium").exists(),
        reason="there is no Chromium of the system's own: apt-get install chromium",
    ),
]

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()
ID = ids.of_key(PUBLIC)
NEXT = "99.0"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with server.serve(build.pages()) as number:
        yield number


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The school's own server: the signed extension, and the file that says where it is."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    manifest = json.loads((browsers.BUILT / "manifest.json").read_text(encoding="utf-8")) | {"key": PUBLIC}
    for version, name in ((__version__, "updates.xml"), (NEXT, "next.xml")):
        versioned = manifest | {"version": version}
        crx = folder / f"safe-to-paste-{version}.crx"
        crx.write_bytes(browsers.crx(browsers.zipped(browsers.BUILT, versioned), versioned, KEY))
        (folder / name).write_text(browsers.updates(ID, version, crx.as_uri()), encoding="utf-8")
    return folder


@pytest.fixture
def machine(bundle: Path, shelf: Path, tmp_path: Path) -> Iterator[Laptop]:
    """A laptop with the package and the pack's policies, and nothing done by a person."""
    found = sorted(DIST.glob(f"safe-to-paste_{__version__}_*.deb"))
    package = found[0] if found else deb.build(bundle)
    (tmp_path / "laptop").mkdir()
    with laptop.started(tmp_path / "laptop") as running:
        done = running.run("dpkg", "--force-unsafe-io", "--install", str(package))
        assert 0 == done.returncode, done.stderr
        let_in(running)
        push(running, shelf)
        yield running


def push(machine: Laptop, shelf: Path) -> None:
    """Put the pack's own files where its README says, and let the tests look into the extension."""
    updates = {browser: (shelf / "updates.xml").as_uri() for browser in SHOPS.updates}
    made = deploy.generate(source=replace(SHOPS, ids=dict.fromkeys(SHOPS.ids, ID), updates=updates, is_shop=False))
    for name in ("safe-to-paste", "safe-to-paste-recommended"):
        machine.write(f"{POLICIES}/{name}.json", made[f"linux{POLICIES}/{name}.json"])
    machine.write(f"{POLICIES}/tests.json", '{"DeveloperToolsAvailability": 1}')


def let_in(machine: Laptop) -> None:
    """The throw-away id in the place of the released one, for the browser and for the host."""
    manifest = "/usr/lib/safe-to-paste/browsers/chromium.json"
    table = json.loads(machine.run("cat", manifest).stdout)
    host, origin = table["path"], ids.ORIGINS[0]
    machine.write("/usr/lib/safe-to-paste/let-in", f'#!/bin/sh\nexec "{host}" {origin}\n')
    assert 0 == machine.run("chmod", "755", "/usr/lib/safe-to-paste/let-in").returncode
    table |= {"path": "/usr/lib/safe-to-paste/let-in", "allowed_origins": [f"chrome-extension://{ID}/"]}
    machine.write(manifest, json.dumps(table))


def seen(machine: Laptop, port: int, *more: str) -> dict[str, Any]:
    """What a person sees after a paste."""
    script = str(Path(__file__).with_name("pushed.py"))
    # A short name: Chromium's socket below it has room for a hundred letters.
    folder = f"/home/{port}"
    around = {"PYTHONPATH": str(TOP / "tests"), "HOME": folder}
    done = machine.run(sys.executable, script, folder, str(port), ID, *more, env=around)
    assert 0 == done.returncode, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_what_it_sets_is_read_and_a_change_is_taken_up_while_the_browser_runs(
    machine: Laptop, port: int, tmp_path: Path
) -> None:
    place = f"{POLICIES}/safe-to-paste.json"
    table = json.loads(machine.run("cat", place).stdout)
    table["3rdparty"]["extensions"][ID]["profile"] = "pupil"
    pupils = tmp_path / "pupils.json"
    pupils.write_text(json.dumps(table), encoding="utf-8")

    said = seen(machine, port, str(pupils), place)

    assert ({"profile": "staff"}, {"profile": "pupil"}) == (said["set"], said["set then"])
    assert "Before this goes in" in said["panel"]
    assert "" == said["panel then"]
    assert "B801200005001" in said["composer then"]
    assert "This is a pupil's profile" in said["popup then"]


def test_an_id_that_the_host_does_not_know_is_not_let_in_and_that_is_said(machine: Laptop, port: int) -> None:
    manifest = "/usr/lib/safe-to-paste/browsers/chromium.json"
    table = json.loads(machine.run("cat", manifest).stdout)
    machine.write(manifest, json.dumps(table | {"allowed_origins": list(ids.ORIGINS)}))

    said = seen(machine, port)

    assert "Limited check" in said["panel"]
    assert "isn't allowed to use Safe to Paste" in said["panel"]


@pytest.mark.tried("CRX by policy, Chromium on Linux", "removed")
def test_with_its_policy_the_extension_goes_while_the_browser_runs(machine: Laptop, port: int) -> None:
    assert seen(machine, port, "-", f"{POLICIES}/safe-to-paste.json")["gone"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "the extension is installed, the agent let through"),
        (
            {"NativeMessagingBlocklist": ["*"], "NativeMessagingAllowlist": []},
            "NativeMessagingBlocklist keeps the agent",
        ),
        ({"ExtensionSettings": {}}, "the extension is not installed by any of them"),
    ],
)
def test_doctor_says_what_the_policies_are_and_what_is_missing(
    machine: Laptop, change: dict[str, Any], words: str
) -> None:
    table = json.loads(deploy.generate()[f"linux{POLICIES}/safe-to-paste.json"])
    machine.write(f"{POLICIES}/safe-to-paste.json", json.dumps(table | change))

    said = json.loads(machine.run("safe-to-paste", "doctor", "--json", env={"HOME": "/root"}).stdout)

    (check,) = (each for each in said["checks"] if each["name"] == "chromium policies")
    assert words in check["says"]


def take_out(machine: Laptop, policy: str) -> None:
    """Leave one of the recommended policies out, as a school may."""
    place = f"{POLICIES}/safe-to-paste-recommended.json"
    table = json.loads(machine.run("cat", place).stdout)
    assert policy in table
    machine.write(place, json.dumps({name: value for name, value in table.items() if name != policy}))


@pytest.mark.tried("CRX by policy, Chromium on Linux", "installed", "run")
def test_by_policies_alone_the_extension_comes_and_the_installed_agent_checks(machine: Laptop, port: int) -> None:
    said = seen(machine, port)

    assert (ID, __version__) == (said["id"], said["version"])
    assert "Before this goes in" in said["panel"]
    assert "Limited check" not in said["panel"]


def test_where_no_host_is_let_through_the_smaller_check_says_so(machine: Laptop, port: int) -> None:
    machine.write(f"{POLICIES}/aaa.json", '{"NativeMessagingBlocklist": ["*"]}')
    pushed = json.loads(machine.run("cat", f"{POLICIES}/safe-to-paste.json").stdout)
    del pushed["NativeMessagingAllowlist"]
    machine.write(f"{POLICIES}/safe-to-paste.json", json.dumps(pushed))

    said = seen(machine, port)

    assert "Limited check" in said["panel"]
    assert "isn't allowed to use Safe to Paste" in said["panel"]


def test_where_others_are_not_let_through_ours_is(machine: Laptop, port: int) -> None:
    machine.write(f"{POLICIES}/aaa.json", '{"NativeMessagingBlocklist": ["*"]}')

    assert "Limited check" not in seen(machine, port)["panel"]


def test_where_the_agent_has_been_taken_off_the_smaller_check_says_so(machine: Laptop, port: int) -> None:
    assert 0 == machine.run("dpkg", "--remove", "safe-to-paste").returncode

    assert "Limited check" in seen(machine, port)["panel"]


@pytest.mark.parametrize("recommended", [True, False])
def test_a_host_of_a_persons_own_stands_in_for_ours_only_where_it_is_let(
    machine: Laptop, port: int, recommended: bool
) -> None:
    manifest = json.loads(machine.run("cat", "/etc/chromium/native-messaging-hosts/org.safetopaste.agent.json").stdout)
    own = f"/home/{port}/profile/NativeMessagingHosts/org.safetopaste.agent.json"
    machine.write(own, json.dumps(manifest | {"path": "/bin/false"}))
    if not recommended:
        take_out(machine, "NativeMessagingUserLevelHosts")

    assert recommended == ("Limited check" not in seen(machine, port)["panel"])


@pytest.mark.tried("CRX by policy, Chromium on Linux", "upgraded")
def test_a_next_version_comes_with_the_next_start_of_the_browser(machine: Laptop, shelf: Path, port: int) -> None:
    assert __version__ == seen(machine, port, str(shelf / "next.xml"), str(shelf / "updates.xml"))["version"]

    said = seen(machine, port)

    assert NEXT == said["version"]
    assert "Limited check" not in said["panel"]


has_firefox = pytest.mark.skipif(
    not shutil.which("firefox-esr"), reason="no Firefox ESR here: apt-get install firefox-esr"
)


def firefox_policies(folder: Path, *, profile: str = "staff", extension: Path = browsers.BUILT) -> str:
    """What the pack has Firefox told, with an add-on that nobody has signed: ESR lets a policy allow that."""
    (xpi,) = (file for file in browsers.build(folder, extension) if file.suffix == ".xpi")
    told = json.loads(deploy.generate(source=replace(SHOPS, xpi=xpi.as_uri()))["firefox/policies.json"])
    told["policies"]["3rdparty"]["Extensions"][ids.FIREFOX]["profile"] = profile
    told["policies"]["Preferences"] = {"xpinstall.signatures.required": {"Value": False, "Status": "locked"}}
    return json.dumps(told)


def seen_in_firefox(machine: Laptop, port: int) -> dict[str, Any]:
    """What a person sees after a paste."""
    script = str(Path(__file__).with_name("pushed_firefox.py"))
    done = machine.run(
        sys.executable, script, "/home/fox", str(port), env={"PYTHONPATH": str(TOP / "tests"), "HOME": "/home/fox"}
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.tried("XPI by policy, Firefox ESR on Linux", "installed", "run")
@has_firefox
def test_in_firefox_by_policies_alone_the_installed_agent_checks(machine: Laptop, port: int, tmp_path: Path) -> None:
    machine.write("/etc/firefox/policies/policies.json", firefox_policies(tmp_path))

    said = seen_in_firefox(machine, port)

    assert __version__ == said["version"]
    assert "Before this goes in" in said["panel"]
    assert "Limited check" not in said["panel"]
    assert "UPN" not in said["composer"]


@has_firefox
def test_in_firefox_without_the_agent_the_smaller_check_says_so(machine: Laptop, port: int, tmp_path: Path) -> None:
    machine.write("/etc/firefox/policies/policies.json", firefox_policies(tmp_path))
    assert 0 == machine.run("dpkg", "--remove", "safe-to-paste").returncode

    said = seen_in_firefox(machine, port)["panel"]

    assert "Limited check" in said
    assert "isn't running on this laptop" in said


@has_firefox
def test_in_firefox_a_pupils_profile_is_let_alone(machine: Laptop, port: int, tmp_path: Path) -> None:
    machine.write("/etc/firefox/policies/policies.json", firefox_policies(tmp_path, profile="pupil"))

    said = seen_in_firefox(machine, port)

    assert "Keep" not in said["panel"]
    assert "UPN B801200005001" in said["composer"]


@pytest.mark.tried("XPI by policy, Firefox ESR on Linux", "upgraded")
@has_firefox
def test_in_firefox_a_next_version_comes_when_the_policy_names_it(machine: Laptop, port: int, tmp_path: Path) -> None:
    machine.write("/etc/firefox/policies/policies.json", firefox_policies(tmp_path))
    assert __version__ == seen_in_firefox(machine, port)["version"]
    built = shutil.copytree(browsers.BUILT, tmp_path / "next" / "built")
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8")) | {"version": NEXT}
    (built / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    machine.write("/etc/firefox/policies/policies.json", firefox_policies(tmp_path / "next", extension=built))

    said = seen_in_firefox(machine, port)

    assert NEXT == said["version"]
    assert "Limited check" not in said["panel"]


@pytest.mark.tried("XPI by policy, Firefox ESR on Linux", "removed")
@has_firefox
def test_in_firefox_it_goes_when_the_policy_says_blocked(machine: Laptop, port: int, tmp_path: Path) -> None:
    policies = firefox_policies(tmp_path)
    machine.write("/etc/firefox/policies/policies.json", policies)
    assert __version__ == seen_in_firefox(machine, port)["version"]
    table = json.loads(policies)
    table["policies"]["ExtensionSettings"] = {ids.FIREFOX: {"installation_mode": "blocked"}}
    machine.write("/etc/firefox/policies/policies.json", json.dumps(table))

    assert "" == seen_in_firefox(machine, port)["version"]


@has_firefox
def test_firefox_told_by_the_pack_puts_the_add_on_in_with_private_windows_and_sites(tmp_path: Path) -> None:
    (tmp_path / "laptop").mkdir()
    with laptop.started(tmp_path / "laptop") as machine:
        machine.write("/etc/firefox/policies/policies.json", firefox_policies(tmp_path))
        machine.run("mkdir", "--parents", "/home/profile")
        firefox = machine.command("env", "HOME=/home", "firefox-esr", "--headless", "--profile", "/home/profile")
        with subprocess.Popen(firefox, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            allowed = screen.until("the add-on", lambda: firefox_allows(machine))
            addons = json.loads(machine.run("cat", "/home/profile/extensions.json").stdout)["addons"]
            machine.run("pkill", "--exact", "firefox-esr")

    (ours,) = (addon for addon in addons if addon["id"] == ids.FIREFOX)
    assert (True, __version__) == (ours["active"], ours["version"])
    assert "internal:privateBrowsingAllowed" in allowed["permissions"]
    assert {"https://chatgpt.com/*", "https://gemini.google.com/*"} < set(allowed["origins"])
    assert all(origin.startswith("https://") and origin.endswith("/*") for origin in allowed["origins"])


def firefox_allows(machine: Laptop) -> dict[str, list[str]]:
    """What Firefox lets our add-on do; nothing before it is there and the profile says so."""
    folder = "/home/profile"
    said = machine.run("cat", f"{folder}/extension-preferences.json").stdout
    there = ids.FIREFOX in machine.run("cat", f"{folder}/extensions.json").stdout
    found: dict[str, list[str]] = json.loads(said).get(ids.FIREFOX, {}) if said and there else {}
    return found if found.get("origins") else {}
