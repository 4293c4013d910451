"""Where a file came from, in the system's own word: what browsers tell it when they have downloaded one.

Windows keeps it in a stream beside the file's content (the zone identifier), macOS in an attribute (where from), and so
do some programs on Linux; Chromium there writes nothing.
"""

from __future__ import annotations

import os
import plistlib
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from safe_to_paste import paths

# More is not said of a file by any browser.
_MOST = 65_536
# https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/6e3f7352-d11c-4d76-8c39-2516a9df36e8
_ZONE = ":Zone.Identifier"
_SAID = re.compile(r"(?im)^(?:HostUrl|ReferrerUrl)=(.*?)\s*$")
# A binary property list of addresses: the file's, and that of the page it was on.
_WHERE_FROM = "com.apple.metadata:kMDItemWhereFroms"
# https://www.freedesktop.org/wiki/CommonExtendedAttributes/
_ATTRIBUTES = ("user.xdg.origin.url", "user.xdg.referrer.url")


def addresses(path: Path) -> tuple[str, ...]:
    """The addresses that the system has for a file: its own and that of the page it was on; none where it has none."""
    try:
        return tuple(address.removeprefix("blob:") for address in _TABLE[paths.system()](path) if address)
    except (OSError, ValueError, AttributeError):
        return ()


def on_windows(path: Path) -> tuple[str, ...]:
    """From the stream, which is a small text in the system's code page or in UTF-16."""
    with Path(f"{path}{_ZONE}").open("rb") as stream:
        data = stream.read(_MOST)
    text = data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8", "replace")
    return tuple(_SAID.findall(text))


def on_macos(path: Path) -> tuple[str, ...]:
    """From the attribute."""
    said = plistlib.loads(_attribute_on_macos(path, _WHERE_FROM))
    return tuple(each for each in said if isinstance(each, str)) if isinstance(said, list) else ()


def on_linux(path: Path) -> tuple[str, ...]:
    """From the attributes."""
    if sys.platform != "linux":
        return ()
    named = set(os.listxattr(path))
    return tuple(os.getxattr(path, name).decode("utf-8", "replace") for name in _ATTRIBUTES if name in named)


def _attribute_on_macos(path: Path, name: str) -> bytes:
    """Python has no call for it there (getxattr(2))."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    library.getxattr.restype = ctypes.c_ssize_t
    held = ctypes.create_string_buffer(_MOST)
    length = library.getxattr(os.fsencode(path), name.encode(), held, ctypes.c_size_t(_MOST), ctypes.c_uint32(0), 0)
    if length < 0:
        raise OSError(ctypes.get_errno(), "no such attribute")
    return held.raw[:length]


_TABLE: Mapping[str, Callable[[Path], tuple[str, ...]]] = {
    "windows": on_windows,
    "macos": on_macos,
    "linux": on_linux,
}
