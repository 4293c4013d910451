"""The Windows package, as its own tables describe it; installed, upgraded and removed under Wine where there is one.

Its payload here is a stand-in: Windows programs cannot be made on Linux.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path, PureWindowsPath

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from packages import PackageError, msi, signing
from packages.deploy import windows
from packages.deploy.browsers import SHOPS
from safe_to_paste import __version__, install, settings

pytestmark = pytest.mark.packages
has_msitools = pytest.mark.skipif(
    not (shutil.which("wixl") and shutil.which("msiinfo")),
    reason="wixl is not installed: apt-get install wixl msitools",
)
has_signer = pytest.mark.skipif(
    not shutil.which("osslsigncode"), reason="osslsigncode is not installed: apt-get install osslsigncode"
)

SLOTS = install.slots(msi._WINDOWS, "system")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("msi")
    return msi.build(msi.stub(folder / "bundle"), folder, label=msi.STUB)


def rows(package: Path, table: str) -> list[list[str]]:
    said = subprocess.run(["msiinfo", "export", str(package), table], capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in said.splitlines()[3:]]


@has_msitools
def test_its_name_says_that_it_is_a_stand_in(package: Path) -> None:
    assert f"safe-to-paste-{__version__}-TEST-ONLY-STUB.msi" == package.name


@has_msitools
def test_it_is_for_64_bits_and_for_the_whole_machine(package: Path) -> None:
    about = subprocess.run(["msiinfo", "suminfo", str(package)], capture_output=True, text=True, check=True).stdout
    # 256: the component's files and keys are those of 64 bits.
    attributes = {int(row[3]) & 256 for row in rows(package, "Component")}

    assert "Template: x64" in about
    assert {256} == attributes
    assert ["ALLUSERS", "1"] in rows(package, "Property")


@has_msitools
def test_each_browsers_key_names_its_manifest(package: Path) -> None:
    found = {row[2]: (row[1], row[3], row[4]) for row in rows(package, "Registry")}

    for slot in SLOTS:
        assert ("2", "", rf"[INSTALLDIR]browsers\{slot.browser}.json") == found[slot.key]
    assert [key for key in found if key.endswith("\\")] == []


@has_msitools
def test_its_tools_find_the_version_where_the_deployment_pack_looks(package: Path) -> None:
    found = {(row[2], row[3]): row[4] for row in rows(package, "Registry")}

    assert __version__ == found[windows.VERSION_KEY, "Version"]
    assert json.loads(windows.generate((), SHOPS, ())["intune/app.json"])["detection"]["data"] == __version__


@has_msitools
def test_nothing_that_it_chose_belongs_to_the_package(package: Path) -> None:
    keys = {row[2] for row in rows(package, "Registry")}
    top = {row[2] for row in rows(package, "Directory")} & {"CommonAppDataFolder", "SafeToPaste"}

    assert settings.REGISTRY_KEY not in keys
    assert {"SafeToPaste"} == top
    assert "CommonAppDataFolder" not in {row[0] for row in rows(package, "Directory")}


@has_msitools
def test_an_older_version_is_replaced_and_a_newer_one_kept(package: Path) -> None:
    upgrade = {row[6]: row for row in rows(package, "Upgrade")}

    assert {f"{{{msi.UPGRADE_CODE}}}"} == {row[0] for row in upgrade.values()}
    assert __version__ == upgrade["WIX_UPGRADE_DETECTED"][2] == upgrade["WIX_DOWNGRADE_DETECTED"][1]
    assert "NOT WIX_DOWNGRADE_DETECTED" == rows(package, "LaunchCondition")[0][0]


@has_msitools
def test_another_version_is_another_product_with_the_same_parts(package: Path, tmp_path: Path) -> None:
    other = msi.build(msi.stub(tmp_path / "bundle"), tmp_path, version="0.2.0", label=msi.STUB)
    codes = {row[1] for each in (package, other) for row in rows(each, "Property") if row[0] == "ProductCode"}

    assert 2 == len(codes)
    assert {row[1] for row in rows(package, "Component")} == {row[1] for row in rows(other, "Component")}


@has_msitools
def test_a_manifest_finds_the_host_from_where_it_lies(package: Path, tmp_path: Path) -> None:
    subprocess.run(["msiextract", "-C", str(tmp_path), str(package)], check=True, capture_output=True)
    (place,) = tmp_path.rglob("browsers")

    for browser in install.BROWSERS:
        manifest = json.loads((place / f"{browser}.json").read_text(encoding="utf-8"))
        named = PureWindowsPath(manifest["path"])
        assert (place / Path(*named.parts)).resolve() == place.parent / "safe-to-paste-host.exe"
        assert {**manifest, "path": ""} == {**install.manifest(browser, Path()), "path": ""}


@has_msitools
@has_signer
def test_it_is_signed_with_the_key_of_whoever_releases(package: Path, tmp_path: Path) -> None:
    certificate, bundle = self_signed()
    (tmp_path / "key.p12").write_bytes(bundle)
    (tmp_path / "certificate.pem").write_bytes(certificate)
    mine = Path(shutil.copy(package, tmp_path))

    signing.sign_windows(mine, {signing.KEY: str(tmp_path / "key.p12")})

    said = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", str(tmp_path / "certificate.pem"), "-in", str(mine)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == said.returncode, said.stdout


@has_signer
def test_what_cannot_be_signed_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "some.msi"
    file.write_bytes(b"no package")

    assert file == signing.sign_windows(file, {})
    with pytest.raises(PackageError, match="osslsigncode failed"):
        signing.sign_windows(file, {signing.KEY: str(tmp_path / "none.p12")})
    assert ([file], b"no package") == (list(tmp_path.iterdir()), file.read_bytes())


# Under Wine


class Wine:
    """A Windows of its own, made anew and thrown away. Without a screen its installer waits for ever."""

    def __init__(self, prefix: Path, display: str) -> None:
        self._around = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(prefix.parent),
            "DISPLAY": display,
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        }
        self.programs = prefix / "drive_c" / "Program Files" / "SafeToPaste"
        self.run("wineboot", "--init")

    def run(self, *words: str) -> tuple[int, str]:
        """A Windows program's exit code, and what it said."""
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            ["wine", *words],
            env=self._around,
            stdin=quiet,
            stdout=subprocess.PIPE,
            stderr=quiet,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout.decode(errors="replace")

    def msi(self, *words: str) -> int:
        return self.run("msiexec", *words, "/qn", "/norestart")[0]

    def value(self, key: str, *name: str) -> str:
        """A registry value's data in the 64-bit view; nothing where there is none."""
        _, said = self.run("reg", "query", rf"HKLM\{key}", *(name or ("/ve",)), "/reg:64")
        return said.split("REG_SZ")[1].strip() if "REG_SZ" in said else ""

    def stop(self) -> None:
        subprocess.run(["wineserver", "--kill"], env=self._around, check=False, timeout=60)


