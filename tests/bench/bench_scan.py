"""CPU time of one scan, by the length of the text and by whether there is anything to find."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from safe_to_paste import policy, rules
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.rules import unmark
from safe_to_paste.scanner import scan

# Prose about school that holds nothing to find: our own documents.
_DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/policy-files.md", "rules/README.md")
_GOALS = {1_000: 2, 10_000: 8, 100_000: 58}


def ordinary(length: int) -> str:
    """So many characters of ordinary prose."""
    top = Path(__file__).parents[2]
    prose = "\n".join((top / name).read_text(encoding="utf-8") for name in _DOCUMENTS)
    return (prose * (length // len(prose) + 1))[:length]


def busy(length: int, found: tuple[rules.Rule, ...]) -> str:
    """So many characters in which something is found all the time."""
    examples = "\n".join(unmark(example)[0] for rule in found for example in rule.examples)
    return (examples * (length // len(examples) + 1))[:length]


def percentile(values: list[float], share: float) -> float:
    """The value below which so large a share lies."""
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def cpu_ms(work: Callable[[], object], runs: int) -> list[float]:
    """CPU milliseconds of each run, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return taken


def main() -> None:
    """Print the table."""
    start = time.process_time()
    loaded = rules.load(rules_dir())
    in_force = policy.load("default", policies_dir=policies_dir())
    took = (time.process_time() - start) * 1000
    print(f"{len(loaded)} rules and the policy loaded in {took:.0f} ms CPU\n")
    print("scan and verdict, CPU ms          p50      p95   goal (p95)")
    for length, goal in _GOALS.items():
        for name, text in (("ordinary", ordinary(length)), ("findings", busy(length, loaded))):
            runs = 200 if length < 100_000 else 40
            taken = cpu_ms(lambda text=text: policy.decide(scan(text, loaded), in_force), runs)  # type: ignore[misc]
            p50, p95 = statistics.median(taken), percentile(taken, 0.95)
            print(f"{length // 1000:>4} kB {name:<20} {p50:>8.2f} {p95:>8.2f}   {goal}")
    print("\nslowest rules, CPU ms on 100 kB of ordinary text")
    text = ordinary(100_000)
    each = {rule.id: min(cpu_ms(lambda rule=rule: scan(text, [rule]), 5)) for rule in loaded}  # type: ignore[misc]
    for name in sorted(each, key=lambda n: -each[n])[:8]:
        print(f"{each[name]:>8.2f}  {name}")


if __name__ == "__main__":
    main()
