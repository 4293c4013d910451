"""The DfE's Common Transfer File, any version: https://www.gov.uk/government/collections/common-transfer-file

It is read as a stream: of each pupil only names and the year become strings, all else passes by. A file with a
document type is refused before anything of it is read, since that is where entities and outside references live.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from safe_to_paste.errors import RosterError
from safe_to_paste.importers import Reading, _rows
from safe_to_paste.importers._source import Source
from safe_to_paste.roster import Pupil

TITLE = "Common Transfer File (XML)"
RANK = 40

# Where below a Pupil each thing stands; the names of contacts and others stand deeper.
_WANTED = {
    ("Forename",): "forename",
    ("Surname",): "surname",
    ("BasicDetails", "PreferredForename"): "preferred",
    ("BasicDetails", "PreferredSurname"): "preferred_surname",
    ("BasicDetails", "FormerSurname"): "former_surname",
    ("BasicDetails", "NCyearActual"): "year",
}
_COLUMNS = tuple(f"{'/'.join(place)}: {kind.replace('_', ' ')}" for place, kind in _WANTED.items())
_START = 4_000
_DEEPEST = 40


def read(source: Source) -> Reading | None:
    """The pupils of every such file there is."""
    names = [name for name in source.names(".xml") if b"CTfile" in source.read(name)[:_START].replace(b"\0", b"")]
    if not names:
        return None
    return Reading(_COLUMNS, 0, (pupil for name in names for pupil in _pupils(source.read(name), source.where(name))))


def _pupils(data: bytes, where: str) -> Iterator[Pupil]:
    reader = _Reader(where)
    try:
        reader.parse(data)
    except expat.ExpatError as error:
        raise RosterError(
            f"{where}: line {error.lineno} is not well-formed XML ({expat.ErrorString(error.code)}); "
            "expected a Common Transfer File as the school system wrote it"
        ) from None
    return iter(reader.pupils)


class _Reader:
    """Keeps what stands in the wanted places."""

    def __init__(self, where: str) -> None:
        self.pupils: list[Pupil] = []
        self._where = where
        self._place: list[str] = []
        self._within: int | None = None
        self._values: dict[str, str] = {}
        self._wanted = ""

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="\t")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)

    def _refuse(self, *_: object) -> int:
        raise RosterError(f"{self._where}: has a document type or entities, which no Common Transfer File needs")

    def _start(self, name: str, _attributes: object) -> None:
        self._place.append(name.rpartition("\t")[2])
        if len(self._place) > _DEEPEST:
            raise RosterError(f"{self._where}: is nested deeper than any Common Transfer File")
        if self._place[-1] == "Pupil" and self._within is None:
            self._within, self._values = len(self._place), {}
        self._wanted = _WANTED.get(tuple(self._place[self._within :]), "") if self._within is not None else ""

    def _characters(self, data: str) -> None:
        if self._wanted:
            self._values[self._wanted] = self._values.get(self._wanted, "") + data

    def _end(self, _name: str) -> None:
        if self._within == len(self._place):
            self._within = None
            pupil = _rows.pupil(**{kind: value.strip() for kind, value in self._values.items()})
            self._values = {}
            if pupil is not None:
                self.pupils.append(pupil)
        self._place.pop()
        self._wanted = ""
