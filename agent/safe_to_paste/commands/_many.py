"""Checking many files: which ones, how far it has come, what came of it, and where an earlier run left off."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from safe_to_paste import console
from safe_to_paste.documents.formats import FORMATS
from safe_to_paste.errors import UnreadableError

# What Office and LibreOffice leave beside an open document.
_LOCK_FILES = ("~$", ".~lock.")
_OUTCOMES = ("block", "hold", "warn", "hint", "allow")
_HEADS = {"allow": "nothing"}
_BAR = 30


def files(folder: Path, unread: list[str]) -> Iterator[Path]:
    """The files below a folder, in order; hidden ones are left out, links to folders not followed.

    Folders that cannot be looked into are added to ``unread``.
    """

    def note(error: OSError) -> None:
        unread.append(os.fsdecode(error.filename))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", *_LOCK_FILES)):
                yield Path(place, name)


class Progress:
    """A line on a terminal that says how far it has come; nothing where there is no terminal."""

    def __init__(self, total: int, out: TextIO) -> None:
        self._total = total
        self._out = out if total > 1 and out.isatty() else None
        self._drawn = 0.0
        self._width = 0

    def at(self, number: int) -> None:
        """So many files are done."""
        if self._out is None or time.monotonic() - self._drawn < 0.1:
            return
        self._drawn = time.monotonic()
        full = _BAR * number // self._total
        line = f"[{'#' * full}{'.' * (_BAR - full)}] {number}/{self._total}"
        self._width = len(line)
        print(f"\r{line}", end="", file=self._out, flush=True)

    def clear(self) -> None:
        """Take the line away, for something else to be printed."""
        if self._out is not None and self._drawn:
            # Older consoles on Windows know no other way.
            print(f"\r{' ' * self._width}\r", end="", file=self._out, flush=True)
            self._drawn = 0.0


class Kept:
    """The answers of a run in a file of its own, so that a run that was ended goes on where it was.

    A line is an answer with the file's size and time and with what it was checked by; a file that has changed since, or
    that was checked by other rules, is checked again. No line holds any words of a file.

    Args:
        path: where they are kept; None keeps nothing.
        checked_by: what the answers depend on beside the file.
    """

    def __init__(self, path: Path | None, checked_by: str) -> None:
        self._path = path
        self._checked_by = checked_by
        self._answers: dict[str, Mapping[str, Any]] = {}
        self._file: TextIO | None = None
        if path is not None:
            self._load(path)

    def answer(self, path: Path) -> dict[str, Any] | None:
        """What is known of a file as it is now."""
        kept = self._answers.get(str(path.absolute()))
        return dict(kept["answer"]) if kept and kept["seen"] == _seen(path) else None

    def add(self, path: Path, answer: Mapping[str, Any]) -> None:
        """Keep an answer; one about a file that changed meanwhile is of no use."""
        if self._file is None or (seen := _seen(path)) is None:
            return
        line = {"file": str(path.absolute()), "seen": seen, "by": self._checked_by, "answer": answer}
        try:
            print(json.dumps(line), file=self._file, flush=True)
        except OSError as error:
            raise UnreadableError(f"{self._path}: cannot be written ({error.strerror})") from error

    def close(self) -> None:
        """Close the file."""
        # What could not be written has been said already.
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()

    def _load(self, path: Path) -> None:
        if path.exists() and not path.is_file():
            raise UnreadableError(f"{path}: is not a file, and cannot be used to go on from")
        if not path.parent.is_dir():
            raise UnreadableError(f"{path}: cannot be used to go on from: there is no folder {path.parent}")
        try:
            # Paths say enough about a school to be nobody else's business.
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(descriptor, "r+", encoding="utf-8", errors="replace")
            for number, line in enumerate(self._file):
                if number == 0 and not _is_answer(line):
                    self.close()
                    raise UnreadableError(
                        f"{path}: is no file of answers, and was left as it is; --resume names one, or a new file"
                    )
                self._take(line)
                if not line.endswith("\n"):
                    print(file=self._file, flush=True)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise UnreadableError(f"{path}: cannot be used to go on from ({why})") from error

    def _take(self, line: str) -> None:
        """A line that was only half written, or is somebody else's, counts for nothing."""
        try:
            kept = json.loads(line)
            if kept["by"] == self._checked_by:
                self._answers[kept["file"]] = {"seen": kept["seen"], "answer": dict(kept["answer"])}
        except (ValueError, TypeError, KeyError, RecursionError):
            return


def _is_answer(line: str) -> bool:
    """Whether a run wrote this; the line it was ended in is only half there."""
    try:
        return {"file", "seen", "by", "answer"} == set(json.loads(line))
    except (ValueError, TypeError, RecursionError):
        begun, there = '{"file": ', line.rstrip("\n")
        return bool(there) and there.startswith(begun[: len(there)])


def _seen(path: Path) -> list[int] | None:
    try:
        seen = path.stat()
    except (OSError, ValueError):
        return None
    return [seen.st_size, seen.st_mtime_ns]


class Summary:
    """Counts over many files: by kind of file and outcome, by what was found, by why a file was not read."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Counter[str]] = {}
        self._found: Counter[str] = Counter()
        self._holding: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self.files = 0

    def add(self, answer: Mapping[str, Any]) -> None:
        """Count one file's answer."""
        self.files += 1
        title = FORMATS[answer["kind"]].title if answer.get("kind") in FORMATS else "not known"
        outcome = answer.get("outcome", "not read")
        self._outcomes.setdefault(title, Counter())[outcome] += 1
        titles = [finding["because"][0] for finding in answer.get("findings", ())]
        self._found.update(titles)
        self._holding.update(set(titles))
        if "reason" in answer:
            self._reasons[answer["reason"]] += 1

    def lines(self, width: int | None = None) -> Iterator[str]:
        """The tables, a blank line between them; ``width``: of the terminal, if there is one."""
        for number, rows in enumerate(filter(None, (self._kinds(), self._things(), self._unread()))):
            yield from [""] * (number > 0)
            yield from console.lines(rows, width=width, right=range(1, len(rows[0])))

    def _kinds(self) -> list[tuple[str, ...]]:
        total = sum(self._outcomes.values(), Counter())
        columns = [name for name in (*_OUTCOMES, "not read") if total[name]]
        head = ("kind of file", *(_HEADS.get(name, name) for name in columns), "files")
        rows = (*sorted(self._outcomes.items()), ("all files", total))
        return [head, *((title, *(f"{n[name]:,}" for name in columns), f"{n.total():,}") for title, n in rows)]

    def _things(self) -> list[tuple[str, ...]]:
        rows = [(name, f"{times:,}", f"{self._holding[name]:,}") for name, times in self._found.most_common()]
        return [("found", "times", "files"), *rows] if rows else []

    def _unread(self) -> list[tuple[str, ...]]:
        rows = [(reason.replace("_", " "), f"{count:,}") for reason, count in self._reasons.most_common()]
        return [("not read", "files"), *rows] if rows else []
