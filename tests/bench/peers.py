"""Other detectors on the same pastes, in the same run: ``make bench-peers`` and ``python -m eval --peers``.

Presidio's recognisers without a language model, DataFog's and scrubadub's patterns run in their own environment
(build/peers), one process each. A peer is given the benefit of the doubt: whatever it calls what it found, a span
that overlaps a structured identifier counts as finding it. None of them looks for what ours also looks for (people,
sensitive and confidential matter), so one row of ours counts structured identifiers alone. Without a folder it is the
half of tests/corpus that no rule is fitted to.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval import pastes
from eval.measure import wilson
from eval.pastes import Paste
from safe_to_paste import organisation, policy, rules
from safe_to_paste.model import Outcome, Span
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.scanner import scan

from bench import peer_worker
from bench.bench_scan import ordinary, percentile

_TOP = Path(__file__).parents[2]
_PYTHON = _TOP / "build" / "peers" / "bin" / "python"
_LENGTHS = (1_000, 10_000, 100_000)
_RUNS = {1_000: 50, 10_000: 20, 100_000: 5}
# What has a form of its own, so that a pattern could find it.
STRUCTURED = frozenset(
    {
        "ADDRESS", "ADMISSION_NUMBER", "BANK_ACCOUNT", "CANDIDATE_NUMBER", "CARD_NUMBER", "DATE_OF_BIRTH",
        "DBS_CERTIFICATE", "DRIVING_LICENCE", "EMAIL", "IBAN", "LANDLINE", "NHS_NUMBER", "NI_NUMBER", "PASSPORT",
        "PASSWORD", "PHONE", "POSTCODE", "PRIVATE_KEY", "PUPIL_EMAIL", "PUPIL_USERNAME", "SECRET", "SHARE_CODE",
        "SORT_CODE", "TRN", "UCI", "ULN", "UPN", "VRM",
    }
)  # fmt: skip

# Given a text and how often to look: what is found, and the milliseconds each time took.
Finder = Callable[[str, int], tuple[Sequence[Span], Sequence[float]]]


class PeerError(Exception):
    """A peer cannot be run here; the message says why."""


@dataclass(slots=True)
class Row:
    """A line of the table."""

    name: str
    why_not: str = ""
    start_ms: float = 0.0
    cpu: dict[int, tuple[float, float]] = field(default_factory=dict)
    alarms: int = 0
    innocuous: int = 0
    found: int = 0
    there: int = 0


def main(data: Path | None = None) -> None:
    """Measure ourselves and each peer, one after the other, and print a row for each."""
    texts = pastes.read(data or pastes.CORPUS, split="" if data else "held")
    own = (data or pastes.CORPUS) / "organisation.json"
    rows = [
        _measured("Safe to Paste, all it shows", texts, lambda: _ours(Outcome.HINT, own)),
        _measured("Safe to Paste, all it warns of", texts, lambda: _ours(Outcome.WARN, own)),
        _measured("Safe to Paste, identifiers alone", texts, lambda: _ours(Outcome.HINT, own, STRUCTURED)),
        *(_measured(name, texts, lambda name=name: _peer(name)) for name in peer_worker.PEERS),  # type: ignore[misc]
    ]
    innocuous, there = rows[0].innocuous, rows[0].there
    print(f"\n{innocuous} innocuous pastes; {there} structured identifiers in the others; one process each")
    print(f"{'':<34}{'start':>6}  {'CPU ms p50/p95 of 1, 10, 100 kB':<42}{'alarms per 1,000':<26}recall")
    for row in rows:
        print(_line(row))


def _measured(name: str, texts: Sequence[Paste], start: Callable[[], tuple[str, float, Finder]]) -> Row:
    row = Row(name)
    try:
        name, row.start_ms, find = start()
        row.name = name or row.name
        for length in _LENGTHS:
            find(ordinary(length), 1)
            taken = list(find(ordinary(length), _RUNS[length])[1])
            row.cpu[length] = statistics.median(taken), percentile(taken, 0.95)
        for paste in texts:
            _score(row, paste, find(paste.text, 1)[0])
    except PeerError as error:
        row.why_not = str(error)
    return row


def _score(row: Row, paste: Paste, found: Iterable[Span]) -> None:
    found = tuple(found)
    if paste.innocuous:
        row.innocuous += 1
        row.alarms += bool(found)
    for expected in paste.expected:
        if expected.entity in STRUCTURED:
            row.there += 1
            row.found += any(span.overlaps(place) for span in found for place in expected.spans)


def _ours(least: Outcome, own: Path, only: frozenset[str] = frozenset()) -> tuple[str, float, Finder]:
    begun = time.process_time()
    loaded = rules.load(rules_dir())
    in_force = policy.load("default", policies_dir=policies_dir())
    school = organisation.load(own) if own.is_file() else None
    took = (time.process_time() - begun) * 1000

    def find(text: str, runs: int) -> tuple[list[Span], list[float]]:
        spans, taken = [], []
        for _ in range(runs):
            start = time.process_time()
            verdict = policy.decide(scan(text, loaded, organisation=school), in_force)
            taken.append((time.process_time() - start) * 1000)
            shown = (f for f in verdict.findings if in_force.outcome(f) >= least)
            spans = [f.span for f in shown if not only or f.entity in only]
        return spans, taken

    return "", took, find


def _peer(name: str) -> tuple[str, float, Finder]:
    if not _PYTHON.exists():
        raise PeerError("not installed here; make bench-peers installs it")
    worker = subprocess.Popen(
        [str(_PYTHON), "-W", "ignore", str(Path(__file__).with_name("peer_worker.py")), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )

    def ask(question: object | None = None) -> dict[str, Any]:
        assert worker.stdin
        assert worker.stdout
        try:
            if question is not None:
                worker.stdin.write(json.dumps(question) + "\n")
                worker.stdin.flush()
            line = worker.stdout.readline()
        except BrokenPipeError:
            line = ""
        reply: dict[str, Any] = json.loads(line) if line else {"error": "its process ended without an answer"}
        if "error" in reply:
            worker.kill()
            raise PeerError(f"could not be run: {reply['error']}")
        return reply

    def find(text: str, runs: int) -> tuple[list[Span], list[float]]:
        reply = ask({"text": text, "runs": runs})
        return [Span(*span) for span in reply["spans"]], reply["ms"]

    ready = ask()
    return f"{name} {ready['version']}", ready["ms"][0], find


def _line(row: Row) -> str:
    if row.why_not:
        return f"{row.name:<34}{row.why_not}"
    cpu = "  ".join(f"{p50:.1f}/{p95:.1f}" for p50, p95 in row.cpu.values())
    alarms, low, high = (x * 1000 for x in wilson(row.alarms, row.innocuous))
    recall, least, most = wilson(row.found, row.there)
    return (
        f"{row.name:<34}{row.start_ms:>6.0f}  {cpu:<42}{f'{alarms:.0f} ({low:.0f}-{high:.0f})':<26}"
        f"{recall:.3f} ({least:.3f}-{most:.3f})"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench-peers", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path)
    main(parser.parse_args().data)
