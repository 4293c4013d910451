"""Print how well the rules do: ``PYTHONPATH=tests python -m eval [DATA] [--held] [--innocuous DIR]``.

Without DATA the project's own pastes are measured, those for developing unless ``--held`` asks for the quarter
that nobody fits rules to. Misses and false alarms are printed by id, never by text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from safe_to_paste import organisation, policy, rules
from safe_to_paste.model import Category, Outcome
from safe_to_paste.organisation import Organisation
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.policy import Policy
from safe_to_paste.scanner import scan

from eval import known, pastes
from eval.measure import Figures, Look, measure, wilson

if TYPE_CHECKING:
    from safe_to_paste.roster import Roster

_CATEGORIES = [category.value for category in Category]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, help="a folder with pastes.jsonl, roster.csv, organisation.json")
    parser.add_argument("--held", action="store_true", help="the quarter of tests/corpus that nobody fits rules to")
    parser.add_argument(
        "--innocuous", type=Path, metavar="DIR", help="a folder of texts in which nothing should be seen"
    )
    parser.add_argument("--ids", choices=("even", "odd"), help="only pastes whose id ends in such a digit")
    parser.add_argument(
        "--quiet", action="store_true", help="figures alone, without the ids of misses and false alarms"
    )
    parser.add_argument("--policy", default="default")
    parser.add_argument("--peers", action="store_true", help="other detectors on the same pastes (make bench-peers)")
    asked = parser.parse_args(arguments)
    if asked.peers:
        import bench.peers

        bench.peers.main(asked.data)
        return

    if asked.data and (asked.data / "source_texts.jsonl").is_file():
        known.main(asked.data, asked.innocuous)
        return
    folder = asked.data or pastes.CORPUS
    in_force = policy.load(asked.policy, policies_dir=policies_dir())
    school = _school(folder / "organisation.json")
    split = "" if asked.data else "held" if asked.held else "dev"
    texts = pastes.read(folder, split=split)
    if asked.ids:
        texts = tuple(paste for paste in texts if paste.id[-1] in ("02468" if asked.ids == "even" else "13579"))
    pupils = pastes.read_pupils(folder / "roster.csv")
    print(
        f"{len(texts)} pastes, {sum(p.innocuous for p in texts)} of them innocuous" + (f" ({split})" if split else "")
    )
    for name, look in looks(school, folder / "roster.csv"):
        print(f"\n== {name}")
        report(measure(texts, look, in_force, pupils), ids=not asked.quiet)
        if asked.innocuous:
            _report_innocuous(asked.innocuous, look, in_force)


def looks(school: Organisation | None, register: Path) -> Iterable[tuple[str, Look]]:
    """The ways to look at a text: without a roster and, where there is one, with it."""
    loaded = rules.load(rules_dir())
    yield "without a roster", lambda text: scan(text, loaded, organisation=school)
    roster = _roster(register)
    if roster is None:
        print("\nroster: not available")
        return
    yield "with the roster", lambda text: scan(text, loaded, organisation=school, roster=roster)


def report(figures: Figures, *, ids: bool = True) -> None:
    """The tables of one run, and the ids of the pastes where it went wrong."""
    innocuous = figures.got(lambda w: w is Outcome.ALLOW, lambda _: True)[1]
    print(f"{'':<34}{'there':>6} {'recall':>6}  {'95 %':<12}{'named':>6} {'prec.':>6} {'wrong':>6} {'beside':>6}")
    for kind in _ordered(figures):
        seen = figures.kinds[kind]
        hits = seen.found if kind in _CATEGORIES else seen.named
        share, low, high = wilson(hits, seen.there)
        recall = (
            f"{share:6.3f}  {low:.3f}-{high:.3f} {seen.named / seen.there:6.3f}" if seen.there else f"{'-':>6}{'':21}"
        )
        judged = seen.right + seen.wrong
        precision = f"{seen.right / judged:6.3f}" if judged else f"{'-':>6}"
        print(f"{kind:<34}{seen.there:>6} {recall} {precision} {seen.wrong:>6} {seen.beside:>6}")

    print(f"\nper 1,000 innocuous pastes ({innocuous})")
    for name, step in (("shown anything", Outcome.HINT), ("warned", Outcome.WARN), ("held", Outcome.HOLD)):
        print(f"  {name:<32}{_rate(len(figures.overdone[step]), innocuous)}")
    for category in _CATEGORIES:
        if alarmed := figures.kinds[category].alarmed:
            print(f"  warned for {category:<21}{_rate(len(alarmed), innocuous)}")

    warned, risky = figures.got(lambda w: w >= Outcome.WARN, lambda g: g >= Outcome.WARN)
    agreed = sum(n for (wanted, got), n in figures.pairs.items() if wanted is got)
    print(f"\nbreaches warned of     {_share(warned, risky)}")
    print(f"outcome as expected    {_share(agreed, figures.pairs.total())}")
    print("expected down, got across: " + "  ".join(f"{o.word:>6}" for o in Outcome))
    for wanted in Outcome:
        row = [figures.pairs[wanted, got] for got in Outcome]
        if any(row):
            print(f"{wanted.word:>26} " + "  ".join(f"{n:>6}" for n in row))

    if not ids:
        return
    _list("pastes not warned of", Counter(figures.unwarned))
    _list("innocuous pastes held", Counter(figures.overdone[Outcome.HOLD]))
    _list("innocuous pastes warned", Counter(figures.overdone[Outcome.WARN]))
    for kind in _ordered(figures):
        if kind not in _CATEGORIES and kind.isupper():
            _list(f"missed {kind}", figures.kinds[kind].missed)
            _list(f"wrong {kind}", figures.kinds[kind].alarmed)


def _report_innocuous(folder: Path, look: Look, in_force: Policy) -> None:
    print("\ntexts in which nothing should be seen, per 1,000")
    for name, texts in pastes.read_innocuous(folder):
        figures = measure(texts, look, in_force, ())
        print(f"  {name:<24} {len(texts):>5} texts")
        for word, step in (("shown anything", Outcome.HINT), ("warned", Outcome.WARN), ("held", Outcome.HOLD)):
            print(f"    {word:<22}{_rate(len(figures.overdone[step]), len(texts))}")
        worst = sorted((-len(s.alarmed), kind) for kind, s in figures.kinds.items() if s.alarmed and kind.isupper())
        print("    texts by entity       " + (", ".join(f"{kind} {-n}" for n, kind in worst[:8]) or "none"))


def _school(file: Path) -> Organisation | None:
    return organisation.load(file) if file.is_file() else None


def _roster(file: Path) -> Roster | None:
    """The roster of a folder, where there is one and this build can read it."""
    try:
        from safe_to_paste import rosters
    except ImportError:
        return None
    return rosters.read(file) if file.is_file() else None


def _ordered(figures: Figures) -> list[str]:
    """Categories, then the finer kinds of name, then entities by name."""
    there = [kind for kind, seen in figures.kinds.items() if seen.there or seen.right or seen.wrong or seen.beside]
    return sorted(there, key=lambda kind: (kind not in _CATEGORIES, kind.isupper(), kind))


def _rate(hits: int, of: int) -> str:
    share, low, high = wilson(hits, of)
    return f"{share * 1000:7.1f}  ({low * 1000:.1f}-{high * 1000:.1f})" if of else "      -"


def _share(hits: int, of: int) -> str:
    share, low, high = wilson(hits, of)
    return f"{share:.3f}  ({low:.3f}-{high:.3f})  {hits} of {of}" if of else "-"


def _list(name: str, ids: Counter[str]) -> None:
    if ids:
        print(f"{name} ({ids.total()}): " + " ".join(f"{id_}×{n}" if n > 1 else id_ for id_, n in sorted(ids.items())))


if __name__ == "__main__":
    main()
