"""Frames on standard input and output: the only module that touches those bytes.

A frame is its length as a 32-bit unsigned integer in native byte order, then that many bytes
(https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging). What the bytes mean
is for ``messages``.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import BinaryIO, Protocol

from safe_to_paste.errors import FrameError

# Half of what browsers accept from a host, so that we never meet their limit.
CAP = 524_288

_LENGTH = struct.Struct("=I")


class Reader(Protocol):
    """Anything that gives up to so many bytes, and none at the end."""

    def read(self, size: int, /) -> bytes | None:
        """Up to ``size`` bytes; fewer is no error."""
        ...


class Writer(Protocol):
    """Anything that takes bytes and can be told to pass them on."""

    def write(self, data: bytes, /) -> object:
        """Take all of the bytes."""
        ...

    def flush(self) -> object:
        """Pass on what was taken."""
        ...


def read_frame(reader: Reader) -> bytes | None:
    """The next frame's bytes, or None when the other side has closed.

    Raises:
        FrameError: a length of nought or above the cap, or an end in the middle of a frame.
    """
    head = _read(reader, _LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise FrameError("the input ended inside a frame's length")
    (length,) = _LENGTH.unpack(head)
    # Checked before a byte is read, so that a wrong length cannot make us reserve four gigabytes.
    if not 0 < length <= CAP:
        raise FrameError(f"a frame of {length} bytes; 1 to {CAP} are accepted")
    body = _read(reader, length)
    if len(body) < length:
        raise FrameError(f"the input ended after {len(body)} of a frame's {length} bytes")
    return body


def write_frame(writer: Writer, body: bytes) -> None:
    """Send one frame.

    Raises:
        FrameError: the body is empty or above the cap.
    """
    if not 0 < len(body) <= CAP:
        raise FrameError(f"a frame of {len(body)} bytes; 1 to {CAP} can be sent")
    writer.write(_LENGTH.pack(len(body)) + body)
    writer.flush()


def take_over() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard input and output for frames alone.

    Both are moved to private descriptors, and the null device put in their places: a library that
    prints cannot break the protocol, and one that asks a question cannot swallow a frame. Python makes
    the private descriptors uninheritable, so no child can hold the pipes open.
    """
    null = os.open(os.devnull, os.O_RDWR)
    streams = os.dup(0), os.dup(1)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    if sys.platform == "win32":
        import msvcrt  # Windows only

        for stream in streams:
            msvcrt.setmode(stream, os.O_BINARY)
    return os.fdopen(streams[0], "rb"), os.fdopen(streams[1], "wb")


def _read(reader: Reader, size: int) -> bytes:
    """So many bytes, or fewer if the input ends first."""
    pieces = []
    while size > 0 and (piece := reader.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
