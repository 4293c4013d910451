"""The bundle as a macOS package: where everything lies, laid out on any system; macos/build.sh does the rest on a Mac.

    /Library/Application Support/SafeToPaste/Programs/   the bundle, and uninstall.sh
    /Library/.../NativeMessagingHosts/                   the host manifests (the table is install.py's)

Nothing is started at logon: the browsers start the host. What IT puts beside Programs is IT's, and is left alone.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from safe_to_paste import install

from packages import BUILD, TOP
from packages.deploy.macos import PROGRAMS

ROOT = BUILD / "pkg" / "root"
HERE = TOP / "packaging" / "macos"


def lay_out(bundle: Path, root: Path = ROOT) -> Path:
    """Every file at its place below a folder; the folder."""
    shutil.rmtree(root, ignore_errors=True)
    programs = root / PROGRAMS.lstrip("/")
    shutil.copytree(bundle, programs, symlinks=True)
    shutil.copy(HERE / "uninstall.sh", programs)
    machine = install.Machine("macos", home=root, config=root, data=root, root=str(root))
    reports = install.install(level="system", executable=Path(PROGRAMS) / "safe-to-paste-host", machine=machine)
    if failed := [str(report) for report in reports if not report.ok]:
        raise OSError("; ".join(failed))
    return root


def manifests() -> tuple[str, ...]:
    """Where the package puts host manifests on a Mac."""
    machine = install.Machine("macos", home=Path("/"), config=Path("/"), data=Path("/"))
    return tuple(str(slot.manifest) for slot in install.slots(machine, "system"))
