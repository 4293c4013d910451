"""The label in each kind of document: where readers see it, in its properties, once, and nothing else changed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfReader, PdfWriter
from safe_to_paste.documents import child, formats
from safe_to_paste.documents.labelling import stamping
from safe_to_paste.documents.labelling.model import Has, Kind, Label
from safe_to_paste.errors import UnreadableError

from . import papers

KNOWN = ("AI supported", "Partly created by AI", "Created by AI")
SUPPORTED = Label("AI supported", known=KNOWN)
CREATED = Label("Created by AI", Kind.CREATED, known=KNOWN)
ON_TOP = Label("AI supported", position="top", known=KNOWN)
SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPES = papers.TYPES.decode()


def stamped(data: bytes, name: str, label: Label = SUPPORTED) -> bytes:
    said, made = stamping.done(data, name, label, only_check=False)

    assert said["changed"] == bool(made)
    return made or data


def has(data: bytes, name: str) -> Has:
    said, _ = stamping.done(data, name, Label("", known=KNOWN), only_check=True)
    return Has(**{key: said[key] for key in Has._fields})


def refused(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        stamping.done(data, name, SUPPORTED, only_check=False)
    return caught.value.code


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def parts(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def footer(text: str) -> bytes:
    return f'<w:ftr xmlns:w="{papers.W}">{words(text)}</w:ftr>'.encode()


def docx(inner: str, **others: bytes) -> bytes:
    body = f'<w:document xmlns:w="{papers.W}" xmlns:r="{papers.R}"><w:body>{inner}</w:body></w:document>'
    return papers.docx(body.encode(), **others)


def xlsx(*sheets: str) -> bytes:
    ids = range(1, len(sheets) + 1)
    return papers.office(
        "xl/workbook.xml",
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{papers.R}"><sheets/></workbook>',
            **{f"xl/s{n}.xml": sheet for n, sheet in zip(ids, sheets, strict=True)},
        },
        {"xl/workbook.xml": tuple((f"r{n}", "worksheet", f"s{n}.xml") for n in ids)},
    )


def sheet(after: str = "") -> str:
    return f'<worksheet xmlns="{S}"><sheetData/>{after}<drawing/></worksheet>'


def pptx(*slides: str, more: str = "") -> bytes:
    ids = range(1, len(slides) + 1)
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in ids)
    return papers.office(
        "ppt/presentation.xml",
        {
            "[Content_Types].xml": TYPES,
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{papers.R}"><p:sldIdLst>{listed}'
            f'</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>{more}</p:presentation>',
            **{f"ppt/slide{n}.xml": slide for n, slide in zip(ids, slides, strict=True)},
        },
        {"ppt/presentation.xml": tuple((f"r{n}", "slide", f"slide{n}.xml") for n in ids)},
    )


def slide(text: str, attributes: str = "") -> str:
    return (
        f'<p:sld xmlns:p="{P}" xmlns:a="{A}"{attributes}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/>'
        f'</p:nvGrpSpPr><p:sp><p:nvSpPr><p:cNvPr id="7" name="Title"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t>'
        "</a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    )


def odf(kind: str, content: str, master: str = "") -> bytes:
    fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    styles = (
        f'<office:automatic-styles {fo}><style:page-layout style:name="pm1"><style:page-layout-properties '
        'fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles>'
        "<office:master-styles>"
        f'<style:master-page style:name="Standard" style:page-layout-name="pm1">{master}</style:master-page>'
        "</office:master-styles>"
    )
    return papers.odf(
        kind, content, styles=styles, meta="<office:meta><meta:keyword>rivers</meta:keyword></office:meta>"
    )


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    given = ((b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in given)


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    def segment(marker: int, content: bytes) -> bytes:
        return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content

    given = ((0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0"), *segments, (0xDA, b"\1\1\0\0\x3f\0"))
    return b"\xff\xd8" + b"".join(segment(*each) for each in given) + b"\x12\x34\xff\xd9"


def drawn(text: str) -> bytes:
    return f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()


def pdf(*texts: str, extra: str = "", rest: dict[int, bytes] | None = None) -> bytes:
    own = {4: b"<</Title(Trip)>>", 5: b"null", 6: b"<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/Contents(n)>>"}
    return papers.pdf(*map(drawn, texts), filters="", extra=extra, rest={**own, **(rest or {})})


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


OFFICE = {
    "a.docx": docx(words("Rivers")),
    "a.xlsx": xlsx(sheet(), sheet()),
    "a.pptx": pptx(slide("One"), slide("Two")),
    "a.odt": odf("text", "<office:text><text:p>Rivers</text:p></office:text>"),
    "a.ods": odf("spreadsheet", "<office:spreadsheet/>"),
    "a.odp": odf(
        "presentation", '<office:presentation><draw:page draw:master-page-name="Standard"/></office:presentation>'
    ),
}
ALL = {
    **OFFICE,
    "a.pdf": pdf("Rivers", "Lakes"),
    "a.html": b"<!doctype html><html><head><title>x</title></head><body><h1>Rivers</h1></body></html>",
    "a.md": b"# Rivers\n\nMeanders.\n",
    "a.txt": b"Rivers\r\n",
    "a.png": png(),
    "a.jpg": jpeg(),
}


class TestEveryKind:
    @pytest.mark.parametrize("name", ALL)
    def test_label_is_read_back(self, name: str) -> None:
        assert not has(ALL[name], name).line

        found = has(stamped(ALL[name], name), name)

        assert "AI supported" == found.line
        assert not found.shows or "AI supported" == found.shown
        assert not found.records or ("AI supported", SOURCE) == (found.recorded, found.source)

    @pytest.mark.parametrize("name", ALL)
    def test_label_is_never_there_twice(self, name: str) -> None:
        once = stamped(ALL[name], name)

        assert once == stamped(once, name)
        assert once == stamped(once, name, Label("AI supported (Gemini, 1 May 2026)", known=KNOWN))

    @pytest.mark.parametrize("name", ALL)
    @pytest.mark.parametrize("position", ["top", "end"])
    def test_another_kind_takes_the_place_of_the_first_wherever_that_stands(self, name: str, position: str) -> None:
        made = stamped(stamped(ALL[name], name, ON_TOP if position == "top" else SUPPORTED), name, CREATED)

        assert "Created by AI" == has(made, name).line
        assert has(made, name).source in ("", Kind.CREATED.source)
        unpacked = b"".join(parts(made).values()) if name in OFFICE else made
        assert b"AI supported" not in unpacked.split(b"%%EOF")[-2 if name == "a.pdf" else -1]

    @pytest.mark.parametrize("name", ALL)
    def test_tool_and_date_are_said_and_kept(self, name: str) -> None:
        line = "AI supported (ChatGPT, 22 November 2026)"
        made = stamped(ALL[name], name, Label(line, known=KNOWN))

        assert line == has(made, name).line
        assert made == stamped(made, name)

    @pytest.mark.parametrize("name", ALL)
    def test_label_of_a_policy_in_other_words_is_known_by_what_the_properties_say(self, name: str) -> None:
        others = ("Gwnaed gyda chymorth DA & ŵyn", *KNOWN[1:])
        made = stamped(ALL[name], name, Label(others[0], known=others))
        again = stamped(made, name)

        if has(made, name).records:
            assert again.count(b"AI supported") or name in OFFICE
            assert others[0] not in [has(again, name).recorded, has(again, name).shown]

    @pytest.mark.parametrize("name", ALL)
    @given(data=some.data())
    def test_damaged_documents_are_labelled_or_refused(self, name: str, data: some.DataObject) -> None:
        spoiled = bytearray(ALL[name])
        for at in data.draw(some.lists(some.integers(0, len(spoiled) - 1), min_size=1, max_size=6)):
            spoiled[at] = data.draw(some.integers(0, 255))
        cut = bytes(spoiled[: data.draw(some.integers(1, len(spoiled)))])
        fields = {
            "do": "label",
            "name": name,
            "line": "AI supported",
            "kind": "supported",
            "position": "end",
            "known": KNOWN,
        }

        reply, made = child.answer(fields, cut)

        if made:
            assert "AI supported" == has(made, name).line
        else:
            assert reply.get("unreadable") or not reply["changed"]

    @pytest.mark.parametrize("name", [name for name in ALL if formats.FORMATS and name not in ("a.png", "a.jpg")])
    def test_what_the_document_says_is_still_read(self, name: str) -> None:
        before, after = formats.read(ALL[name], name).text, formats.read(stamped(ALL[name], name), name).text

        assert all(line in after for line in before.splitlines())
        assert "AI supported" in after


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("a.docx", {"word/document.xml"}),
        ("a.xlsx", {"xl/s1.xml", "xl/s2.xml"}),
        ("a.pptx", {"ppt/slide2.xml"}),
        ("a.odt", {"styles.xml", "meta.xml"}),
        ("a.odp", {"content.xml", "meta.xml"}),
    ],
)
def test_parts_that_have_nothing_to_do_with_the_label_stay(name: str, theirs: set[str]) -> None:
    given = papers.zipped({**parts(OFFICE[name]), "media/film.mp4": bytes(range(256)) * 40})
    before, after = parts(given), parts(stamped(given, name))

    assert {part for part in before if before[part] != after[part]} <= theirs | {"[Content_Types].xml", "_rels/.rels"}
    assert list(before) == list(after)[: len(before)]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
def test_office_documents_say_it_in_both_kinds_of_properties(name: str) -> None:
    made = stamped(OFFICE[name], name)

    assert ">AI supported</keywords>" in part(made, "docProps/core.xml")
    assert 'name="AI label"' in part(made, "docProps/custom.xml")
    assert SOURCE in part(made, "docProps/custom.xml")
    assert 2 == part(made, "[Content_Types].xml").count('PartName="/docProps/')
    assert made == stamped(made, name)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
class TestOfficeIsLeftAlone:
    def with_part(self, name: str, **more: bytes) -> bytes:
        return papers.zipped({**parts(OFFICE[name]), **more})

    def test_when_it_is_signed(self, name: str) -> None:
        assert "signed" == refused(self.with_part(name, **{"_xmlsignatures/origin.sigs": b""}), name)

    def test_when_its_macros_are_signed(self, name: str) -> None:
        assert "macro_signed" == refused(self.with_part(name, **{"word/vbaProjectSignature.bin": b"x"}), name)

    def test_when_it_is_marked_as_final(self, name: str) -> None:
        custom = (
            b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property pid="2" '
            b'name="_MarkAsFinal"><vt:bool>true</vt:bool></property></Properties>'
        )
        rels = parts(OFFICE[name])["_rels/.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'custom-properties" Target="docProps/custom.xml"/></Relationships>',
        )

        assert "final" == refused(self.with_part(name, **{"_rels/.rels": rels, "docProps/custom.xml": custom}), name)

    def test_when_it_has_a_document_type(self, name: str) -> None:
        rels = b"<!DOCTYPE x [<!ENTITY e 'e'>]>" + parts(OFFICE[name])["_rels/.rels"]

        assert "unsafe" == refused(self.with_part(name, **{"_rels/.rels": rels}), name)


class TestWord:
    def sections(self, title: str = "") -> bytes:
        first = (
            '<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="f1"/><w:footerReference w:type="first" '
            'r:id="f2"/><w:titlePg/></w:sectPr></w:pPr></w:p>'
        )
        last = f'<w:sectPr><w:footerReference w:type="default" r:id="f3"/>{title}</w:sectPr>'
        return docx(
            words("One") + first + words("Two") + last,
            **{
                "word/_rels/document.xml.rels": papers.relations(
                    ("f1", "footer", "footer1.xml"),
                    ("f2", "footer", "footer2.xml"),
                    ("f3", "footer", "footer3.xml"),
                    ("s", "settings", "settings.xml"),
                ),
                **{f"word/footer{n}.xml": footer(f"Foot {n}") for n in (1, 2, 3)},
                "word/settings.xml": f'<w:settings xmlns:w="{papers.W}"><w:evenAndOddHeaders/></w:settings>'.encode(),
            },
        )

    def test_every_footer_says_it_below_what_it_said(self) -> None:
        made = parts(stamped(self.sections(), "a.docx"))

        for n in (1, 2, 3):
            assert re.search(f"Foot {n}</w:t></w:r></w:p><w:p .*AI supported", made[f"word/footer{n}.xml"].decode())

    def test_even_pages_get_a_footer_where_they_have_none(self) -> None:
        made = stamped(self.sections(), "a.docx")

        assert 1 == part(made, "word/document.xml").count('w:type="even"')
        assert "AI supported" in part(made, "word/footer4.xml")
        assert "wordprocessingml.footer+xml" in part(made, "[Content_Types].xml")

    def test_document_without_footers_gets_one_and_a_first_one_where_the_first_page_differs(self) -> None:
        made = stamped(docx(words("x") + "<w:sectPr><w:titlePg/></w:sectPr>"), "a.docx")

        assert ["default", "first"] == re.findall(
            'footerReference [^>]*w:type="([a-z]+)"', part(made, "word/document.xml")
        )

    def test_document_without_a_section_gets_one(self) -> None:
        assert "<w:sectPr><w:footerReference" in part(stamped(docx("<w:p/>"), "a.docx"), "word/document.xml")

    def test_section_as_it_was_before_a_tracked_change_is_none(self) -> None:
        inner = "<w:sectPr><w:sectPrChange><w:sectPr><w:titlePg/></w:sectPr></w:sectPrChange></w:sectPr>"
        made = part(stamped(docx(inner), "a.docx"), "word/document.xml")

        assert 1 == made.count("footerReference")
        assert made.index("footerReference") < made.index("sectPrChange")

    def test_label_at_the_top_is_a_header(self) -> None:
        made = stamped(docx(words("x")), "a.docx", ON_TOP)

        assert "AI supported" in part(made, "word/header1.xml")
        assert made == stamped(made, "a.docx", SUPPORTED)

    def test_part_in_utf_16_is_understood(self) -> None:
        body = f'<?xml version="1.0" encoding="UTF-16"?>{papers.body(words("Zoë")).decode()}'
        made = stamped(papers.docx(body.encode("utf-16")), "a.docx")

        assert "Zoë" in part(made, "word/document.xml")
        assert "AI supported" == has(made, "a.docx").shown

    @pytest.mark.parametrize(
        "locked",
        ['<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', '<w:writeProtection w:recommended="1"/>'],
    )
    def test_document_that_is_locked_is_left_alone(self, locked: str) -> None:
        settings = f'<w:settings xmlns:w="{papers.W}">{locked}</w:settings>'.encode()
        related = papers.relations(("s", "settings", "settings.xml"))

        data = docx(words("x"), **{"word/settings.xml": settings, "word/_rels/document.xml.rels": related})

        assert "protected" == refused(data, "a.docx")

    def test_a_megabyte_of_words_is_labelled(self) -> None:
        data = docx("".join(words(f"{n} meanders and oxbow lakes") for n in range(20_000)))

        assert "AI supported" == has(stamped(data, "a.docx"), "a.docx").shown

    def test_label_that_a_person_has_taken_out_of_the_footer_is_missed_and_put_back(self) -> None:
        made = stamped(docx(words("x")), "a.docx")
        without = papers.zipped({**parts(made), "word/footer1.xml": footer("Our school")})

        assert Has("AI supported", "", SOURCE) == has(without, "a.docx")
        assert "AI supported" == has(stamped(without, "a.docx"), "a.docx").shown


class TestExcel:
    def footers(self, data: bytes, number: int = 1) -> dict[str, str]:
        return dict(re.findall("(?s)<((?:odd|even|first)[A-Za-z]+)>(.*?)</", part(data, f"xl/s{number}.xml")))

    def test_every_sheet_says_it_in_the_middle_of_its_footer(self) -> None:
        made = stamped(xlsx(sheet(), sheet()), "a.xlsx")

        assert {"oddFooter": "&amp;CAI supported"} == self.footers(made) == self.footers(made, 2)
        assert "<sheetData/><headerFooter>" in part(made, "xl/s1.xml")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("&amp;LYear 9&amp;CPage &amp;P", "&amp;LYear 9&amp;CPage &amp;P&amp;RAI supported"),
            ("Page &amp;P", "&amp;LAI supported&amp;CPage &amp;P"),
            ("&amp;LA&amp;CB&amp;RC", "&amp;LA&amp;CB\nAI supported&amp;RC"),
            ("&amp;LR&amp;&amp;D &amp;D", "&amp;LR&amp;&amp;D &amp;D&amp;CAI supported"),
            ('&amp;L&amp;"Arial,Bold"&amp;8Left', "&amp;L&amp;&quot;Arial,Bold&quot;&amp;8Left&amp;CAI supported"),
        ],
    )
    def test_what_a_footer_says_stays(self, before: str, after: str) -> None:
        given = sheet(f'<pageSetup/><headerFooter alignWithMargins="0"><oddFooter>{before}</oddFooter></headerFooter>')
        made = stamped(xlsx(given), "a.xlsx")

        assert {"oddFooter": after} == self.footers(made)
        assert 'alignWithMargins="0"' in part(made, "xl/s1.xml")

    def test_first_and_even_pages_say_it_where_they_differ(self) -> None:
        given = sheet('<headerFooter differentFirst="1" differentOddEven="1"><oddHeader>H</oddHeader></headerFooter>')
        line = "&amp;CAI supported"

        assert {"oddHeader": "H", "oddFooter": line, "evenFooter": line, "firstFooter": line} == self.footers(
            stamped(xlsx(given), "a.xlsx")
        )

    def test_footer_with_no_room_left_is_said(self) -> None:
        full = sheet(
            f"<headerFooter><oddFooter>&amp;L{'x' * 90}&amp;C{'x' * 80}&amp;R{'x' * 70}</oddFooter></headerFooter>"
        )

        assert "no_room" == refused(xlsx(full), "a.xlsx")

    def test_cells_stay_as_they_are_written(self) -> None:
        cells = "<row r='1'>\n <c><v>1</v></c></row><!-- <sheetData> -->"
        made = part(
            stamped(xlsx(sheet().replace("<sheetData/>", f"<sheetData>{cells}</sheetData>")), "a.xlsx"), "xl/s1.xml"
        )

        assert f"<sheetData>{cells}</sheetData><headerFooter>" in made

    def test_workbook_that_asks_to_be_opened_for_reading_only_is_left_alone(self) -> None:
        members = parts(xlsx(sheet()))
        book = members["xl/workbook.xml"].replace(b"<sheets", b'<fileSharing readOnlyRecommended="1"/><sheets')

        assert "protected" == refused(papers.zipped({**members, "xl/workbook.xml": book}), "a.xlsx")


class TestPowerPoint:
    def test_last_slide_that_is_shown_says_it_with_a_number_of_its_own(self) -> None:
        made = stamped(pptx(slide("One"), slide("Two"), slide("Three", ' show="0"')), "a.pptx")

        assert "AI supported" not in part(made, "ppt/slide1.xml") + part(made, "ppt/slide3.xml")
        assert 'id="8" name="AI label"' in part(made, "ppt/slide2.xml")

    def test_label_stays_where_it_is_when_slides_are_added(self) -> None:
        labelled = part(stamped(pptx(slide("One")), "a.pptx"), "ppt/slide1.xml")
        made = stamped(pptx(labelled, slide("Two")), "a.pptx")

        assert "AI supported" not in part(made, "ppt/slide2.xml")

    def test_label_at_the_top_is_on_the_first_slide(self) -> None:
        assert "AI supported" in part(stamped(pptx(slide("1"), slide("2")), "a.pptx", ON_TOP), "ppt/slide1.xml")

    def test_presentation_with_a_password_for_changes_is_left_alone(self) -> None:
        assert "protected" == refused(pptx(slide("x"), more="<p:modifyVerifier/>"), "a.pptx")


class TestOpenDocument:
    @pytest.mark.parametrize("kind", ["text", "spreadsheet"])
    def test_footers_of_first_and_left_pages_say_it_too(self, kind: str) -> None:
        name = "a.odt" if kind == "text" else "a.ods"
        master = "".join(
            f"<style:footer{end}><text:p>old</text:p></style:footer{end}>" for end in ("", "-left", "-first")
        )
        made = part(stamped(odf(kind, f"<office:{kind}/>", "<style:header/>" + master), name), "styles.xml")

        assert 3 == made.count("AI supported") == made.count("old")

    def test_footer_that_is_switched_off_is_switched_on(self) -> None:
        given = odf("spreadsheet", "<office:spreadsheet/>", '<style:footer style:display="false"/>')
        made = part(stamped(given, "a.ods"), "styles.xml")

        assert "<style:footer><text:p" in made

    def test_free_region_of_a_sheet_takes_it(self) -> None:
        regions = "<style:region-left><text:p>L</text:p></style:region-left><style:region-center/>"
        made = part(
            stamped(odf("spreadsheet", "<x/>", f"<style:footer>{regions}</style:footer>"), "a.ods"), "styles.xml"
        )

        assert re.search("<style:region-center><text:p [^>]*>AI supported", made)

    def test_page_that_had_no_footer_gets_room_for_one(self) -> None:
        made = part(stamped(OFFICE["a.odt"], "a.odt"), "styles.xml")

        assert "<style:footer-style" in made
        assert "fo:min-height" in made

    def test_keywords_stay(self) -> None:
        made = part(stamped(OFFICE["a.odt"], "a.odt"), "meta.xml")

        assert "<meta:keyword>rivers</meta:keyword>" in made
        assert "AI supported</meta:keyword>" in made

    @pytest.mark.parametrize(
        ("extra", "content", "reason"),
        [
            ("META-INF/documentsignatures.xml", b"<x/>", "signed"),
            ("META-INF/macrosignatures.xml", b"<x/>", "macro_signed"),
            ("META-INF/manifest.xml", b"<manifest:encryption-data/>", "password"),
            (
                "settings.xml",
                b'<config:config-item config:name="LoadReadonly" t="b">true</config:config-item>',
                "protected",
            ),
        ],
    )
    def test_what_is_locked_is_left_alone(self, extra: str, content: bytes, reason: str) -> None:
        assert reason == refused(papers.zipped({**parts(OFFICE["a.odt"]), extra: content}), "a.odt")


ARCHIVING = b"<</Length 64>>stream\n<a xmlns:p='http://www.aiim.org/pdfa/ns/id/'>1</a>                 \nendstream"


class TestPdf:
    def test_every_page_says_it_and_what_was_there_is_still_the_beginning_of_the_file(self) -> None:
        data = pdf("Rivers", "Lakes")
        made = stamped(data, "a.pdf")

        assert made.startswith(data)
        assert ["Rivers\r\nAI supported", "Lakes\r\nAI supported"] == pages(made)
        assert "Trip" == PdfReader(io.BytesIO(made)).metadata["/Title"]  # type: ignore[index]

    def test_source_type_is_in_the_packet_of_properties(self) -> None:
        found = PdfReader(io.BytesIO(stamped(pdf("x"), "a.pdf"))).trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]

        assert b"compositeWithTrainedAlgorithmicMedia" in found

    def test_form_keeps_its_fields_and_what_was_filled_in(self) -> None:
        field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(pupils)/V(28)/Rect[72 600 200 620]>>"
        made = stamped(pdf("Trip", extra="/AcroForm<</Fields[6 0 R]>>", rest={6: field}), "a.pdf")

        assert "28" == PdfReader(io.BytesIO(made)).get_form_text_fields()["pupils"]
        assert "AI supported" in pages(made)[0]

    def test_signed_document_is_left_alone(self) -> None:
        signature = b"<</Type/Sig/ByteRange [0 1 2 3]/Contents<00>>>"
        field = b"<</FT/Sig/T(s)/V 7 0 R>>"
        data = pdf("x", extra="/AcroForm<</SigFlags 3/Fields[6 0 R]>>", rest={6: field, 7: signature})

        assert "signed" == refused(data, "a.pdf")

    @pytest.mark.parametrize(
        ("extra", "rest", "reason"),
        [
            ("/AcroForm<</XFA 7 0 R/Fields[]>>", {7: b"<<>>"}, "xfa"),
            ("/Perms<</UR3 7 0 R>>", {7: b"<<>>"}, "signed"),
            (
                "/Metadata 7 0 R",
                {7: ARCHIVING},
                "archiving",
            ),
        ],
    )
    def test_what_would_be_broken_is_left_alone(self, extra: str, rest: dict[int, bytes], reason: str) -> None:
        assert reason == refused(pdf("x", extra=extra, rest=rest), "a.pdf")

    def test_document_with_a_password_is_left_alone(self) -> None:
        writer = PdfWriter(clone_from=io.BytesIO(pdf("x")))
        writer.encrypt("", "owner", algorithm="RC4-128")
        held = io.BytesIO()
        writer.write(held)
        data = held.getvalue()

        assert "password" == refused(data, "a.pdf")

    def test_page_that_says_it_in_its_own_footer_is_not_told_again(self) -> None:
        made = stamped(pdf("AI supported", "Lakes"), "a.pdf")

        assert [1, 1] == [page.count("AI supported") for page in pages(made)]

    @pytest.mark.parametrize("turned", [0, 90, 180, 270])
    def test_line_stands_upright_at_the_foot_of_a_turned_page(self, turned: int) -> None:
        writer = PdfWriter(clone_from=io.BytesIO(pdf("x")))
        writer.pages[0].rotate(turned)
        held = io.BytesIO()
        writer.write(held)
        page = pypdfium2.PdfDocument(stamped(held.getvalue(), "a.pdf"))[0]
        grey = page.render(scale=0.5, grayscale=True)
        wide, high = grey.width, grey.height
        rows = [bytes(grey.buffer)[at : at + wide] for at in range(0, grey.stride * high, grey.stride)]
        dark = [number for number, row in enumerate(rows) if min(row[wide // 3 : 2 * wide // 3]) < 160]

        assert (842, 595) == (page.get_size() if turned in (90, 270) else page.get_size()[::-1])
        assert high - 15 < max(dark) < high

    def test_line_avoids_what_stands_in_the_middle_of_the_margin(self) -> None:
        busy = b"BT /F1 12 Tf 250 14 Td (Page one of the booklet) Tj ET"
        data = papers.pdf(busy, filters="", rest={4: b"<<>>", 5: b"null", 6: b"null"})
        made = pypdfium2.PdfDocument(stamped(data, "a.pdf"))[0].get_textpage()
        first = made.get_text_range().index("AI supported")

        assert made.get_charbox(first)[0] > 400

    def test_cross_reference_stream_is_followed_by_another(self) -> None:
        plain = PdfWriter(clone_from=io.BytesIO(pdf("Rivers")))
        held = io.BytesIO()
        plain.write(held)
        grown = PdfWriter(io.BytesIO(held.getvalue()), incremental=True)
        grown.add_metadata({"/Subject": "Water"})
        out = io.BytesIO()
        grown.write(out)
        made = stamped(out.getvalue(), "a.pdf")

        assert b"/XRef" in made[len(out.getvalue()) :]
        assert "Water" == PdfReader(io.BytesIO(made)).metadata["/Subject"]  # type: ignore[index]
        assert "AI supported" in pages(made)[0]

    def test_letters_that_the_font_has_not_are_drawn_without_their_accents_and_recorded_with_them(self) -> None:
        line = "Gyda chymorth DA: ŵyn"
        made = stamped(pdf("x"), "a.pdf", Label(line, known=(line,)))

        assert "Gyda chymorth DA: wyn" in pages(made)[0]
        assert line == stamping.done(made, "a.pdf", Label("", known=(line,)), only_check=True)[0]["recorded"]

    def test_label_in_letters_that_cannot_be_drawn_is_refused(self) -> None:
        with pytest.raises(UnreadableError) as caught:
            stamping.done(pdf("x"), "a.pdf", Label("人工智能", known=("人工智能",)), only_check=False)

        assert "letters" == caught.value.code


class TestPage:
    def test_page_says_it_at_its_end_and_in_its_head(self) -> None:
        made = stamped(ALL["a.html"], "a.html").decode()

        assert '<p class="ai-label">AI supported</p>\n</body>' in made
        assert '<head><meta name="ai-label" content="AI supported"><meta prefix=' in made

    def test_piece_of_a_page_is_labelled_too(self) -> None:
        assert b'<p>x</p><p class="ai-label">' in stamped(b"<!doctype html><p>x</p>", "a.html")

    def test_end_of_a_body_in_a_script_or_a_comment_is_none(self) -> None:
        given = b"<html><body><script>'</body>'</script><!-- </body> --><p>x</p></body></html>"

        assert b'<p>x</p><p class="ai-label">AI supported</p>\n</body></html>' in stamped(given, "a.html")

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
    def test_page_stays_in_its_encoding(self, encoding: str) -> None:
        given = "<html><body><p>Zoë</p></body></html>".encode(encoding)

        assert "<p>Zoë</p>" in stamped(given, "a.html").decode(encoding)

    def test_letters_of_any_language_are_put_in(self) -> None:
        line = "Gwnaed gyda chymorth DA ŵ"
        made = stamped(ALL["a.html"], "a.html", Label(line, known=(line,)))

        assert made.isascii()
        assert line == stamping.done(made, "a.html", Label("", known=(line,)), only_check=True)[0]["shown"]


class TestWords:
    @pytest.mark.parametrize(
        ("given", "made"),
        [
            (b"", b"AI supported"),
            (b"One", b"One\n\nAI supported"),
            (b"One\n", b"One\n\nAI supported\n"),
            (b"One\r\nTwo\r\n\r\n", b"One\r\nTwo\r\n\r\nAI supported\r\n\r\n"),
            ("Zoë\n".encode("cp1252"), "Zoë\n\nAI supported\n".encode("cp1252")),
            ("Zoë\n".encode("utf-8-sig"), "Zoë\n\nAI supported\n".encode("utf-8-sig")),
            (b"\xfe\xff" + "Zoë".encode("utf-16-be"), b"\xfe\xff" + "Zoë\n\nAI supported".encode("utf-16-be")),
        ],
    )
    def test_line_ends_and_encoding_stay(self, given: bytes, made: bytes) -> None:
        assert made == stamped(given, "a.txt")

    def test_top_is_below_what_a_program_reads(self) -> None:
        assert b"---\ntitle: x\n---\nAI supported\n\n# Rivers\n" == stamped(
            b"---\ntitle: x\n---\n# Rivers\n", "a.md", ON_TOP
        )

    def test_fence_that_is_never_closed_does_not_take_it_in(self) -> None:
        assert stamped(b"text\n\n```\ncode\n", "a.md").startswith(b"AI supported\n\ntext")

    def test_words_that_only_begin_like_a_label_are_none(self) -> None:
        assert not has(b"AI supported teaching\n", "a.txt").line
        assert not has(b"AI supported (and that is a whole sentence in brackets).\n", "a.txt").line

    @pytest.mark.parametrize("line", [b"*AI supported*", b"**AI supported**", b"ai supported"])
    def test_label_that_somebody_has_written_counts(self, line: bytes) -> None:
        assert b"AI supported" == has(b"text\n\n" + line + b"\n", "a.md").shown.strip("*").encode().replace(
            b"ai", b"AI"
        )

    def test_letters_that_the_encoding_has_not_are_said(self) -> None:
        with pytest.raises(UnreadableError) as caught:
            stamping.done("Zoë".encode("cp1252"), "a.txt", Label("ŵ", known=("ŵ",)), only_check=False)

        assert "letters" == caught.value.code

    def test_file_that_is_no_text_is_refused(self) -> None:
        assert "unknown" == refused(b"\0\1\2\3", "a.txt")


PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="uuid:1" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'dc:format="image/png"{}/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
TRAINED = Kind.CREATED.source


class TestPictures:
    def with_packet(self, name: str, packet: str) -> bytes:
        if name == "a.png":
            return png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet.encode()))
        return jpeg((0xE1, b"Exif\0\0II"), (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode()))

    @pytest.mark.parametrize("name", ["a.png", "a.jpg"])
    def test_packet_that_is_there_keeps_what_it_says(self, name: str) -> None:
        made = stamped(self.with_packet(name, PACKET.format("")), name)

        assert b'dc:format="image/png"' in made
        assert 2 == made.count(b'rdf:about="uuid:1"')
        assert 1 == made.count(b"W5M0MpCehiHzreSzNTczkc9d")

    @pytest.mark.parametrize("name", ["a.png", "a.jpg"])
    def test_what_the_tool_itself_has_said_stays(self, name: str) -> None:
        given = self.with_packet(name, PACKET.format(f' Iptc4xmpExt:DigitalSourceType="{TRAINED}"'))

        assert Has("AI supported", "", TRAINED, shows=False) == has(stamped(given, name), name)

    @pytest.mark.parametrize("name", ["a.png", "a.jpg"])
    def test_what_a_camera_has_said_does_not(self, name: str) -> None:
        camera = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
        given = self.with_packet(name, PACKET.format(f' Iptc4xmpExt:DigitalSourceType="{camera}"'))
        made = stamped(given, name)

        assert SOURCE == has(made, name).source
        assert b"digitalCapture" not in made

    def test_packed_packet_is_unpacked(self) -> None:
        packed = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(PACKET.format("").encode())

        assert "AI supported" == has(stamped(png((b"iTXt", packed)), "a.png"), "a.png").line

    def test_content_credentials_are_not_broken(self) -> None:
        assert "credentials" == refused(png((b"caBX", b"jumb")), "a.png")
        assert "credentials" == refused(jpeg((0xEB, b"JP\0\1jumbc2pa")), "a.jpg")

    def test_picture_itself_is_as_it_was(self) -> None:
        assert stamped(ALL["a.png"], "a.png").endswith(ALL["a.png"][33:])
        assert stamped(ALL["a.jpg"], "a.jpg").endswith(ALL["a.jpg"][20:])

    def test_packet_that_would_be_too_long_for_a_segment_is_said(self) -> None:
        given = self.with_packet("a.jpg", PACKET.format(f' dc:x="{"y" * 65_000}"'))

        assert "no_room" == refused(given, "a.jpg")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\3\4 not a zip", "damaged"),
        ("a.docx", b"", "empty"),
        ("a.rtf", rb"{\rtf1 x}", "takes_none"),
        ("a.csv", b"a,b", "takes_none"),
        ("a.gif", b"GIF89a", "takes_none"),
        ("a.docx", rb"{\rtf1 x}", "takes_none"),
        ("a.png", b"GIF89a", "picture"),
    ],
)
def test_files_of_other_kinds_are_refused(name: str, data: bytes, reason: str) -> None:
    assert reason == refused(data, name)
