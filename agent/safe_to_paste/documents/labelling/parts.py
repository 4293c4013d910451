"""An archive some of whose parts are changed: the others are copied as they are packed."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile

from safe_to_paste.documents import limits
from safe_to_paste.documents.labelling.splice import Xml, attributes
from safe_to_paste.documents.package import Package
from safe_to_paste.documents.reasons import unreadable

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# APPNOTE.TXT 4.3.7: the local header's length without the name and the extra field, whose lengths stand in it.
_LOCAL, _LENGTHS = 30, struct.Struct("<26xHH")
_HAS_DESCRIPTOR = 0x8


class Parts(Package):
    """The parts of a document, and those that are to be changed."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, limits.Budget())
        self._data = data
        self._changed: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._changed or super().__contains__(name)

    def get(self, name: str) -> bytes:
        """A part as it is now."""
        return self._changed[name] if name in self._changed else self.read(name)

    def put(self, name: str, content: bytes) -> None:
        """Change a part, or add it."""
        if name not in self or self.get(name) != content:
            self._changed[name] = content

    def put_xml(self, name: str, xml: Xml) -> None:
        """Change a part where its XML has changes."""
        if xml.is_changed:
            self.put(name, xml.spliced())

    def relate(self, part: str, kind: str, target: str) -> str:
        """Say in an Office document that a part has another one; the relation's id.

        Args:
            part: whose relation it is; nothing for the document's own.
            kind: the relation's type, in full.
            target: the other part's name.
        """
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        content = self.get(listed) if listed in self else f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        xml = Xml(content)
        used = {node.attributes.get("Id", "") for node in xml.root.children}
        number = next(number for number in range(1, len(used) + 2) if f"label{number}" not in used)
        given = attributes((("Id", f"label{number}"), ("Type", kind), ("Target", f"/{target}")))
        xml.last(xml.root, f'<Relationship xmlns="{_RELATIONS}"{given}/>')
        self.put(listed, xml.spliced())
        return f"label{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Say in an Office document what kind of part one is."""
        listed = "[Content_Types].xml"
        xml = Xml(self.get(listed))
        given = attributes((("PartName", f"/{part}"), ("ContentType", content_type)))
        xml.last(xml.root, f'<Override xmlns="{_TYPES}"{given}/>')
        self.put(listed, xml.spliced())

    def free(self, name: str) -> str:
        """A part's name that is not taken yet: ``word/footer{}.xml`` with a number in it."""
        return next(made for number in range(1, limits.MEMBERS + 2) if (made := name.format(number)) not in self)

    def packed(self) -> bytes:
        """The archive with its changes; the same bytes where there are none."""
        if not self._changed:
            return self._data
        left = {name.casefold(): (name, content) for name, content in self._changed.items()}
        out = io.BytesIO()
        copied = 0
        with zipfile.ZipFile(io.BytesIO(self._data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.infolist():
                changed = left.pop(member.filename.casefold(), None)
                if changed is not None:
                    new.writestr(_like(member), changed[1])
                    continue
                raw = self._packed_bytes(member)
                copied += len(raw)
                if copied > len(self._data):  # members that share their bytes
                    raise unreadable("unsafe")
                _copy(member, raw, new)
            for name, content in left.values():
                made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                made.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(made, content)
        return out.getvalue()

    def _packed_bytes(self, member: zipfile.ZipInfo) -> bytes:
        header = self._data[member.header_offset : member.header_offset + _LOCAL]
        if len(header) < _LOCAL or not header.startswith(b"PK\x03\x04"):
            raise unreadable("damaged")
        start = member.header_offset + _LOCAL + sum(_LENGTHS.unpack(header))
        raw = self._data[start : start + member.compress_size]
        if len(raw) != member.compress_size:
            raise unreadable("damaged")
        return raw


def _like(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A member that differs in nothing but what is in it."""
    made = zipfile.ZipInfo(member.filename, member.date_time)
    made.compress_type = zipfile.ZIP_STORED if member.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    made.external_attr, made.create_system, made.comment = member.external_attr, member.create_system, member.comment
    return made


def _copy(member: zipfile.ZipInfo, raw: bytes, new: zipfile.ZipFile) -> None:
    """Write a member as it is packed: ``zipfile`` has no way of its own to."""
    out = new.fp
    if out is None:
        raise unreadable("stopped")
    out.seek(new.start_dir)
    member.header_offset = out.tell()
    # The sizes are known, so they stand before the bytes and not after.
    member.flag_bits &= ~_HAS_DESCRIPTOR
    out.write(member.FileHeader() + raw)
    new.filelist.append(member)
    new.NameToInfo[member.filename] = member
    new.start_dir = out.tell()
