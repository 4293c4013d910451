"""Check a document: each text in it for itself, so that what one says never speaks for or against another.

An author's name in the properties would make a record read as a publication, and a novel that is attached would make
the message about a pupil read as fiction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from safe_to_paste import scanner
from safe_to_paste.documents.model import Document
from safe_to_paste.model import Finding, Scan, Span
from safe_to_paste.organisation import Organisation
from safe_to_paste.roster import Roster
from safe_to_paste.rules import Rule


def check(
    document: Document,
    rules: Sequence[Rule],
    *,
    organisation: Organisation | None = None,
    roster: Roster | None = None,
    dismissed: scanner.Dismissed | None = None,
) -> Scan:
    """What the rules find in a document; spans are in code points of its whole text. As ``scanner.scan`` otherwise."""
    ends = [*document.pieces, len(document.text)]
    scans = [
        (
            start,
            scanner.scan(
                document.text[start:end], rules, organisation=organisation, roster=roster, dismissed=dismissed
            ),
        )
        for start, end in pairwise(ends)
    ]
    return Scan(
        findings=tuple(_moved(finding, start) for start, scan in scans for finding in scan.findings),
        length=len(document.text),
        whole=all(scan.whole for _, scan in scans),
    )


def _moved(finding: Finding, by: int) -> Finding:
    return replace(finding, span=Span(finding.span.start + by, finding.span.end + by)) if by else finding
