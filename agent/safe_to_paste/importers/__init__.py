"""Read a roster as school systems export it: one module a format, found in this folder.

Each module has ``TITLE``, what the format is called; ``RANK``, its place in the order they are tried; and
``read(source)``, which gives a ``Reading`` or None when the files are of another format. Whatever the file
holds beside names and registration groups is passed over: no object keeps it. Nothing is written to disk.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from safe_to_paste.errors import RosterError
from safe_to_paste.importers._source import Source
from safe_to_paste.roster import Pupil


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of some files: their columns in words, and the pupils, once through."""

    columns: tuple[str, ...]
    passed_over: int
    pupils: Iterator[Pupil] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would take, without a name: shown before it is done."""

    title: str
    columns: tuple[str, ...]
    passed_over: int
    pupils: int
    with_group: int
    unread: int

    def lines(self) -> Iterator[str]:
        """For a person."""
        yield f"format: {self.title}"
        yield from (f"  {column}" for column in self.columns)
        yield f"  {self.passed_over} other columns are passed over unread" if self.passed_over else "  nothing else"
        yield f"pupils: {self.pupils}, {self.with_group} of them with a registration group or year"
        if self.unread:
            yield f"files of other formats that were left alone: {self.unread}"


class Importer(Protocol):
    """The shape of a module in this folder."""

    TITLE: str
    RANK: int

    def read(self, source: Source) -> Reading | None:
        """The pupils in the files, or None when this is not their format."""
        ...


def pupils(path: Path) -> Iterator[Pupil]:
    """The pupils in a file, a zip archive or a folder.

    Raises:
        RosterError: no format fits, or the file is damaged; which file, and what was expected.
    """
    with Source.of(path) as source:
        _, reading = _reading(source)
        found = False
        for pupil in reading.pupils:
            found = True
            yield pupil
        if not found:
            raise RosterError(f"{path}: holds no pupils; expected a row for each with forename and surname")


def preview(path: Path) -> Preview:
    """Which columns would be taken as what, and how many people there are; never a name."""
    with Source.of(path) as source:
        importer, reading = _reading(source)
        count = with_group = 0
        for pupil in reading.pupils:
            count += 1
            with_group += bool(pupil.group or pupil.year)
        return Preview(
            title=importer.TITLE,
            columns=reading.columns,
            passed_over=reading.passed_over,
            pupils=count,
            with_group=with_group,
            unread=len(source.left()),
        )


@cache
def known() -> tuple[Importer, ...]:
    """Every format, in the order they are tried: those with the clearest marks first."""
    modules = (module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found = [cast("Importer", importlib.import_module(f"{__name__}.{name}")) for name in modules]
    return tuple(sorted(found, key=lambda importer: importer.RANK))


def _reading(source: Source) -> tuple[Importer, Reading]:
    for importer in known():
        if reading := importer.read(source):
            return importer, reading
    titles = "; ".join(importer.TITLE for importer in known())
    raise RosterError(f"{source.path}: is no roster we can read; expected one of: {titles}")
