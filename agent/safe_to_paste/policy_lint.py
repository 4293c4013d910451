"""Look a policy over before it comes into force: what is wrong, left open or contradictory.

A policy says some things twice and some things differently, as documents written by
committees do. Nothing is put right here. Each note says in plain words what the policy
says, which setting holds meanwhile, and what is to be decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

from safe_to_paste import labels, own, policy, policy_file, review, tables
from safe_to_paste.errors import PolicyError
from safe_to_paste.model import Category, Likelihood
from safe_to_paste.policy_file import Audience, Clause, Policy, Topic


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at. An error is to be mended; a note is to be decided."""

    level: Literal["error", "note"]
    key: str
    message: str


def lint(source: str | Path | Policy, *, policies_dir: Path = Path(), today: date | None = None) -> tuple[Note, ...]:
    """Everything worth a look in a policy, given its name, its file or the policy itself.

    ``today`` is what the review date is held against; the clock's date if left out.

    Raises:
        PolicyError: the file cannot be read, or is not TOML.
    """
    today = today or datetime.now(UTC).date()
    if isinstance(source, Policy):
        return (*_unknown(source), *_notes(source, today))
    path = policy.find(source, policies_dir=policies_dir)
    try:
        reading = policy_file.read(path.read_bytes(), str(path))
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror})") from error
    faults = (Note("error", fault.key, fault.message) for fault in reading.faults)
    return (*faults, *_unknown(reading.policy), *_notes(reading.policy, today), *_text(path))


def _unknown(found: Policy) -> Iterator[Note]:
    yield from (Note("error", key, policy_file.unknown_key(key)) for key in found.unknown)
    yield from (Note("error", "organisation", note) for note in found.organisation.notes)


def _text(path: Path) -> Iterator[Note]:
    """What staff read: the document beside the file."""
    text = path.with_suffix(".md")
    try:
        data = text.read_bytes().decode("utf-8-sig", errors="replace")
    except FileNotFoundError:
        words = "staff who read the policy in its window see the clauses alone. Save your document there as Markdown"
        yield Note("note", text.name, f"is not there beside {path.name}; {words}")
    except OSError as error:
        yield Note("error", text.name, f"cannot be read ({error.strerror}); staff cannot agree to the policy meanwhile")
    else:
        if policy_file.is_unfilled(data):
            yield Note(
                "note",
                text.name,
                "still has <Insert…> or <school/trust> to fill in; staff cannot agree to it meanwhile",
            )


def _notes(found: Policy, today: date) -> Iterator[Note]:
    for key in found.unfilled:
        yield Note("note", key, "still waits for your school's own words; the policy cannot come into force")
    yield from _review(found, today)
    for look in _LOOKS:
        yield from (Note("note", key, message) for key, message in look(found))


_Findings = Iterator[tuple[str, str]]


def _review(found: Policy, today: date) -> Iterator[Note]:
    """The review date, the cycle and what the clauses say about it."""
    due, months = found.review.next_date, found.review.cycle_months
    key = "review.next_date"
    if due is None and found.ratified and "review.next_date" not in found.unfilled:
        yield Note("note", key, "no review date is set; decide when the policy is looked at again")
    if due and due < today:
        yield Note("note", key, f"was {review.written(due)}: the review is overdue; decide when it takes place")
    ratified = review.month(found.ratified)
    if due and ratified and _months(due) - ratified > months:
        yield Note("note", key, f"is more than {months} months after {found.ratified}; decide which of the two holds")
    for clause in found.clauses:
        if months != 12 and re.search(r"\b(?:every|each|once a) year\b|\bannual|\byearly\b", _words(clause)):
            yield Note(
                "note",
                "review.cycle_months",
                f"is {months}, while clause {clause} speaks of a review every year; decide which holds."
                " Until then the reminder comes at the earlier of the two",
            )


def _routes(found: Policy) -> _Findings:
    """Whom to tell: three purposes, each with somebody."""
    routes = {field.name: getattr(found.report, field.name).strip() for field in fields(found.report)}
    for name, words in routes.items():
        if not words:
            yield f"report.{name}", f"is empty; decide whom staff tell of a {_PURPOSES[name]}"
        elif words in _CONTACTS and not getattr(found.contacts, words).strip():
            yield f"contacts.{words}", f"is empty, yet report.{name} sends staff there; say who it is"
    if len(set(routes.values())) == 1 and all(routes.values()):
        yield (
            "report",
            "one and the same route serves misuse, data breaches and questions; decide whether a data breach,"
            " which cannot wait, should go straight to the data protection officer",
        )
    said = [c for c in found.clauses if _ROUTE.search(_words(c))]
    if len({m[0] for c in said for m in _ROUTE.finditer(_words(c))}) > 1:
        yield (
            "report",
            f"clauses {_ids(said)} send different worries to different people; [report] keeps them apart."
            " Decide whether staff will know which is which",
        )


