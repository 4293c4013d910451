"""Whether work grows with its size and no faster, on a machine that is busy with other things."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# Least of so many runs: a neighbour on the core makes a run slower, never quicker.
ROUNDS = 3


def grows_no_faster(work: Callable[[int], object], size: int) -> bool:
    """Whether four times the size takes clearly less than the sixteenfold of quadratic work (CPU time)."""
    small = _seconds(work, size)
    return any(_seconds(work, 4 * size, rounds=1) < 0.05 + 10 * small for _ in range(ROUNDS))


def _seconds(work: Callable[[int], object], size: int, rounds: int = ROUNDS) -> float:
    took = []
    for _ in range(rounds):
        gc.disable()  # a full collection over all that pytest holds would be counted as ours
        try:
            start = time.process_time()
            work(size)
            took.append(time.process_time() - start)
        finally:
            gc.enable()
    return min(took)
