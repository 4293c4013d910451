"""Answers questions over a whole trust: every laptop's files in one folder, with DuckDB.

DuckDB comes with the extra "trust" and is not on staff laptops. Files are looked at one by one, because no query can
tell a file that was cut short from a short one; those that are whole go into a table of a database of its own, in a
temporary folder that goes with the report. Whatever is left out is counted, and why.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from safe_to_paste.errors import ReportError
from safe_to_paste.report import calendar, schema, totals
from safe_to_paste.report.ask import Answer, Cell, Question

if TYPE_CHECKING:
    import duckdb

# Bytes: one laptop's month is a few thousand.
_MOST = 8_000_000
# Bytes put into the table at a time.
_BATCH = 64_000_000
# Threads that read, and files that each reads before it hands them on.
_READERS, _TOGETHER = 8, 100
# Names of files that are told of each fault.
_EXAMPLES = 3
_MEMORY = "1GB"

_START = f'{{"schema":{schema.VERSION},'.encode()
_SQL_TYPES = {"text": "VARCHAR", "count": "BIGINT", "yes": "BOOLEAN"}

# Each fault, and how the page and the command line say it of one file and of several.
FAULTS: Mapping[str, tuple[str, str]] = {
    "duplicated": (
        "file was a second copy of a laptop's month; the newest copy counts",
        "files were further copies of a laptop's month; the newest copy of each counts",
    ),
    "truncated": (
        "file was empty, cut short or changed, and is left out",
        "files were empty, cut short or changed, and are left out",
    ),
    "odd": (
        "file holds something else than the format has, and is left out",
        "files hold something else than the format has, and are left out",
    ),
    "future": ("file is dated in the future, and is left out", "files are dated in the future, and are left out"),
    "older": (
        "file has an older layout that this version does not read, and is left out",
        "files have an older layout that this version does not read, and are left out",
    ),
    "newer": (
        "file has a newer layout than this version reads, and is left out: update Safe to Paste",
        "files have a newer layout than this version reads, and are left out: update Safe to Paste",
    ),
    "unreadable": ("file or folder could not be opened", "files or folders could not be opened"),
    "other": ("file in the folder is none of ours", "files in the folder are none of ours"),
}


@dataclass(slots=True)
class Faults:
    """What was seen in a folder: files looked at and used, and the names of those with each fault."""

    seen: int = 0
    used: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    examples: dict[str, list[str]] = field(default_factory=lambda: {each: [] for each in FAULTS})

    def add(self, fault: str, path: str) -> None:
        """One more."""
        self.counts[fault] += 1
        if len(self.examples[fault]) < _EXAMPLES:
            self.examples[fault].append(path)

    def lines(self) -> Iterator[str]:
        """Each fault that there was, in words."""
        for fault, n in self.counts.items():
            if n:
                yield f"{n:,} {FAULTS[fault][n != 1]}"


class Trust:
    """Totals of every laptop whose files are in a folder. A context manager: what it keeps goes at its end.

    Raises:
        ReportError: DuckDB is not installed, the folder cannot be read, or it holds no exported file.
    """

    def __init__(self, folder: Path, *, now: datetime | None = None) -> None:
        self.faults = Faults()
        self._this_month = calendar.month(now or datetime.now(UTC))
        self._today = f"{now or datetime.now(UTC):%Y-%m-%d}"
        library = _duckdb()
        if not folder.is_dir():
            raise ReportError(
                f"{folder}: is not a folder that can be read; --from names the one that laptops export to"
            )
        self._temporary = tempfile.TemporaryDirectory(prefix="safe-to-paste-", ignore_cleanup_errors=True)
        self._work = Path(self._temporary.name)
        self._connection: duckdb.DuckDBPyConnection | None = None
        try:
            self._connection = library.connect(str(self._work / "totals.duckdb"))
            self._prepare()
            self._load(folder)
        except library.Error as error:
            self.close()
            raise ReportError(f"{folder}: the files could not be added up ({type(error).__name__})") from error
        except BaseException:
            self.close()
            raise
        if not self.faults.seen:
            self.close()
            why = "cannot be read" if self.faults.counts["unreadable"] else "holds no exported file"
            raise ReportError(f"{folder}: {why} (exported files are called 2026-11-….jsonl)")

    def __enter__(self) -> Trust:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what was read."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._temporary.cleanup()

    def ask(self, question: Question) -> Answer:
        """The answer to one question."""
        measure = question.measure
        columns = [_text(name) for name in question.by]
        wheres = ['"row" = ?', *([f'"{measure}" > 0'] if measure else [])]
        wheres += [f"{_text(name)} IN ({_marks(values)})" for name, values in question.where.items()]
        wheres += ["month = (SELECT max(month) FROM totals)"] if question.latest else []
        laptops = "count(DISTINCT installation)"
        counted = f'sum("{measure}")' if measure else laptops
        names = [f"k{number}" for number in range(len(columns))]
        rows = self._execute(
            # Nothing from outside but the values: columns are those of the format.
            f"SELECT {', '.join((*names, 'sum(n)::BIGINT', 'max(laptops)'))} FROM ("  # noqa: S608
            f"SELECT {', '.join((*columns, 'school_year', counted, laptops))} "
            f"FROM totals WHERE {' AND '.join(wheres)} GROUP BY ALL"
            f") AS each({', '.join((*names, 'school_year', 'n', 'laptops'))}) GROUP BY ALL",
            [question.row, *(value for values in question.where.values() for value in values)],
        )
        return {tuple(key): Cell(n, laptops) for *key, n, laptops in rows if n is not None}

    def parquet(self, file: Path) -> None:
        """Write what is counted into one Parquet file, columns as in docs/export.md. Raises ReportError."""
        listed = ", ".join(
            "printf('%016x', installation) AS installation" if name == "installation" else f'"{name}"'
            for name in _columns()
        )
        draft = self._work / "totals.parquet"
        self._execute(f"COPY (SELECT {listed} FROM totals) TO '{_quoted(draft)}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608 - columns of our own
        try:
            shutil.copyfile(draft, file)
        except OSError as error:
            raise ReportError(f"{file}: cannot be written ({error.strerror})") from error

    def _execute(self, statement: str, values: list[object] | None = None) -> list[tuple[Any, ...]]:
        if self._connection is None:
            raise ReportError("the totals have been closed")
        rows: list[tuple[Any, ...]] = self._connection.execute(statement, values or []).fetchall()
        return rows

    def _prepare(self) -> None:
        # It asks nobody for anything: no extension is fetched.
        for setting in (
            f"memory_limit = '{_MEMORY}'",
            f"temp_directory = '{_quoted(self._work / 'more')}'",
            "preserve_insertion_order = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
        ):
            self._execute(f"SET {setting}")
        kept = ", ".join(f'"{name}" {sql}' for name, sql in _columns().items() if name != "installation")
        self._execute(f"CREATE TABLE totals ({kept}, installation UBIGINT, term VARCHAR)")

    def _load(self, folder: Path) -> None:
        chosen: dict[tuple[str, str], tuple[str, int]] = {}
        better: dict[tuple[str, str], Path] = {}
        batch: list[bytes] = []
        size = 0
        for path, read in _read_ahead(self._files(folder)):
            content = self._content(path, read)
            laptop = self._laptop(path, content) if content is not None else None
            if laptop is None or content is None:
                continue
            key = (laptop["installation"], laptop["month"])
            rank = (laptop["written"] if laptop["written"] <= self._today else "", int(laptop["total_checks"]))
            if key in chosen:
                self.faults.add("duplicated", str(path.relative_to(folder)))
                if rank > chosen[key]:
                    chosen[key], better[key] = rank, path
                continue
            chosen[key] = rank
            batch.append(content)
            size += len(content)
            if size > _BATCH:
                self._insert(batch)
                batch, size = [], 0
        self._insert(batch)
        self._take_better(better)
        self.faults.used += len(chosen)

    def _take_better(self, better: Mapping[tuple[str, str], Path]) -> None:
        """Put newer copies in the place of the older ones that were met first."""
        contents = []
        for (installation, month), path in better.items():
            content = _read(path)
            if content is not None:
                self._execute(
                    "DELETE FROM totals WHERE installation = ?::UBIGINT AND month = ?", [int(installation, 16), month]
                )
                contents.append(content)
        self._insert(contents)

    def _files(self, folder: Path) -> Iterator[Path]:
        """Every file that may be an export, in an order that does not depend on the file system's."""

        def note(error: OSError) -> None:
            self.faults.add("unreadable", str(error.filename))

        for top, folders, files in os.walk(folder, onerror=note):
            folders.sort()
            for name in sorted(files):
                if name.lower().endswith(".jsonl"):
                    self.faults.seen += 1
                    yield Path(top, name)
                else:
                    self.faults.add("other", name)

    def _content(self, path: Path, read: bytes | OSError | None) -> bytes | None:
        if isinstance(read, OSError):
            self.faults.add("unreadable", path.name)
            return None
        if not read:
            self.faults.add("truncated", path.name)
            return None
        return read

    def _laptop(self, path: Path, content: bytes) -> dict[str, Any] | None:
        """The row that ends a file, where the file is one to count."""
        if not content.startswith(_START):
            self.faults.add(_unlike(content), path.name)
            return None
        at = content.rfind(b"\n", 0, len(content) - 1) + 1
        try:
            laptop = json.loads(content[at:])
            is_whole = (
                content.endswith(b"\n")
                and laptop["row"] == schema.LAPTOP
                and laptop["checksum"] == totals.checksum(content[:at])
                and schema.MONTH.fullmatch(laptop["month"]) is not None
                and schema.INSTALLATION.fullmatch(laptop["installation"]) is not None
                and isinstance(laptop["written"], str)
                and isinstance(laptop["total_checks"], int)
            )
        except (ValueError, TypeError, KeyError, RecursionError):
            is_whole = False
        if not is_whole:
            self.faults.add("truncated", path.name)
            return None
        if laptop["month"] > self._this_month:
            self.faults.add("future", path.name)
            return None
        found: dict[str, Any] = laptop
        return found

    def _insert(self, contents: list[bytes]) -> None:
        """Put whole files into the table; those with something else in them than the format has are left out."""
        if not contents:
            return
        try:
            self._insert_all(contents)
        except _duckdb().Error:
            if len(contents) == 1:
                self.faults.add("odd", _name(contents[0]))
                self.faults.used -= 1
                return
            half = len(contents) // 2
            self._insert(contents[:half])
            self._insert(contents[half:])

    def _insert_all(self, contents: list[bytes]) -> None:
        file = self._work / "batch.jsonl"
        file.write_bytes(b"".join(contents))
        listed = ", ".join(f"'{name}': '{sql}'" for name, sql in _columns().items())
        names = ", ".join(f'"{name}"' for name in _columns() if name != "installation")
        self._execute(
            f"INSERT INTO totals SELECT {names}, ('0x' || installation)::UBIGINT, {_TERM} "  # noqa: S608 - columns of our own
            f"FROM read_json('{_quoted(file)}', format = 'newline_delimited', columns = {{{listed}}})"
        )
        file.unlink()


