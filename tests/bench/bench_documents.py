"""Reading documents: milliseconds, memory, and words kept by where they stand, beside a second library for each format.

LibreOffice makes the files from three sources whose every word is invented and says where it stands ("hea0012" is of
the header), so what was lost is counted exactly. The second libraries live in an environment of their own
(``make bench-documents``); without LibreOffice there is nothing to measure, and that is said.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from safe_to_paste.documents import formats
from safe_to_paste.documents.reader import Reader

# What each source is converted to.
_FORMATS = {"fodt": ("docx", "odt", "rtf", "pdf", "html"), "fods": ("xlsx", "ods"), "fodp": ("pptx", "odp")}
# Places in a source: prefix of the words, and what it is called in the table.
_PLACES = {
    "bod": "body", "tab": "tables", "hea": "header", "foo": "footer", "fno": "footnotes", "com": "comments",
    "del": "deleted", "box": "text boxes", "alt": "alt. text", "pro": "properties", "not": "notes",
}  # fmt: skip
_WORD = re.compile(r"(?:" + "|".join(_PLACES) + r")[0-9]{4}")
_FILES = 5
_RUNS = 5
_PEERS = Path(__file__).parents[2] / "build" / "readers" / "bin" / "python"
_WORKER = Path(__file__).with_name("reader_worker.py")
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "presentation": "presentation",
        "style": "style", "svg": "svg-compatible", "meta": "meta", "fo": "xsl-fo-compatible", "number": "datastyle",
    }.items()
)  # fmt: skip
# A picture of one dot, as PNG.
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


class _Words:
    """Words that no two places share."""

    def __init__(self) -> None:
        self.used: dict[str, None] = {}

    def of(self, place: str, count: int) -> str:
        first = sum(word.startswith(place) for word in self.used)
        made = [f"{place}{number:04}" for number in range(first, first + count)]
        self.used |= dict.fromkeys(made)
        return " ".join(made)


def _flat(kind: str, body: str, words: _Words, *, styles: str = "", changes: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' office:version="1.3"'
        f' office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:meta><dc:title>{words.of('pro', 4)}</dc:title><dc:subject>{words.of('pro', 3)}</dc:subject>"
        f"<meta:keyword>{words.of('pro', 2)}</meta:keyword></office:meta>{styles}"
        f"<office:body><office:{kind}>{changes}{body}</office:{kind}></office:body></office:document>"
    )


def _annotation(words: _Words) -> str:
    return (
        "<office:annotation><dc:creator>Reviewer</dc:creator><dc:date>2026-03-04T10:00:00</dc:date>"
        f"<text:p>{words.of('com', 8)}</text:p></office:annotation>"
    )


def _text(words: _Words) -> str:
    """A report of some pages."""
    styles = (
        '<office:automatic-styles><style:page-layout style:name="L"><style:header-style/><style:footer-style/>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="L">'
        f"<style:header><text:p>{words.of('hea', 6)}</text:p></style:header>"
        f"<style:footer><text:p>{words.of('foo', 6)}</text:p></style:footer></style:master-page></office:master-styles>"
    )
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Reviewer</dc:creator><dc:date>2026-03-04T10:00:00</dc:date></office:change-info>"
        f"<text:p>{words.of('del', 6)}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    special = {
        3: lambda: f'<text:p>{words.of("bod", 5)} <text:change text:change-id="c1"/>{words.of("bod", 5)}</text:p>',
        5: lambda: f"<text:p>{words.of('bod', 5)}{_annotation(words)} {words.of('bod', 5)}</text:p>",
        7: lambda: (
            f'<text:p>{words.of("bod", 5)}<text:note text:note-class="footnote"><text:note-citation>1'
            f"</text:note-citation><text:note-body><text:p>{words.of('fno', 12)}</text:p></text:note-body></text:note>"
            f" {words.of('bod', 3)}</text:p>"
        ),
        9: lambda: (
            '<text:p><draw:frame text:anchor-type="paragraph" svg:width="8cm" svg:height="3cm" svg:x="1cm" svg:y="1cm">'
            f"<draw:text-box><text:p>{words.of('box', 10)}</text:p></draw:text-box></draw:frame></text:p>"
        ),
        11: lambda: (
            '<text:p><draw:frame text:anchor-type="paragraph" svg:width="1cm" svg:height="1cm" svg:x="1cm" svg:y="1cm">'
            f"<draw:image><office:binary-data>{_DOT}</office:binary-data></draw:image>"
            f"<svg:desc>{words.of('alt', 5)}</svg:desc></draw:frame></text:p>"
        ),
    }
    paragraphs = [special.get(n, lambda: f"<text:p>{words.of('bod', 60)}</text:p>")() for n in range(30)]
    row = "".join(f"<table:table-cell><text:p>{{{n}}}</text:p></table:table-cell>" for n in range(4))
    rows = "".join(
        f"<table:table-row>{row.format(*(words.of('tab', 2) for _ in range(4)))}</table:table-row>" for _ in range(12)
    )
    table = f'<table:table table:name="T"><table:table-column table:number-columns-repeated="4"/>{rows}</table:table>'
    return _flat("text", "".join([*paragraphs[:15], table, *paragraphs[15:]]), words, styles=styles, changes=changes)


def _sheets(words: _Words) -> str:
    """A mark book of three sheets."""

    def cell(number: int) -> str:
        note = _annotation(words) if number == 7 else ""
        word = f"<text:p>{words.of('tab', 1)}</text:p>"
        return f'<table:table-cell office:value-type="string">{note}{word}</table:table-cell>'

    def sheet(name: int) -> str:
        rows = "".join(f"<table:table-row>{''.join(map(cell, range(8)))}</table:table-row>" for _ in range(120))
        return f'<table:table table:name="S{name}">{rows}</table:table>'

    return _flat("spreadsheet", "".join(map(sheet, range(3))), words)


def _slides(words: _Words) -> str:
    """A lesson of twelve slides with notes."""
    frame = (
        '<draw:frame svg:width="20cm" svg:height="10cm" svg:x="1cm" svg:y="1cm">'
        "<draw:text-box>{}</draw:text-box></draw:frame>"
    )

    def slide(number: int) -> str:
        notes = frame.format(f"<text:p>{words.of('not', 15)}</text:p>").replace(
            "<draw:frame", '<draw:frame presentation:class="notes"'
        )
        body = frame.format("".join(f"<text:p>{words.of('bod', 8)}</text:p>" for _ in range(4)))
        return (
            f'<draw:page draw:name="P{number}" draw:master-page-name="Default">{body}'
            f"<presentation:notes>{notes}</presentation:notes></draw:page>"
        )

    styles = (
        '<office:automatic-styles><style:page-layout style:name="L"/></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Default" style:page-layout-name="L"/></office:master-styles>'
    )
    return _flat("presentation", "".join(map(slide, range(12))), words, styles=styles)


def _make(folder: Path) -> tuple[dict[str, list[Path]], dict[str, dict[str, None]]]:
    """The files of each format, and the words of each source."""
    sources = {"fodt": _text, "fods": _sheets, "fodp": _slides}
    used: dict[str, dict[str, None]] = {}
    made: dict[str, list[Path]] = {}
    office = ("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless")
    for suffix, write in sources.items():
        for number in range(_FILES):
            words = _Words()
            (folder / f"{suffix}{number}.{suffix}").write_text(write(words), encoding="utf-8")
            used[suffix] = words.used
        for wanted in _FORMATS[suffix]:
            subprocess.run(
                [
                    *office,
                    "--convert-to",
                    wanted,
                    "--outdir",
                    str(folder),
                    *map(str, sorted(folder.glob(f"*.{suffix}"))),
                ],
                check=True,
                capture_output=True,
            )
            made[wanted] = sorted(folder.glob(f"*.{wanted}"))
            used[wanted] = words.used
    return made, used


def _ours(files: Sequence[Path]) -> tuple[str, float, float, float]:
    """The text of the first file, CPU ms of one, ms through the child, and the child's memory in MB."""
    datas = [path.read_bytes() for path in files]
    text = formats.read(datas[0], files[0].name).text
    taken = []
    for data, path in list(zip(datas, files, strict=True)) * _RUNS:
        start = time.process_time()
        formats.read(data, path.name)
        taken.append((time.process_time() - start) * 1000)
    with Reader() as reader:
        reader.read(files[0])
        start = time.perf_counter()
        for path in files:
            reader.read(path)
        whole = (time.perf_counter() - start) * 1000 / len(files)
        memory = _memory(reader)
    return text, statistics.median(taken), whole, memory


