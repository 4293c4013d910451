"""PDF: a line in the margin of every page, added at the end of the file (ISO 32000-1, 7.5.6).

What was in the file stays byte for byte before what is added, so forms, links and outlines are as they were. pypdf
reads the objects that are to be changed; PDFium says where on a page there is room, and, as a second program, whether
the outcome is as it should be.
"""

from __future__ import annotations

import ctypes
import io
import re
import struct
import time
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from pypdfium2 import raw

from safe_to_paste.documents import limits
from safe_to_paste.documents.labelling import xmp
from safe_to_paste.documents.labelling.model import Has, Label
from safe_to_paste.documents.reasons import unreadable

# Of the information dictionary; a name has no spaces.
_LINE, _SOURCE = "/AILabel", "/DigitalSourceType"
# Of a stream that draws the line: what it says, so that it can be known again.
_OURS = "/STPLabel"
_FONT = "/STPLabelFont"
_LOCKED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_SIGNED = re.compile(rb"/ByteRange\s*\[")
# Points: the letters, how far from the page's edge they stand, and how wide one is in parts of its size.
_SIZE, _EDGE, _WIDE = 8.0, 14.0, 0.52
# What fills more of a page than this lies under everything else.
_BACKGROUND = 0.5
_SHARE_OF_TIME = 0.6


def read(data: bytes, known: tuple[str, ...]) -> Has:
    """What the properties and the pages say."""
    reader = _opened(data)
    info = _info(reader)
    line, source = str(info.get(_LINE, "")).strip(), str(info.get(_SOURCE, "")).strip()
    packet = xmp.read(_packet(reader)[1])
    label = Label("", known=(*known, *filter(None, [line or packet[0]])))
    pages = _shown(data, reader, label)
    shown = next(iter(pages.values()), "") if len(pages) == len(reader.pages) else ""
    return Has(line or packet[0], shown, source or packet[1])


def stamp(data: bytes, label: Label) -> bytes:
    """The document with its label."""
    reader = _opened(data)
    root = _dictionary(reader.trailer["/Root"])
    form = _dictionary(root.get("/AcroForm"))
    if _SIGNED.search(data) or "/Perms" in root:
        raise unreadable("signed")
    if "/XFA" in form:
        raise unreadable("xfa")
    if xmp.is_for_archiving(_packet(reader)[1]):
        raise unreadable("archiving")
    increment = _Increment(data, reader)
    _stamp_pages(data, reader, increment, label)
    _stamp_info(reader, increment, label)
    _stamp_packet(reader, increment, label)
    made = increment.written()
    if made != data:
        _look_again(made, len(reader.pages), label)
    return made


def _opened(data: bytes) -> PdfReader:
    if _LOCKED.search(data):
        raise unreadable("password")
    reader = PdfReader(io.BytesIO(data))
    if not 0 < len(reader.pages) <= limits.PAGES:
        raise unreadable("pages")
    return reader


def _stamp_pages(data: bytes, reader: PdfReader, increment: _Increment, label: Label) -> None:
    """Draw the line on each page that has none, and say it anew where another label stands."""
    drawn = _drawn(label.line)
    until = time.monotonic() + limits.SECONDS * _SHARE_OF_TIME
    shown = _shown(data, reader, label)
    before = font = None
    document = pypdfium2.PdfDocument(data)
    done: set[int] = set()
    for number, page in enumerate(reader.pages):
        if time.monotonic() > until:
            raise unreadable("slow")
        where = page.indirect_reference
        if where is None:
            raise unreadable("damaged")
        if shown.get(number) == label.line or where.idnum in done:
            continue
        done.add(where.idnum)
        if font is None or before is None:
            before = increment.add(_stream(b"q\n"))
            font = increment.add(_helvetica())
        content = _stream(_content(_place(document[number], page, drawn, label.position), drawn))
        content[NameObject(_OURS)] = TextStringObject(label.line)
        if (ours := _ours(page)) is not None:
            increment.put(ours, content)
            continue
        if number in shown:
            # A label that is no line of ours is in the page's own words, and stays.
            continue
        old = page.get("/Contents")
        resolved = old.get_object() if old is not None else None
        streams = list(resolved) if isinstance(resolved, ArrayObject) else ([page.raw_get("/Contents")] if old else [])
        changed = _copy(page)
        changed[NameObject("/Contents")] = ArrayObject([before, *streams, increment.add(content)])
        changed[NameObject("/Resources")] = _with_font(page, font)
        increment.put(where, changed)


