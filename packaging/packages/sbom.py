"""What is inside a bundle, and under which licence: a CycloneDX bill of materials, and the licences' texts.

The components are found from the files that really went in, so that what a library could have brought and did not is
not listed. A file belongs to one of our Python distributions, to Python itself, or to the system it was built on;
there Debian's own records name the package. Building the same thing twice gives the same bill.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackagePath, distribution, distributions
from pathlib import Path

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from safe_to_paste import __version__

from packages import NAME, TOP, PackageError, moment

FILE = "sbom.cdx.json"
LICENCES = "licences"

# As SPDX spells what some distributions put into words of their own.
_SPDX = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "New BSD License": "BSD-3-Clause",
    "BSD": "BSD-2-Clause",  # olefile
    # pypdfium2, whose texts say the rest
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "GPLv2-or-later with a special exception which allows to use PyInstaller to build and distribute "
    "non-free programs (including commercial ones)": "GPL-2.0-or-later WITH Bootloader-exception",
}
_IS_NO_ID = re.compile(r" :: |\n|^UNKNOWN$")
_LICENCE_FILE = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)[^/]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that went in. ``licence``: SPDX, or nothing where ``texts``, the files that hold it, must say."""

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...] = ()

    @property
    def folder(self) -> str:
        """Where the licence's text lies, below LICENCES."""
        return f"{self.name}-{self.version}".replace(":", "_")

    @property
    def purl(self) -> PackageURL:
        """Its address among packages."""
        return PackageURL(self.kind, "debian" if self.kind == "deb" else None, self.name, self.version)


def write(folder: Path, sources: Iterable[Path], lent: Iterable[str] = ()) -> tuple[Part, ...]:
    """Write the bill and the licences' texts into a bundle, and return its parts.

    Args:
        sources: the files it was made from.
        lent: distributions that were copied into it whole.
    """
    whole = {*parts(sources), *(_of(distribution(name)) for name in ("pyinstaller", *lent))}
    found = tuple(sorted(whole, key=lambda part: (part.kind, part.name)))
    (folder / FILE).write_text(bill(found), encoding="utf-8")
    for part in found:
        _keep_texts(part, folder / LICENCES / part.folder)
    own = folder / LICENCES / f"{NAME}-{__version__}"
    own.mkdir(parents=True)
    shutil.copy(TOP / "LICENSE", own)
    return found


def parts(sources: Iterable[Path]) -> Iterator[Part]:
    """What the files belong to; those of our own are left out."""
    owners = {
        Path(str(each.locate_file(file))).resolve(): each for each in distributions() for file in each.files or ()
    }
    standard = Path(sysconfig.get_path("stdlib")).resolve().parent
    for source in filter(Path.is_absolute, sources):
        place = source.resolve()
        owner = owners.get(place)
        if owner is not None and owner.name != NAME:
            yield _of(owner)
        elif owner is None and place.is_relative_to(standard):
            yield Part("python", sys.version.split()[0], "generic", "PSF-2.0", _python_licence(standard))
        elif owner is None and sys.platform == "linux" and (system := _of_debian(source)):
            yield system


def bill(found: Iterable[Part]) -> str:
    """The bill of materials, as CycloneDX 1.6 JSON."""
    product = Component(
        name=NAME, version=__version__, type=ComponentType.APPLICATION, licenses=[_licence("Apache-2.0")], bom_ref=NAME
    )
    components = [
        Component(
            name=part.name,
            version=part.version,
            type=ComponentType.LIBRARY,
            purl=part.purl,
            bom_ref=str(part.purl),
            licenses=[_licence(part.licence) if part.licence else _in_words(part)],
        )
        for part in found
    ]
    made = Bom(components=components)
    made.metadata.component = product
    # The same contents have the same number.
    made.metadata.timestamp = moment()
    made.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([__version__, *(str(p.purl) for p in found)]))
    made.register_dependency(product, components)
    return JsonV1Dot6(made).output_as_string(indent=2) + "\n"


def packages_inside(text: str) -> tuple[str, ...]:
    """The system's packages whose libraries a bill says are inside, and so need not be on the laptop."""
    found = (PackageURL.from_string(part["purl"]) for part in json.loads(text)["components"])
    return tuple(purl.name for purl in found if purl.type == "deb")


def _licence(words: str) -> LicenseExpression:
    return LicenseFactory().make_with_expression(words)


def _in_words(part: Part) -> DisjunctiveLicense:
    return LicenseFactory().make_with_name(f"see {LICENCES}/{part.folder}")


def _of(owner: Distribution) -> Part:
    about = owner.metadata
    fields = ("License-Expression", "License", "Classifier")
    said = [each for field in fields for each in about.get_all(field, [])]
    licences = [_SPDX.get(each, each) for each in said if each in _SPDX or not _IS_NO_ID.search(each)]
    if not licences:
        raise PackageError(f"{owner.name} {owner.version} does not name its licence; add it to {Path(__file__).name}")
    texts = tuple(Path(str(owner.locate_file(f))) for f in owner.files or () if _is_licence(f))
    return Part(owner.name, owner.version, "pypi", licences[0], texts)


def _is_licence(file: PackagePath) -> bool:
    return bool(_LICENCE_FILE.search(file.name)) or "licenses" in file.parts


def _python_licence(standard: Path) -> tuple[Path, ...]:
    places = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", standard.parent / "LICENSE.txt")
    return tuple(place for place in places if place.is_file())[:1]


def _of_debian(file: Path) -> Part | None:
    """The package a file came with, where the system keeps such records."""
    if not shutil.which("dpkg-query"):
        return None
    # The records know a library by its place before /lib became a link to /usr/lib.
    for place in (file, file.resolve(), Path(str(file.resolve()).removeprefix("/usr"))):
        said = subprocess.run(
            ["/usr/bin/dpkg-query", "--search", str(place)], capture_output=True, text=True, check=False
        ).stdout
        if said:
            package = said.split(": ")[0]
            show = ["/usr/bin/dpkg-query", "--show", "--showformat", "${Package} ${Version}", package]
            name, version = subprocess.run(show, capture_output=True, text=True, check=True).stdout.split()
            return Part(name, version, "deb", "", (Path("/usr/share/doc") / name / "copyright",))
    return None


def _keep_texts(part: Part, folder: Path) -> None:
    for text in part.texts:
        if text.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, folder / text.name)
