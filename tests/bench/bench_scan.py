"""CPU time of one scan: by what kind of text, with and without a roster, and by how long it is.

Texts and pupils are made anew each time from a fixed seed. CPU time, because the machine may be shared.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from safe_to_paste import policy, rules
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.roster import Pupil, Roster, build
from safe_to_paste.rules import unmark
from safe_to_paste.scanner import scan

# Prose about school that holds nothing to find: our own documents.
_DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/policy-files.md", "rules/README.md")
_GOALS = {1_000: 2, 10_000: 8, 100_000: 58}
_TOP = Path(__file__).parents[2]
_PUPILS = 2_000
_CURVE = (1_000, 10_000, 100_000, 500_000, 2_000_000)
# Pieces that, over and over, made some version of some pattern slow.
_HOSTILE = (
    "Ab Cd 8T\n", "A, B\n", "Mr ", "a.b@", "1 ", "07", "One Two Three Four ", "his mum ", "Name: ", "12/12/", "9B,",
)  # fmt: skip
_FORENAMES = ("Al Be Cor Dav El Fin Gar Har Is Jo Kas Lor Mar Nev Or", "an eth in a on ie us ric wyn elle ina")
_SURNAMES = (
    "Ash Bar Cole Den Elm Fair Hart Ing Kel Lang Pem Quar Sel",
    "ton ham ley worth ford well stead ridge croft",
)


def ordinary(length: int) -> str:
    """So many characters of ordinary prose."""
    prose = "\n".join((_TOP / name).read_text(encoding="utf-8") for name in _DOCUMENTS)
    return (prose * (length // len(prose) + 1))[:length]


def pasted(length: int) -> str:
    """So many characters of what staff paste all day and nobody minds: names of books, people in word problems."""
    lines = [line for file in sorted((_TOP / "tests/corpus").glob("*.jsonl")) for line in file.open(encoding="utf-8")]
    rows = [row for row in map(json.loads, lines) if row["innocuous"] and row["split"] == "dev"]
    random.Random(1).shuffle(rows)
    text = "\n\n".join(row["text"] for row in rows)
    return (text * (length // len(text) + 1))[:length]


def pupils() -> list[Pupil]:
    """A large school's roll: invented names, put together from parts."""
    dice = random.Random(2)

    def name(parts: tuple[str, str]) -> str:
        return "".join(dice.choice(part.split()) for part in parts)

    return [
        Pupil(name(_FORENAMES), name(_SURNAMES), group=f"{dice.randint(7, 11)}{dice.choice('ABCD')}")
        for _ in range(_PUPILS)
    ]


def table(length: int) -> str:
    """So many characters of a table out of the school's information system."""
    dice, roll = random.Random(3), pupils()
    rows, size = ["UPN\tSurname\tForename\tReg\tDOB\tSEN\tEmail\tAddress"], 0
    while size < length:
        one = dice.choice(roll)
        rows.append(
            f"{dice.choice('ABCDEFGH')}{dice.randrange(10**11, 10**12)}\t{one.surname}\t{one.forename}\t{one.group}\t"
            f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/201{dice.randint(0, 4)}\t{dice.choice('NKE')}\t"
            f"{one.forename[0].lower()}{one.surname.lower()}@brackenhill.sch.uk\t{dice.randint(1, 99)} Larkspur Road"
        )
        size += len(rows[-1]) + 1
    return "\n".join(rows)[:length]


def line(length: int) -> str:
    """So many characters without a line end."""
    return ("Callum Brightmore in 9X got 3 merits, ring 01632 960123. " * (length // 57 + 1))[:length]


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
    roster = build(pupils(), bytes(32))

    def judge(text: str, known: Roster | None) -> Callable[[], object]:
        return lambda: policy.decide(scan(text, loaded, roster=known), in_force)

    print(f"{'scan and verdict, CPU ms':<28}{'p50':>8}{'p95':>9}{'p50':>11}{'p95':>9}   goal (p95)")
    print(f"{'':<28}{'no roster':>17}{f'{_PUPILS:,} pupils':>20}")
    for length, goal in _GOALS.items():
        texts = {"documents": ordinary(length), "pastes": pasted(length), "findings": busy(length, loaded)}
        for name, text in texts.items():
            runs = 100 if length < 100_000 else 20
            without, with_it = (cpu_ms(judge(text, known), runs) for known in (None, roster))
            figures = [(statistics.median(taken), percentile(taken, 0.95)) for taken in (without, with_it)]
            columns = "  ".join(f"{p50:>9.2f}{p95:>9.2f}" for p50, p95 in figures)
            print(f"{length // 1000:>4} kB {name:<18}{columns}   {goal}")
    print("\nlinear? CPU ms for each 100 kB, with the roster")
    print(" " * 20 + "".join(f"{length // 1000:>10,} kB" for length in _CURVE))
    for name, make in {"documents": ordinary, "pastes": pasted, "table": table, "one line": line}.items():
        each = [min(cpu_ms(judge(make(length), roster), 1 if length > 100_000 else 5)) for length in _CURVE]
        print(f"{name:<20}" + "".join(f"{ms * 100_000 / n:>13.1f}" for ms, n in zip(each, _CURVE, strict=True)))
    print("\nhostile texts of 100 kB and 400 kB, CPU ms for each 100 kB")
    for piece in _HOSTILE:
        each = [min(cpu_ms(judge(piece * (n // len(piece)), roster), 1)) * 100_000 / n for n in (100_000, 400_000)]
        print(f"{piece!r:<24}" + "".join(f"{ms:>10.1f}" for ms in each))
    print("\nslowest rules, CPU ms on 100 kB of ordinary text")
    text = ordinary(100_000)
    slow = {rule.id: min(cpu_ms(lambda rule=rule: scan(text, [rule]), 5)) for rule in loaded}  # type: ignore[misc]
    for name in sorted(slow, key=lambda n: -slow[n])[:8]:
        print(f"{slow[name]:>8.2f}  {name}")


if __name__ == "__main__":
    main()
