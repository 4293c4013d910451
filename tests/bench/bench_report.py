"""A report over a whole trust: 5,000 laptops and three years of monthly files, in time and memory.

The files are invented (``exports.py``) and go again. What is measured is the command as IT runs it, from its start to
the page on the disk, with the highest memory the system saw it hold.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from safe_to_paste.report import calendar

from bench import exports

_LAPTOPS, _FIRST, _LAST = 5_000, "2023-11", "2026-10"


def generate(folder: Path) -> int:
    """Write all files, on every core; how many bytes."""
    months = calendar.span(_FIRST, _LAST)
    with ProcessPoolExecutor() as workers:
        return sum(workers.map(_one, [folder] * len(months), range(len(months)), months))


def _one(folder: Path, at: int, month: str) -> int:
    return exports.write_month(folder, exports.School(_LAPTOPS, _FIRST, _LAST), at, month)


def report(folder: Path, out: Path) -> tuple[float, float, float]:
    """Seconds, seconds of CPU, and megabytes at most of ``safe-to-paste report --from``."""
    command = [sys.executable, "-m", "safe_to_paste.cli", "report", "--from", str(folder), "--out", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    # The system counts kilobytes, but on macOS bytes.
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="safe-to-paste-bench-") as kept:
        folder = Path(kept, "exports")
        start = time.perf_counter()
        size = generate(folder)
        os.sync()
        files = len(calendar.span(_FIRST, _LAST)) * _LAPTOPS
        print(f"\nreport over {files:,} files, {size / 1e6:,.0f} MB       goal")
        print(f"{'generated in, s':<32} {time.perf_counter() - start:>8.1f}")
        seconds, cpu, megabytes = report(folder, Path(kept, "report.html"))
        print(f"{'folder to page, s':<32} {seconds:>8.1f}   30")
        print(f"{'of that CPU on all cores, s':<32} {cpu:>8.1f}")
        print(f"{'memory at most, MB':<32} {megabytes:>8,.0f}   2,000")


if __name__ == "__main__":
    main()
