"""From starting the host to its first reply and its first scan, and what it holds in memory."""

from __future__ import annotations

import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import psutil
from safe_to_paste import ids

_RUNS = 20
_DATA = tempfile.TemporaryDirectory()
_LINE = "An ordinary paste of some length about fractions and how to compare them. " * 26


def ask(host: subprocess.Popen[bytes], message: dict[str, object]) -> dict[str, object]:
    """One request and its reply."""
    assert host.stdin
    assert host.stdout
    data = json.dumps(message).encode()
    host.stdin.write(struct.pack("=I", len(data)) + data)
    host.stdin.flush()
    (length,) = struct.unpack("=I", host.stdout.read(4))
    reply: dict[str, object] = json.loads(host.stdout.read(length))
    return reply


def once() -> tuple[float, float, float, float]:
    """Milliseconds to the first reply and the first scan, CPU of both, and megabytes held."""
    command = [sys.executable, "-m", "safe_to_paste.host.serve", ids.ORIGINS[0]]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    # What is measured is nobody's use: it goes into a journal of its own.
    environment["XDG_DATA_HOME"] = _DATA.name
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as host:
        ask(host, {"type": "hello", "id": "1", "extension": "0.1.0", "protocol": 1})
        hello = time.perf_counter()
        scan = {"type": "scan", "id": "2", "text": _LINE, "site": "chatgpt", "trigger": "paste"}
        ask(host, {**scan, "conversation": "00"})
        scanned = time.perf_counter()
        process = psutil.Process(host.pid)
        cpu = process.cpu_times()
        held = process.memory_info().rss / 1e6
        assert host.stdin
        host.stdin.close()
    return (hello - start) * 1000, (scanned - start) * 1000, (cpu.user + cpu.system) * 1000, held


def main() -> None:
    """Print the table."""
    figures = list(zip(*(once() for _ in range(_RUNS)), strict=True))
    print(f"\nhost, {_RUNS} starts                   median      max   goal")
    for name, values, goal in zip(
        ("start to first reply, ms", "start to first scan, ms", "CPU of both, ms", "memory held, MB"),
        figures,
        ("150", "400", "", "80"),
        strict=True,
    ):
        print(f"{name:<32} {statistics.median(values):>8.0f} {max(values):>8.0f}   {goal}")


if __name__ == "__main__":
    main()
