"""What is read of each kind of document, and the place that is said of it."""

from __future__ import annotations

import base64
import zlib

import pytest
from safe_to_paste.documents import formats, reasons
from safe_to_paste.documents.model import Document, Place
from safe_to_paste.errors import UnreadableError
from safe_to_paste.model import Span

from . import papers


def said(document: Document) -> list[tuple[str, str]]:
    """Each place with its text."""
    if not document.places:
        return []
    starts = [place.start for place in document.places]
    ends = [*starts[1:], len(document.text)]
    return [
        (place.where, document.text[start:end].strip("\n"))
        for place, start, end in zip(document.places, starts, ends, strict=True)
    ]


def read(data: bytes, name: str = "file") -> list[tuple[str, str]]:
    return said(formats.read(data, name))


def refused(data: bytes, name: str = "file") -> str:
    with pytest.raises(UnreadableError) as caught:
        formats.read(data, name)
    return caught.value.code


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


PICTURE_ALONE = papers.docx(
    papers.body("<w:p/>"),
    **{"word/_rels/document.xml.rels": papers.relations(("i", "image", "a.png")), "word/a.png": b""},
)


class TestWord:
    def test_paragraphs_and_rows_of_tables_are_counted(self) -> None:
        row = "<w:tr>" + "".join(f"<w:tc>{paragraphs(cell)}</w:tc>" for cell in ("Zeb", "9B")) + "</w:tr>"

        data = papers.docx(papers.body(paragraphs("One", "Two") + f"<w:tbl>{row}{row}</w:tbl>" + paragraphs("Three")))

        assert [
            ("paragraph 1", "One"),
            ("paragraph 2", "Two"),
            ("table 1, row 1", "Zeb\t9B"),
            ("table 1, row 2", "Zeb\t9B"),
            ("paragraph 3", "Three"),
        ] == read(data)

    def test_a_page_is_named_where_word_has_said_where_pages_end(self) -> None:
        data = papers.docx(
            papers.body(paragraphs("One") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>")
        )

        assert [("paragraph 1", "One"), ("page 2, paragraph 2", "Two")] == read(data)

    def test_what_was_deleted_and_is_still_there_is_read_apart(self) -> None:
        changed = (
            "<w:p><w:r><w:t>He is </w:t></w:r><w:del><w:r><w:delText>angry</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>calm</w:t></w:r></w:ins></w:p>"
        )

        assert [("paragraph 1", "He is calm"), ("deleted text", "angry")] == read(papers.docx(papers.body(changed)))

    def test_moved_text_and_shapes_for_older_programs_are_read_once(self) -> None:
        twice = (
            "<w:moveFrom><w:r><w:t>Moved</w:t></w:r></w:moveFrom><w:p><w:moveTo><w:r><w:t>Moved</w:t></w:r></w:moveTo>"
            "</w:p><w:p><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>"
            + paragraphs("Box")
            + "</w:txbxContent>"
            "</mc:Choice><mc:Fallback><w:txbxContent>" + paragraphs("Box") + "</w:txbxContent></mc:Fallback>"
            "</mc:AlternateContent></w:p>"
        )

        assert ["Moved", "Box"] == [text for _, text in read(papers.docx(papers.body(twice)))]

    def test_tabs_and_line_ends_of_the_text_are_kept_and_settings_are_not(self) -> None:
        tabs = (
            "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>a"
            "</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
        )

        assert [("paragraph 1", "a\tb\nc")] == read(papers.docx(papers.body(tabs)))

    def test_everything_beside_the_body_has_its_place(self) -> None:
        part = f'<w:x xmlns:w="{papers.W}">{{}}</w:x>'
        data = papers.office(
            "word/document.xml",
            {
                "word/document.xml": papers.body(
                    paragraphs("Body") + '<w:p><w:drawing><docPr descr="A boy in the hall"/></w:drawing></w:p>'
                ).decode(),
                "word/header1.xml": part.format(paragraphs("Top")),
                "word/footer1.xml": part.format(paragraphs("Bottom")),
                "word/footnotes.xml": part.format(paragraphs("Foot")),
                "word/comments.xml": part.format(paragraphs("Ask his mother")),
                "word/charts/chart1.xml": "<c><strCache><pt><v>Zeb</v></pt></strCache><numCache><v>4"
                "</v></numCache></c>",
                "word/media/image1.png": "",
                "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Plan</dc:title>'
                "<dc:creator>Jo Denholm</dc:creator><lastModifiedBy>Jo Denholm</lastModifiedBy>"
                "<revision>3</revision></p>",
            },
            {
                "": (("c", "metadata/core-properties", "docProps/core.xml"),),
                "word/document.xml": (
                    ("1", "header", "header1.xml"),
                    ("2", "footer", "footer1.xml"),
                    ("3", "footnotes", "footnotes.xml"),
                    ("4", "comments", "comments.xml"),
                    ("5", "chart", "charts/chart1.xml"),
                    ("6", "image", "media/image1.png"),
                ),
            },
        )

        document = formats.read(data, "a.docx")

        assert [
            ("paragraph 1", "Body"),
            ("alternative text", "A boy in the hall"),
            ("chart", "Zeb"),
            ("header", "Top"),
            ("footer", "Bottom"),
            ("footnote", "Foot"),
            ("comment", "Ask his mother"),
            ("document properties", "Plan\nAuthor: Jo Denholm"),
        ] == said(document)
        assert 1 == document.pictures

    def test_a_document_in_it_is_read_as_that(self) -> None:
        inner = papers.docx(papers.body(paragraphs("Inside")))
        relation = papers.relations(("e", "package", "embeddings/a.docx"))

        data = papers.docx(
            papers.body(paragraphs("Outside")),
            **{"word/embeddings/a.docx": inner, "word/_rels/document.xml.rels": relation},
        )

        assert [("paragraph 1", "Outside"), ("embedded file 1, paragraph 1", "Inside")] == read(data)

    def test_the_main_part_is_the_one_that_the_relations_name(self) -> None:
        data = papers.zipped(
            {
                "_rels/.rels": papers.relations(("a", "officeDocument", "word/other%20name.xml")),
                "word/document.xml": papers.body(paragraphs("Bait")),
                "word/other name.xml": papers.body(paragraphs("What Word shows")),
            }
        )

        assert [("paragraph 1", "What Word shows")] == read(data)


def workbook(sheet: str, **more: str) -> bytes:
    parts = {
        "xl/workbook.xml": f'<workbook xmlns:r="{papers.R}"><sheets><sheet name="Marks" r:id="s"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
        **more,
    }
    related = {
        "xl/workbook.xml": (
            ("s", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("u", "styles", "styles.xml"),
            ("p", "pivotCacheDefinition", "pivot.xml"),
        ),
        "xl/worksheets/sheet1.xml": (("c", "comments", "../comments1.xml"), ("d", "drawing", "../drawing1.xml")),
    }
    return papers.office("xl/workbook.xml", parts, related)


class TestExcel:
    def test_cells_are_rows_with_their_names(self) -> None:
        data = workbook(
            '<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2"><v>7</v></c></row>'
            '<row r="9"><c r="D9" t="inlineStr"><is><t>far</t></is></c></row></sheetData>',
            **{
                "xl/sharedStrings.xml": "<sst><si><r><t>Zeb</t></r><r><t> Okafor</t></r><rPh><t>no</t></rPh></si></sst>"
            },
        )

        document = formats.read(data, "a.xlsx")

        assert "Marks\n\nZeb Okafor\t7\n\tfar\n\n" == document.text
        at = document.text.index
        assert "sheet 1, its name" == document.where(Span(0, 5))
        assert "sheet 1, B2" == document.where(Span(at("Zeb"), at("Zeb") + 3))
        assert "sheet 1, B2:D2" == document.where(Span(at("Zeb"), at("7") + 1))
        assert "sheet 1, B2:D9" == document.where(Span(at("Zeb"), at("far") + 3))

    def test_dates_and_numbers_are_as_a_person_sees_them(self) -> None:
        styles = (
            '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-809]dd/mmm/yyyy;@"/>'
            '<numFmt numFmtId="165" formatCode="00000000000"/>'
            '<numFmt numFmtId="166" formatCode="0.0&quot;d&quot;"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
            '<xf numFmtId="166"/></cellXfs>'
            "</styleSheet>"
        )
        cells = [
            ("0", "40972"),
            ("1", "40972"),
            ("2", "40972.5"),
            ("3", "7700900123"),
            ("0", "7.700900123E9"),
            ("4", "2.5"),
        ]
        row = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in cells)

        text = formats.read(workbook(f"<row>{row}</row>", **{"xl/styles.xml": styles}), "a.xlsx").text

        assert "40972\t04/03/2012\t04/03/2012\t07700900123\t7700900123\t2.5" == text.split("\n")[2]

    def test_comments_headers_drawings_and_pivot_tables_are_read(self) -> None:
        data = workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><headerFooter>'
            '<oddHeader>&amp;C&amp;"Arial,Bold"&amp;12Year 9 &amp;P</oddHeader></headerFooter>',
            **{
                "xl/comments1.xml": '<comments><commentList><comment ref="B7"><text><t>See me</t>'
                "</text></comment></commentList></comments>",
                "xl/drawing1.xml": "<d><sp><txBody><p><r><t>In a box</t></r></p></txBody></sp></d>",
                "xl/pivot.xml": '<p><sharedItems><s v="Zeb Okafor"/></sharedItems></p>',
            },
        )

        found = read(data, "a.xlsx")

        assert ("sheet 1, header", "Year 9") in found
        assert ("sheet 1, comment on B7", "See me") in found
        assert ("sheet 1", "In a box") in found
        assert ("what a pivot table keeps", "Zeb Okafor") in found

    def test_hidden_sheets_are_read_and_said_to_be_hidden(self) -> None:
        book = (
            f'<workbook xmlns:r="{papers.R}"><sheets><sheet name="S" state="veryHidden" r:id="s"/></sheets></workbook>'
        )

        found = read(workbook("<row r='1'><c r='A1'><v>5</v></c></row>", **{"xl/workbook.xml": book}))

        assert ("sheet 1 (hidden)", "5") in found


