"""An OpenDocument text put together anew (ISO/IEC 26300, part 3: what the archive holds)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from safe_to_paste.documents import limits
from safe_to_paste.documents.archive import Archive
from safe_to_paste.documents.copying import picture, tables
from safe_to_paste.documents.copying.rewriting import Attributes, Everywhere, Rewriter, quoted
from safe_to_paste.documents.copying.tracing import Change, Part, trace
from safe_to_paste.documents.model import Document

_TYPE = "application/vnd.oasis.opendocument.text"
_WRITTEN = ("content.xml", "styles.xml")
_PICTURES = "pictures/"
_META = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    "</office:document-meta>"
)


def copy(data: bytes, name: str, document: Document, changes: Sequence[Change], everywhere: Everywhere) -> bytes:
    """The file anew; raises UnreadableError where that cannot be done faithfully."""
    archive = Archive(data, limits.Budget())
    parts = trace(data, name, document.text, changes, frozenset())
    pictures = [each for each in archive.spelt() if each.casefold().startswith(_PICTURES) and not each.endswith("/")]
    members = [each for each in _WRITTEN if each in archive]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        # First and as it is, so that programs can tell what the file is.
        made.writestr(zipfile.ZipInfo("mimetype"), _TYPE)
        for member in members:
            part = parts.get(member, Part())
            rewriter = Rewriter(tables.OPENDOCUMENT, part, everywhere, None, _instead, _attributed)
            made.writestr(member, rewriter.written(archive.chunks(member)))
        for each in pictures:
            made.writestr(each, picture.blank())
        made.writestr("meta.xml", _META)
        made.writestr("META-INF/manifest.xml", _manifest([*members, "meta.xml"], pictures))
    return held.getvalue()


def _instead(name: str, _: str, attributes: Attributes) -> str | None:
    """A picture that is not in the file, or stands for an object that is not, goes."""
    is_elsewhere = not attributes.get("xlink:href", _PICTURES).casefold().startswith(_PICTURES)
    return "" if name == "draw:image" and is_elsewhere else None


def _attributed(name: str, attributes: Attributes) -> Attributes:
    """Nothing leads out of the file, and nothing that is not shown says anything."""
    gone = {"office:string-value", "text:string-value", "text:string-value-if-true", "text:string-value-if-false"}
    if name != "draw:image":
        gone.add("xlink:href")
    if name.startswith("draw:"):
        gone.add("draw:name")
    return {key: value for key, value in attributes.items() if key not in gone}


def _manifest(members: Sequence[str], pictures: Sequence[str]) -> str:
    entries = [("/", _TYPE), *((each, "text/xml") for each in members), *((each, "image/png") for each in pictures)]
    said = "".join(
        f'<manifest:file-entry manifest:full-path="{quoted(path)}" manifest:media-type="{kind}"/>'
        for path, kind in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest '
        f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">{said}'
        "</manifest:manifest>"
    )
