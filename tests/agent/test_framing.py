"""Frames: whatever way the bytes arrive, the same messages come out, or the connection ends."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste.errors import FrameError
from safe_to_paste.host.framing import CAP, read_frame, write_frame

BODIES = st.lists(st.binary(min_size=1, max_size=300), max_size=5)


class Pieces:
    """A reader that gives what it has in pieces of chosen sizes, as a pipe may."""

    def __init__(self, data: bytes, sizes: Iterable[int]) -> None:
        self._data = io.BytesIO(data)
        self._sizes = iter(sizes)

    def read(self, size: int, /) -> bytes:
        return self._data.read(min(size, next(self._sizes, size)))


def framed(*bodies: bytes) -> bytes:
    stream = io.BytesIO()
    for body in bodies:
        write_frame(stream, body)
    return stream.getvalue()


def drain(reader: Pieces | io.BytesIO) -> list[bytes]:
    return list(iter(lambda: read_frame(reader), None))


@given(BODIES)
def test_frames_come_out_as_they_went_in(bodies: list[bytes]) -> None:
    assert bodies == drain(io.BytesIO(framed(*bodies)))


@given(BODIES)
def test_frames_may_arrive_byte_by_byte(bodies: list[bytes]) -> None:
    data = framed(*bodies)

    assert bodies == drain(Pieces(data, [1] * len(data)))


@given(BODIES, st.lists(st.integers(1, 40), max_size=60))
def test_frames_may_arrive_cut_anywhere(bodies: list[bytes], sizes: list[int]) -> None:
    assert bodies == drain(Pieces(framed(*bodies), sizes))


@given(st.binary(min_size=1, max_size=60), st.data())
def test_end_inside_a_frame_is_an_error_and_end_between_frames_is_none(body: bytes, data: st.DataObject) -> None:
    whole = framed(body)
    cut = data.draw(st.integers(1, len(whole) - 1))

    with pytest.raises(FrameError, match="ended"):
        drain(io.BytesIO(whole[:cut]))


@pytest.mark.parametrize("length", [0, CAP + 1, 2**31, 2**32 - 1])
def test_wrong_length_is_refused_before_anything_is_read(length: int) -> None:
    stream = io.BytesIO(struct.pack("=I", length) + b"x" * 100)

    with pytest.raises(FrameError, match=f"{length} bytes"):
        read_frame(stream)

    assert stream.tell() == 4


@pytest.mark.parametrize("length", [1, CAP])
def test_lengths_up_to_the_cap_are_good(length: int) -> None:
    body = b"x" * length

    assert body == read_frame(io.BytesIO(framed(body)))


@pytest.mark.parametrize("body", [b"", b"x" * (CAP + 1)])
def test_nothing_is_written_that_could_not_be_read(body: bytes) -> None:
    stream = io.BytesIO()

    with pytest.raises(FrameError):
        write_frame(stream, body)

    assert stream.getvalue() == b""


def test_error_says_nothing_of_the_bytes() -> None:
    with pytest.raises(FrameError) as raised:
        read_frame(io.BytesIO(b"Leah"))

    assert "Leah" not in str(raised.value)


def test_what_a_library_prints_or_asks_stays_away_from_the_frames() -> None:
    program = (
        "from safe_to_paste.host.framing import take_over, read_frame, write_frame\n"
        "import os, subprocess, sys\n"
        "reader, writer = take_over()\n"
        "print('a stray line')\n"
        "os.write(1, b'another')\n"
        "assert sys.stdin.read() == ''\n"
        "subprocess.run([sys.executable, '-c', 'import sys; print(sys.stdin.read())'], check=True)\n"
        "write_frame(writer, read_frame(reader))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=framed(b"hello"), capture_output=True, timeout=60, check=True
    )

    assert framed(b"hello") == done.stdout