class TestPowerPoint:
    def test_slides_come_in_their_order_with_notes_and_comments(self) -> None:
        def shape(text: str, more: str = "") -> str:
            return f"<s><sp><nvPr>{more}</nvPr><txBody><p><r><t>{text}</t></r></p></txBody></sp></s>"

        data = papers.office(
            "ppt/presentation.xml",
            {
                "ppt/presentation.xml": f'<presentation xmlns:r="{papers.R}">'
                    f'<sldId id="256" r:id="b"/><sldId id="257" r:id="a"/></presentation>',
                "ppt/slides/slide1.xml": shape("Second"),
                "ppt/slides/slide2.xml": shape("First"),
                "ppt/notesSlides/n.xml": shape("Zeb finds this hard"),
                "ppt/comments/c.xml": "<cmLst><cm><text>Too long</text></cm></cmLst>",
                "ppt/slideLayouts/l.xml": f"<l>{shape('Click to edit', '<ph/>')}{shape('Hazelmere')}</l>",
            },
            {
                "ppt/presentation.xml": (("a", "slide", "slides/slide1.xml"), ("b", "slide", "slides/slide2.xml")),
                "ppt/slides/slide2.xml": (
                    ("n", "notesSlide", "../notesSlides/n.xml"),
                    ("c", "comments", "../comments/c.xml"),
                    ("l", "slideLayout", "../slideLayouts/l.xml"),
                ),
            },
        )  # fmt: skip

        assert [
            ("slide 1", "First"),
            ("slide 1, notes", "Zeb finds this hard"),
            ("slide 1, comment", "Too long"),
            ("slide 2", "Second"),
            ("slide master", "Hazelmere"),
        ] == read(data)


