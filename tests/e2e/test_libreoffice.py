"""What LibreOffice makes of labelled documents: each page says it, and says what it said before."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from safe_to_paste.documents.labelling.model import Label
from safe_to_paste.stamp import Stamper

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")

LABEL = Label("AI supported", known=("AI supported", "Partly created by AI", "Created by AI"))

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "svg": "svg-compatible", "fo": "xsl-fo-compatible", "presentation": "presentation",
    }.items()
)  # fmt: skip


def flat(kind: str, body: str, footer: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:automatic-styles>'
        '<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/>'
        '</style:style><style:page-layout style:name="L"><style:footer-style/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="L">{footer}</style:master-page></office:master-styles>'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def converted(folder: Path, kind: str, *files: Path) -> Mapping[str, Path]:
    subprocess.run(
        (
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", kind, "--outdir", str(folder / kind)),
            *map(str, files),
        ),
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {file.name: folder / kind / f"{file.stem}.{kind}" for file in files}


def pages(file: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]


def test_every_page_sheet_and_last_slide_says_it_once_and_keeps_what_it_said(tmp_path: Path) -> None:
    text = tmp_path / "text.fodt"
    paragraphs = "".join(f'<text:p text:style-name="B">Page of rivers {n}</text:p>' for n in range(3))
    text.write_text(flat("text", paragraphs, "<style:footer><text:p>Hazelmere School</text:p></style:footer>"))
    plain = tmp_path / "plain.fodt"
    plain.write_text(flat("text", paragraphs))
    sheets = tmp_path / "sheets.fods"
    cell = '<table:table-cell office:value-type="string"><text:p>Weeks</text:p></table:table-cell>'
    sheets.write_text(
        flat(
            "spreadsheet",
            "".join(
                f'<table:table table:name="S{n}"><table:table-row>{cell}</table:table-row></table:table>'
                for n in range(2)
            ),
        )
    )
    slides = tmp_path / "slides.fodp"
    box = "<draw:text-box><text:p>Meanders</text:p></draw:text-box>"
    frame = f'<draw:frame svg:width="9cm" svg:height="2cm">{box}</draw:frame>'
    slides.write_text(
        flat("presentation", "".join(f'<draw:page draw:master-page-name="Standard">{frame}</draw:page>' for _ in "12"))
    )
    labelled: list[Path] = []
    with Stamper() as stamper:
        for kind, files in {
            "docx": (text, plain), "odt": (text, plain), "xlsx": (sheets,), "ods": (sheets,), "pptx": (slides,),
            "odp": (slides,), "pdf": (text,),
        }.items():  # fmt: skip
            for source, made in converted(tmp_path, kind, *files).items():
                stamper.stamp(made, LABEL)
                labelled.append(made.rename(tmp_path / f"{source.partition('.')[0]}-{kind}.{kind}"))

    outcome = converted(tmp_path / "again", "pdf", *(file for file in labelled if file.suffix != ".pdf"))
    shown = {name: pages(file) for name, file in outcome.items()} | {
        file.name: pages(file) for file in labelled if file.suffix == ".pdf"
    }

    for name, found in shown.items():
        said = [page.count("AI supported") for page in found]
        assert ([0] * (len(said) - 1) + [1] if "slides" in name else [1] * len(said)) == said, name
        assert all(
            "Page of rivers" in page or "Weeks" in page or "Meanders" in page for page in found if page.strip()
        ), name
        if name.startswith("text"):
            assert all("Hazelmere School" in page for page in found), name
