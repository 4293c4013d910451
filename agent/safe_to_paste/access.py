"""Whether only an administrator can have written something: what IT hands over must not be anybody's to change.

On Linux and macOS the owner and the mode tell; on Windows the access list, read as text (SDDL:
https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format), so that the reasoning about it
is the same everywhere and can be tried anywhere. macOS's own access lists, beside the mode, are not looked into.
"""

from __future__ import annotations

import re
import stat
import sys
from pathlib import Path

# SYSTEM, administrators (of the machine, the domain, the forest), and what installs Windows' own files. CREATOR OWNER
# and OWNER RIGHTS stand for the owner, who is looked at too.
_TRUSTED = frozenset(
    {
        *("SY", "BA", "LA", "DA", "EA", "CO", "OW", "S-1-5-18", "S-1-5-32-544"),
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
    }
)
# https://learn.microsoft.com/windows/win32/secauthz/ace-strings, as rights to files and folders.
_RIGHTS = {
    name: int(bits, 16)
    for name, bits in re.findall(
        r"(\w\w)=(\w+)",
        "CC=1 DC=2 LC=4 SW=8 RP=10 WP=20 DT=40 LO=80 CR=100 SD=10000 RC=20000 WD=40000 WO=80000 "
        "GA=10000000 GX=20000000 GW=40000000 GR=80000000 FA=1F01FF FR=120089 FW=120116 FX=1200A0",
    )
}
# Removing what is inside, or the thing itself, or changing who may: GA, WO, WD, SD, DT.
_REPLACES = 0x10000000 | 0x80000 | 0x40000 | 0x10000 | 0x40
# The same, and writing: GW, and to add a file or a folder.
_WRITES = _REPLACES | 0x40000000 | 0x4 | 0x2

_OWNER = re.compile(r"O:(S-[\d-]+|[A-Z]{2})")
_LIST = re.compile(r"D:([A-Z]*)((?:\([^()]*\))*)")

_ENTRY = re.compile(r"\((?P<kind>[^;]*);(?P<flags>[^;]*);(?P<rights>[^;]*);[^;]*;[^;]*;(?P<who>[^;)]*)")


def fault(place: Path) -> str:
    """Who else than an administrator could change a file or folder, or swap it for another; nothing when nobody can.

    The folders above it count, too: whoever may rename one of them may put another in its place. A link anywhere on
    the way is a fault: ``Path.resolve`` first.
    """
    try:
        above = place.absolute().parents
        found = [_fault(place.absolute(), is_above=False), *(_fault(folder, is_above=True) for folder in above)]
    except OSError as error:
        return f"{place} cannot be looked at ({error.strerror})"
    return next(filter(None, found), "")


def fault_in_file(file: Path) -> str:
    """The same for the file alone, wherever it lies. Raises OSError where it cannot be looked at."""
    return _fault(file, is_above=False)


def fault_in_list(sddl: str, *, is_above: bool = False) -> str:
    """The same for one Windows access list; ``is_above``: of a folder above, where adding something does no harm."""
    owner, entries = _OWNER.search(sddl), _LIST.search(sddl)
    if not owner or owner[1] not in _TRUSTED:
        return "its owner is not an administrator"
    if not entries or "NO_ACCESS_CONTROL" in sddl:
        return "it has no access list"
    harmful = _REPLACES if is_above else _WRITES
    for entry in _ENTRY.finditer(entries[2]):
        allows = entry["kind"] in {"A", "OA", "XA"} and "IO" not in re.findall("..", entry["flags"])
        if allows and entry["who"] not in _TRUSTED and _bits(entry["rights"]) & harmful:
            return f"{entry['who']} may change it"
    return ""


def _fault(place: Path, *, is_above: bool) -> str:
    if sys.platform == "win32":
        why = fault_in_list(_sddl(place), is_above=is_above)
        return f"{place}: {why}" if why else ""
    seen = place.lstat()
    if stat.S_ISLNK(seen.st_mode):
        return f"{place} is a link"
    if seen.st_uid != 0:
        return f"{place}: its owner is not root"
    # In a sticky folder, such as /tmp, nobody can remove or rename what is another's.
    if seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not (is_above and seen.st_mode & stat.S_ISVTX):
        return f"{place}: others than root may write to it"
    return ""


def _bits(rights: str) -> int:
    """Rights as a number; what is not known counts as every right."""
    if rights.startswith("0x"):
        return int(rights, 16)
    total = 0
    for code in re.findall("..?", rights):
        total |= _RIGHTS.get(code, _WRITES)
    return total


def _sddl(place: Path) -> str:
    """Owner and access list, as Windows writes them in text."""
    if sys.platform != "win32":
        return ""
    import ctypes
    from ctypes import wintypes

    # https://learn.microsoft.com/windows/win32/api/aclapi/nf-aclapi-getnamedsecurityinfow
    file_object, owner_and_list, revision = 1, 0x1 | 0x4, 1
    advapi, kernel = ctypes.WinDLL("advapi32"), ctypes.WinDLL("kernel32")
    kernel.LocalFree.argtypes = [ctypes.c_void_p]
    descriptor, text = ctypes.c_void_p(), wintypes.LPWSTR()
    failed = advapi.GetNamedSecurityInfoW(
        str(place), file_object, owner_and_list, None, None, None, None, ctypes.byref(descriptor)
    )
    if failed:
        raise OSError(failed, ctypes.FormatError(failed))
    try:
        if not advapi.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, revision, owner_and_list, ctypes.byref(text), None
        ):
            raise ctypes.WinError()
        return str(text.value)
    finally:
        kernel.LocalFree(text)
        kernel.LocalFree(descriptor)