class TestOpenDocument:
    def test_a_text_with_its_table_note_comment_and_header(self) -> None:
        data = papers.odf(
            "text",
            "<office:text><text:tracked-changes><text:changed-region><text:deletion>"
            "<office:change-info><dc:creator>Jo</dc:creator>"
            "</office:change-info><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
            '<text:p>Zeb<text:s text:c="2"/>is late<office:annotation><dc:creator>Jo</dc:creator>'
            "<text:p>Again</text:p></office:annotation>.</text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>Zeb</text:p></table:table-cell><table:table-cell>"
            "<text:p>9B</text:p></table:table-cell></table:table-row></table:table></office:text>",
            styles="<style:master-page><style:header><text:p>Top</text:p></style:header></style:master-page>",
            meta="<office:meta><dc:title>Plan</dc:title><meta:initial-creator>Jo Denholm"
            "</meta:initial-creator></office:meta>",
        )

        assert [
            ("paragraph 1", "Zeb  is late."),
            ("table 1, row 1", "Zeb\t9B"),
            ("deleted text", "gone"),
            ("comment", "Again"),
            ("header", "Top"),
            ("document properties", "Plan\nAuthor: Jo Denholm"),
        ] == read(data)

    def test_a_sheet_with_repeated_cells_and_rows(self) -> None:
        data = papers.odf(
            "spreadsheet",
            '<office:spreadsheet><table:table table:name="Marks"><table:table-row table:number-rows-repeated="3">'
            '<table:table-cell table:number-columns-repeated="2"/></table:table-row><table:table-row>'
            '<table:table-cell/><table:table-cell table:number-columns-repeated="2"><text:p>Zeb</text:p>'
            "<office:annotation><text:p>Ask</text:p></office:annotation></table:table-cell></table:table-row>"
            '<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row></table:table></office:spreadsheet>",
        )

        document = formats.read(data, "a.ods")

        assert [
            ("sheet 1, its name", "Marks"),
            ("sheet 1", "Zeb\tZeb"),
            ("sheet 1, comment on B4", "Ask"),
        ] == said(document)
        at = document.text.index("Zeb\t") + 4
        assert "sheet 1, C4" == document.where(Span(at, at + 3))

    def test_slides_and_their_notes(self) -> None:
        data = papers.odf(
            "presentation",
            "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>One</text:p></draw:text-box>"
            "<svg:desc>A child</svg:desc></draw:frame>"
            "<presentation:notes><text:p>Say this</text:p></presentation:notes></draw:page>"
            "<draw:page><text:p>Two</text:p></draw:page></office:presentation>",
        )

        assert [
            ("slide 1", "One"),
            ("slide 1, alternative text", "A child"),
            ("slide 1, notes", "Say this"),
            ("slide 2", "Two"),
        ] == read(data)


