"""Files made to harm whoever opens them, generated anew each time: none is kept, for some unpack to gigabytes."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable

from .papers import Content, R, W, body, docx, pdf, relations, zipped

_MEGABYTE = 1 << 20


def _zeros(megabytes: int, piece: bytes = b"\0") -> Iterable[bytes]:
    block = (piece * (_MEGABYTE // len(piece) + 1))[:_MEGABYTE]
    return (block for _ in range(megabytes))


def _deflated(pieces: Iterable[bytes]) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(piece) for piece in pieces), packer.flush()])


def a_gigabyte_in_a_document() -> bytes:
    text = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>'.encode()
    return docx(
        piece for part in ([text], _zeros(1024, b"a "), [b"</w:t></w:r></w:p></w:body></w:document>"]) for piece in part
    )


def many_parts_of_ten_megabytes() -> bytes:
    header = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>'.encode()
    numbers = range(40)
    others: dict[str, Content] = {
        f"word/header{n}.xml": (
            piece
            for part in ([header], _zeros(10, bytes(range(97, 123)) + b" "), [b"</w:t></w:r></w:p></w:hdr>"])
            for piece in part
        )
        for n in numbers
    }
    others["word/_rels/document.xml.rels"] = relations(*((f"h{n}", "header", f"header{n}.xml") for n in numbers))
    return docx(body(""), **others)


def billion_laughs() -> bytes:
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return docx(f'<!DOCTYPE w [{entities}]><w:document xmlns:w="{W}"><w:t>&l9;</w:t></w:document>'.encode())


def external_entity() -> bytes:
    return docx(
        f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&x;'
        "</w:t></w:r></w:p></w:body></w:document>".encode()
    )


def deeply_nested() -> bytes:
    return docx(body("<w:p>" * 300_000 + "</w:p>" * 300_000))


def sixty_thousand_members() -> bytes:
    return docx(body("<w:p/>"), **{f"word/media/{n}.bin": b"" for n in range(60_000)})


def small_pdf_of_a_gigabyte() -> bytes:
    """Packed twice, so that a gigabyte takes a few kilobytes."""
    once = _deflated(_zeros(1024, b" "))
    return pdf(zlib.compress(once, 9), filters="/FlateDecode/FlateDecode")


def pdf_that_draws_for_ever() -> bytes:
    """A page of many millions of letters."""
    line = b"BT /F1 8 Tf 10 10 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n"
    return pdf(_deflated(line * 20_000 for _ in range(20)))


def workbook_with_the_largest_rows() -> bytes:
    """An ODF sheet in which one cell stands a million times in each of a million rows."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table>'
        + '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000">'
        "<text:p>abcdefgh</text:p></table:table-cell></table:table-row>"
        * 3000
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def sheet_of_lonely_cells() -> bytes:
    """A sheet with one cell in each row, each in a column of its own."""

    def name(column: int) -> str:
        letters = ""
        column += 1
        while column:
            column, digit = divmod(column - 1, 26)
            letters = chr(65 + digit) + letters
        return letters

    cells = "".join(f'<row r="{n + 1}"><c r="{name(n)}{n + 1}"><v>1</v></c></row>' for n in range(16_000))
    return zipped(
        {
            "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns:r="{R}"><sheets><sheet name="a" r:id="s"/></sheets>'
            f"</workbook>".encode(),
            "xl/_rels/workbook.xml.rels": relations(("s", "worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode(),
        }
    )


def documents_in_documents() -> bytes:
    """Each holds the next, fifty deep."""
    inner = docx(body("<w:p><w:r><w:t>in the middle</w:t></w:r></w:p>"))
    for _ in range(50):
        inner = docx(
            body("<w:p/>"),
            **{
                "word/embeddings/a.docx": inner,
                "word/_rels/document.xml.rels": relations(("e", "package", "embeddings/a.docx")),
            },
        )
    return inner


def many_documents_in_one() -> bytes:
    """Two hundred, each of which unpacks to ten megabytes."""
    inner = docx(body("<w:p><w:r><w:t>" + "abcdefg hijklmn " * 600_000 + "</w:t></w:r></w:p>"))
    numbers = range(200)
    return docx(
        body("<w:p/>"),
        **{f"word/embeddings/{n}.docx": inner for n in numbers},
        **{"word/_rels/document.xml.rels": relations(*((f"e{n}", "package", f"embeddings/{n}.docx") for n in numbers))},
    )


def overlapping_members() -> bytes:
    """The same packed bytes under many names: two thousand headers of twenty megabytes."""
    names = [f"word/header{n}.xml" for n in range(2_000)]
    related = relations(*((f"h{n}", "header", f"header{n}.xml") for n in range(2_000)))
    text = (
        piece for part in ([f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>'.encode()], _zeros(20, b"ab c")) for piece in part
    )
    parts: dict[str, Content] = {"word/_rels/document.xml.rels": related, names[0]: text}
    held = io.BytesIO(docx(body(""), **parts))
    with zipfile.ZipFile(held, "a") as archive:
        first = archive.getinfo(names[0])
        for name in names[1:]:
            again = copy.copy(first)
            again.filename = name
            archive.filelist.append(again)
        archive.comment = b"so that the directory is written anew"
    return held.getvalue()


def rtf_of_open_braces() -> bytes:
    return b"{\\rtf1 " + b"{" * 5_000_000


def rtf_of_braces() -> bytes:
    return b"{\\rtf1 " + b"{a}" * 10_000_000


def page_of_open_tags() -> bytes:
    return b"<html>" + b"<table><tr><td>" * 1_000_000


def page_of_broken_tags() -> bytes:
    return b"<html>" + b"<a" * 10_000_000


def mail_of_nested_parts() -> bytes:
    head = b"From: a@example.org\nMIME-Version: 1.0\n"
    for n in range(3_000):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
    return head


def mail_of_many_parts() -> bytes:
    return (
        b'From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\nContent-Type: application/pdf\n\n%PDF-1.7\n" * 200_000
    )


ALL: dict[str, tuple[str, Callable[[], bytes]]] = {
    maker.__name__: (suffix, maker)
    for suffix, makers in {
        ".docx": (
            a_gigabyte_in_a_document, many_parts_of_ten_megabytes, billion_laughs, external_entity, deeply_nested,
            sixty_thousand_members, documents_in_documents, many_documents_in_one, overlapping_members,
        ),
        ".pdf": (small_pdf_of_a_gigabyte, pdf_that_draws_for_ever),
        ".ods": (workbook_with_the_largest_rows,),
        ".xlsx": (sheet_of_lonely_cells,),
        ".rtf": (rtf_of_open_braces, rtf_of_braces),
        ".html": (page_of_open_tags, page_of_broken_tags),
        ".eml": (mail_of_nested_parts, mail_of_many_parts),
    }.items()
    for maker in makers
}  # fmt: skip
