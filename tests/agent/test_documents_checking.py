"""A document is found to hold what the same words hold when they are pasted, and each of its texts stands alone."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from safe_to_paste import policy, rules
from safe_to_paste.documents import formats
from safe_to_paste.documents.checking import check
from safe_to_paste.documents.model import Document
from safe_to_paste.paths import policies_dir, rules_dir
from safe_to_paste.scanner import scan

from . import papers

ALL = rules.load(rules_dir())
DEFAULT = policy.load("default", policies_dir=policies_dir())
NOTE = "Zebulon Okafor-Hale in 9B has been diagnosed with dyslexia. Please can you reword this for his parents?"
LESSON = "Plan a Year 8 lesson on the water cycle.\n\nStarter: what is evaporation?\nExit: draw the cycle."
PROPERTIES = "<p><title>Plan</title><creator>Carys Pellow</creator><lastModifiedBy>Joss Denholm</lastModifiedBy></p>"


def document(text: str) -> Document:
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    made = papers.office(
        "word/document.xml",
        {"word/document.xml": papers.body(body).decode(), "docProps/core.xml": PROPERTIES},
        {"": (("c", "metadata/core-properties", "docProps/core.xml"),)},
    )
    return formats.read(made, "a.docx")


@pytest.mark.parametrize("text", [NOTE, LESSON, "UPN\tName\tSEN\nB801200005001\tOkafor-Hale\tK"])
def test_a_document_is_as_grave_as_its_words(text: str) -> None:
    read = document(text)

    pasted = policy.decide(scan(text, ALL), DEFAULT)
    attached = policy.decide(check(read, ALL), DEFAULT)

    assert pasted.outcome == attached.outcome
    assert [f.entity for f in pasted.findings] == [f.entity for f in attached.findings]


def test_whoever_saved_a_lesson_is_no_finding() -> None:
    assert () == check(document(LESSON), ALL).findings


def test_a_finding_in_a_later_text_is_where_it_is_in_the_whole() -> None:
    read = Document("docx", f"{LESSON}\nUPN B801200005001\n", pieces=(0, len(LESSON) + 1))

    (found,) = check(read, ALL).findings

    assert "B801200005001" == read.text[found.span.start : found.span.end]


def test_what_one_text_says_does_not_reach_another() -> None:
    text = "What is a UPN?\nB801200005001\n"
    apart = Document("docx", text, pieces=(0, text.index("B")))

    (together,) = scan(text, ALL).findings
    (alone,) = check(apart, ALL).findings

    assert 'near "upn"' in together.because
    assert 'near "upn"' not in alone.because