def _stamp_info(reader: PdfReader, increment: _Increment, label: Label) -> None:
    info = _copy(_info(reader))
    wanted = {_LINE: label.line, _SOURCE: label.kind.source}
    if all(str(info.get(key, "")) == value for key, value in wanted.items()):
        return
    info.update({NameObject(key): TextStringObject(value) for key, value in wanted.items()})
    known = reader.trailer.raw_get("/Info") if "/Info" in reader.trailer else None
    increment.info = known if isinstance(known, IndirectObject) else increment.add(info)
    increment.put(increment.info, info)


def _stamp_packet(reader: PdfReader, increment: _Increment, label: Label) -> None:
    metadata, packet = _packet(reader)
    made = xmp.stamped(packet, label)
    if made == packet:
        return
    stream = _stream(made)
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    if metadata is not None:
        increment.put(metadata, stream)
        return
    where = reader.trailer.raw_get("/Root")
    if not isinstance(where, IndirectObject):
        raise unreadable("damaged")
    changed = _copy(_dictionary(where))
    changed[NameObject("/Metadata")] = increment.add(stream)
    increment.put(where, changed)


class _Increment:
    """Objects that are new or changed, and the file with them at its end."""

    def __init__(self, data: bytes, reader: PdfReader) -> None:
        self._data = data
        self._trailer = reader.trailer
        # pypdf mends a table that is wrong, and what is added to a wrong one would be lost on others.
        # https://github.com/py-pdf/pypdf: the place where the newest table begins has no public name.
        self._start = int(reader._startxref)
        at = data[self._start : self._start + 30].lstrip()
        self._has_table = at.startswith(b"xref")
        if not self._has_table and not re.match(rb"\d+\s+\d+\s+obj", at):
            raise unreadable("damaged")
        self._next = int(str(self._trailer["/Size"]))
        self._objects: dict[int, tuple[int, PdfObject]] = {}
        self.info: IndirectObject | None = None
        self._reader = reader

    def add(self, what: PdfObject) -> IndirectObject:
        """A new object."""
        self._objects[self._next] = 0, what
        self._next += 1
        return IndirectObject(self._next - 1, 0, self._reader)

    def put(self, where: IndirectObject, what: PdfObject) -> None:
        """A new version of an object."""
        self._objects[where.idnum] = where.generation, what

    def written(self) -> bytes:
        """The file with what is new after it; the same bytes where there is nothing."""
        if not self._objects:
            return self._data
        out = io.BytesIO()
        out.write(self._data)
        out.write(b"" if self._data.endswith(b"\n") else b"\n")
        places: dict[int, tuple[int, int]] = {}
        for number, (generation, what) in sorted(self._objects.items()):
            places[number] = out.tell(), generation
            out.write(f"{number} {generation} obj\n".encode())
            what.write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        if self._has_table:
            _write_table(out, places)
            out.write(b"trailer\n")
            self._new_trailer(self._next).write_to_stream(out)
        else:
            places[self._next] = start, 0
            out.write(f"{self._next} 0 obj\n".encode())
            self._as_stream(places).write_to_stream(out)
            out.write(b"\nendobj")
        out.write(f"\nstartxref\n{start}\n%%EOF\n".encode())
        return out.getvalue()

    def _new_trailer(self, size: int) -> DictionaryObject:
        kept = {key: self._trailer.raw_get(key) for key in ("/Root", "/Info", "/ID") if key in self._trailer}
        made = DictionaryObject({NameObject(key): value for key, value in kept.items()})
        made[NameObject("/Size")] = NumberObject(size)
        made[NameObject("/Prev")] = NumberObject(self._start)
        if self.info is not None:
            made[NameObject("/Info")] = self.info
        return made

    def _as_stream(self, places: Mapping[int, tuple[int, int]]) -> DecodedStreamObject:
        made = _stream(b"".join(struct.pack(">BIH", 1, place, generation) for place, generation in _values(places)))
        made.update(self._new_trailer(self._next + 1))
        made[NameObject("/Type")] = NameObject("/XRef")
        made[NameObject("/W")] = ArrayObject([NumberObject(1), NumberObject(4), NumberObject(2)])
        made[NameObject("/Index")] = ArrayObject([NumberObject(each) for run in _runs(places) for each in run])
        return made


