"""The second libraries, one for each format, as their own documentation has text taken out; prints what it read.

Runs in an environment of its own: ``reader_worker.py FORMAT RUNS FILE…``.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any


def _docx(path: str) -> str:
    document = import_module("docx").Document(path)
    sections = [part for section in document.sections for part in (section.header, section.footer)]
    told = [document.core_properties.title, document.core_properties.subject, document.core_properties.keywords]
    lines = [paragraph.text for part in (document, *sections) for paragraph in part.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    notes = [comment.text for comment in document.comments]
    return "\n".join([*lines, *cells, *notes, *told])


def _xlsx(path: str) -> str:
    book = import_module("openpyxl").load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    told = [book.properties.title, book.properties.subject, book.properties.keywords]
    return "\n".join(
        [*(str(cell.value) for cell in cells), *(cell.comment.text for cell in cells if cell.comment), *map(str, told)]
    )


def _pptx(path: str) -> str:
    show = import_module("pptx").Presentation(path)
    shapes = [shape for slide in show.slides for shape in slide.shapes if shape.has_text_frame]
    notes = [
        shape.text_frame.text
        for slide in show.slides
        if slide.has_notes_slide
        for shape in slide.notes_slide.shapes
        if shape.has_text_frame
    ]
    told = [show.core_properties.title, show.core_properties.subject, show.core_properties.keywords]
    return "\n".join([*(shape.text_frame.text for shape in shapes), *notes, *told])


def _odf(path: str) -> str:
    teletype, text = import_module("odf.teletype"), import_module("odf.text")
    document = import_module("odf.opendocument").load(path)
    return "\n".join(
        teletype.extractText(element) for kind in (text.H, text.P) for element in document.getElementsByType(kind)
    )


def _rtf(path: str) -> str:
    return str(
        import_module("striprtf.striprtf").rtf_to_text(
            Path(path).read_text(encoding="ascii", errors="replace"), errors="replace"
        )
    )


def _pdf(path: str) -> str:
    reader = import_module("pypdf").PdfReader(path)
    told = reader.metadata or {}
    return "\n".join([*(page.extract_text() for page in reader.pages), *map(str, told.values())])


def _html(path: str) -> str:
    words: list[str] = []

    class Page(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    Page().feed(Path(path).read_text(encoding="utf-8"))
    return "\n".join(words)


_LIBRARIES: dict[str, tuple[str, Callable[[str], str]]] = {
    "docx": ("python-docx", _docx),
    "xlsx": ("openpyxl", _xlsx),
    "pptx": ("python-pptx", _pptx),
    "odt": ("odfpy", _odf),
    "ods": ("odfpy", _odf),
    "odp": ("odfpy", _odf),
    "rtf": ("striprtf", _rtf),
    "pdf": ("pypdf", _pdf),
    "html": ("html.parser", _html),
}


def _memory() -> float:
    """The most this process has held, in MB; not known on Windows."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)


def main(kind: str, runs: str, *paths: str) -> None:
    """Read every file so many times."""
    name, read = _LIBRARIES[kind]
    text = read(paths[0])
    taken = []
    for path in paths * int(runs):
        start = time.process_time()
        read(path)
        taken.append((time.process_time() - start) * 1000)
    said: dict[str, Any] = {
        "name": name,
        "text": text,
        "ms": statistics.median(taken),
        "mb": _memory(),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