def _reports(found: Policy) -> _Findings:
    allowing, banning = _covering(found, Topic.REPORTS), _covering(found, Topic.IDENTIFIABLE)
    if allowing and banning and found.reports.mode is not policy_file.ReportsMode.FORBID:
        meanwhile = (
            "names are replaced by placeholders first"
            if found.reports.mode is policy_file.ReportsMode.PLACEHOLDERS
            else "nothing makes up for it"
        )
        yield (
            "reports.mode",
            f"clause {allowing} lets AI help with pupils' reports, but clause {banning} keeps personal data"
            f' out. With "{found.reports.mode}" {meanwhile}; decide whether that is what is meant',
        )


def _administration(found: Policy) -> _Findings:
    banning = _covering(found, Topic.IDENTIFIABLE)
    for clause in found.clauses:
        if banning and clause is not banning and _ADMINISTRATION.search(_words(clause)):
            yield (
                f"clauses[{clause.id}]",
                f"clause {clause} sees AI at work on pupils' records, but clause {banning} keeps personal"
                " data out. AI tools in the browser are held to the second; decide whether the first means"
                " other software, such as the school's information system, and say so",
            )


def _feedback(found: Policy) -> _Findings:
    consent = _covering(found, Topic.ORIGINAL_WORK)
    for clause in found.clauses:
        if consent and "feedback to pupils" in _words(clause):
            yield (
                "original_work.mode",
                f"clause {clause} names feedback to pupils as a use, but clause {consent} wants the author's"
                " consent before work goes in. Decide how pupils, or their parents, give it",
            )


def _minutes(found: Policy) -> _Findings:
    minutes, confidential = _covering(found, Topic.MINUTES), _covering(found, Topic.CONFIDENTIAL)
    if minutes and confidential and "transcript" in _words(minutes):
        yield (
            "minutes.mode",
            f"clause {minutes} lets a transcript become minutes, but clause {confidential} keeps confidential"
            f' matters out. "{found.minutes.mode}" holds meanwhile; decide with the board which parts of a'
            " meeting may go in",
        )


def _audience(found: Policy) -> _Findings:
    if Audience.PUPILS in found.audience:
        yield (
            "audience",
            "names pupils; this product is for staff laptops and stays out of pupils' accounts. Decide how"
            " the policy reaches pupils otherwise",
        )
    for clause in found.clauses:
        words = _words(clause)
        named = {group for group in Audience if group.replace("_", " ") in words}
        left_out = [group.replace("_", " ") for group in found.audience if group not in named]
        if "scope" in clause.heading.lower() and named and left_out:
            yield (
                "audience",
                f"includes {' and '.join(left_out)}, whom clause {clause} does not name; decide whether the"
                " policy is for them",
            )


def _numbering(found: Policy) -> _Findings:
    ids = [clause.id for clause in found.clauses]
    for repeated in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield f"clauses[{repeated}]", "is there more than once; give each clause its own number"
    for before, after in pairwise(id_ for id_ in ids if _NUMBER.fullmatch(id_)):
        if after not in _next(before):
            yield (
                f"clauses[{after}]",
                f"comes after {before}: the numbering jumps. Decide whether to renumber; until then cite"
                " a clause by its number and its heading",
            )


def _law(found: Policy) -> _Findings:
    for key, text in tables.texts(found):
        if "FERPA" in text:
            yield (
                key,
                "names FERPA, a law of the United States; decide with the data protection officer whether"
                " to name UK GDPR and the Data Protection Act 2018 instead",
            )
        if _OLD_GDPR.search(text):
            yield key, "says GDPR; since 2021 the law here is UK GDPR. Decide whether to bring it up to date"


def _links(found: Policy) -> _Findings:
    for name, target in found.links.items():
        if target.strip() in {"", "#"}:
            yield f"links.{name}", "leads nowhere and is not shown; find the address or take the link out"


def _outcomes(found: Policy) -> _Findings:
    for category in Category:
        steps = found.outcomes.steps(category, "")
        at = [steps.at(likelihood) for likelihood in Likelihood]
        if at != sorted(at):
            yield f"outcomes.{category}", "does less for what is more likely; decide whether that is meant"
        if found.clauses and not found.clause(category, ""):
            yield "clauses", f'no clause covers "{category}"; decide which one warnings about it should cite'


