"""Bring the index up to date with its folders: what is new or changed is read, what is gone leaves.

A file is opened only when its size or time is another than at the last run. One that is kept online only is never
opened; what was known of it stays. What lies on a drive or server that cannot be reached stays as well.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from safe_to_paste.documents.files import is_online_only
from safe_to_paste.documents.formats import FORMATS
from safe_to_paste.documents.reader import Reader
from safe_to_paste.errors import UnreadableError
from safe_to_paste.fingerprints import winnowed, words
from safe_to_paste.index import folders
from safe_to_paste.index.folders import Folder
from safe_to_paste.index.passages import LEAST
from safe_to_paste.index.store import Entry, Store

# Files after which what was done so far is kept.
_AT_ONCE = 100
_DAYS_IN_MONTH = 30.5
_SUFFIXES = frozenset(suffix for each in FORMATS.values() for suffix in each.suffixes)
# What Office and LibreOffice leave beside an open document, and what is hidden.
_PASSED_OVER = ("~$", ".")
# Why a file was not read this time and may be the next; other reasons stay until the file is another.
_FOR_NOW = frozenset({"gone", "no_access", "cannot_be_read", "changed", "stopped", "slow", "memory", "online_only"})

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What a run did, in numbers of files. ``faults``: why files were not read, by reason; ``away``: folders that
    could not be reached or looked into."""

    added: int = 0
    unchanged: int = 0
    removed: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    away: list[Path] = field(default_factory=list)
    is_whole: bool = True


class _Found(NamedTuple):
    path: str
    folder: Folder
    stat: os.stat_result