class TestPdf:
    def page(self, text: str) -> bytes:
        return f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()

    def test_each_page_with_its_notes_fields_and_properties(self) -> None:
        data = papers.pdf(
            self.page("One"),
            self.page("Two"),
            filters="",
            rest={
                4: b"<</Title(Plan)/Author(Jo Denholm)/Producer(Press)>>",
                6: b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Ask his mother)>>",
            },
        )

        assert [
            ("page 1", "One"),
            ("page 1, note", "Ask his mother"),
            ("page 2", "Two"),
            ("page 2, note", "Ask his mother"),
            ("document properties", "Plan\nAuthor: Jo Denholm"),
        ] == read(data)

    def test_pages_that_are_pictures_are_said(self) -> None:
        picture = (
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\n"
            b"stream\n0\nendstream"
        )
        shows = b"500 0 0 700 0 0 cm /I1 Do"

        some = formats.read(papers.pdf(self.page("One"), shows, filters="", rest={5: picture}), "a.pdf")

        assert ("page 2, which is a picture",) == some.unread
        assert 1 == some.pictures
        assert "scanned" == refused(papers.pdf(shows, shows, filters="", rest={5: picture, 4: b"<</Title(Scan)>>"}))

    def test_lines_that_the_page_parted_are_one_and_rows_are_rows(self) -> None:
        def line(x: int, y: int, text: str) -> str:
            return f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n"

        lines = [
            line(50, 700, "He was late all week, and on Friday his mother rang to say that their"),
            line(50, 686, "grandmother is in hospital."),
            line(50, 640, "Marks"),
            line(50, 620, "Zeb Okafor") + line(250, 620, "9B") + line(400, 620, "K"),
            line(50, 590, "Ann Pellow") + line(250, 590, "9C") + line(400, 590, "E"),
        ]

        assert [
            (
                "page 1",
                "He was late all week, and on Friday his mother rang to say that their grandmother is in hospital."
                "\n\nMarks\nZeb Okafor\t9B\tK\nAnn Pellow\t9C\tE",
            )
        ] == read(papers.pdf("".join(lines).encode(), filters=""))

    def test_a_password_is_said(self) -> None:
        lock = b"<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>"

        data = papers.pdf(self.page("One"), filters="", rest={7: lock})
        data = data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 7 0 R/ID[(a)(a)]")

        assert "password" == refused(data)

    def test_a_page_on_which_nothing_stands_is_no_scan(self) -> None:
        assert [] == read(papers.pdf(b"", filters=""))


