"""An Office Open XML document: parts in a zip archive, and the relations that say which is what (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from safe_to_paste.documents import limits, markup
from safe_to_paste.documents.archive import Archive

_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's relation to another: ``kind`` is the last word of its type, ``target`` a name in the archive."""

    id: str
    kind: str
    target: str
    is_outside: bool
    type: str = ""


class Package(Archive):
    """The parts of a document and how they are related."""

    def __init__(self, data: bytes, budget: limits.Budget) -> None:
        super().__init__(data, budget)
        self._relations: dict[str, tuple[Relation, ...]] = {}

    def main(self) -> str:
        """The part that the document starts from, or nothing."""
        return next((each.target for each in self.related("") if each.kind == "officeDocument"), "")

    def related(self, part: str, *kinds: str) -> tuple[Relation, ...]:
        """What a part refers to, all or of some kinds, in order, as far as it is there."""
        if part not in self._relations:
            self._relations[part] = tuple(self._read(part))
        return tuple(each for each in self._relations[part] if not kinds or each.kind in kinds)

    def _read(self, part: str) -> Iterator[Relation]:
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self:
            return
        for event in markup.events(self.chunks(listed)):
            if event.kind == markup.START and event.name == "Relationship":
                given = event.attributes.get("Target", "")
                is_outside = event.attributes.get("TargetMode") == "External"
                target = given if is_outside else posixpath.normpath(posixpath.join("/", folder, _plain(given)))[1:]
                if is_outside or target in self:
                    type_ = event.attributes.get("Type", "")
                    kind = type_.rpartition("/")[2]
                    yield Relation(event.attributes.get("Id", ""), kind, target, is_outside, type_)


def _plain(target: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), target)
