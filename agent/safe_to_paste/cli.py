"""The command line: ``safe-to-paste scan`` and the commands IT uses.

Exit codes are the same everywhere: 0 done and well, 1 the answer is no (something found, a check
that failed), 2 could not. What a command needs is imported when it runs, so that none pays for another.
"""

from __future__ import annotations

import argparse
import codecs
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safe_to_paste import __version__
from safe_to_paste.errors import SafeToPasteError, UnreadableError

DONE, NO, COULD_NOT = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except SafeToPasteError as error:
        print(f"safe-to-paste: {error}", file=sys.stderr)
        return COULD_NOT
    except BrokenPipeError:
        return COULD_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safe-to-paste", description="Checks, on this laptop, what goes into AI tools."
    )
    parser.add_argument("--version", action="version", version=f"safe-to-paste {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    scan = commands.add_parser("scan", help="check files or standard input")
    scan.add_argument("paths", nargs="*", metavar="PATH", help="text files; - or nothing is standard input")
    form = scan.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object for each text")
    form.add_argument("--jsonl", action="store_true", help='{"id","text"} lines in, one answer a line out')
    scan.add_argument("--policy", metavar="FILE|NAME", help="instead of the policy in force here")
    scan.add_argument("--organisation", type=Path, metavar="FILE", help="the school's own public details")
    scan.add_argument("--rules", type=Path, metavar="DIR", help="instead of the rules that are shipped")
    scan.add_argument("--roster", type=Path, metavar="FILE", help="the school's pupils, for this run only")
    scan.set_defaults(command=_scan)

    rules = commands.add_parser("rules", help="lint the rules")
    rules.add_argument("--rules", type=Path, metavar="DIR", help="instead of the rules that are shipped")
    form = rules.add_mutually_exclusive_group()
    form.add_argument("--table", action="store_true", help="print the table that rules/README.md is")
    form.add_argument("--core", action="store_true", help="print the extension's own rules as JSON")
    rules.set_defaults(command=_rules)

    policy = commands.add_parser("policy", help="look after policy files")
    verbs = policy.add_subparsers(required=True, metavar="VERB")
    lint = verbs.add_parser("lint", help="what a policy file leaves open or contradicts")
    lint.add_argument("policy", metavar="FILE|NAME")
    lint.set_defaults(command=_policy_lint)

    roster = commands.add_parser("roster", help="the pupils of the school, kept as keyed hashes")
    verbs = roster.add_subparsers(required=True, metavar="VERB")
    imported = verbs.add_parser("import", help="read names and classes, and nothing else, from an export")
    imported.add_argument("path", type=Path, metavar="PATH")
    imported.add_argument("--preview", action="store_true", help="say what would be read, and read no further")
    imported.set_defaults(command=_roster_import)
    verbs.add_parser("status", help="what is kept here").set_defaults(command=_roster_status)
    verbs.add_parser("forget", help="remove it").set_defaults(command=_roster_forget)

    host = commands.add_parser("host", help="talk to a browser (the browser starts this)")
    # Chrome on Windows adds options of its own, such as --parent-window.
    host.add_argument("caller", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    host.set_defaults(command=_host)

    for name, words in (("install", "tell the browsers about the agent"), ("uninstall", "take that back")):
        command = commands.add_parser(name, help=words)
        command.add_argument("--system", action="store_true", help="for every user of this machine")
        command.add_argument("--browser", action="append", metavar="NAME", help="only this one; may be repeated")
        command.add_argument("--into", type=Path, metavar="DIR", help="a Chromium user-data folder, for tests")
        command.set_defaults(command=_install if name == "install" else _uninstall)

    doctor = commands.add_parser("doctor", help="check this installation and say what to do")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(command=_doctor)

    settings = commands.add_parser("settings", help="each setting, its value and where it came from")
    settings.set_defaults(command=_settings)

    demo = commands.add_parser("demo", help="the practice page in a real browser, from a checkout")
    demo.add_argument("options", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    demo.set_defaults(command=_demo)
    return parser


@dataclass(frozen=True, slots=True)
class _Scanner:
    """Rules, policy and the school's details, loaded once for every text of a run."""

    rules: tuple[Any, ...]
    policy: Any
    organisation: Any
    roster: Any

    def answer(self, text: str) -> dict[str, Any]:
        from safe_to_paste import scanner
        from safe_to_paste.actions import known
        from safe_to_paste.policy import decide

        verdict = decide(
            scanner.scan(text, self.rules, organisation=self.organisation, roster=self.roster), self.policy
        )
        return {
            "outcome": verdict.outcome.word,
            "says": verdict.says,
            "findings": [
                {
                    "rule": f.rule,
                    "entity": f.entity,
                    "category": f.category.value,
                    "likelihood": f.likelihood.word,
                    "start": f.span.start,
                    "end": f.span.end,
                    "because": list(f.because),
                    "clause": f.clause,
                }
                for f in verdict.findings
            ],
            "actions": [{"id": name, "label": known()[name].LABEL} for name in verdict.actions],
        }


def _scan(arguments: argparse.Namespace) -> int:
    scanner = _loaded(arguments)
    if arguments.jsonl:
        return max(_scan_lines(scanner, _lines(path), sys.stdout) for path in arguments.paths or ["-"])
    answers = []
    code = DONE
    for path in arguments.paths or ["-"]:
        try:
            answer = scanner.answer(_read(path))
        except UnreadableError as error:
            print(f"safe-to-paste: {error}", file=sys.stderr)
            code = COULD_NOT
            continue
        answers.append(answer if path == "-" else {"path": path, **answer})
    if arguments.json:
        for answer in answers:
            print(json.dumps(answer, ensure_ascii=False))
    else:
        for answer in answers:
            _show(answer)
    if code == DONE and any(answer["findings"] for answer in answers):
        code = NO
    return code


def _loaded(arguments: argparse.Namespace) -> _Scanner:
    from safe_to_paste import organisation, own, paths, policy, rosters, rules, settings

    chosen = settings.load()
    overlay = chosen.rules_overlay
    overlays = [Path(overlay)] if overlay and arguments.rules is None else []
    in_force = policy.load(arguments.policy or chosen.policy, policies_dir=paths.policies_dir())
    details = in_force.organisation
    if arguments.organisation:
        details = organisation.load(arguments.organisation)
        for note in details.notes:
            print(f"safe-to-paste: note: {note}", file=sys.stderr)
    loaded = (*rules.load(arguments.rules or paths.rules_dir(), *overlays), *own.rules(in_force.lists))
    roster = rosters.read(arguments.roster) if arguments.roster else None
    return _Scanner(loaded, in_force, details, roster)


def _lines(path: str) -> Iterable[bytes]:
    """The lines of a file or of standard input, as they come."""
    if path == "-":
        return sys.stdin.buffer
    return io.BytesIO(_bytes(path))


def _bytes(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read ({error.strerror})") from error


# What a byte order mark says of the bytes after it; UTF-32's begins as UTF-16's does, so it comes first.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
# PDF, RTF, ZIP (and so Word, Excel, PowerPoint), gzip, older Office, PNG, JPEG.
_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
# Characters that no text holds: all controls but tab, line feed, form feed and carriage return.
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\f\r")


def _read(path: str) -> str:
    """The text of a file or of standard input; documents and pictures are refused, not guessed at."""
    named = "standard input" if path == "-" else path
    data = _bytes(path)
    text = _decoded(data)
    if data.startswith(_NOT_TEXT) or not _CONTROLS.isdisjoint(text):
        raise UnreadableError(f"{named}: is not a plain text, and so it was not checked")
    return text


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        # Exports of older school systems come in the Windows code page, where most bytes are letters.
        return data.decode("cp1252", errors="replace")


def _show(answer: dict[str, Any]) -> None:
    where = answer.get("path", "standard input")
    if not answer["findings"]:
        print(f"{where}: nothing found")
        return
    print(f"{where}: {answer['outcome']}. {answer['says']}")
    for f in answer["findings"]:
        print(f"  {f['start']:>7}-{f['end']:<7} {f['entity']:<20} {', '.join(f['because'])}")


def _scan_lines(scanner: _Scanner, lines: Iterable[bytes], out: Any) -> int:
    """One answer a line, in order; a line that is not understood gets an error and the run goes on."""
    code = DONE
    for line in lines:
        if not line.strip():
            continue
        answer = _line(scanner, line)
        if "error" in answer:
            code = COULD_NOT
        elif answer["findings"] and code == DONE:
            code = NO
        # ASCII escapes carry a lone surrogate that an id may hold; UTF-8 could not.
        print(json.dumps(answer), file=out, flush=True)
    return code


def _line(scanner: _Scanner, line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return {"error": "this line is not JSON"}
    if not isinstance(request, dict):
        return {"error": "this line is not a JSON object"}
    named = {"id": request["id"]} if "id" in request else {}
    text = request.get("text")
    if not named or not isinstance(text, str):
        return {**named, "error": "a line has an id, and a text that is a string"}
    try:
        answer = scanner.answer(text)
    except SafeToPasteError as error:
        return {**named, "error": str(error)}
    return {**named, "outcome": answer["outcome"], "findings": answer["findings"]}


def _refuse(constant: str) -> object:
    """NaN and its like are Python's, not JSON's, and would not be JSON in the answer."""
    raise ValueError(constant)


def _rules(arguments: argparse.Namespace) -> int:
    from safe_to_paste import paths, rules

    loaded = rules.load(arguments.rules or paths.rules_dir())
    if arguments.table:
        from safe_to_paste import catalogue

        print(catalogue.table(loaded), end="")
        return DONE
    if arguments.core:
        from safe_to_paste import catalogue, policy

        default = policy.load("default", policies_dir=paths.policies_dir())
        print(json.dumps(catalogue.core(loaded, default, version=__version__), indent=1))
        return DONE

    from safe_to_paste.lint import lint

    faults = lint(loaded)
    for fault in faults:
        print(fault)
    print(f"{len(loaded)} rules, {len(faults)} to mend" if faults else f"{len(loaded)} rules, all well")
    return NO if faults else DONE


def _policy_lint(arguments: argparse.Namespace) -> int:
    from safe_to_paste import paths, policy, policy_lint, settings

    notes = policy_lint.lint(arguments.policy, policies_dir=paths.policies_dir())
    for note in notes:
        print(f"{note.level}: {note.key}: {note.message}")
    print(f"{arguments.policy}: {len(notes)} to look at" if notes else f"{arguments.policy}: nothing to look at")
    errors = any(note.level == "error" for note in notes)
    chosen = policy.find(settings.load().policy, policies_dir=paths.policies_dir())
    in_force = policy.find(arguments.policy, policies_dir=paths.policies_dir()).resolve() == chosen.resolve()
    return NO if errors or (notes and in_force) else DONE


def _roster_import(arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters

    return rosters.roster_import(arguments.path, sys.stdout, preview=arguments.preview)


def _roster_status(_arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters

    return rosters.roster_status(sys.stdout)


def _roster_forget(_arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters

    return rosters.roster_forget(sys.stdout)


def _host(arguments: argparse.Namespace) -> int:
    from safe_to_paste.host import serve

    return serve.main([sys.argv[0], *arguments.caller])


def _install(arguments: argparse.Namespace) -> int:
    return _installation(arguments, "install")


def _uninstall(arguments: argparse.Namespace) -> int:
    return _installation(arguments, "uninstall")


def _installation(arguments: argparse.Namespace, verb: str) -> int:
    from safe_to_paste import install

    reports = getattr(install, verb)(
        level="system" if arguments.system else "user", browsers=arguments.browser, into=arguments.into
    )
    for report in reports:
        print(report)
    return COULD_NOT if any(not report.ok for report in reports) else DONE


def _doctor(arguments: argparse.Namespace) -> int:
    from safe_to_paste import doctor

    return doctor.run(sys.stdout, as_json=arguments.json)


def _settings(_arguments: argparse.Namespace) -> int:
    from safe_to_paste import settings

    for line in settings.load().lines():
        print(line)
    return DONE


def _demo(arguments: argparse.Namespace) -> int:
    from safe_to_paste import paths

    checkout = paths.checkout()
    if checkout is None:
        print("safe-to-paste: the demo runs from a checkout: make demo", file=sys.stderr)
        return COULD_NOT
    command = [sys.executable, str(checkout / "tests" / "practice" / "demo.py"), *arguments.options]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