class TestRichText:
    def test_body_table_header_comment_deleted_text_and_properties(self) -> None:
        data = (
            rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Plan}{\author Jo Denholm}}"
            rb"{\header Top\par}\pard Zo\'eb is \u8217?late{\*\annotation Again}{\deleted , angry}.\par"
            rb"\trowd\cellx1\cellx2\pard\intbl Zeb\cell 9B\cell\row\trowd\pard\intbl Ann\cell 8A\cell\row\pard"
            rb"{\shp{\*\shpinst{\sp{\sn fill}{\sv 7}}{\sp{\sn wzDescription}{\sv A boy}}{\shptxt Box\par}}}"
            rb"{\pict\pngblip 89504e47}{\*\unknown no}After \{it\}\par}"
        )

        document = formats.read(data, "a.rtf")

        assert [
            ("paragraph 1", "Zoë is ’late."),
            ("table 1, row 1", "Zeb\t9B"),
            ("table 1, row 2", "Ann\t8A"),
            ("paragraph 2", "Box"),
            ("paragraph 3", "After {it}"),
            ("document properties", "Plan\nAuthor: Jo Denholm"),
            ("header", "Top"),
            ("comment", "Again"),
            ("deleted text", ", angry"),
            ("alternative text", "A boy"),
        ] == said(document)
        assert 1 == document.pictures

    def test_letters_beyond_the_code_page(self) -> None:
        assert "ŵ😀é" == read(rb"{\rtf1\ansi\uc1\u373?\u-10179?\u-8704?{\uc0\u233}}")[0][1]

    def test_binary_data_is_passed_over(self) -> None:
        assert [("paragraph 1", "ab")] == read(rb"{\rtf1 a{\pict\bin5 }}{x\}b}")


