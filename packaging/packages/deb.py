"""The bundle as a Debian package.

    /usr/lib/safe-to-paste/           the bundle, and browsers/<browser>.json, the host manifests
    /usr/bin/safe-to-paste            a link to the command line
    where each browser looks          a link to its manifest (the table is install.py's)
    /etc/safe-to-paste/               empty: IT's folder

The manifests are links because a file below /etc would outlive the package's removal, and name a program that has gone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
from email.utils import format_datetime
from pathlib import Path

from safe_to_paste import __version__, cli, install

from packages import BUILD, DIST, NAME, TITLE, TOP, PackageError, moment, sbom

PLACE = Path("/usr/lib") / NAME
IT = Path("/etc") / NAME

HERE = TOP / "packaging" / "linux"
SCRIPTS = ("postinst", "prerm", "postrm")


def build(bundle: Path, into: Path = DIST, *, version: str = __version__, compression: str = "xz") -> Path:
    """Build the package from a bundle; the file.

    Args:
        version: another one than the bundle's, for tests of upgrades.
        compression: as dpkg-deb's -Z takes it.

    Raises:
        PackageError: a tool failed, or is not here.
    """
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    _lay_out(bundle, root, version)
    _set_modes(root)
    architecture = _said("dpkg", "--print-architecture").strip()
    _write_control(root, version, architecture)
    into.mkdir(parents=True, exist_ok=True)
    file = into / f"{NAME}_{version}_{architecture}.deb"
    _said("dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", str(root), str(file))
    return file


def _lay_out(bundle: Path, root: Path, version: str) -> None:
    """Every file at its place below ``root``."""
    here = root / PLACE.relative_to("/")
    shutil.copytree(bundle, here, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    _link(root / "usr" / "bin" / NAME, PLACE / NAME, root)
    machine = install.Machine("linux", home=root, config=root, data=root, root=str(root))
    for slot in install.slots(machine, "system"):
        manifest = PLACE / "browsers" / f"{slot.browser}.json"
        text = json.dumps(install.manifest(slot.browser, PLACE / "safe-to-paste-host"), indent=2) + "\n"
        (root / manifest.relative_to("/")).parent.mkdir(exist_ok=True)
        (root / manifest.relative_to("/")).write_text(text, encoding="utf-8")
        _link(slot.manifest, manifest, root)
    (root / IT.relative_to("/")).mkdir(parents=True)
    about = root / "usr" / "share" / "doc" / NAME
    about.mkdir(parents=True)
    shutil.copy(HERE / "copyright", about)
    _compress(about / "changelog.gz", _changelog(version))
    _compress(root / "usr" / "share" / "man" / "man1" / f"{NAME}.1.gz", _manual(version))
    overrides = root / "usr" / "share" / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copy(HERE / "lintian-overrides", overrides / NAME)


def _link(place: Path, target: Path, root: Path) -> None:
    """A link below ``root``; relative within a top-level folder and absolute across them, as Debian has it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    inside = Path("/") / place.relative_to(root)
    same_top = inside.parts[1] == target.parts[1]
    place.symlink_to(os.path.relpath(target, inside.parent) if same_top else target)


def _set_modes(root: Path) -> None:
    """Readable by everyone, whatever the umask was here; only programs can be run."""
    programs = {file for file in (root / PLACE.relative_to("/")).glob(f"{NAME}*") if file.is_file()}
    root.chmod(0o755)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)


def _write_control(root: Path, version: str, architecture: str) -> None:
    files = sorted(file for file in root.rglob("*") if file.is_file() and not file.is_symlink())
    kilobytes = sum((file.stat().st_size + 1023) // 1024 for file in files)
    folder = root / "DEBIAN"
    folder.mkdir()
    control = (HERE / "control").read_text(encoding="utf-8")
    (folder / "control").write_text(
        control.format(version=version, architecture=architecture, kilobytes=kilobytes, depends=_depends(files)),
        encoding="utf-8",
    )
    sums = "".join(f"{hashlib.md5(f.read_bytes()).hexdigest()}  {f.relative_to(root)}\n" for f in files)  # noqa: S324 - dpkg's format
    (folder / "md5sums").write_text(sums, encoding="utf-8")
    for name in SCRIPTS:
        shutil.copy(HERE / name, folder)
        (folder / name).chmod(0o755)


def _depends(files: list[Path]) -> str:
    """The system's libraries that the bundle leaves to the system, in the oldest version that will do."""
    programs = [file for file in files if _is_elf(file)]
    (bill,) = (file for file in files if file.name == sbom.FILE)
    inside = sbom.packages_inside(bill.read_text(encoding="utf-8"))
    source = BUILD / "shlibdeps"
    (source / "debian").mkdir(parents=True, exist_ok=True)
    (source / "debian" / "control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
    said = _said(
        *("dpkg-shlibdeps", "-O", "--ignore-missing-info"),
        *(f"-x{package}" for package in inside),
        *(f"-l{folder}" for folder in sorted({file.parent for file in programs})),
        *(f"-e{file}" for file in programs),
        cwd=source,
    )
    return said.strip().removeprefix("shlibs:Depends=")


def _is_elf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def _changelog(version: str) -> str:
    when = format_datetime(moment())
    return (
        f"{NAME} ({version}) stable; urgency=medium\n\n  * CHANGELOG.md of this version says what is new.\n\n"
        f" -- Safe to Paste contributors <packages@safetopaste.invalid>  {when}\n"
    )


def _manual(version: str) -> str:
    """The manual page: what ``safe-to-paste --help`` says, as man wants it."""
    commands = "".join(f".TP\n.B {name}\n{words}\n" for name, words in cli.COMMANDS.items())
    return f""".TH SAFE-TO-PASTE 1 "{moment():%B %Y}" "{TITLE} {version}"
.SH NAME
safe-to-paste \\- checks on this laptop what goes into AI tools
.SH SYNOPSIS
.B safe-to-paste
.I COMMAND
[\\fIARGUMENT\\fR...]
.SH DESCRIPTION
Each command explains itself with \\fB\\-\\-help\\fR.
{commands}.SH EXIT STATUS
0 done and well, 1 the answer is no (something found, a check that failed), 2 could not.
"""


def _compress(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _said(*command: str, cwd: Path | None = None) -> str:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(moment().timestamp()))}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)
    except FileNotFoundError as error:
        raise PackageError(
            f"{command[0]} is not on this machine; Debian packages are built on Debian or Ubuntu"
        ) from error
    if done.returncode:
        raise PackageError(f"{command[0]} failed: {done.stderr}")
    return done.stdout
