"""What holds for every scan, whatever the text and whatever the rules."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safe_to_paste import rules
from safe_to_paste.actions import known
from safe_to_paste.model import Edit, Finding, Scan, Span
from safe_to_paste.paths import rules_dir
from safe_to_paste.placeholders import Conversation
from safe_to_paste.rules import unmark
from safe_to_paste.scanner import scan

ALL = rules.load(rules_dir())
EXAMPLES = [unmark(example)[0] for rule in ALL for example in rule.examples]

# Ordinary and awkward characters, between texts in which something is found.
texts = st.lists(st.one_of(st.sampled_from(EXAMPLES), st.text(st.characters(), max_size=40)), max_size=4).map("\n".join)


def apply(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def replaced(text: str, found: Scan) -> tuple[str, tuple[Edit, ...]]:
    conversation = Conversation()

    def label(finding: Finding) -> str:
        value = text[finding.span.start : finding.span.end]
        return conversation.label(finding.placeholder or "", value.encode("utf-8", "surrogatepass"))

    edits = known()["replace"].edits(found, label)
    return apply(text, edits), edits


@given(texts)
def test_findings_are_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    found = scan(text, ALL)

    edges = [edge for f in found.findings for edge in (f.span.start, f.span.end)]

    assert sorted(edges) == edges
    assert all(f.span.start < f.span.end for f in found.findings)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(texts)
def test_edits_leave_everything_else_untouched(text: str) -> None:
    after, edits = replaced(text, scan(text, ALL))

    kept = []
    at = 0
    for edit in edits:
        kept.append(text[at : edit.span.start])
        at = edit.span.end
    kept.append(text[at:])
    rest = after
    for piece, following in itertools.zip_longest(kept, edits):
        assert rest.startswith(piece)
        rest = rest[len(piece) :]
        if following:
            assert rest.startswith(following.text)
            rest = rest[len(following.text) :]
    assert rest == ""


@given(texts)
@settings(deadline=None)
def test_scanning_the_replaced_text_finds_nothing_that_was_replaced(text: str) -> None:
    found = scan(text, ALL)
    values = {text[f.span.start : f.span.end] for f in found.findings if f.placeholder is not None}
    after, _edits = replaced(text, found)

    again = [f for f in scan(after, ALL).findings if f.placeholder is not None]

    assert [f.rule for f in again if after[f.span.start : f.span.end] in values] == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_placeholder_is_never_a_finding(rule: rules.Rule) -> None:
    """Each rule's examples, replaced by their labels, leave nothing to find again."""
    for example in rule.examples:
        text = unmark(example)[0]
        after, edits = replaced(text, scan(text, ALL))
        labels = [edit.text for edit in edits]

        left = [after[f.span.start : f.span.end] for f in scan(after, ALL).findings if f.placeholder]

        assert [piece for piece in left if any(label in piece or piece in label for label in labels)] == []


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "\u202e\u2066", "\r\n\r"])
def test_awkward_texts_are_scanned_like_any_other(text: str) -> None:
    assert Scan((), len(text)) == scan(text, ALL)


def test_a_finding_about_the_whole_text_gives_way_and_is_not_lost() -> None:
    text = "PRIVATE AND CONFIDENTIAL\nNI number AB 12 34 56 C"

    found = {f.entity: f.span for f in scan(text, ALL).findings}

    assert Span(0, 24) == found["PROTECTIVE_MARKING"]
    assert "NI_NUMBER" in found


def test_a_value_said_to_be_made_up_is_not_found() -> None:
    text = "NI number AB 12 34 56 C"

    found = scan(text, ALL, dismissed=lambda entity, value: (entity, value) == ("NI_NUMBER", "AB 12 34 56 C"))

    assert found.findings == ()


def test_no_part_of_a_scan_holds_the_text() -> None:
    text = "Email zebulon.quartermaine@pupils.example.sch.uk about his NI number AB 12 34 56 C"

    found = scan(text, ALL)

    assert found.findings
    assert "quartermaine" not in repr(found)
    assert "12 34 56" not in repr(found)