# As calendar.term has it; a test holds them to each other.
_TERM = (
    "school_year || CASE WHEN month[6:7]::INT >= 9 THEN ' autumn' WHEN month[6:7]::INT <= 3 THEN ' spring' "
    "ELSE ' summer' END"
)
# What no report asks for is not kept.
_UNASKED = frozenset({"lines", "checksum"})


def _columns() -> dict[str, str]:
    return {name: _SQL_TYPES[kind] for name, kind in schema.columns().items() if name not in _UNASKED}


def _read_ahead(paths: Iterator[Path]) -> Iterator[tuple[Path, bytes | OSError | None]]:
    """Each file and what is in it, in order. A disk is asked for many small files at once: one by one it would
    mostly be waited for."""
    with ThreadPoolExecutor(_READERS) as readers:
        waiting: deque[Future[list[tuple[Path, bytes | OSError | None]]]] = deque()
        while some := list(islice(paths, _TOGETHER)):
            waiting.append(readers.submit(_read_all, some))
            if len(waiting) > _READERS:
                yield from waiting.popleft().result()
        for each in waiting:
            yield from each.result()


def _read_all(paths: list[Path]) -> list[tuple[Path, bytes | OSError | None]]:
    return [(path, _try(path)) for path in paths]


def _try(path: Path) -> bytes | OSError | None:
    try:
        return _read(path)
    except OSError as error:
        return error


def _read(path: Path) -> bytes | None:
    """A file's contents; nothing where it is far too long to be a laptop's month."""
    with path.open("rb", buffering=0) as stream:
        content = stream.read(_MOST)
    if len(content) >= _MOST:
        return None
    # Some tools that sync text make two bytes of the end of a line.
    return content.replace(b"\r\n", b"\n") if b"\r\n" in content else content


def _name(content: bytes) -> str:
    """What a file whose end was read is called, as far as it says."""
    laptop = json.loads(content.splitlines()[-1])
    return f"{laptop['month']}-{laptop['installation']}.jsonl"


def _unlike(content: bytes) -> str:
    """Why a file does not begin as ours do."""
    try:
        row = json.loads(content.split(b"\n", 1)[0])
        version = row["schema"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return "truncated"
    if not isinstance(version, int) or version == schema.VERSION:
        return "truncated"
    return "older" if version < schema.VERSION else "newer"


def _text(column: str) -> str:
    return f"coalesce(\"{column}\"::VARCHAR, '')"


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise ReportError(
            "a report over a folder needs DuckDB, which is not installed here: pip install 'safe-to-paste[trust]'"
        ) from error
    return duckdb
