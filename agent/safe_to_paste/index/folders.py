"""Which folders are indexed: those the policy names, and those the person added, which a file of their own lists."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from safe_to_paste import index, paths
from safe_to_paste.errors import FingerprintError
from safe_to_paste.policy_file import Folders


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with pupils' work, or with the teacher's own material."""

    path: Path
    teaching: bool = False


def own_file() -> Path:
    """Where the person's own folders are listed."""
    return index.file().with_name("folders.json")


def own() -> tuple[Folder, ...]:
    """The folders the person added; raises FingerprintError where their list cannot be read."""
    try:
        listed = json.loads(own_file().read_text(encoding="utf-8"))
        return tuple(Folder(Path(each["path"]), bool(each["teaching"])) for each in listed)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise FingerprintError(f"{own_file()}: cannot be read ({error.strerror})") from None
    except (ValueError, TypeError, KeyError):
        raise FingerprintError(f"{own_file()}: is damaged; delete it, then add your folders anew") from None


def keep(folders: Iterable[Folder]) -> None:
    """List these as the person's own; raises FingerprintError."""
    listed = [{"path": str(each.path), "teaching": each.teaching} for each in folders]
    file = own_file()
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump(listed, stream)
        new.replace(file)
    except OSError as error:
        raise FingerprintError(f"{file}: cannot be written ({error.strerror})") from None
    finally:
        new.unlink(missing_ok=True)


def named(policy: Folders) -> tuple[Folder, ...]:
    """The folders a policy names. ``~`` and variables such as %OneDrive% stand for the person's own."""
    both = ((name, False) for name in policy.pupil_work), ((name, True) for name in policy.teaching)
    full = ((paths.of_policy(name), teaching) for each in both for name, teaching in each)
    return tuple(Folder(path, teaching) for path, teaching in full if path.is_absolute())


def all_of(policy: Folders) -> tuple[Folder, ...]:
    """All folders to index, each once; the policy decides where both name one."""
    return tuple({each.path: each for each in (*own(), *named(policy))}.values())


def is_there(folder: Path) -> bool | None:
    """Whether a folder is there; None when its drive or server is not, so that nothing is known of it."""
    try:
        if folder.is_dir():
            os.scandir(folder).close()
            return True
        return False if folder.parent.is_dir() else None
    except (OSError, ValueError):
        return None


def is_remote(folder: Path, drive_type: Callable[[str], int] | None = None) -> bool:
    """Whether a folder is on a network, where no event tells of a change: it is looked through now and then.

    Args:
        drive_type: GetDriveTypeW of Windows, for tests.
    """
    if str(folder).startswith(("\\\\", "//")):
        return True
    if drive_type is not None or sys.platform == "win32":
        return (drive_type or _drive_type())(f"{folder.drive}\\") == _DRIVE_REMOTE
    if paths.system() == "macos":
        # Discs that were plugged in are there too; to look through those now and then does no harm.
        return folder.is_relative_to("/Volumes")
    return _linux_kind(folder, _mounts()) in _NETWORK_KINDS


# https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdrivetypew
_DRIVE_REMOTE = 4
_NETWORK_KINDS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs"})


def _drive_type() -> Callable[[str], int]:
    import ctypes

    function: Callable[[str], int] = getattr(ctypes, "windll").kernel32.GetDriveTypeW  # noqa: B009 - on Windows alone
    return function


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _linux_kind(folder: Path, mounts: str) -> str:
    """The kind of file system a folder is on, from what the system says of its mounts (proc_mounts(5))."""
    held = [
        (len(fields[1]), fields[2])
        for fields in map(str.split, mounts.splitlines())
        if len(fields) > 2 and folder.is_relative_to(fields[1].replace("\\040", " "))
    ]
    return max(held, default=(0, ""))[1]
