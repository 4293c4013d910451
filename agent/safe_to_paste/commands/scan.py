"""``safe-to-paste scan``: check files, or what comes on standard input."""

from __future__ import annotations

import argparse
import codecs
import io
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safe_to_paste.commands import COULD_NOT, DONE, NO
from safe_to_paste.errors import SafeToPasteError, UnreadableError


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="text files; - or nothing is standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object for each text")
    form.add_argument("--jsonl", action="store_true", help='{"id","text"} lines in, one answer a line out')
    parser.add_argument("--policy", metavar="FILE|NAME", help="instead of the policy in force here")
    parser.add_argument("--organisation", type=Path, metavar="FILE", help="the school's own public details")
    parser.add_argument("--rules", type=Path, metavar="DIR", help="instead of the rules that are shipped")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="the school's pupils, for this run only")


def run(arguments: argparse.Namespace) -> int:
    """Check each text and print the answers."""
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
    shipped = rules.load(arguments.rules or paths.rules_dir(), *overlays, later=not arguments.rules)
    loaded = (*shipped, *own.rules(in_force.lists))
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
