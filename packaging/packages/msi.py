"""The bundle as a Windows Installer package, per machine, made by wixl (msitools) on Linux.

    C:\\Program Files\\SafeToPaste\\         the bundle, and browsers\\<browser>.json, the host manifests
    HKLM\\...\\NativeMessagingHosts\\...     for each browser, in the 64-bit view (the table is install.py's)
    HKLM\\SOFTWARE\\SafeToPaste             the version and the place, for IT's tools

What IT chooses lies below SOFTWARE\\Policies\\SafeToPaste and in ProgramData\\SafeToPaste. The package owns neither, so
an upgrade cannot lose them. Every number follows from a name: the same source gives the same package.

wixl differs from WiX: a registry value is written flat, for a nested one gets a key that ends in a backslash; and the
processor is an option of the command.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
from pathlib import Path, PureWindowsPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from safe_to_paste import __version__, install

from packages import BUILD, DIST, NAME, TITLE, PackageError
from packages.deploy.windows import VERSION_KEY

# Two versions with the same code are one product; it never changes.
UPGRADE_CODE = "19EF94EE-8029-50DF-B496-E42613449E35"
STUB = "TEST-ONLY-STUB"

_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "msi.safetopaste.org")
_WIX = "http://schemas.microsoft.com/wix/2006/wi"
_WINDOWS = install.Machine("windows", home=Path(), config=Path(), data=Path())


def build(bundle: Path, into: Path = DIST, *, version: str = __version__, label: str = "x64") -> Path:
    """Build the package from a bundle that was made on Windows; the file.

    Args:
        version: another one than the bundle's, for tests of upgrades.
        label: what the file's name says besides; a stub says that it is one.

    Raises:
        PackageError: wixl is not here, or refused.
    """
    root = BUILD / "msi" / "SafeToPaste"
    shutil.rmtree(root.parent, ignore_errors=True)
    shutil.copytree(bundle, root)
    (root / "browsers").mkdir()
    for browser in install.BROWSERS:
        # On Windows a manifest may name its program from where it lies itself, wherever that is.
        table = install.manifest(browser, Path("safe-to-paste-host.exe")) | {"path": r"..\safe-to-paste-host.exe"}
        (root / "browsers" / f"{browser}.json").write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    source = root.with_suffix(".wxs")
    source.write_text(described(root, version), encoding="utf-8")
    into.mkdir(parents=True, exist_ok=True)
    file = into / f"{NAME}-{version}-{label}.msi"
    try:
        command = ["wixl", "--arch", "x64", "--output", str(file.resolve()), source.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=source.parent)
    except FileNotFoundError as error:
        raise PackageError("wixl is not on this machine: apt-get install wixl msitools") from error
    if done.returncode:
        raise PackageError(f"wixl failed: {done.stderr}")
    return file


def stub(folder: Path) -> Path:
    """A stand-in for a bundle, where none can be made: its programs are none."""
    for name in (
        "safe-to-paste.exe",
        "safe-to-paste-host.exe",
        "safe-to-paste-window.exe",
        "rules/policies/default.toml",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{STUB}: {name}\n", encoding="utf-8")
    return folder


def described(root: Path, version: str) -> str:
    """The package in WiX's words."""
    wix = Element("Wix", {"xmlns": _WIX})
    product = SubElement(
        wix,
        "Product",
        {
            "Id": _number(f"product {version}"),
            "Name": TITLE,
            "Language": "1033",
            "Version": version,
            "Manufacturer": f"{TITLE} contributors",
            "UpgradeCode": UPGRADE_CODE,
        },
    )
    about = {"InstallerVersion": "500", "Compressed": "yes", "InstallScope": "perMachine"}
    SubElement(product, "Package", about)
    SubElement(
        product, "MajorUpgrade", {"DowngradeErrorMessage": f"A newer version of {TITLE} is on this laptop already."}
    )
    SubElement(product, "Media", {"Id": "1", "Cabinet": "product.cab", "EmbedCab": "yes"})
    SubElement(product, "Property", {"Id": "ARPNOMODIFY", "Value": "1"})
    top = SubElement(product, "Directory", {"Id": "TARGETDIR", "Name": "SourceDir"})
    programs = SubElement(top, "Directory", {"Id": "ProgramFiles64Folder"})
    here = SubElement(programs, "Directory", {"Id": "INSTALLDIR", "Name": "SafeToPaste"})
    feature = SubElement(product, "Feature", {"Id": "Everything", "Title": TITLE, "Level": "1"})
    _add_folder(here, feature, root, PureWindowsPath(root.name))
    _add_registry(here, feature, version)
    indent(wix)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(wix, encoding="unicode") + "\n"


def _add_folder(directory: Element, feature: Element, folder: Path, inside: PureWindowsPath) -> None:
    for path in sorted(folder.iterdir()):
        place = inside / path.name
        if path.is_dir():
            below = SubElement(directory, "Directory", {"Id": _id("d", place), "Name": path.name})
            _add_folder(below, feature, path, place)
            continue
        component = _component(directory, feature, str(place), _id("c", place))
        SubElement(
            component, "File", {"Id": _id("f", place), "Name": path.name, "Source": place.as_posix(), "KeyPath": "yes"}
        )


def _add_registry(directory: Element, feature: Element, version: str) -> None:
    for slot in install.slots(_WINDOWS, "system"):
        component = _component(directory, feature, f"registry {slot.browser}", f"r_{slot.browser}")
        _add_value(component, slot.key, None, rf"[INSTALLDIR]browsers\{slot.browser}.json", is_key_path=True)
    component = _component(directory, feature, "registry version", "r_version")
    _add_value(component, VERSION_KEY, "Version", version, is_key_path=True)
    _add_value(component, VERSION_KEY, "Path", "[INSTALLDIR]")


def _component(directory: Element, feature: Element, what: str, identifier: str) -> Element:
    SubElement(feature, "ComponentRef", {"Id": identifier})
    return SubElement(directory, "Component", {"Id": identifier, "Guid": _number(what), "Win64": "yes"})


def _add_value(component: Element, key: str, name: str | None, value: str, *, is_key_path: bool = False) -> None:
    attributes = {"Root": "HKLM", "Key": key, "Type": "string", "Value": value}
    if name is not None:
        attributes["Name"] = name
    if is_key_path:
        attributes["KeyPath"] = "yes"
    SubElement(component, "RegistryValue", attributes)


def _number(what: str) -> str:
    return str(uuid.uuid5(_SPACE, what)).upper()


def _id(kind: str, place: PureWindowsPath) -> str:
    return f"{kind}_{uuid.uuid5(_SPACE, str(place)).hex}"