class TestWebPage:
    def test_words_tables_pictures_and_comments(self) -> None:
        data = (
            b"<!doctype html><html><head><title>Plan</title><style>p{}</style>"
            b"<meta name=author content='Jo Denholm'></head>"
            b"<body><p>Zo&euml; is <b>late</b>.<script>no()</script><table><tr><td>Zeb<td>9B<tr>"
            b"<td>Ann</td><td>8A</td></tr></table>"
            b"<img src=a.png alt='A boy'><!-- ask --><!--[if mso]>x<![endif]--><p>After"
        )

        document = formats.read(data, "a.html")

        assert [
            ("title", "Plan"),
            ("document properties", "Author: Jo Denholm"),
            ("paragraph 1", "Zoë is late."),
            ("table 1, row 1", "Zeb\t9B"),
            ("table 1, row 2", "Ann\t8A"),
            ("paragraph 2", "After"),
            ("alternative text", "A boy"),
            ("comment", " ask "),
        ] == said(document)
        assert 1 == document.pictures

    def test_a_page_saved_under_a_workbooks_name_is_read(self) -> None:
        assert ("table 1, row 1", "Zeb\t9B") in read(
            b"<html><table><tr><td>Zeb</td><td>9B</td></tr></table>", "marks.xls"
        )

    def test_only_a_line_that_is_there_and_blank_parts_paragraphs(self) -> None:
        data = b"<html><body>\n<p>One</p>\n\n<p>Two</p>\n<p><br></p>\n<p>Three</p>"

        assert "One\nTwo\n\nThree\n\n" == formats.read(data, "a.html").text


class TestMail:
    def test_headers_body_and_what_is_attached(self) -> None:
        inner = papers.docx(papers.body(paragraphs("Inside")))
        data = (
            b"From: Jo <jo@hazelmere.example>\nTo: a@example.org\nSubject: =?utf-8?q?Zo=C3=AB?=\nMIME-Version: 1.0\n"
            b"Content-Type: multipart/mixed; boundary=b\n\n"
            b"--b\nContent-Type: multipart/alternative; boundary=c\n\n"
            b"--c\nContent-Type: text/plain\n\nHer mum rang.\n\n"
            b"--c\nContent-Type: text/html\n\n<p>Her mum rang.\n--c--\n"
            b"--b\nContent-Type: application/octet-stream; name=zeb.docx\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(inner)
            + b"\n--b\nContent-Type: message/rfc822\n\nFrom: b@example.org\n\nForwarded.\n--b--\n"
        )

        assert [
            ("e-mail header", "From: Jo <jo@hazelmere.example>\nTo: a@example.org\nSubject: Zoë"),
            ("e-mail", "Her mum rang."),
            ("attachment 1, its name", "zeb.docx"),
            ("attachment 1, paragraph 1", "Inside"),
            ("attachment 2, e-mail header", "From: b@example.org"),
            ("attachment 2, e-mail", "Forwarded."),
        ] == read(data, "a.eml")

    def test_a_message_saved_from_outlook(self) -> None:
        data = papers.message(
            {
                "0037": "Zeb",
                "0C1A": "Jo Denholm",
                "1000": "His mum rang.\r\nPlease call.",
                "__recip_version1.0_#00000000/39FE": "a@example.org",
                "__attach_version1.0_#00000000/3707": "note.txt",
                "__attach_version1.0_#00000001/__substg1.0_3701000D/1000": "Forwarded.",
            },
            **{"__attach_version1.0_#00000000/__substg1.0_37010102": b"in a text"},
        )

        assert [
            ("e-mail header", "From: Jo Denholm\nSubject: Zeb\na@example.org"),
            ("e-mail", "His mum rang.\nPlease call."),
            ("attachment 1, its name", "note.txt"),
            ("attachment 1, text", "in a text"),
            ("attachment 2, e-mail", "Forwarded."),
        ] == read(data, "a.msg")


