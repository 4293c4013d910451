"""``python -m packages [WHAT…]``: build what is named, or everything this machine can, into ``dist/``.

What cannot be built here is said, with the reason; it is a failure only where it was named. ``dist/SHA256SUMS`` lists
what there is in the end.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from safe_to_paste import __version__

from packages import BUILD, DIST, NAME, PackageError, browsers, bundle, deb, deploy, msi, pkg, sbom, signing, tried

SUMS = "SHA256SUMS"


def main() -> int:
    """Build; 0 when all that was asked for was built, 2 when something could not be."""
    parser = argparse.ArgumentParser(prog="packages", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], *STEPS], help=", ".join(STEPS))
    parser.add_argument("--bundle", type=Path, default=bundle.FOLDER, help="one that was made before, or elsewhere")
    given = parser.parse_args()
    DIST.mkdir(exist_ok=True)
    failed = False
    for name in given.what or STEPS:
        try:
            for line in STEPS[name](given.bundle):
                print(f"{name:<9} {line}")
        except PackageError as error:
            failed = failed or bool(given.what)
            print(f"{name:<9} not built: {error}")
    _write_sums()
    print(tried.table())
    return 2 if failed else 0


def _bundle(_: Path) -> list[str]:
    folder = bundle.build()
    system = bundle.version()
    shutil.copy(folder / sbom.FILE, DIST / f"{NAME}-{__version__}-{system['system']}-{system['machine']}.{sbom.FILE}")
    best, median = bundle.first_reply(folder)
    start = f"first reply after {best:.0f} ms at best, {median:.0f} ms in the middle"
    return [f"{folder.relative_to(DIST.parent)}  {bundle.size(folder):.0f} MB, {start}"]


def _deb(folder: Path) -> list[str]:
    return [_line(deb.build(folder))]


def _browsers(_: Path) -> list[str]:
    return [_line(file) for file in browsers.build()]


def _msi(folder: Path) -> list[str]:
    """The real one where the bundle was made on Windows, else one with a stand-in, which its name says."""
    if (folder / "safe-to-paste-host.exe").is_file():
        return [_line(signing.sign_windows(msi.build(folder)))]
    return [_line(msi.build(msi.stub(BUILD / "stub"), label=f"x64-{msi.STUB}"))]


def _pkg(folder: Path) -> list[str]:
    if sys.platform != "darwin":
        raise PackageError("macOS packages are made on a Mac: packaging/macos/build.sh")
    return [str(pkg.lay_out(folder))]


def _deploy(_: Path) -> list[str]:
    made = shutil.make_archive(str(DIST / f"{NAME}-{__version__}-deploy"), "zip", deploy.FOLDER)
    return [_line(Path(made))]


STEPS: Mapping[str, Callable[[Path], list[str]]] = {
    "bundle": _bundle,
    "deb": _deb,
    "msi": _msi,
    "pkg": _pkg,
    "browsers": _browsers,
    "deploy": _deploy,
}


def _line(file: Path) -> str:
    return f"{file.relative_to(DIST.parent)}  {file.stat().st_size / 1e6:.1f} MB"


def _write_sums() -> None:
    files = sorted(file for file in DIST.iterdir() if file.is_file() and file.name != SUMS)
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    (DIST / SUMS).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
