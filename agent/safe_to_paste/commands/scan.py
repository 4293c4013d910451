"""``safe-to-paste scan``: check files and folders, or what comes on standard input."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from safe_to_paste.commands import COULD_NOT, DONE, NO
from safe_to_paste.errors import PolicyError, RuleError, SafeToPasteError, UnreadableError
from safe_to_paste.model import Scan, Span

if TYPE_CHECKING:
    from safe_to_paste.commands._many import Kept
    from safe_to_paste.documents.model import Document
    from safe_to_paste.documents.reader import Reader
    from safe_to_paste.index.known import Known
    from safe_to_paste.roster import Roster

# Rows about one file among several, so that a mark sheet does not push the others out of sight.
_MOST = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; - or nothing is standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object for each file")
    form.add_argument("--jsonl", action="store_true", help='{"id","text"} lines in, one answer a line out')
    parser.add_argument("--policy", metavar="FILE|NAME", help="instead of the policy in force here")
    parser.add_argument("--organisation", type=Path, metavar="FILE", help="the school's own public details")
    parser.add_argument("--rules", type=Path, metavar="DIR", help="instead of the rules that are shipped")
    pupils = parser.add_mutually_exclusive_group()
    pupils.add_argument("--roster", type=Path, metavar="FILE", help="instead of the roster in force here")
    pupils.add_argument("--no-roster", action="store_true", help="leave out the roster in force here")
    parser.add_argument("--no-index", action="store_true", help="leave out the index of pupils' work")
    parser.add_argument(
        "--resume", type=Path, metavar="FILE", help="keep the answers there, without words, and go on from those it has"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check each file and print the answers."""
    scanner = _loaded(arguments)
    if arguments.jsonl:
        return max(_scan_lines(scanner, _lines(path), sys.stdout) for path in arguments.paths or ["-"])
    return _scan_files(scanner, arguments)


def _scan_files(scanner: _Scanner, arguments: argparse.Namespace) -> int:
    """Each file in turn; what cannot be read is said and the run goes on."""
    from safe_to_paste import console
    from safe_to_paste.commands._many import Kept, Progress, Summary
    from safe_to_paste.documents.reader import Reader

    targets, code = _targets(arguments.paths or ["-"], notes=sys.stderr if arguments.json else sys.stdout)
    kept, summary, progress = Kept(arguments.resume, scanner.name), Summary(), Progress(len(targets), sys.stderr)
    found = False
    try:
        with Reader(ocr=scanner.ocr) as reader:
            for number, target in enumerate(targets):
                progress.at(number)
                answer = _answer(scanner, reader, kept, target.path)
                progress.clear()
                _print(answer, target, as_json=arguments.json, most=_MOST if len(targets) > 1 else None)
                summary.add(answer)
                found = found or bool(answer.get("findings"))
                code = COULD_NOT if "error" in answer else code
    except KeyboardInterrupt:
        progress.clear()
        more = "; the same command goes on from here" if arguments.resume else "; --resume FILE would let it go on"
        print(f"safe-to-paste: ended after {summary.files} of {len(targets)} files{more}", file=sys.stderr)
        code = COULD_NOT
    finally:
        progress.clear()
        kept.close()
    if summary.files > 1 and not arguments.json:
        print("", *summary.lines(console.width(sys.stdout)), sep="\n")
    return NO if found and code == DONE else code


@dataclass(frozen=True, slots=True)
class _Target:
    """A file to check; one out of a folder is not spoken of when nothing is found in it."""

    path: str
    is_from_folder: bool = False


def _targets(paths: Iterable[str], *, notes: TextIO) -> tuple[list[_Target], int]:
    """What to check, and the exit code as far as it is known; ``notes`` hears of folders with nothing in them."""
    from safe_to_paste.commands._many import files
    from safe_to_paste.console import shown

    targets: list[_Target] = []
    unread: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            closed = len(unread)
            found = [_Target(str(file), is_from_folder=True) for file in files(Path(path), unread)]
            targets += found
            if not found and len(unread) == closed:
                print(f"{shown(path)}: no files", file=notes)
        else:
            targets.append(_Target(path))
    for folder in unread:
        print(f"safe-to-paste: {shown(folder)}: this folder cannot be looked into", file=sys.stderr)
    return targets, COULD_NOT if unread else DONE