def update(
    wanted: Collection[Folder],
    index: Store,
    reader: Reader,
    *,
    months: int = 0,
    today: date,
    only: Collection[str] | None = None,
    progress: Progress = lambda _done, _of: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Report:
    """Bring the index up to date.

    Args:
        wanted: the folders; what is in the index of any other leaves.
        months: pupils' files that were last changed longer ago are not kept; 0 keeps them while they are there.
        only: files that were changed; without it everything is looked at.
        progress: told how many of how many files are done.
        stopped: asked now and then; True ends the run, and the next goes on from there.

    Raises:
        FingerprintError: the index cannot be written.
    """
    run = _Run(index, reader, _oldest(today, months), today)
    run.all(wanted, progress, stopped) if only is None else run.some(wanted, only, progress, stopped)
    index.commit()
    return run.report


def _oldest(today: date, months: int) -> date:
    days = int(months * _DAYS_IN_MONTH)
    return today - timedelta(days=days) if 0 < days < today.toordinal() else date.min


class _Run:
    def __init__(self, index: Store, reader: Reader, oldest: date, today: date) -> None:
        self._index = index
        self._reader = reader
        self._oldest = oldest
        self._today = today
        self.report = Report()

    def all(self, wanted: Collection[Folder], progress: Progress, stopped: Callable[[], bool]) -> None:
        place = self._index.keys.place
        self._remove(
            path for each in self._index.folders() - {place(f.path) for f in wanted} for path in self._index.files(each)
        )
        # The teacher's own first, so that nothing of it counts for a pupil's meanwhile.
        found: list[_Found] = []
        looked_into = []
        for folder in sorted(wanted, key=lambda each: not each.teaching):
            is_there = folders.is_there(folder.path)
            whole = is_there is not None
            if is_there:
                others = frozenset(str(each.path) for each in wanted) - {str(folder.path)}
                whole = _gather(found, folder, others)
            if whole:
                looked_into.append(folder)
            else:
                self.report.away.append(folder.path)
        self._take(found, progress, stopped)
        if self.report.is_whole:
            there = {place(each.path) for each in found if self._is_kept(each)}
            for folder in looked_into:
                self._remove(self._index.files(place(folder.path)) - there)
        self._remove(self._index.old(self._oldest))

    def some(
        self, wanted: Collection[Folder], paths: Collection[str], progress: Progress, stopped: Callable[[], bool]
    ) -> None:
        found: list[_Found] = []
        for path in paths:
            folder = _folder_of(Path(path), wanted)
            seen = _stat(path)
            if folder and seen and _is_ours(Path(path).name) and not _is_hidden(Path(path).relative_to(folder.path)):
                found.append(_Found(path, folder, seen))
            elif seen is None:
                self._remove([self._index.keys.place(path)])
        self._take(found, progress, stopped)

    def _take(self, found: Collection[_Found], progress: Progress, stopped: Callable[[], bool]) -> None:
        for number, each in enumerate(found):
            if stopped():
                self.report.is_whole = False
                return
            if number % _AT_ONCE == 0:
                self._index.commit()
            progress(number, len(found))
            if self._is_kept(each):
                self._one(each)

    def _is_kept(self, each: _Found) -> bool:
        return each.folder.teaching or _day(each.stat) >= self._oldest

    def _one(self, each: _Found) -> None:
        """Read a file unless it is as it was."""
        keys = self._index.keys
        place = keys.place(each.path)
        seen = keys.seen(each.stat.st_size, each.stat.st_mtime_ns, teaching=each.folder.teaching)
        if self._index.seen(place) == seen:
            self.report.unchanged += 1
            return
        day = date.max if each.folder.teaching else _day(each.stat)
        entry = Entry(place, keys.place(each.folder.path), seen, day.toordinal())
        try:
            if is_online_only(each.stat):
                self.report.faults["online_only"] += 1
                return
            text = words(self._reader.read(Path(each.path)).text)
        except UnreadableError as error:
            self.report.faults[error.code] += 1
            if error.code not in _FOR_NOW:
                self._index.put(entry, (), self._today, teaching=each.folder.teaching, fault=error.code)
            return
        prints = winnowed(keys.printer.hashes(text)) if len(text) >= LEAST else frozenset[int]()
        fault = "" if prints else "short"
        self._index.put(entry, prints, self._today, teaching=each.folder.teaching, fault=fault)
        self.report.added += bool(prints)

    def _remove(self, paths: Iterable[bytes]) -> None:
        for path in paths:
            self.report.removed += self._index.remove(path)


def files(folder: Folder) -> tuple[str, ...]:
    """The files of a folder that an index would hold."""
    found: list[_Found] = []
    _gather(found, folder, ())
    return tuple(each.path for each in found)


def _gather(found: list[_Found], folder: Folder, others: Collection[str]) -> bool:
    """Add the files below a folder, without those of other folders of the index in it; False when some are unknown."""
    waiting, whole = [str(folder.path)], True
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(below) as entries:
                for entry in entries:
                    if entry.name.startswith(_PASSED_OVER):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if is_online_only(entry.stat(follow_symlinks=False)):
                            whole = False
                        elif entry.path not in others:
                            waiting.append(entry.path)
                    elif _is_ours(entry.name) and entry.is_file():
                        found.append(_Found(entry.path, folder, entry.stat()))
        except (PermissionError, FileNotFoundError, NotADirectoryError):
            continue  # nothing of it can be read, now or when it is pasted from
        except OSError:
            whole = False
    return whole


def _is_ours(name: str) -> bool:
    return not name.startswith(_PASSED_OVER) and os.path.splitext(name)[1].lower() in _SUFFIXES  # noqa: PTH122 - for 200,000


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(_PASSED_OVER) for part in path.parts)


def _folder_of(path: Path, wanted: Iterable[Folder]) -> Folder | None:
    """The innermost folder of the index that a file lies in."""
    return max(
        (each for each in wanted if path.is_relative_to(each.path)), key=lambda f: len(f.path.parts), default=None
    )


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116 - a path as the system gave it
    except (OSError, ValueError):
        return None


def _day(seen: os.stat_result) -> date:
    try:
        return date.fromtimestamp(seen.st_mtime)  # noqa: DTZ012 - the laptop's own day
    except (OverflowError, OSError, ValueError):
        return date.max
