"""``safe-to-paste rules``: lint rules and tables of languages, or print the rules for people or the extension."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from safe_to_paste import __version__
from safe_to_paste.commands import DONE, NO


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("--rules", type=Path, metavar="DIR", help="instead of the rules that are shipped")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--table", action="store_true", help="print the table that rules/README.md is")
    form.add_argument("--core", action="store_true", help="print the extension's own rules as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Lint, or print what is asked for."""
    from safe_to_paste import paths, rules

    loaded = rules.load(arguments.rules or paths.rules_dir())
    if arguments.table:
        from safe_to_paste import catalogue

        print(catalogue.table(loaded), end="")
        return DONE
    if arguments.core:
        from safe_to_paste import catalogue, language, policy

        default = policy.load("default", policies_dir=paths.policies_dir())
        welsh = language.load("cy", paths.rules_dir())
        print(json.dumps(catalogue.core(loaded, default, version=__version__, languages=[welsh]), indent=1))
        return DONE

    from safe_to_paste import language
    from safe_to_paste.lint import lint

    faults = [*lint(loaded), *language.lint(arguments.rules or paths.rules_dir())]
    for fault in faults:
        print(fault)
    print(f"{len(loaded)} rules, {len(faults)} to mend" if faults else f"{len(loaded)} rules, all well")
    return NO if faults else DONE
