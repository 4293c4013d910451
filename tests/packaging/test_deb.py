"""The Debian package: installed, run, upgraded, removed and purged on a laptop whose changes are thrown away."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packages import DIST, NAME, deb
from safe_to_paste import __version__, ids, install

from . import laptop
from .conftest import HELLO, ask, scan
from .laptop import Laptop

pytestmark = [
    pytest.mark.packages,
    pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="Debian packages are built on Debian or Ubuntu"),
]
on_a_laptop = pytest.mark.skipif(bool(laptop.why_not()), reason=laptop.why_not())

HOST = "/usr/lib/safe-to-paste/safe-to-paste-host"
LINKS = [
    str(slot.manifest)
    for slot in install.slots(install.Machine("linux", home=Path("/"), config=Path("/"), data=Path("/")), "system")
    if "lib64" not in str(slot.manifest)
]
NEXT = "0.1.0+next"
HOME = Path("/home/Zoë O'Neill")
TEACHER = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")


@pytest.fixture(scope="module")
def package(bundle: Path) -> Path:
    """The package as it ships; `make packages` has built it, and a test by itself does."""
    found = sorted(DIST.glob(f"safe-to-paste_{__version__}_*.deb"))
    return found[0] if found else deb.build(bundle)


@pytest.fixture(scope="module")
def next_package(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next version, in which a file has gone, another has come, and every program is another file."""
    folder = Path(shutil.copytree(bundle, tmp_path_factory.mktemp("next") / "bundle", symlinks=True))
    (folder / "rules" / "identifiers" / "upn.toml").unlink()
    (folder / "new-in-this-version").write_text("new\n", encoding="utf-8")
    return deb.build(folder, folder.parent, version=NEXT, compression="none")


def put_on(machine: Laptop, package: Path) -> subprocess.CompletedProcess[str]:
    assert 0 == machine.run("install", "--directory", "--owner=nobody", str(HOME)).returncode
    return machine.run("dpkg", "--force-unsafe-io", "--install", str(package))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Laptop]:
    with laptop.started(tmp_path) as running:
        yield running


@pytest.fixture
def installed(machine: Laptop, package: Path) -> Laptop:
    done = put_on(machine, package)
    assert 0 == done.returncode, done.stderr
    return machine