def _memory(reader: Reader) -> float:
    """The most that the child has held so far, in MB; Linux alone says it of another process."""
    process = reader._worker._process
    status = Path(f"/proc/{process.pid}/status") if process else Path()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii")) if status.is_file() else None
    return int(peak[1]) / 1000 if peak else float("nan")


def _theirs(kind: str, files: Sequence[Path]) -> tuple[str, str, float, float]:
    """The second library's name, text, CPU ms and memory."""
    if not _PEERS.exists():
        return "", "", float("nan"), float("nan")
    done = subprocess.run(
        [str(_PEERS), str(_WORKER), kind, str(_RUNS), *map(str, files)], capture_output=True, text=True, check=True
    )
    said: Mapping[str, str] = json.loads(done.stdout)
    return said["name"], said["text"], float(said["ms"]), float(said["mb"])


def _kept(text: str, words: Mapping[str, None]) -> Iterator[tuple[str, float]]:
    """Of the words of each place, how many are in a text."""
    found = set(_WORD.findall(text))
    for place in _PLACES:
        wanted = {word for word in words if word.startswith(place)}
        if wanted:
            yield place, len(wanted & found) / len(wanted)


def main() -> None:
    """Print both tables."""
    if shutil.which("soffice") is None:
        print("documents: LibreOffice (soffice) is not installed here, so nothing was measured")
        return
    with tempfile.TemporaryDirectory() as name:
        made, used = _make(Path(name))
        results = {kind: (_ours(files), _theirs(kind, files)) for kind, files in made.items()}
    print(
        f"\n{'reading documents':<20}{'CPU ms':>8}{'in child':>10}{'child MB':>10}"
        f"   {'second library':<16}{'ms':>8}{'MB':>7}"
    )
    for kind, ((_, ms, whole, mb), (library, _, their_ms, their_mb)) in results.items():
        print(f"{kind:<20}{ms:>8.1f}{whole:>10.1f}{mb:>10.0f}   {library:<16}{their_ms:>8.1f}{their_mb:>7.0f}")
    print(f"\n{'words kept, %':<20}" + "".join(f"{title:>12}" for title in _PLACES.values()))
    for kind, ((text, *_), (library, their_text, *_)) in results.items():
        for who, words in ((kind, text), (f"  {library}", their_text)):
            shares = dict(_kept(words, used[kind]))
            cells = "".join(f"{100 * shares[place]:>12.1f}" if place in shares else f"{'-':>12}" for place in _PLACES)
            print(f"{who:<20}{cells}")


if __name__ == "__main__":
    main()
