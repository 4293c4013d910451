"""A policy file is read whole or refused with the reason, and decides what each finding comes to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from safe_to_paste import paths, policy, policy_lint
from safe_to_paste.errors import PolicyError
from safe_to_paste.model import Category, Finding, Likelihood, Outcome, Scan, Span
from safe_to_paste.policy_file import MarkingMode, Mode, Policy, known_keys, parse
from safe_to_paste.policy_lint import Note, lint

POLICIES = paths.policies_dir()
SHIPPED = ("default", "model", "quantock")
HEAD = 'title = "Our policy"\nversion = "1"\n'
TODAY = date(2026, 11, 21)


def shipped(name: str) -> Policy:
    return policy.load(name, policies_dir=POLICIES, in_force=False)


def seen(
    entity: str, likelihood: Likelihood = Likelihood.LIKELY, *, placeholder: str | None = "X", at: int = 0
) -> Finding:
    category = {
        "MARKING_REQUEST": Category.RESTRICTED_USE,
        "REPORT_REQUEST": Category.RESTRICTED_USE,
        "MINUTES_REQUEST": Category.RESTRICTED_USE,
        "PROTECTIVE_MARKING": Category.CONFIDENTIAL,
        "PUPIL_WORK": Category.PUPIL_WORK,
        "HEALTH": Category.SENSITIVE,
    }.get(entity, Category.IDENTIFIABLE)
    return Finding(
        rule=f"test/{entity.lower()}",
        entity=entity,
        category=category,
        likelihood=likelihood,
        span=Span(at, at + 4),
        because=(),
        title=entity.lower().replace("_", " "),
        help="",
        placeholder=placeholder,
    )


def scan(*findings: Finding) -> Scan:
    return Scan(findings, 100)


def notes(source: str | Policy) -> list[tuple[str, str]]:
    return [
        (note.key, note.message)
        for note in lint(parse(HEAD + source, "x.toml") if isinstance(source, str) else source, today=TODAY)
    ]


# The files we ship


@pytest.mark.parametrize("name", ["default", "quantock"])
def test_a_finished_policy_comes_into_force_without_a_note(name: str) -> None:
    loaded = policy.load(name, policies_dir=POLICIES)

    assert (name, (), ()) == (loaded.name, loaded.unfilled, loaded.notes)


def test_the_template_refuses_to_come_into_force_and_names_every_field_left() -> None:
    with pytest.raises(PolicyError) as refusal:
        policy.load("model", policies_dir=POLICIES)

    left = shipped("model").unfilled

    assert {"organisation.organisation", "report.policy_breach", "contacts.dpo", "review.next_date"} <= set(left)
    assert [] == [key for key in left if key not in str(refusal.value)]


def test_the_template_comes_into_force_once_it_is_filled_in(tmp_path: Path) -> None:
    text = (POLICIES / "model.toml").read_text(encoding="utf-8")
    text = re.sub(r'next_date = "<[^"]*"', "next_date = 2027-09-01", text)
    text = re.sub(r'= "<Insert[^">]*>"', '= "ours"', text)
    text = re.sub(r"<Insert[^>]*>|<school/trust>", "our school", text)
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")

    loaded = policy.load(own, policies_dir=POLICIES)

    assert ("own", "ours", date(2027, 9, 1)) == (loaded.name, loaded.owner, loaded.review.next_date)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_policy_we_ship_holds_no_key_we_do_not_know(name: str) -> None:
    assert [] == [n for n in lint(name, policies_dir=POLICIES, today=TODAY) if n.level == "error"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_policy_we_ship_has_at_most_six_statements_and_a_clause_for_each_category(name: str) -> None:
    loaded = shipped(name)

    assert len(loaded.declaration.statements) <= 6
    assert [] == [c for c in Category if not loaded.clause(c, "ANYTHING")]


def test_the_default_leaves_nothing_to_decide() -> None:
    assert () == lint("default", policies_dir=POLICIES, today=TODAY)


def test_the_policies_differ_where_the_documents_do() -> None:
    model, quantock = shipped("model"), shipped("quantock")

    assert ("forbid", "objective_with_review") == (model.marking.mode, quantock.marking.mode)
    assert ("remind", "before_use") == (model.declaration.gate, quantock.declaration.gate)
    assert ("should", "must") == (model.obligation, quantock.obligation)
    assert (12, 6) == (model.review.cycle_months, quantock.review.cycle_months)
    assert (True, False) == (model.label.required, quantock.label.required)
    assert ("allowed_except_confidential", "warn") == (model.minutes.mode, quantock.minutes.mode)
    assert ("placeholders", "placeholders") == (model.reports.mode, quantock.reports.mode)
    assert date(2025, 11, 30) == quantock.review.next_date


def test_every_key_is_explained_and_no_other() -> None:
    checkout = paths.checkout()
    assert checkout
    text = (checkout / "docs" / "policy-files.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    steps = {step.word for step in Likelihood}
    known = {re.sub(rf"^(outcomes\..+)\.(?:{'|'.join(steps)})$", r"\1", key) for key in known_keys()}

    assert known == explained
    assert steps <= set(re.findall(r"`(\w+)`", text))


# Reading


def test_only_a_title_and_a_version_are_needed() -> None:
    read = parse(HEAD, "x.toml")

    assert ("Our policy", "1", Mode.WARN, ()) == (read.title, read.version, read.mode, read.notes)


def test_what_a_table_leaves_out_keeps_its_own_default() -> None:
    read = parse(HEAD + '[outcomes]\nsensitive = { possible = "warn" }', "x.toml")

    assert {"possible": "warn", "likely": "hold", "very_likely": "hold"} == read.ladder(Category.SENSITIVE, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[marking]\nmode = "never"', 'marking.mode is "never"; use forbid, objective_with_review or allow'),
        ('[original_work]\nmode = "no"', 'original_work.mode is "no"; use forbid or consent_tick'),
        (
            '[outcomes]\nsensitive = { likely = "stop" }',
            'outcomes.sensitive.likely is "stop"; use allow, hint, warn, hold or block',
        ),
        (
            '[review]\nnext_date = "soon"',
            'review.next_date is "soon"; use a date without quotes, such as 2027-01-31',
        ),
        ("[review]\ncycle_months = true", "review.cycle_months is true; use a whole number, 0 or more"),
        ("[journal]\nretention_days = -1", "journal.retention_days is -1; use a whole number, 0 or more"),
        ("[label]\nrequired = 1", "label.required is 1; use true or false"),
        ("owner = 3", "owner is 3; use text in quotes"),
        ('audience = "staff"', 'audience is "staff"; use a list, ["…", "…"]'),
        ('clauses = "1.5"', 'clauses is "1.5"; use tables, [[clauses]]'),
        ('review = "yearly"', 'review is "yearly"; use a table, [review]'),
        ('[[clauses]]\nid = "1.5"', "clauses[1.5].heading is missing; it is needed"),
        (
            '[outcomes.entities]\npostcode = { likely = "hint" }',
            "outcomes.entities is a table; use names in capitals such as DATE_OF_BIRTH, not postcode",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(text: str, message: str) -> None:
    with pytest.raises(PolicyError) as error:
        parse(HEAD + text, "rules/policies/x.toml")

    assert f"rules/policies/x.toml: {message}" == str(error.value)


def test_a_wrong_detail_of_the_school_is_named_too() -> None:
    with pytest.raises(PolicyError, match=r"^x\.toml: organisation: phones "):
        parse(HEAD + '[organisation]\nphones = "01632 960100"', "x.toml")


def test_a_file_with_several_faults_names_the_first_and_counts_the_rest() -> None:
    with pytest.raises(PolicyError, match=r"^x: mode is .* \(and 2 more to mend"):
        parse(HEAD + 'mode = "a"\n[marking]\nmode = "b"\n[reports]\nmode = "c"', "x")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"title = ", "is not TOML"),
        ("title = 'Größe'".encode("utf-16"), "is not UTF-8 text"),
        (b"version = '1'", "title is missing"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        parse(data, "x.toml")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert "Our policy" == parse(b"\xef\xbb\xbf" + HEAD.encode(), "x.toml").title


def test_an_unknown_key_is_a_note_at_run_time_and_an_error_for_the_linter(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(HEAD + "colour = 1\n[review]\ncycle_month = 6\n[organisation]\nhue = 1\n", encoding="utf-8")

    loaded = policy.load(file, policies_dir=POLICIES)

    assert 12 == loaded.review.cycle_months
    assert (
        "colour is not a key this version knows; it is left out",
        "review.cycle_month is not a key this version knows; it is left out (is it review.cycle_months?)",
    ) == loaded.notes[:2]
    assert "hue" in loaded.notes[2]
    assert ["colour", "review.cycle_month", "organisation"] == [
        note.key for note in lint(str(file), policies_dir=POLICIES, today=TODAY) if note.level == "error"
    ]


def test_the_linter_lists_every_fault_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('version = "1"\nmode = "a"\n[marking]\nmode = "b"', encoding="utf-8")

    assert ["title", "mode", "marking.mode"] == [n.key for n in lint(file, today=TODAY) if n.level == "error"]


def test_a_name_no_policy_has_is_answered_with_those_there_are() -> None:
    with pytest.raises(PolicyError, match=r"no policy called quantok; it has default, model, quantock"):
        policy.load("quantok", policies_dir=POLICIES)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"none\.toml: cannot be read"):
        policy.load(tmp_path / "none.toml", policies_dir=POLICIES)


# Deciding


@pytest.mark.parametrize(
    ("name", "finding", "outcome"),
    [
        ("default", seen("UPN", Likelihood.VERY_LIKELY), Outcome.HOLD),
        ("default", seen("UPN", Likelihood.POSSIBLE), Outcome.ALLOW),
        ("default", seen("POSTCODE"), Outcome.HINT),
        ("default", seen("DATE_OF_BIRTH"), Outcome.WARN),
        ("default", seen("EMAIL", Likelihood.VERY_LIKELY), Outcome.HOLD),
        ("default", seen("HEALTH"), Outcome.HOLD),
        ("default", seen("MARKING_REQUEST"), Outcome.HOLD),
        ("model", seen("PERSON_NAME"), Outcome.WARN),
        ("quantock", seen("PERSON_NAME"), Outcome.HOLD),
        ("quantock", seen("MARKING_REQUEST", Likelihood.VERY_LIKELY), Outcome.HINT),
    ],
)
def test_each_policy_decides_by_category_likelihood_and_entity(name: str, finding: Finding, outcome: Outcome) -> None:
    assert outcome is policy.decide(scan(finding), shipped(name)).outcome


def test_the_gravest_finding_decides_and_what_is_allowed_is_left_out() -> None:
    verdict = policy.decide(
        scan(seen("POSTCODE"), seen("UPN", Likelihood.POSSIBLE, at=5), seen("EMAIL", at=10)), shipped("default")
    )

    assert (Outcome.WARN, ["POSTCODE", "EMAIL"]) == (verdict.outcome, [f.entity for f in verdict.findings])


def test_nothing_found_is_nothing_said_or_offered() -> None:
    verdict = policy.decide(scan(), shipped("default"))

    assert (Outcome.ALLOW, (), (), "") == (verdict.outcome, verdict.findings, verdict.actions, verdict.says)


def test_each_finding_cites_its_clause_by_number_and_heading() -> None:
    found = scan(seen("UPN"), seen("PUPIL_WORK", at=5), seen("MARKING_REQUEST", at=10))
    clauses = {name: [f.clause for f in policy.decide(found, shipped(name)).findings] for name in SHIPPED}
    heading = "Appropriate use of AI in school"

    assert [f"1.5 {heading}", f"1.6 {heading}", f"1.7 {heading}"] == clauses["model"] == clauses["default"]
    assert ["3 Data Privacy and Security", "Introduction", "2 AI Guidance"] == clauses["quantock"]


def test_marking_that_is_allowed_is_no_finding() -> None:
    allowing = replace(shipped("model"), marking=replace(shipped("model").marking, mode=MarkingMode.ALLOW))

    assert () == policy.decide(scan(seen("MARKING_REQUEST")), allowing).findings


@pytest.mark.parametrize(
    ("table", "mode", "entity", "outcome"),
    [
        ("reports", "forbid", "REPORT_REQUEST", Outcome.HOLD),
        ("reports", "placeholders", "REPORT_REQUEST", Outcome.ALLOW),
        ("reports", "allow", "REPORT_REQUEST", Outcome.ALLOW),
        ("minutes", "forbid", "MINUTES_REQUEST", Outcome.HOLD),
        ("minutes", "warn", "MINUTES_REQUEST", Outcome.HINT),
        ("minutes", "allowed_except_confidential", "MINUTES_REQUEST", Outcome.ALLOW),
    ],
)
def test_what_ai_may_be_used_for_decides_over_a_request(table: str, mode: str, entity: str, outcome: Outcome) -> None:
    ours = parse(f'title = "T"\nversion = "1"\n[{table}]\nmode = "{mode}"\n', "t")

    assert outcome is policy.decide(scan(seen(entity)), ours).outcome


def test_report_only_never_goes_beyond_a_hint() -> None:
    quiet = replace(shipped("quantock"), mode=Mode.REPORT_ONLY)

    verdict = policy.decide(scan(seen("UPN", Likelihood.VERY_LIKELY)), quiet)

    assert (Outcome.HINT, Outcome.HOLD) == (verdict.outcome, verdict.would_be)
    assert ("replace", "keep") == verdict.actions


def test_in_earnest_it_comes_to_what_it_would_be() -> None:
    verdict = policy.decide(scan(seen("UPN", Likelihood.VERY_LIKELY)), shipped("quantock"))

    assert Outcome.HOLD is verdict.outcome is verdict.would_be


@pytest.mark.parametrize(
    ("findings", "actions"),
    [
        ([seen("POSTCODE")], ("replace", "keep")),
        ([seen("EMAIL")], ("replace", "remove", "keep", "go_back")),
        ([seen("UPN", Likelihood.VERY_LIKELY)], ("replace", "remove", "keep", "go_back")),
        ([seen("PROTECTIVE_MARKING", Likelihood.VERY_LIKELY, placeholder=None)], ("keep", "go_back")),
        ([seen("PUPIL_WORK", Likelihood.POSSIBLE, placeholder=None)], ("keep",)),
    ],
)
def test_only_what_can_be_done_is_offered(findings: list[Finding], actions: tuple[str, ...]) -> None:
    assert actions == policy.decide(scan(*findings), shipped("default")).actions


def test_block_offers_no_way_to_keep() -> None:
    strict = parse(HEAD + '[outcomes.entities]\nUPN = { likely = "block" }', "x.toml")

    assert ("replace", "remove", "go_back") == policy.decide(scan(seen("UPN")), strict).actions


# Looking over


def test_the_linter_finds_what_the_trusts_policy_leaves_to_decide() -> None:
    found = lint("quantock", policies_dir=POLICIES, today=TODAY)

    assert {
        "review.next_date",
        "review.cycle_months",
        "report",
        "reports.mode",
        "clauses[5]",
        "audience",
        "clauses[3].summary",
        "links.data_protection",
    } <= {note.key for note in found}
    said = " ".join(note.message for note in found)

    assert [] == [words for words in ("FERPA", "UK GDPR", "overdue", "visitors") if words not in said]


def test_the_linter_finds_what_the_template_leaves_to_decide() -> None:
    found = lint("model", policies_dir=POLICIES, today=TODAY)
    keys = {note.key for note in found}

    assert set(shipped("model").unfilled) <= keys
    assert {
        "original_work.mode",
        "minutes.mode",
        "audience",
        "clauses[4.1]",
        "clauses[1.4]",
        "clauses[1.3].summary",
    } <= keys


def test_a_review_is_overdue_only_after_its_day() -> None:
    due = replace(shipped("quantock"), review=replace(shipped("quantock").review, next_date=TODAY))

    assert [] == [key for key, message in notes(due) if "overdue" in message]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('ratified = "May 2025"', "review.next_date", "no review date"),
        (
            'ratified = "May 2025"\n[review]\nnext_date = 2027-05-01\ncycle_months = 12',
            "review.next_date",
            "more than 12 months after May 2025",
        ),
        (
            '[report]\npolicy_breach = "a"\ndata_breach = "a"\nquery = "a"',
            "report",
            "one and the same route",
        ),
        ('[report]\ndata_breach = "dpo"', "contacts.dpo", "is empty"),
        ("", "report.data_breach", "is empty"),
        ('[links]\npolicy = "#"', "links.policy", "leads nowhere"),
        ('[links]\npolicy = ""', "links.policy", "leads nowhere"),
        ('audience = ["staff", "pupils"]', "audience", "pupils"),
        ('[outcomes]\nsensitive = { very_likely = "hint" }', "outcomes.sensitive", "does less"),
        ('[[clauses]]\nid = "1"\nheading = "Data"', "clauses", 'no clause covers "identifiable"'),
        ('[declaration]\ngate = "remind"', "declaration.statements", "is empty"),
        (
            '[declaration]\nstatements = ["1", "2", "3", "4", "5", "6", "7"]',
            "declaration.statements",
            "more than six",
        ),
        ('owner = "GDPR lead"', "owner", "UK GDPR"),
    ],
)
def test_the_linter_says_what_to_decide(text: str, key: str, words: str) -> None:
    assert any(key == found and words in message for found, message in notes(text))


@pytest.mark.parametrize(
    ("ids", "jumps"),
    [
        (["1", "2", "3"], []),
        (["1.1", "1.2", "2", "2.1"], []),
        (["1.9", "1.10", "1.10.1", "2.1"], []),
        (["Introduction", "1", "AI misuse", "2"], []),
        (["1.3", "4.1", "4.2", "1.4"], ["4.1", "1.4"]),
        (["1", "3"], ["3"]),
    ],
)
def test_the_linter_notices_where_the_numbering_jumps(ids: list[str], jumps: list[str]) -> None:
    text = "".join(f'[[clauses]]\nid = "{id_}"\nheading = "h"\n' for id_ in ids)

    assert [f"clauses[{id_}]" for id_ in jumps] == [key for key, words in notes(text) if "jumps" in words]


def test_uk_gdpr_is_left_alone() -> None:
    assert [] == [key for key, message in notes('owner = "UK GDPR lead"') if "GDPR" in message]


def test_a_note_reads_as_one_line() -> None:
    found: tuple[Note, ...] = tuple(
        note for name in SHIPPED for note in policy_lint.lint(name, policies_dir=POLICIES, today=TODAY)
    )

    assert [] == [note for note in found if "\n" in note.message or note.message.endswith(".")]


def test_lint_says_what_on_the_lists_cannot_be_looked_for() -> None:
    text = (
        'title = "T"\nversion = "1"\n[lists]\nwords = ["Project Kestrel", "x"]\npeople = ["Joan Pellow"]\n'
        '[organisation]\npublished_staff = ["Mrs Joan Pellow"]\n'
    )
    notes = lint(parse(text, "t"), today=date(2026, 1, 1))

    assert ["lists.words", "lists.people"] == [n.key for n in notes if n.key.startswith("lists")]


def test_lint_notes_a_policy_without_its_text_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "hazelmere.toml"
    file.write_text(HEAD + '[declaration]\nstatements = ["I will take care."]', encoding="utf-8")

    def about_text() -> list[Note]:
        return [note for note in policy_lint.lint(file, today=TODAY) if note.key == "hazelmere.md"]

    (missing,) = about_text()
    assert "is not there beside hazelmere.toml" in missing.message

    file.with_suffix(".md").write_text("# Our policy of <school/trust>", encoding="utf-8")
    (unfilled,) = about_text()
    assert "to fill in" in unfilled.message

    file.with_suffix(".md").write_text("# Our policy", encoding="utf-8")
    assert [] == about_text()


@pytest.mark.parametrize(
    ("text", "key"),
    [("[training]\nask = true", "training.where"), ("staff_count = 0", "staff_count")],
)
def test_lint_asks_for_what_a_setting_needs_beside_it(text: str, key: str) -> None:
    assert key in dict(notes(text))


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        ('pupil_work = ["Work"]\nteaching = ["~/Lessons"]', ["folders.pupil_work"]),
        ('pupil_work = ["%OneDrive%/Work"]', ["folders.teaching"]),
        ('pupil_work = ["C:/Work", "//server/work", "/work", "$HOME/w"]\nteaching = ["~/Lessons"]', []),
    ],
)
def test_lint_looks_at_the_folders_of_pupils_work(folders: str, expected: list[str]) -> None:
    found = policy.parse(f'title = "T"\nversion = "1"\n[folders]\n{folders}', "t")

    assert expected == [note.key for note in policy_lint.lint(found) if note.key.startswith("folders")]