def _lists(found: Policy) -> _Findings:
    """Words that cannot be looked for, and people who are public all the same."""
    for key in ("words", "people"):
        listed = getattr(found.lists, key)
        if left_out := len({" ".join(word.split()) for word in listed}) - len(own.usable(listed)):
            yield (
                f"lists.{key}",
                f"has {left_out} too short or too long to look for ({own.LEAST} to {own.MOST} characters); left out",
            )
    if any(found.organisation.is_public("PERSON_NAME", name) for name in found.lists.people):
        yield (
            "lists.people",
            "names somebody whom organisation.published_staff names as well, and who is therefore not found;"
            " decide which holds",
        )


def _declaration(found: Policy) -> _Findings:
    if len(found.declaration.statements) > 6:
        yield "declaration.statements", "has more than six; people stop reading. Decide which six matter"
    if found.declaration.gate is not policy_file.Gate.OFF and not found.declaration.statements:
        yield "declaration.statements", "is empty, yet the declaration is asked for; say what staff agree to"


def _training(found: Policy) -> _Findings:
    if found.training.ask and not found.training.where.strip():
        yield "training.where", "is empty, yet the declaration asks about training; say where it is to be found"


def _label(found: Policy) -> _Findings:
    """A label that is asked for and never offered, and more to tick than anybody is asked."""
    if found.label.required and found.label.prompt is policy_file.LabelPrompt.OFF:
        yield "label.prompt", "is off, yet a label is required; decide when it is offered"
    if not found.label.text.strip():
        yield "label.text", 'is empty; say what the label is, such as "AI supported"'
    if len(found.label.checks) > labels.MOST_CHECKS:
        yield "label.checks", f"has more than {labels.MOST_CHECKS}; only the first {labels.MOST_CHECKS} are asked"
    if found.placeholders.restore and found.placeholders.minutes < 1:
        yield "placeholders.minutes", "is less than one, yet names are to come back; say for how many minutes they can"


def _staff(found: Policy) -> _Findings:
    if found.staff_count == 0:
        yield "staff_count", "is 0; say how many staff the policy is for, or take the line out"


def _folders(found: Policy) -> _Findings:
    """Folders of pupils' work: where they are, and the other half of them."""
    for key, names in (("pupil_work", found.folders.pupil_work), ("teaching", found.folders.teaching)):
        for name in names:
            if not _FULL.match(name):
                yield f"folders.{key}", f"names {name}, which is no full path; it is left out"
    if found.folders.pupil_work and not found.folders.teaching:
        yield (
            "folders.teaching",
            "names no folder, while folders.pupil_work does;"
            " what pupils quote of a teacher's own material will be taken for their work",
        )


_LOOKS: tuple[Callable[[Policy], _Findings], ...] = (
    _routes,
    _reports,
    _administration,
    _feedback,
    _minutes,
    _audience,
    _numbering,
    _law,
    _links,
    _outcomes,
    _lists,
    _declaration,
    _training,
    _label,
    _staff,
    _folders,
)
_CONTACTS = frozenset(field.name for field in fields(policy_file.Contacts))
_PURPOSES = {"policy_breach": "suspected misuse", "data_breach": "data breach", "query": "question"}
_ROUTE = re.compile(r"line manager|data protection officer|\bdpo\b|senior leadership")
_ADMINISTRATION = re.compile(r"attendance|behaviour trends|tracking|sets of data|data ?sets")
# On this system or another, or with what stands for a person's own folder.
_FULL = re.compile(r"[~$%/]|\\\\|[A-Za-z]:[\\/]")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_OLD_GDPR = re.compile(r"(?<!UK )(?:\bGDPR\b|General Data Protection Regulation)")


def _covering(found: Policy, topic: Topic) -> Clause | None:
    return next((clause for clause in found.clauses if topic in clause.covers), None)


def _words(clause: Clause) -> str:
    return f"{clause.heading}. {clause.summary}".lower()


def _ids(clauses: list[Clause]) -> str:
    return ", ".join(clause.id for clause in clauses)


def _next(number: str) -> set[str]:
    """The numbers that may follow: 1.4 is followed by 1.5, by 1.4.1 or by 2 (or 2.1)."""
    parts = [int(part) for part in number.split(".")]
    steps = [(*parts[:depth], parts[depth] + 1) for depth in range(len(parts))]
    starts = [(*parts, 1), *steps, *((*step, 1) for step in steps)]
    return {".".join(map(str, start)) for start in starts}


def _months(day: date) -> int:
    return day.year * 12 + day.month