@pytest.fixture(scope="module")
def lasting(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """One that several tests look at, and none changes."""
    with laptop.started(tmp_path_factory.mktemp("laptop")) as running:
        assert 0 == put_on(running, package).returncode
        yield running


def as_teacher(machine: Laptop) -> tuple[str, ...]:
    return machine.command(*TEACHER, HOST)


@pytest.mark.tried(".deb, Linux", "installed", "run")
@on_a_laptop
def test_an_installed_host_answers_somebody_who_is_no_administrator(lasting: Laptop) -> None:
    hello, found = ask(as_teacher(lasting), HELLO, scan("UPN B801200005001"), home=HOME)

    assert (True, __version__) == (hello["ok"], hello["agent"])
    assert "hold" == found["outcome"]


@on_a_laptop
def test_every_browser_finds_a_manifest_that_names_the_host_and_our_extension(lasting: Laptop) -> None:
    assert 4 == len(LINKS)
    for link in LINKS:
        manifest = json.loads(lasting.run("cat", link).stdout)

        assert HOST == manifest["path"]
        assert manifest.get("allowed_extensions") == [ids.FIREFOX] or manifest["allowed_origins"] == list(ids.ORIGINS)


@on_a_laptop
def test_doctor_is_content(lasting: Laptop) -> None:
    done = lasting.run(*TEACHER, "safe-to-paste", "doctor", "--json", env={"HOME": str(HOME)})

    assert 0 == done.returncode, done.stdout
    assert {f"{browser} (system)" for browser in install.BROWSERS} <= {
        each["name"] for each in json.loads(done.stdout)["checks"]
    }


@on_a_laptop
def test_a_folder_of_the_persons_that_cannot_be_read_is_a_line_of_doctors_and_no_end_to_checks(
    lasting: Laptop,
) -> None:
    home = Path("/home/locked")
    lasting.run("install", "--directory", "--owner=nobody", str(home))
    lasting.run("install", "--directory", "--owner=root", "--mode=700", str(home / ".local" / "share" / NAME))

    done = lasting.run(*TEACHER, NAME, "doctor", env={"HOME": str(home)})
    _, found = ask(as_teacher(lasting), HELLO, scan("UPN B801200005001"), home=home)

    assert (1, "") == (done.returncode, done.stderr)
    assert "cannot be read (Permission denied)" in done.stdout
    assert "hold" == found["outcome"]


@on_a_laptop
def test_a_set_of_rules_is_taken_by_an_administrator_alone_and_from_nobody_elses_folder(installed: Laptop) -> None:
    rule = installed.run("cat", "/usr/lib/safe-to-paste/rules/identifiers/upn.toml").stdout
    for folder in ("/root/set", f"{HOME}/set"):
        installed.write(f"{folder}/identifiers/upn.toml", rule.replace('title = "UPN"', 'title = "number of ours"'))
        assert 0 == installed.run(NAME, "update", folder, "--prepare", "autumn").returncode
    installed.run("chown", "--recursive", "nobody", f"{HOME}/set")

    by_a_teacher = installed.run(*TEACHER, NAME, "update", f"{HOME}/set", env={"HOME": str(HOME)})
    from_a_teacher = installed.run(NAME, "update", f"{HOME}/set")
    assert (1, 1) == (by_a_teacher.returncode, from_a_teacher.returncode)
    assert "its owner is not root" in from_a_teacher.stderr
    assert 0 == installed.run(NAME, "update", "/root/set").returncode

    _, found = ask(as_teacher(installed), HELLO, scan("UPN B801200005001"), home=HOME)
    assert "number of ours" == found["findings"][0]["title"]
    assert 0 == installed.run(NAME, "update", "--back").returncode


@on_a_laptop
def test_a_signed_set_may_lie_anywhere(installed: Laptop) -> None:
    rule = installed.run("cat", "/usr/lib/safe-to-paste/rules/identifiers/upn.toml").stdout
    installed.write(f"{HOME}/set/identifiers/upn.toml", rule)
    assert 0 == installed.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", "/root/key.pem").returncode
    made = installed.run(NAME, "update", f"{HOME}/set", "--prepare", "autumn", "--sign", "/root/key.pem")
    key = made.stdout.split("update_key is ")[1].strip()
    installed.write("/etc/safe-to-paste/managed.json", json.dumps({"update_key": key}))
    installed.run("chown", "--recursive", "nobody", f"{HOME}/set")

    assert 0 == installed.run(NAME, "update", f"{HOME}/set").returncode
    installed.write(f"{HOME}/set/manifest.sig", "none")
    assert 1 == installed.run(NAME, "update", f"{HOME}/set").returncode


@on_a_laptop
def test_a_support_bundle_is_made_by_the_person(lasting: Laptop) -> None:
    done = lasting.run(*TEACHER, NAME, "support-bundle", "--into", "/tmp", env={"HOME": str(HOME)})
    assert 0 == done.returncode, done.stderr

    files = lasting.run(sys.executable, "-m", "zipfile", "--list", done.stdout.strip())
    assert "doctor.json" in files.stdout
    assert "agent.log" in files.stdout


@on_a_laptop
def test_no_file_can_be_changed_by_others_than_an_administrator(lasting: Laptop) -> None:
    found = lasting.run(
        *("find", "/usr/lib/safe-to-paste", "/etc/safe-to-paste", *LINKS, "!", "-type", "l"),
        *("(", "-perm", "/go+w", "-o", "!", "-user", "root", ")"),
    )

    assert ("", "") == (found.stdout, found.stderr)


@pytest.mark.tried(".deb, Linux", "upgraded")
@on_a_laptop
def test_an_upgrade_keeps_what_it_chose_and_ends_the_hosts_of_the_old_version(
    installed: Laptop, next_package: Path
) -> None:
    installed.write("/etc/safe-to-paste/managed.json", '{"policy": "quantock"}')
    with subprocess.Popen(
        [*installed.command(HOST), ids.ORIGINS[0]], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        done = put_on(installed, next_package)
        assert 0 == done.returncode, done.stderr
        running.wait(10)

    assert installed.has("/usr/lib/safe-to-paste/new-in-this-version")
    assert not installed.has("/usr/lib/safe-to-paste/rules/identifiers/upn.toml")
    _, status = ask(as_teacher(installed), HELLO, {"type": "status", "id": "3"}, home=HOME)
    assert "quantock" == status["policy"]["name"]


@pytest.mark.tried(".deb, Linux", "removed")
@on_a_laptop
def test_removing_leaves_what_it_chose_and_purging_leaves_nothing(installed: Laptop) -> None:
    installed.write("/etc/safe-to-paste/managed.json", '{"policy": "quantock"}')
    with subprocess.Popen(
        [*installed.command(HOST), ids.ORIGINS[0]], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        # As a window that an administrator opens leaves behind.
        installed.write("/usr/lib/safe-to-paste/window/__pycache__/window.cpython-311.pyc", "")
        assert 0 == installed.run("dpkg", "--remove", "safe-to-paste").returncode
        running.wait(10)

    assert [] == [path for path in ("/usr/lib/safe-to-paste", "/usr/bin/safe-to-paste", *LINKS) if installed.has(path)]
    assert installed.has("/etc/safe-to-paste/managed.json")
    assert 0 == installed.run("dpkg", "--purge", "safe-to-paste").returncode
    left = installed.run("find", "/etc", "/usr", "/opt", "/var/lib/dpkg/info", "-name", "*safe*to*paste*")
    assert "" == left.stdout


@on_a_laptop
def test_what_an_older_installation_left_is_replaced(machine: Laptop, package: Path) -> None:
    machine.write(LINKS[0], '{"name": "org.safetopaste.agent", "path": "/opt/old/host"}')

    assert 0 == put_on(machine, package).returncode
    assert HOST == json.loads(machine.run("cat", LINKS[0]).stdout)["path"]


@on_a_laptop
def test_a_full_disk_leaves_the_version_that_was_there(package: Path, next_package: Path, tmp_path: Path) -> None:
    with laptop.started(tmp_path, size="80m") as small:
        assert 0 == put_on(small, package).returncode

        failed = put_on(small, next_package)

        assert 0 != failed.returncode
        assert "No space left on device" in failed.stderr
        _, found = ask(small.command(HOST), HELLO, scan("UPN B801200005001"), home=HOME)
        assert "hold" == found["outcome"]
        assert __version__ in small.run("dpkg-query", "--show", "safe-to-paste").stdout


@on_a_laptop
def test_somebody_without_rights_is_told_so(machine: Laptop, package: Path) -> None:
    done = machine.run(*TEACHER, "dpkg", "--install", str(package))

    assert 2 == done.returncode
    assert "superuser privilege" in done.stderr


def test_the_same_source_gives_the_same_package(bundle: Path, tmp_path: Path) -> None:
    small = tmp_path / "bundle"
    shutil.copytree(bundle / "rules" / "policies", small / "rules" / "policies")
    for name in ("safe-to-paste", "safe-to-paste-host", "sbom.cdx.json"):
        shutil.copy(bundle / name, small)

    first, second = (deb.build(small, tmp_path / name, compression="none").read_bytes() for name in ("a", "b"))

    assert first == second


@pytest.mark.skipif(not shutil.which("lintian"), reason="lintian is not installed: apt-get install lintian")
def test_lintian_has_nothing_to_say(package: Path) -> None:
    """What it would say of any bundle is answered, with reasons, in packaging/linux/lintian-overrides."""
    done = subprocess.run(
        ["lintian", "--fail-on", "error,warning", str(package)], capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stdout)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed: apt-get install shellcheck")
@pytest.mark.parametrize("name", deb.SCRIPTS)
def test_shellcheck_has_nothing_to_say_of(name: str) -> None:
    done = subprocess.run(
        ["shellcheck", "--shell=dash", str(deb.HERE / name)], capture_output=True, text=True, check=False
    )

    assert "" == done.stdout