@pytest.fixture
def wine(tmp_path: Path) -> Iterator[Wine]:
    if not (shutil.which("wine") and shutil.which("wineserver") and shutil.which("Xvfb")):
        pytest.skip(
            "Wine is not installed: apt-get install wine wine64 xvfb (700 MB); the workflow installs on Windows"
        )
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing)], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as screen:
        os.close(writing)
        with open(reading) as number:  # noqa: PTH123 - not a path
            made = Wine(tmp_path / "prefix", f":{number.readline().strip()}")
        yield made
        made.stop()
        screen.terminate()


@pytest.mark.tried("MSI with a stand-in, Wine", "installed", "upgraded", "removed")
@has_msitools
def test_under_wine_it_is_installed_upgraded_not_downgraded_and_removed(
    package: Path, tmp_path: Path, wine: Wine
) -> None:
    newer = msi.build(msi.stub(tmp_path / "bundle"), tmp_path, version="0.2.0", label=msi.STUB)
    chrome = next(slot.key for slot in SLOTS if slot.browser == "chrome")

    assert 0 == wine.msi("/i", str(package))
    assert r"C:\Program Files\SafeToPaste\browsers\chrome.json" == wine.value(chrome)
    assert (wine.programs / "safe-to-paste-host.exe").is_file()

    wine.run("reg", "add", rf"HKLM\{settings.REGISTRY_KEY}", "/v", "policy", "/d", "quantock", "/f", "/reg:64")
    assert 0 == wine.msi("/i", str(newer))
    assert "0.2.0" == wine.value(windows.VERSION_KEY, "/v", "Version")
    assert "quantock" == wine.value(settings.REGISTRY_KEY, "/v", "policy")

    assert 0 != wine.msi("/i", str(package))
    assert "0.2.0" == wine.value(windows.VERSION_KEY, "/v", "Version")

    assert 0 == wine.msi("/x", str(newer))
    assert ("", "") == (wine.value(chrome), wine.value(windows.VERSION_KEY, "/v", "Version"))
    assert not wine.programs.exists()
    assert "quantock" == wine.value(settings.REGISTRY_KEY, "/v", "policy")


def self_signed() -> tuple[bytes, bytes]:
    """A certificate for signing code, in PEM, and it with its key as PKCS #12."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test only")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    whole = pkcs12.serialize_key_and_certificates(b"test", key, certificate, None, serialization.NoEncryption())
    return certificate.public_bytes(serialization.Encoding.PEM), whole
