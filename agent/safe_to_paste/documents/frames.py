"""What crosses the pipe between the agent and the process that reads documents: fields as JSON, then bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO, Any

from safe_to_paste.errors import FrameError

# Both lengths, then both.
_LENGTHS = struct.Struct("<II")
# A text, or a document that was changed; the places of a text with very many of them.
_MOST_FIELDS, _MOST_BYTES = 64_000_000, 64_000_000


def write(pipe: IO[bytes], fields: Mapping[str, Any], data: bytes = b"") -> None:
    """Send one frame."""
    header = json.dumps(fields).encode("ascii")
    pipe.write(_LENGTHS.pack(len(header), len(data)) + header)
    pipe.write(data)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None when the pipe has ended; raises FrameError when it ends within one or is none."""
    start = pipe.read(_LENGTHS.size)
    if not start:
        return None
    if len(start) < _LENGTHS.size:
        raise FrameError("the pipe ended within a frame")
    header, data = _LENGTHS.unpack(start)
    if header > _MOST_FIELDS or data > _MOST_BYTES:
        raise FrameError("a frame is longer than any can be")
    try:
        fields = json.loads(_all(pipe, header))
    except (ValueError, RecursionError):
        raise FrameError("a frame's fields are no JSON") from None
    if not isinstance(fields, dict):
        raise FrameError("a frame's fields are no JSON object")
    return fields, _all(pipe, data)


def _all(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise FrameError("the pipe ended within a frame")
    return data
