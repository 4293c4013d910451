"""A safe copy holds a label where each detail stood, keeps what surrounds it, and is clean when it is read again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

import pytest
from safe_to_paste import rules
from safe_to_paste.documents import formats
from safe_to_paste.documents.checking import check
from safe_to_paste.documents.copying.tracing import Change
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.reader import Reader
from safe_to_paste.errors import UnreadableError
from safe_to_paste.model import Category
from safe_to_paste.paths import rules_dir

from . import papers

ALL = rules.load(rules_dir())
NAME, UPN = "Zebulon Okafor-Hale", "B801200005001"
SECRETS = (NAME, UPN, "Quillfeather", "Mulberry", "Pellow")
CORE = f"<p><title>About {NAME}</title><creator>Carys Pellow</creator></p>"
W = f'xmlns:w="{papers.W}" xmlns:r="{papers.R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
S = f'xmlns:r="{papers.R}"'


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def labelled(document: Document) -> list[Change]:
    """What is found in a document, each with a label of its own for each value."""
    values: dict[str, str] = {}
    return [
        Change(
            f.span.start,
            f.span.end,
            values.setdefault(document.text[f.span.start : f.span.end], f"[X {len(values) + 1}]"),
            f.category is Category.IDENTIFIABLE,
        )
        for f in check(document, ALL).findings
        if f.placeholder is not None
    ]


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def clean(reader: Reader, data: bytes, name: str) -> tuple[Document, Document, bytes]:
    """A document, its copy as it is read again, and the copy."""
    document = reader.read_bytes(data, name)
    changes = labelled(document)
    made = reader.copy_bytes(data, name, changes)
    again = reader.read_bytes(made.data, f"a{made.ending}")

    assert changes
    assert not [f for f in check(again, ALL).findings if f.placeholder is not None]
    return document, again, made.data


def everything(data: bytes) -> bytes:
    """All that is in a zip archive, names included; markup between pieces of a word is left out."""
    whole = b"\n".join(name.encode() + b"\n" + content for name, content in members(data).items())
    return whole + re.sub(rb"<[^>]*>", b"", whole)


def office(main: str, parts: Mapping[str, str], related: Mapping[str, tuple[tuple[str, str, str], ...]]) -> bytes:
    types = '<Types xmlns="t"><Default Extension="xml" ContentType="application/xml"/>' + "".join(
        f'<Override PartName="/{part}" ContentType="x"/>' for part in parts
    )
    properties = {"": (("c", "metadata/core-properties", "docProps/core.xml"),)}
    all_parts = {"[Content_Types].xml": types + "</Types>", "docProps/core.xml": CORE, **parts}
    return papers.office(main, all_parts, {**properties, **related})


def word(body: str, **more: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    related = {
        "word/document.xml": (
            ("h", "header", "header1.xml"),
            ("c", "comments", "comments.xml"),
            ("p", "people", "people.xml"),
            ("x", "customXml", "../customXml/item1.xml"),
            ("i", "image", "media/image1.png"),
            ("s", "settings", "settings.xml"),
        )
    }
    return office("word/document.xml", {"word/document.xml": document, **more}, related)


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(f'<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def test_words_in_pieces_get_one_label_and_keep_their_look(reader: Reader) -> None:
    body = paragraph("Zebulon Oka", "for-", "Hale has been diagnosed with dyslexia. UPN ", "B8012000", "05001.")
    _, again, made = clean(reader, word(body), "a.docx")

    said = members(made)["word/document.xml"].decode()

    assert 5 == said.count("<w:b></w:b>")
    assert "has been" in again.text
    assert 1 == len(re.findall(r"UPN \[X \d+\]\.", again.text))


@pytest.mark.parametrize("action", ["replace", "remove"])
def test_nothing_of_a_word_document_that_was_not_read_is_in_its_copy(reader: Reader, action: str) -> None:
    inside = (
        paragraph(f"Name: {NAME}", properties='<w:pPr><w:pPrChange w:author="Carys Pellow"/></w:pPr>')
        + '<w:p><w:ins w:author="Carys Pellow"><w:r><w:t>Kept words</w:t></w:r></w:ins>'
        + '<w:del w:author="Carys Pellow"><w:r><w:delText>Mulberry</w:delText></w:r></w:del></w:p>'
        + '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>Commented</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        + '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
        + '<w:p><w:r><w:instrText>HYPERLINK "mailto:quillfeather@example.org"</w:instrText></w:r></w:p>'
        + '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" name="Quillfeather.png" descr="Quillfeather"/>'
        + '<a:blip xmlns:a="a" r:embed="i"/></w:drawing></w:r></w:p>'
        + "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Choice>"
        + "<mc:Fallback><w:p><w:r><w:t>Mulberry in a box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        + '<w:sdt><w:sdtPr><w:alias w:val="Quillfeather"/></w:sdtPr><w:sdtContent>'
        + paragraph("In a form")
        + '</w:sdtContent></w:sdt><w:bookmarkStart w:name="Mulberry" w:id="3"/>'
    )
    data = word(
        inside,
        **{
            "word/header1.xml": f"<w:hdr {W}>{paragraph('UPN ', UPN)}</w:hdr>",
            "word/comments.xml": f'<w:c {W}><w:comment w:author="Pellow">{paragraph("Mulberry")}</w:comment></w:c>',
            "word/people.xml": '<people><person author="Carys Pellow"/></people>',
            "customXml/item1.xml": "<a>Quillfeather</a>",
            "word/media/image1.png": "a picture of Mulberry",
            "word/settings.xml": f'<w:settings {W}><w:docVars><w:docVar w:val="Mulberry"/></w:docVars>'
            '<w:evenAndOddHeaders/><w:attachedTemplate r:id="z"/></w:settings>',
        },
    )
    document = reader.read_bytes(data, "a.docx")
    changes = [c if action == "replace" else c._replace(text="") for c in labelled(document)]
    made = reader.copy_bytes(data, "a.docx", changes)
    whole = everything(made.data).decode(errors="replace")

    assert ".docx" == made.ending
    assert [] == [secret for secret in SECRETS if secret.casefold() in whole.casefold()]
    for kept in "Kept words", "Commented", "In a box", "In a form", "evenAndOddHeaders":
        assert kept in whole
    assert {"docProps/core.xml", "word/people.xml", "customXml/item1.xml"}.isdisjoint(members(made.data))


BOOK = (
    f'<workbook {S}><sheets><sheet name="{NAME}" sheetId="1" r:id="s"/><sheet name="Two" state="hidden" r:id="s2"/>'
    f'</sheets><definedNames><definedName name="n">"{NAME}"</definedName></definedNames></workbook>'
)
SHEET = (
    f'<worksheet {S}><sheetData><row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v>3</v></c>'
    '<c r="C1" t="s"><v>4</v></c></row>'
    '<row r="2"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2" s="7" t="s"><v>1</v></c>'
    f'<c r="C2" s="2" cm="1"><f>IF(A2="{NAME}",1,2)</f><v>7</v></c></row></sheetData>'
    '<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>A1="Mulberry"</formula></cfRule>'
    '</conditionalFormatting><dataValidations><dataValidation><formula1>"Quillfeather"</formula1></dataValidation>'
    f"</dataValidations><headerFooter><oddHeader>&amp;C{NAME}</oddHeader></headerFooter>"
    '<legacyDrawing r:id="v"/></worksheet>'
)
STRINGS = (
    f"<sst><si><r><t>Zebulon </t></r><r><t>Okafor-Hale</t></r></si><si><t>{UPN}</t></si><si><t>Name</t></si>"
    "<si><t>UPN</t></si><si><t>Score</t></si><si><t>Mulberry, once in a cell</t></si></sst>"
)


def test_cells_of_a_workbook_are_replaced_where_they_stand(reader: Reader) -> None:
    parts = {
        "xl/workbook.xml": BOOK,
        "xl/worksheets/sheet1.xml": SHEET,
        "xl/worksheets/sheet2.xml": f'<worksheet><row r="5"><c r="D5" t="inlineStr"><is><t>UPN {UPN}</t></is></c></row>'
        "</worksheet>",
        "xl/sharedStrings.xml": STRINGS,
        "xl/comments1.xml": '<comments><commentList><comment ref="A2"><text><t>Mulberry</t></text></comment>'
        "</commentList></comments>",
        "xl/vml.vml": "<xml>Mulberry</xml>",
    }
    related = {
        "xl/workbook.xml": (
            ("s", "worksheet", "worksheets/sheet1.xml"),
            ("s2", "worksheet", "worksheets/sheet2.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": (("c", "comments", "../comments1.xml"), ("v", "vmlDrawing", "../vml.vml")),
    }
    document, again, made = clean(reader, office("xl/workbook.xml", parts, related), "marks.xlsx")
    whole = everything(made).decode(errors="replace")
    sheet = members(made)["xl/worksheets/sheet1.xml"].decode()

    assert "Name\tUPN\tScore\nZebulon Okafor-Hale" in document.text
    assert re.search(r"Name\tUPN\tScore\n\[X \d\]\t\[X \d\]\t7\n", again.text)
    assert [] == [secret for secret in SECRETS if secret in whole]
    assert re.search(r'<c r="B2" s="7" t="inlineStr"><is><t xml:space="preserve">\[X \d\]</t></is></c>', sheet)
    assert '<c r="C2" s="2"><v>7</v></c>' in sheet
    assert 2 == len(re.findall(r"sheet \d[^\n]*, its name", "\n".join(place.where for place in again.places)))


def test_slides_and_their_notes_are_replaced_and_nothing_else_remains(reader: Reader) -> None:
    def slide(text: str, more: str = "") -> str:
        return (
            f'<p:sld xmlns:p="p" xmlns:a="a" {S}><p:sp><p:nvSpPr><p:cNvPr id="1" name="Quillfeather" descr="Mulberry"/>'
            f"</p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>{more}</p:sld>"
        )

    embedded = (
        '<p:graphicFrame><a:graphic><a:graphicData><p:oleObj r:id="o" name="Mulberry"/></a:graphicData></a:graphic>'
        "</p:graphicFrame><p:timing><p:x>Mulberry</p:x></p:timing>"
    )
    parts = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" {S}><p:sldIdLst><p:sldId r:id="a"/></p:sldIdLst>'
        "</p:presentation>",
        "ppt/slides/slide1.xml": slide(f"Name: {NAME}", embedded),
        "ppt/notesSlides/n1.xml": slide(f"UPN {UPN}"),
        "ppt/comments/c1.xml": "<l><cm><text>Mulberry</text></cm></l>",
        "ppt/embeddings/o.bin": "Mulberry",
    }
    related = {
        "ppt/presentation.xml": (("a", "slide", "slides/slide1.xml"),),
        "ppt/slides/slide1.xml": (
            ("n", "notesSlide", "../notesSlides/n1.xml"),
            ("k", "comments", "../comments/c1.xml"),
            ("o", "oleObject", "../embeddings/o.bin"),
        ),
    }
    _, again, made = clean(reader, office("ppt/presentation.xml", parts, related), "lesson.pptx")
    whole = everything(made).decode(errors="replace")

    assert [] == [secret for secret in SECRETS if secret in whole]
    assert "graphicFrame" not in whole
    assert {"slide 1", "slide 1, notes"} == {place.where for place in again.places}


def test_an_opendocument_text_loses_notes_of_others_and_keeps_the_rest(reader: Reader) -> None:
    content = (
        "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>Mulberry</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Name: <text:span>Zebulon</text:span><text:s/>Okafor-Hale<office:annotation><dc:creator>Pellow"
        "</dc:creator><text:p>Mulberry</text:p></office:annotation> has been diagnosed with dyslexia.</text:p>"
        '<text:p>Write to <text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="mailto:Mulberry">us</text:a>'
        "</text:p><text:p><draw:frame><svg:desc>Quillfeather</svg:desc></draw:frame>Kept words</text:p></office:text>"
    )
    data = papers.odf(
        "text",
        content,
        styles=f"<style:master-page><style:header><text:p>UPN {UPN}</text:p></style:header></style:master-page>",
        meta="<office:meta><dc:creator>Carys Pellow</dc:creator></office:meta>",
    )
    _, again, made = clean(reader, data, "a.odt")
    whole = everything(made).decode(errors="replace")

    assert [] == [secret for secret in SECRETS if secret in whole]
    assert "Kept words" in again.text
    assert re.search(r"Name: \[X \d\].* has been", again.text)
    assert "mimetype" == next(iter(members(made)))


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.csv", "utf-8"), ("a.csv", "utf-8-sig"), ("a.txt", "utf-16"), ("a.md", "cp1252")]
)
def test_plain_text_keeps_its_name_its_lines_and_its_letters(reader: Reader, name: str, encoding: str) -> None:
    text = f"Name,UPN,House\r\n{NAME},{UPN},Café’s\r\n"
    document = reader.read_bytes(text.encode(encoding), name)
    made = reader.copy_bytes(text.encode(encoding), name, labelled(document))

    assert name[1:] == made.ending
    assert re.fullmatch(r"Name,UPN,House\r\n\[X \d\],\[X \d\],Café’s\r\n", made.data.decode(encoding))


def test_a_pdf_comes_back_as_its_words(reader: Reader) -> None:
    page = f"BT /F1 12 Tf 72 700 Td (Name: {NAME}) Tj 0 -20 Td (UPN {UPN}) Tj ET".encode()
    data = papers.pdf(page, filters="", rest={4: b"<</Author(Carys Pellow)>>"})
    document = reader.read_bytes(data, "a.pdf")
    made = reader.copy_bytes(data, "a.pdf", labelled(document))

    assert "Pellow" in document.text
    assert ".txt" == made.ending
    assert re.fullmatch(r"Name: \[X \d\]\s+UPN \[X \d\]\s*", made.data.decode())


@pytest.mark.parametrize("name", ["a.docm", "a.doc", "a"])
def test_a_document_under_another_ending_comes_back_as_its_words(reader: Reader, name: str) -> None:
    data = word(paragraph(f"UPN {UPN}"))
    made = reader.copy_bytes(data, name, labelled(reader.read_bytes(data, name)))

    assert (".txt", "UPN [X 1]") == (made.ending, made.data.decode().strip())


def test_a_value_that_is_clearly_one_is_replaced_wherever_it_stands(reader: Reader) -> None:
    data = word(paragraph(f"UPN {UPN}") + paragraph("also b801200005001"))
    read = reader.read_bytes(data, "a.docx")
    at = read.text.index(UPN)
    made = reader.copy_bytes(data, "a.docx", [Change(at, at + len(UPN), "[X 1]", everywhere=True)])

    assert ["UPN [X 1]", "also [X 1]"] == reader.read_bytes(made.data, "a.docx").text.split("\n")[:2]


def test_what_cannot_be_put_together_again_comes_back_as_its_words(reader: Reader) -> None:
    """Characters that the marks are made of are no reason to lose the text."""
    data = word(paragraph("UPN \U000f0000", UPN))
    made = reader.copy_bytes(data, "a.docx", labelled(reader.read_bytes(data, "a.docx")))

    assert ".txt" == made.ending
    assert UPN not in made.data.decode()


def test_a_hostile_document_is_refused_when_it_is_copied_too(reader: Reader) -> None:
    data = papers.docx(b'<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="w"><w:t>&b;</w:t></w:document>')
    with pytest.raises(UnreadableError) as refused:
        reader.copy_bytes(data, "a.docx", [])

    assert "unsafe" == refused.value.code


def test_a_copy_of_the_text_alone_has_no_properties_and_no_comments() -> None:
    from safe_to_paste.documents.copying import rewriting, words

    read = formats.read(
        word(paragraph("Kept"), **{"word/comments.xml": f"<w:c {W}>{paragraph('Mulberry')}</w:c>"}), "a.docx"
    )

    assert "Mulberry" in read.text
    assert "Kept" == words.copy(read, [], rewriting.Everywhere(())).strip()