def _answer(scanner: _Scanner, reader: Reader, kept: Kept, path: str) -> dict[str, Any]:
    """What a file holds, or why that is not known."""
    if path != "-" and (known := kept.answer(Path(path))) is not None:
        return {**known, "path": path}
    named = {} if path == "-" else {"path": path}
    try:
        document = reader.read_bytes(sys.stdin.buffer.read(), "") if path == "-" else reader.read(Path(path))
        answer = named | scanner.document(document, places=path != "-" or document.kind != "text")
    except UnreadableError as error:
        answer = {**named, "error": str(error), "reason": error.code}
    except RuleError as error:
        answer = {**named, "error": f"was not checked: {error}", "reason": "rules"}
    if path != "-":
        kept.add(Path(path), answer)
    return answer


def _print(answer: dict[str, Any], target: _Target, *, as_json: bool, most: int | None) -> None:
    from safe_to_paste.console import shown

    where = "standard input" if target.path == "-" else shown(target.path)
    if "error" in answer:
        print(f"safe-to-paste: {where}: {answer['error']}", file=sys.stderr)
    if as_json:
        print(_said(answer), flush=True)
    elif "error" not in answer:
        for line in _lines_of(answer, where, is_quiet=target.is_from_folder, most=most):
            print(line, flush=True)


@dataclass(frozen=True, slots=True)
class _Scanner:
    """Rules, policy and the school's details, loaded once for every text of a run."""

    rules: tuple[Any, ...]
    policy: Any
    organisation: Any
    roster: Any
    works: Known | None = None
    others: str = ""
    ocr: bool = False

    @property
    def name(self) -> str:
        """What an answer depends on beside the text: another name, and an earlier answer is not relied on."""
        from safe_to_paste import __version__

        said = [repr((rule.id, sorted(rule.source.items()))) for rule in self.rules]
        said += [repr(self.policy), repr(self.organisation), self.others, *(["ocr"] if self.ocr else [])]
        return hashlib.blake2b("\n".join([__version__, *said]).encode(), digest_size=8).hexdigest()

    def document(self, document: Document, *, places: bool) -> dict[str, Any]:
        """The answer for a document; with ``places`` each finding says in words where it is."""
        from safe_to_paste.documents.checking import check

        found = check(
            document, self.rules, organisation=self.organisation, roster=self.roster, dismissed=self._dismissed
        )
        answer = self._decided(found, document.text)
        if places:
            for finding in answer["findings"]:
                finding["part"] = document.where(Span(finding["start"], finding["end"]))
        about = {"kind": document.kind, "pictures": document.pictures, "unread": list(document.unread)}
        return {**answer, **(about if places else {})}

    def answer(self, text: str) -> dict[str, Any]:
        """The answer for a text."""
        from safe_to_paste import scanner

        return self._decided(
            scanner.scan(
                text, self.rules, organisation=self.organisation, roster=self.roster, dismissed=self._dismissed
            ),
            text,
        )

    @property
    def _dismissed(self) -> Callable[[str, str], bool] | None:
        return self.works.is_own if self.works else None

    def _decided(self, found: Scan, text: str) -> dict[str, Any]:
        from safe_to_paste.actions import known
        from safe_to_paste.policy import decide

        verdict = decide(found, self.policy, text)
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


