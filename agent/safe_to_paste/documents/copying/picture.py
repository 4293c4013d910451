"""A picture with nothing on it, to stand where one was."""

from __future__ import annotations

import struct
import zlib


def blank() -> bytes:
    """One light grey point, as a PNG (https://www.w3.org/TR/png-3/); it takes the place and size of what was there."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\xdd")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in pieces
    )
