"""PNG and JPEG: the label in the packet of properties. A picture has no place for a line, and what it shows stays.

Pictures of AI tools often carry content credentials (C2PA): a signed statement of where they come from that any
change would break. Such a picture says already what a label would.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from safe_to_paste.documents import limits
from safe_to_paste.documents.labelling import xmp
from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.reasons import unreadable

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"

# PNG: length and kind before a chunk, a checksum after it (ISO/IEC 15948, 5.3); text in UTF-8 (11.3.4.5).
_CHUNK, _TEXT, _CREDENTIALS = struct.Struct(">I4s"), b"iTXt", b"caBX"
_KEYWORD = b"XML:com.adobe.xmp"
# JPEG: markers of segments (ITU-T T.81, B.1), and how XMP's begins (XMP part 3, 1.1.3).
_APP0, _APP1, _APP11, _SCAN, _END = 0xE0, 0xE1, 0xEB, 0xDA, 0xD9
_XMP, _EXIF = b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0"
_MOST = 65_533
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the picture's packet says."""
    del known
    line, source = xmp.read(_found(data).packet)
    return Has(line, source=source, shows=False)


def stamp(data: bytes, label: Label) -> bytes:
    """The picture with its label; raises UnreadableError where it carries content credentials."""
    found = _found(data)
    if found.has_credentials:
        raise unreadable("credentials")
    made = xmp.stamped(found.packet, label)
    if made == found.packet:
        return data
    wrap = _chunk if data.startswith(PNG) else _segment
    return data[: found.start] + wrap(made) + data[found.end :]


class _Found(NamedTuple):
    """The packet, and from where to where it stands with all around it; without one, where it would."""

    start: int
    end: int
    packet: bytes = b""
    has_credentials: bool = False


def _found(data: bytes) -> _Found:
    return _in_png(data) if data.startswith(PNG) else _in_jpeg(data)


def _in_png(data: bytes) -> _Found:
    at, after_header, found, has_credentials = len(PNG), 0, None, False
    kind = b""
    while kind != b"IEND":
        if at + _CHUNK.size > len(data):
            raise unreadable("damaged")
        length, kind = _CHUNK.unpack_from(data, at)
        end = at + _CHUNK.size + length + 4
        if end > len(data) or (not after_header and kind != b"IHDR"):
            raise unreadable("damaged")
        content = data[at + _CHUNK.size : end - 4]
        after_header = after_header or end
        has_credentials = has_credentials or kind == _CREDENTIALS
        if kind == _TEXT and content.startswith(_KEYWORD + b"\0") and found is None:
            found = _Found(at, end, _text(content[len(_KEYWORD) + 1 :]))
        at = end
    return (found or _Found(after_header, after_header))._replace(has_credentials=has_credentials)


def _text(content: bytes) -> bytes:
    """What an international text says after its keyword: two flags, a language, a translated keyword, the text."""
    is_packed, rest = content[:1] == b"\1", content[2:].split(b"\0", 2)
    if len(rest) < 3:
        raise unreadable("damaged")
    if not is_packed:
        return rest[2]
    try:
        return zlib.decompressobj().decompress(rest[2], limits.PART_BYTES)
    except zlib.error:
        raise unreadable("damaged") from None


def _chunk(packet: bytes) -> bytes:
    content = _KEYWORD + b"\0\0\0\0\0" + packet
    body = _TEXT + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _in_jpeg(data: bytes) -> _Found:
    """The segments up to the first scan: what follows is the picture."""
    at, place, found, has_credentials = 2, 2, None, False
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF:
            raise unreadable("damaged")
        marker = data[at + 1]
        if marker in (_SCAN, _END):
            break
        if marker in _ALONE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : end]
        if end > len(data) or end < at + 4:
            raise unreadable("damaged")
        if marker == _APP0 or (marker == _APP1 and content.startswith(_EXIF)):
            place = end
        has_credentials = has_credentials or (marker == _APP11 and b"c2pa" in content)
        if marker == _APP1 and content.startswith(_XMP) and found is None:
            found = _Found(at, end, content[len(_XMP) :])
        at = end
    return (found or _Found(place, place))._replace(has_credentials=has_credentials)


def _segment(packet: bytes) -> bytes:
    content = _XMP + packet
    if len(content) > _MOST:
        raise unreadable("no_room")
    return bytes((0xFF, _APP1)) + (len(content) + 2).to_bytes(2, "big") + content
