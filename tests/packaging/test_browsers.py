"""The extension's packages: one build, signed as browsers want it, known by the ids that the host allows."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from packages import PackageError, browsers
from safe_to_paste import __version__, ids, install

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The built extension's own."""
    table: dict[str, Any] = json.loads((browsers.BUILT / "manifest.json").read_text(encoding="utf-8"))
    return table


def unzipped(archive: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(archive))


def inside(archive: bytes) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(unzipped(archive).read("manifest.json"))
    return table


def test_all_packages_hold_the_same_files_of_the_same_build(tmp_path: Path) -> None:
    made = browsers.build(tmp_path)
    names = {file.relative_to(browsers.BUILT).as_posix() for file in browsers.BUILT.rglob("*") if file.is_file()}

    assert [f"safe-to-paste-{__version__}{end}" for end in ("-chrome.zip", "-edge.zip", ".xpi")] == [
        f.name for f in made
    ]
    for file in made:
        with zipfile.ZipFile(file) as archive:
            assert names == set(archive.namelist())
            assert all(archive.read(n) == (browsers.BUILT / n).read_bytes() for n in names - {"manifest.json"})


def test_the_same_build_gives_the_same_package(manifest: dict[str, Any]) -> None:
    assert browsers.zipped(browsers.BUILT, manifest) == browsers.zipped(browsers.BUILT, manifest)


def test_version_and_ids_are_those_the_agent_and_every_host_manifest_know(manifest: dict[str, Any]) -> None:
    extension = ids.of_key(manifest["key"])
    firefox = browsers.for_firefox(manifest)["browser_specific_settings"]["gecko"]["id"]

    assert __version__ == manifest["version"]
    for browser in install.BROWSERS:
        allowed = install.manifest(browser, Path("/host"))
        wanted = [firefox] if browser == "firefox" else [f"chrome-extension://{extension}/"]
        assert wanted == allowed["allowed_extensions" if browser == "firefox" else "allowed_origins"]


def test_the_shops_get_no_key(manifest: dict[str, Any]) -> None:
    shop = browsers.for_shop(manifest)

    assert "key" not in shop
    assert {**shop, "key": manifest["key"]} == manifest


def test_firefox_gets_an_event_page_and_says_what_the_agent_is_given(manifest: dict[str, Any]) -> None:
    firefox = browsers.for_firefox(manifest)

    assert {"scripts": ["worker.js"]} == firefox["background"]
    assert {"key", "minimum_chrome_version"} & set(firefox) == set()
    assert "websiteContent" in firefox["browser_specific_settings"]["gecko"]["data_collection_permissions"]["required"]
    assert firefox["content_scripts"] == manifest["content_scripts"]


def fields(data: bytes) -> dict[int, bytes]:
    """The fields of a message in protocol buffers, all of bytes: each number and its data."""
    found, at = {}, 0

    def varint() -> int:
        nonlocal at
        number = shift = 0
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    while at < len(data):
        key = varint()
        assert 2 == key & 7
        length = varint()
        found[key >> 3] = data[at : at + length]
        at += length
    return found


def test_a_crx_is_signed_by_its_key_and_named_after_it(manifest: dict[str, Any]) -> None:
    own = {**manifest, "key": base64.b64encode(PUBLIC).decode()}
    archive = browsers.zipped(browsers.BUILT, own)

    packed = browsers.crx(archive, own, KEY)

    magic, version, length = struct.unpack_from("<4sII", packed)
    header, rest = fields(packed[12 : 12 + length]), packed[12 + length :]
    proof, signed = fields(header[2]), header[10000]
    seal = b"CRX3 SignedData\0" + struct.pack("<I", len(signed)) + signed + rest
    assert (b"Cr24", 3, archive, PUBLIC) == (magic, version, rest, proof[1])
    KEY.public_key().verify(proof[2], seal, padding.PKCS1v15(), hashes.SHA256())
    named = "".join(chr(ord("a") + int(digit, 16)) for digit in fields(signed)[1].hex())
    assert ids.of_key(own["key"]) == named
    assert own == inside(rest)


def test_a_key_that_the_browsers_do_not_know_is_refused(manifest: dict[str, Any]) -> None:
    with pytest.raises(PackageError, match="does not belong to the public key"):
        browsers.crx(b"", manifest, KEY)


def test_with_the_key_the_crx_is_built_too(
    tmp_path: Path, manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = tmp_path / "extension"
    extension.mkdir()
    own = {**manifest, "key": base64.b64encode(PUBLIC).decode()}
    (extension / "manifest.json").write_text(json.dumps(own), encoding="utf-8")
    pem = tmp_path / "key.pem"
    pem.write_bytes(
        KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv(browsers.KEY, str(pem))

    assert tmp_path / f"safe-to-paste-{__version__}.crx" in browsers.build(tmp_path, extension)


@pytest.mark.parametrize("words", ["", "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "key.pem").write_text(words, encoding="utf-8")

    with pytest.raises(PackageError, match="is not a private key"):
        browsers.read_key(tmp_path / "key.pem")


def test_an_extension_that_is_not_built_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="make extension"):
        browsers.build(tmp_path, tmp_path)


def test_the_update_file_names_version_and_place() -> None:
    root = ElementTree.fromstring(browsers.updates(ids.BUILT_HERE, "0.1.0", "https://files.hazelmere.sch.uk/a&b.crx"))
    ((app,), (check,)) = list(root), list(root[0])

    assert ids.BUILT_HERE == app.get("appid")
    assert ("https://files.hazelmere.sch.uk/a&b.crx", "0.1.0") == (check.get("codebase"), check.get("version"))