def _values(places: Mapping[int, tuple[int, int]]) -> Iterator[tuple[int, int]]:
    return (places[number] for number in sorted(places))


def _runs(places: Mapping[int, tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and the count of each run of numbers."""
    runs: list[tuple[int, int]] = []
    for number in sorted(places):
        if runs and sum(runs[-1]) == number:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((number, 1))
    return runs


def _write_table(out: io.BytesIO, places: Mapping[int, tuple[int, int]]) -> None:
    out.write(b"xref\n")
    for first, count in _runs(places):
        out.write(f"{first} {count}\n".encode())
        out.writelines("{:010} {:05} n \n".format(*places[number]).encode() for number in range(first, first + count))


def _stream(content: bytes) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(content)
    return made


def _helvetica() -> DictionaryObject:
    """One of the fonts that every program has."""
    given = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in given.items()})


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _copy(known: DictionaryObject) -> DictionaryObject:
    """The same with its references as they are."""
    return DictionaryObject({NameObject(key): known.raw_get(key) for key in known})


def _info(reader: PdfReader) -> DictionaryObject:
    return _dictionary(reader.trailer.get("/Info"))


def _packet(reader: PdfReader) -> tuple[IndirectObject | None, bytes]:
    """Where the document's packet of properties is, and what it is."""
    root = _dictionary(reader.trailer["/Root"])
    if "/Metadata" not in root:
        return None, b""
    where = root.raw_get("/Metadata")
    found = where.get_object()
    data = found.get_data() if hasattr(found, "get_data") else b""
    return (where if isinstance(where, IndirectObject) else None), data.encode() if isinstance(data, str) else data


def _inherited(page: DictionaryObject, key: str) -> Any:
    """What a page says, or what the pages' tree says for it."""
    node: DictionaryObject | None = page
    for _ in range(limits.DEPTH):
        if node is None:
            break
        if key in node:
            return node[key]
        node = _dictionary(node["/Parent"]) if "/Parent" in node else None
    return None


def _with_font(page: DictionaryObject, font: IndirectObject) -> DictionaryObject:
    resources = _dictionary(_inherited(page, "/Resources"))
    fonts = _dictionary(resources.get("/Font"))
    made = _copy(resources)
    made[NameObject("/Font")] = DictionaryObject({**_copy(fonts), NameObject(_FONT): font})
    return made


def _ours(page: DictionaryObject) -> IndirectObject | None:
    """The stream of a page that draws our line."""
    contents = page.get("/Contents")
    resolved = contents.get_object() if contents is not None else None
    for each in reversed(resolved) if isinstance(resolved, ArrayObject) else ():
        if isinstance(each, IndirectObject) and _OURS in _dictionary(each):
            return each
    return None


def _shown(data: bytes, reader: PdfReader, label: Label) -> dict[int, str]:
    """The label of each page that has one, by the page's number: a line of ours, or one in the page's own words."""
    document = pypdfium2.PdfDocument(data)
    found: dict[int, str] = {}
    for number, page in enumerate(reader.pages):
        if (ours := _ours(page)) is not None:
            found[number] = str(_dictionary(ours)[_OURS]).strip()
            continue
        words = document[number].get_textpage().get_text_range()
        if line := next((line.strip() for line in words.splitlines() if label.is_one(line)), ""):
            found[number] = line
    return found


class _Place(NamedTuple):
    """Where the line begins, on the page as it is seen, how that lies on the page, and whether it needs a ground."""

    x: float
    y: float
    matrix: tuple[float, ...]
    on_ground: bool


def _place(seen: pypdfium2.PdfPage, page: Any, words: str, position: str) -> _Place:
    """The first place in the margin where nothing stands; the first of all, on a white ground, where there is none."""
    box = page.cropbox
    x0, y0, wide, high = float(box.left), float(box.bottom), float(box.width), float(box.height)
    turned = int(_inherited(page, "/Rotate") or 0) % 360
    matrix = {
        90: (0.0, 1.0, -1.0, 0.0, x0 + wide, y0),
        180: (-1.0, 0.0, 0.0, -1.0, x0 + wide, y0 + high),
        270: (0.0, -1.0, 1.0, 0.0, x0, y0 + high),
    }.get(turned, (1.0, 0.0, 0.0, 1.0, x0, y0))
    width, height = (high, wide) if turned in (90, 270) else (wide, high)
    length = _length(words)
    boxes = [_seen_from(bounds, matrix) for bounds in _bounds(seen)]
    area = width * height
    ground = any((right - left) * (top - bottom) > _BACKGROUND * area for left, bottom, right, top in boxes)
    in_the_way = [each for each in boxes if (each[2] - each[0]) * (each[3] - each[1]) <= _BACKGROUND * area]
    across = ((width - length) / 2, width - length - 2 * _EDGE, 2 * _EDGE)
    rows = (_EDGE, height - _EDGE - _SIZE)
    for y in reversed(rows) if position == "top" else rows:
        for x in across:
            if not any(_meet((x - 2, y - 2, x + length + 2, y + _SIZE), each) for each in in_the_way):
                return _Place(x, y, matrix, ground)
    return _Place(across[0], rows[position == "top"], matrix, on_ground=True)


def _bounds(seen: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """The left, bottom, right and top of each thing that is drawn on a page."""
    values = [ctypes.c_float() for _ in range(4)]
    for number in range(min(raw.FPDFPage_CountObjects(seen.raw), 100_000)):
        if raw.FPDFPageObj_GetBounds(raw.FPDFPage_GetObject(seen.raw, number), *map(ctypes.byref, values)):
            left, bottom, right, top = (value.value for value in values)
            yield left, bottom, right, top
    rect = raw.FS_RECTF()
    for number in range(min(raw.FPDFPage_GetAnnotCount(seen.raw), 10_000)):
        annotation = raw.FPDFPage_GetAnnot(seen.raw, number)
        if annotation:
            if raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
                yield rect.left, rect.bottom, rect.right, rect.top
            raw.FPDFPage_CloseAnnot(annotation)


def _seen_from(bounds: tuple[float, float, float, float], matrix: tuple[float, ...]) -> tuple[float, ...]:
    """A box as it lies on the page that is seen: the matrix only turns and moves, so its inverse does too."""
    a, b, c, d, e, f = matrix
    corners = [((x - e) * a + (y - f) * b, (x - e) * c + (y - f) * d) for x in bounds[::2] for y in bounds[1::2]]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _drawn(line: str) -> str:
    """The line in letters that the font has; without their accents where it has not those."""
    for words in (line, unicodedata.normalize("NFKD", line).encode("ascii", "ignore").decode()):
        try:
            words.encode("cp1252")
        except UnicodeEncodeError:
            continue
        if len(words.strip()) >= len(line.strip()) // 2:
            return words
    raise unreadable("letters")


def _length(words: str) -> float:
    return len(words) * _SIZE * _WIDE


def _content(place: _Place, words: str) -> bytes:
    """End what the page was drawn with, then draw the line as something that belongs to no text (14.8.2.2)."""
    escaped = re.sub(rb"([\\()])", rb"\\\1", words.encode("cp1252")).replace(b"\r", b" ").replace(b"\n", b" ")
    matrix = " ".join(f"{value:.3f}" for value in place.matrix)
    ground = f"1 g {place.x - 3:.2f} {place.y - 3:.2f} {_length(words) + 6:.2f} {_SIZE + 5:.2f} re f\n"
    return b"".join(
        (
            f"\nQ\nq\n/Artifact <</Type/Pagination/Subtype/Footer>> BDC\n{matrix} cm\n".encode(),
            ground.encode() if place.on_ground else b"",
            f"BT\n0.35 g\n{_FONT} {_SIZE:g} Tf\n{place.x:.2f} {place.y:.2f} Td\n(".encode(),
            escaped,
            b") Tj\nET\nEMC\nQ\n",
        )
    )


def _look_again(made: bytes, pages: int, label: Label) -> None:
    """Open what was made with the other library: each page is there, and says the line."""
    try:
        document = pypdfium2.PdfDocument(made)
        if len(document) != pages:
            raise unreadable("unsure")
        drawn = " ".join(_drawn(label.line).split())
        for number in range(pages):
            words = document[number].get_textpage().get_text_range()
            if drawn not in " ".join(words.split()) and not any(map(label.is_one, words.splitlines())):
                raise unreadable("unsure")
    except pypdfium2.PdfiumError:
        raise unreadable("unsure") from None
