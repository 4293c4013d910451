"""The extension's packages, all from one build: CRX3 and its update file, the shops' zips, Firefox's XPI.

The browsers know the extension by its key. Only the public half is in the repository (extension/manifest.json); whoever
releases keeps the other, and names its file in SAFE_TO_PASTE_KEY. Without it everything but the CRX is built.
"""

from __future__ import annotations

import base64
import io
import json
import os
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from safe_to_paste import ids

from packages import DIST, NAME, TOP, PackageError, moment

BUILT = TOP / "build" / "extension" / "chromium"
KEY = "SAFE_TO_PASTE_KEY"

# Pasted text goes to the agent on the same laptop. Mozilla counts that as data sent, so Firefox tells the person.
_SENT = ["websiteContent", "personallyIdentifyingInfo"]
_OLDEST_FIREFOX = "140.0"


def build(into: Path = DIST, extension: Path = BUILT) -> tuple[Path, ...]:
    """Build every package this machine can; the files.

    Raises:
        PackageError: the extension is not built, or the key is not the one the browsers know.
    """
    if not (extension / "manifest.json").is_file():
        raise PackageError(f"{extension} is not there: make extension")
    manifest = read_manifest(extension)
    stem = f"{NAME}-{manifest['version']}"
    into.mkdir(parents=True, exist_ok=True)
    made = {
        into / f"{stem}-chrome.zip": zipped(extension, for_shop(manifest)),
        into / f"{stem}-edge.zip": zipped(extension, for_shop(manifest)),
        into / f"{stem}.xpi": zipped(extension, for_firefox(manifest)),
    }
    if key := os.environ.get(KEY):
        made[into / f"{stem}.crx"] = crx(zipped(extension, manifest), manifest, read_key(Path(key)))
    for file, data in made.items():
        file.write_bytes(data)
    return tuple(made)


def read_manifest(extension: Path = BUILT) -> dict[str, Any]:
    """The manifest of the built extension, as Chromium takes it."""
    manifest: dict[str, Any] = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def for_shop(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest as the shops take it: they give the key themselves."""
    return {name: value for name, value in manifest.items() if name != "key"}


def for_firefox(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest as Firefox reads it: a name of its own, an event page, what is sent to the agent."""
    left_out = {"key", "minimum_chrome_version", "background", "storage"}
    return {
        **{name: value for name, value in manifest.items() if name not in left_out},
        "background": {"scripts": [manifest["background"]["service_worker"]]},
        "browser_specific_settings": {
            "gecko": {
                "id": ids.FIREFOX,
                "strict_min_version": _OLDEST_FIREFOX,
                "data_collection_permissions": {"required": _SENT},
            }
        },
    }


def zipped(extension: Path, manifest: Mapping[str, Any]) -> bytes:
    """The built extension with another manifest, as a zip that is the same every time."""
    written = io.BytesIO()
    when = moment().timetuple()[:6]
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(file for file in extension.rglob("*") if file.is_file()):
            name = file.relative_to(extension).as_posix()
            data = json.dumps(manifest, indent=2).encode() if name == "manifest.json" else file.read_bytes()
            entry = zipfile.ZipInfo(name, max(when, (1980, 1, 1, 0, 0, 0)))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def crx(archive: bytes, manifest: Mapping[str, Any], key: rsa.RSAPrivateKey) -> bytes:
    """A zip signed as CRX3, the form that policies install.

    https://chromium.googlesource.com/chromium/src/+/main/components/crx_file/crx3.proto

    Raises:
        PackageError: the key is not the other half of the manifest's, so no host manifest would allow the extension.
    """
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if base64.b64encode(public).decode() != manifest.get("key"):
        raise PackageError("this key does not belong to the public key in the extension's manifest")
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public)
    signed = _field(1, digest.finalize()[:16])
    seal = b"CRX3 SignedData\0" + struct.pack("<I", len(signed)) + signed + archive
    proof = _field(1, public) + _field(2, key.sign(seal, padding.PKCS1v15(), hashes.SHA256()))
    header = _field(2, proof) + _field(10000, signed)
    return b"Cr24" + struct.pack("<II", 3, len(header)) + header + archive


def updates(extension_id: str, version: str, address: str) -> str:
    """The file that tells Chrome and Edge where on a school's own server the CRX is."""
    whole = Element("gupdate", {"xmlns": "http://www.google.com/update2/response", "protocol": "2.0"})
    app = SubElement(whole, "app", {"appid": extension_id})
    SubElement(app, "updatecheck", {"codebase": address, "version": version})
    return "<?xml version='1.0' encoding='UTF-8'?>\n" + tostring(whole, encoding="unicode") + "\n"


def read_key(file: Path) -> rsa.RSAPrivateKey:
    """A private key in PEM.

    Raises:
        PackageError: the file is not one.
    """
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise PackageError(f"{file}: is not a private key in PEM without a password") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise PackageError(f"{file}: CRX3 wants an RSA key")
    return key


def _field(number: int, data: bytes) -> bytes:
    """One field of bytes, as protocol buffers write it."""
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    """A whole number, seven bits at a time."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