@pytest.mark.parametrize(
    ("code", "data", "name"),
    [
        ("password", papers.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "a.docx"),
        (
            "password",
            papers.odf(
                "text",
                "",
                manifest='<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                    '<m:encryption-data/></m:manifest>',
            ),
            "a.odt",
        ),
        ("older_office", papers.ole({"WordDocument": b"x"}), "a.doc"),
        ("picture", b"\x89PNG\r\n\x1a\n....", "a.png"),
        ("picture", b"\xff\xd8\xff\xe0....", "holiday.docx"),
        ("archive", papers.zipped({"a.txt": b"text"}), "a.zip"),
        ("archive", b"\x1f\x8b\x08....", "a.gz"),
        ("unknown", b"MZ\x90\0\x03\0\0\0", "a.exe"),
        ("not_its_name", b"MZ\x90\0\x03\0\0\0", "a.docx"),
        ("not_its_name", bytes(5_000), "a.pdf"),
        ("empty", b"", "a.docx"),
        ("damaged", papers.docx(papers.body("<w:p/>"))[:-40], "a.docx"),
        ("damaged", papers.pdf(b"", filters="")[:200], "a.pdf"),
        ("damaged", papers.docx(b"<w:document xmlns:w='w'><w:p>"), "a.docx"),
        ("unsafe", papers.docx(b"<!DOCTYPE x><x/>"), "a.docx"),
        ("damaged", b"no headers at all", "a.eml"),
        ("scanned", PICTURE_ALONE, "a.docx"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_its_reason(code: str, data: bytes, name: str) -> None:
    assert code == refused(data, name)


def test_two_members_of_one_name_are_refused_since_programs_differ_in_which_they_open() -> None:
    data = papers.docx(papers.body(""), **{"WORD/Document.xml": papers.body(paragraphs("Other"))})

    assert "unsafe" == refused(data)


@pytest.mark.parametrize("kind", ["docx", "pdf", "rtf", "html"])
def test_what_a_file_holds_counts_and_not_what_it_is_called(kind: str) -> None:
    made = {
        "docx": papers.docx(papers.body(paragraphs("Zeb"))),
        "pdf": papers.pdf(b"BT /F1 12 Tf 50 700 Td (Zeb) Tj ET", filters=""),
        "rtf": b"{\\rtf1 Zeb}",
        "html": b"<html>Zeb",
    }[kind]

    assert kind == formats.read(made, "lesson.pptx").kind


def test_every_reason_is_a_clause_that_follows_a_name() -> None:
    for words in reasons.WORDS.values():
        assert words.split()[0] in {
            "is", "has", "holds", "carries", "says", "unpacks", "needs", "takes", "stopped", "may", "changed", "cannot",
            "could",
                "was",
        }  # fmt: skip


def test_controls_and_line_signs_never_move_what_follows() -> None:
    document = formats.read(papers.docx(papers.body(paragraphs("a\u2028b\x85c"))), "a.docx")

    assert "a b c\n\n" == document.text


def test_a_place_over_several_parts_names_both_ends() -> None:
    document = Document("pdf", "one\ntwo\n", (Place(0, "page 1"), Place(4, "page 2")))

    assert ["page 1", "page 2", "page 1 to page 2"] == [
        document.where(Span(*ends)) for ends in ((0, 3), (4, 7), (0, 7))
    ]


def test_a_plain_text_has_lines() -> None:
    document = Document("text", "one\ntwo\nthree")

    assert ["line 1", "line 3", "lines 2-3"] == [document.where(Span(*ends)) for ends in ((0, 3), (8, 13), (4, 13))]


def test_more_text_than_is_checked_is_read_up_to_there_and_said() -> None:
    document = formats.read(papers.docx(papers.body(paragraphs(" ".join(map(str, range(700_000)))))), "a.docx")

    assert 4_000_000 == len(document.text)
    assert ("what follows its first 4,000,000 characters",) == document.unread


def test_a_packed_page_is_unpacked() -> None:
    data = papers.pdf(zlib.compress(b"BT /F1 12 Tf 50 700 Td (Zeb) Tj ET"))

    assert [("page 1", "Zeb")] == read(data)
