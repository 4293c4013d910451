"""From the key press to the verdict in the page, at 2 kB, warm: the whole way through browser, extension and agent.

Half the texts are ordinary and go in; half hold a UPN and stay out. Wall time is what the person waits. CPU time is
that of all the browser's processes and the agent's together (Linux only: elsewhere it is not counted finely enough).
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from practice import browser, demo
from practice.stopwatch import Stopwatch
from practice.texts import LESSON_PLAN, upn

from bench.bench_scan import percentile

if TYPE_CHECKING:
    from practice.browser import Browser
    from practice.chat import Chat

_RUNS = 200
_LENGTH = 2_000
_GOAL = 30
# Milliseconds in which the extension looks once more whether the page kept the text; nobody empties the box so soon.
_READ_BACK = 150
SITES = {"ChatGPT": browser.CHATGPT, "Gemini": browser.GEMINI}


def main() -> None:
    """Print the table."""
    with demo.opened(headless=True) as laptop:
        print(f"\nkey press to verdict, {_RUNS} pastes of 2 kB, ms    p50      p95   goal (p95)")
        for name, address in SITES.items():
            chat = laptop.visit(address)
            figures = [once(laptop, chat, number) for number in range(-10, _RUNS)][10:]
            chat.page.close()
            for what, outcome in (("goes in", 0), ("stays out", 1)):
                wall, cpu = zip(*figures[outcome::2], strict=True)
                print(_line(f"{name}, {what}", "wall", list(wall), str(_GOAL)))
                if sys.platform == "linux":
                    print(_line("", "CPU", list(cpu), ""))


def once(laptop: Browser, chat: Chat, number: int) -> tuple[float, float]:
    """Milliseconds of wall and of CPU time for one paste."""
    held = number % 2 == 1
    chat.page.evaluate("() => practice.empty()")
    watch = Stopwatch(chat)
    chat.copy(text(number, held=held))
    processes = at_work(laptop)
    watch.start()
    before = cpu(processes)
    chat.press("Control+v")
    taken = watch.milliseconds()
    used = cpu(processes) - before
    if held:
        chat.panel.press("Go back")
        chat.until_closed()
    else:
        chat.page.wait_for_timeout(_READ_BACK)
    return taken, used


def text(number: int, *, held: bool) -> str:
    """About 2 kB that no other paste has."""
    mark = f"UPN: {upn(abs(number))}" if held else f"Version {number}"
    body = LESSON_PLAN.body * (_LENGTH // len(LESSON_PLAN.body) + 1)
    return f"{mark}\n{body}"[:_LENGTH]


def at_work(laptop: Browser) -> list[psutil.Process]:
    """The browser's processes and the agent's."""
    ours = [process for process in psutil.process_iter(["cmdline"]) if _is_of(process, laptop)]
    family = {process.pid: process for parent in ours for process in (parent, *parent.children(recursive=True))}
    return list(family.values())


def cpu(processes: list[psutil.Process]) -> float:
    """The CPU milliseconds these have used so far, all threads together, to the nanosecond the kernel keeps."""
    return sum(_schedule(process.pid) for process in processes) / 1e6


def _schedule(pid: int) -> int:
    total = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(task.read_text(encoding="ascii").split()[0])
        except OSError:
            continue
    return total


def _is_of(process: psutil.Process, laptop: Browser) -> bool:
    return any(str(laptop.folder) in part for part in process.info["cmdline"] or ())


def _line(name: str, kind: str, values: list[float], goal: str) -> str:
    p50, p95 = statistics.median(values), percentile(values, 0.95)
    return f"{name:<24} {kind:<18} {p50:>8.1f} {p95:>8.1f}   {goal}".rstrip()


if __name__ == "__main__":
    main()
