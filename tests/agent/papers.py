"""Small documents of every kind, put together by hand: what stands where in them is known exactly."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from itertools import pairwise

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
Content = bytes | Iterable[bytes]


def zipped(members: Mapping[str, Content], *, level: int = 6) -> bytes:
    """A zip archive; a member may come in pieces, so that it is never in memory as a whole."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in (content,) if isinstance(content, bytes) else content:
                    member.write(piece)
    return held.getvalue()


def relations(*targets: tuple[str, str, str]) -> bytes:
    """A part's relations: id, the last word of the type, target."""
    each = "".join(
        f'<Relationship Id="{id_}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}"/>'
        for id_, kind, target in targets
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'.encode()


def docx(body: Content, **others: Content) -> bytes:
    """A Word document with this as its main part."""
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(("a", "officeDocument", "word/document.xml")),
            "word/document.xml": body,
            **others,
        }
    )


def body(inner: str) -> bytes:
    """The main part of a Word document."""
    return f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'.encode()


def pdf(
    *contents: bytes, filters: str = "/FlateDecode", extra: str = "", rest: dict[int, bytes] | None = None
) -> bytes:
    """A PDF of one page for each content stream, which is put in as it is."""
    count = len(contents)
    objects: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{extra}>>".encode(),
        2: f"<</Type/Pages/Count {count}/Kids[{' '.join(f'{10 + 2 * n} 0 R' for n in range(count))}]>>".encode(),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **(rest or {}),
    }
    for n, content in enumerate(contents):
        objects[10 + 2 * n] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</I1 5 0 R>>>>/Annots[6 0 R]>>"
        ).encode()
        filter_ = f"/Filter[{filters}]" if filters else ""
        objects[11 + 2 * n] = f"<</Length {len(content)}{filter_}>>\nstream\n".encode() + content + b"\nendstream"
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(objects):
        out.write(f"{number} 1\n{places[number]:010} 00000 n \n".encode())
    out.write(f"trailer\n<</Size {max(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def office(main: str, parts: Mapping[str, str], related: Mapping[str, tuple[tuple[str, str, str], ...]]) -> bytes:
    """An Office document: its main part's name, its parts, and what each of them is related to."""
    members = {"_rels/.rels": relations(("a", "officeDocument", main), *related.get("", ()))}
    for part, targets in related.items():
        if part:
            folder, _, name = part.rpartition("/")
            members[f"{folder}/_rels/{name}.rels"] = relations(*targets)
    return zipped(members | {name: content.encode() for name, content in parts.items()})


def odf(kind: str, content: str, *, styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """An OpenDocument file of a kind: what is in its body, its master pages, its properties."""
    members = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {_ODF}><office:body>{content}</office:body>"
        f"</office:document-content>",
        "styles.xml": f"<office:document-styles {_ODF}>{styles}</office:document-styles>",
        "meta.xml": f"<office:document-meta {_ODF}>{meta}</office:document-meta>",
    }
    if manifest:
        members["META-INF/manifest.xml"] = manifest
    return zipped({name: text.encode() for name, text in members.items()})


_SECTOR, _MINI, _END, _FREE, _FAT = 512, 64, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams, each by its path: "a/b" is stream b in storage a. All are short ([MS-CFB])."""
    names = sorted({"/".join(path.split("/")[: n + 1]) for path in streams for n in range(path.count("/") + 1)})
    mini, starts = b"", dict[str, int]()
    mini_fat: list[int] = []
    for name in names:
        if data := streams.get(name, b""):
            starts[name] = len(mini_fat)
            count = -(-len(data) // _MINI)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END]
            mini += data.ljust(count * _MINI, b"\0")
    inside = {name: [each for each in names if each.rpartition("/")[0] == name] for name in ["", *names]}
    entry_of = {name: number for number, name in enumerate(names, 1)}
    following = {a: b for each in inside.values() for a, b in pairwise(each)}

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        shown = (name.rpartition("/")[2] or "Root Entry").encode("utf-16-le") + b"\0\0"
        right = entry_of.get(following.get(name, ""), _FREE) if name else _FREE
        child = entry_of[inside[name][0]] if inside[name] else _FREE
        links = struct.pack("<HBBLLL", len(shown), kind, 1, _FREE, right, child)
        return shown.ljust(64, b"\0") + links + bytes(36) + struct.pack("<LLL", start, size, 0)

    directory = entry("", 5, 0, len(mini)) + b"".join(
        entry(name, 2 if name in streams else 1, starts.get(name, _END), len(streams.get(name, b""))) for name in names
    )
    parts = [directory, struct.pack(f"<{len(mini_fat)}L", *mini_fat), mini]
    padded = [
        part.ljust(-(-len(part) // _SECTOR) * _SECTOR, pad)
        for part, pad in zip(parts, (b"\0", b"\xff", b"\0"), strict=True)
    ]
    fat, firsts = [_FAT], []
    for part in padded:
        firsts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + len(part) // _SECTOR), _END]
    directory = directory[:116] + struct.pack("<L", firsts[2]) + directory[120:]
    padded[0] = directory.ljust(len(padded[0]), b"\0")
    head = struct.pack(
        "<8s16sHHHHH6sLLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1,
        firsts[0],
        0, 4096, firsts[1], len(padded[1]) // _SECTOR, _END, 0, 0,
    ) + struct.pack("<108L", *[_FREE] * 108)  # fmt: skip
    return head + struct.pack("<128L", *fat, *[_FREE] * (128 - len(fat))) + b"".join(padded)


def message(texts: Mapping[str, str], **streams: bytes) -> bytes:
    """A message as Outlook saves it: its properties by their path and number."""
    named = {"__properties_version1.0": b"\0" * 32}
    for path, text in texts.items():
        folder, _, number = path.rpartition("/")
        named[f"{folder}/__substg1.0_{number}001F".lstrip("/")] = text.encode("utf-16-le")
    return ole(named | streams)