def _loaded(arguments: argparse.Namespace) -> _Scanner:
    from safe_to_paste import organisation, own, paths, policy, rules, settings, updates

    chosen = settings.load()
    named = [updates.in_use().now, Path(chosen.rules_overlay) if chosen.rules_overlay else None]
    overlays = [each for each in named if each and arguments.rules is None]
    in_force = policy.load(arguments.policy or chosen.policy, policies_dir=paths.policies_dir())
    details = in_force.organisation
    if arguments.organisation:
        details = organisation.load(arguments.organisation)
        for note in details.notes:
            print(f"safe-to-paste: note: {note}", file=sys.stderr)
    shipped = rules.load(arguments.rules or paths.rules_dir(), *overlays, later=not arguments.rules)
    works = _index(arguments)
    loaded = (*shipped, *own.rules(in_force.lists), *(works.rules if works else ()))
    roster, whose = _roster(arguments, chosen.policy)
    others = " ".join(filter(None, (works.name if works else "", whose)))
    return _Scanner(loaded, in_force, details, roster, works, others, chosen.read_pictures)


def _roster(arguments: argparse.Namespace, policy_here: str) -> tuple[Roster | None, str]:
    """The pupils to look for, and what tells this roster from another.

    Another policy than the laptop's does not bring its own roster, which would be kept as if it were the school's.
    """
    from safe_to_paste import paths, policy, rosters

    if arguments.no_roster:
        return None, ""
    if arguments.roster:
        return rosters.read(arguments.roster), f"{arguments.roster} {arguments.roster.stat().st_mtime_ns}"
    try:
        pushed = rosters.pushed(policy.load(policy_here, policies_dir=paths.policies_dir()))
    except PolicyError as error:
        print(f"safe-to-paste: note: {error}; the school's roster is left out", file=sys.stderr)
        pushed = ""
    in_force = rosters.Rosters(rosters.read_key).load(pushed)
    for note in in_force.notes:
        print(f"safe-to-paste: note: {note}", file=sys.stderr)
    return in_force.roster, in_force.roster.contents.salt.hex() if in_force.roster else ""


def _index(arguments: argparse.Namespace) -> Known | None:
    """The person's own index of pupils' work, unless it is to be left out."""
    from safe_to_paste import index, rosters

    if arguments.no_index or not index.is_there():
        return None
    from safe_to_paste.index.known import Known

    works = Known(rosters.read_key)
    _ = works.rules
    for note in works.notes:
        print(f"safe-to-paste: note: {note}", file=sys.stderr)
    return works


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


def _said(answer: dict[str, Any]) -> str:
    """As JSON; a name on a disk may hold bytes that are no text, or letters this output has not: escapes say them."""
    said = json.dumps(answer, ensure_ascii=False)
    try:
        said.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return json.dumps(answer)
    return said


def _lines_of(answer: dict[str, Any], where: str, *, is_quiet: bool, most: int | None) -> Iterator[str]:
    """An answer for a person: what it comes to, and a row for each thing at a place; ``most``: no more rows."""
    from safe_to_paste import console

    width = console.width(sys.stdout)
    if answer["findings"]:
        yield f"{where}: {answer['outcome']}"
        yield from console.words(answer["says"], width=width, indent="  ")
    elif not is_quiet or answer.get("unread"):
        yield f"{where}: nothing found"
    if rows := _rows(answer["findings"]):
        yield from console.lines(rows[:most], width=width, indent="  ")
        if left := len(rows[most:]) if most is not None else 0:
            yield f"  and {left:,} more {'row' if left == 1 else 'rows'}; scan this file alone to see them all"
    pictures = answer.get("pictures", 0)
    if pictures and (answer["findings"] or answer["unread"] or not is_quiet):
        yield f"  {pictures} {'picture' if pictures == 1 else 'pictures'} in it cannot be checked"
    for words in answer.get("unread", ()):
        yield f"  not read: {console.shown(words)}"


def _rows(findings: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Where, what and why; the same thing at the same place for the same reasons is one row, with how often."""
    from safe_to_paste.console import shown

    told = Counter(
        (shown(f.get("part", f"{f['start']}-{f['end']}")), f["because"][0], ", ".join(f["because"][1:]))
        for f in findings
    )
    return [(place, f"{what} ({often})" if often > 1 else what, why) for (place, what, why), often in told.items()]


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
