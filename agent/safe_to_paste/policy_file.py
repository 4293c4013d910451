"""What a policy file may say: a school's AI policy as settings, read from TOML.

The dataclasses below are the format. Each field is a key, with its default where the
file may leave it out; docs/policy-files.md explains every one, and a test sees that it does.
A file from a newer version may hold keys this one does not know: they are noted, and
the rest holds. A text such as ``<Insert school name>`` waits to be filled in, and a
policy that still has one does not come into force.

``policy.py`` loads policies and applies them; ``policy_lint.py`` looks for what they leave open.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from safe_to_paste import organisation, tables
from safe_to_paste.errors import OrganisationError, PolicyError
from safe_to_paste.model import Category, Finding, Likelihood, Outcome
from safe_to_paste.organisation import Organisation

_UNFILLED = re.compile(r"<\s*(?:insert\b|(?:school|trust)\s*(?:/\s*(?:school|trust)\s*)?>)", re.IGNORECASE)


class Mode(StrEnum):
    """Whether findings are only pointed out, or may also hold a text."""

    REPORT_ONLY = "report_only"
    WARN = "warn"


class Obligation(StrEnum):
    """How firmly the policy speaks: it asks staff to leave something out, or says they must."""

    SHOULD = "should"
    MUST = "must"


class Phase(StrEnum):
    """The part of a school the laptop belongs to."""

    ALL = "all"
    EARLY_YEARS = "early_years"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    POST_16 = "post_16"
    SPECIAL = "special"
    ALTERNATIVE_PROVISION = "alternative_provision"
    CENTRAL_TEAM = "central_team"


class Audience(StrEnum):
    """Who the policy speaks to. Pupils may be named, but this product is not for them."""

    STAFF = "staff"
    TEMPORARY_STAFF = "temporary_staff"
    GOVERNORS = "governors"
    TRUSTEES = "trustees"
    VOLUNTEERS = "volunteers"
    VISITORS = "visitors"
    PUPILS = "pupils"


class Topic(StrEnum):
    """What a clause can be cited for."""

    IDENTIFIABLE = "identifiable"
    SENSITIVE = "sensitive"
    CONFIDENTIAL = "confidential"
    PUPIL_WORK = "pupil_work"
    RESTRICTED_USE = "restricted_use"
    MARKING = "marking"
    REPORTS = "reports"
    MINUTES = "minutes"
    ORIGINAL_WORK = "original_work"


class MarkingMode(StrEnum):
    """Whether AI may mark pupils' work."""

    FORBID = "forbid"
    OBJECTIVE_WITH_REVIEW = "objective_with_review"
    ALLOW = "allow"


class ReportsMode(StrEnum):
    """Whether AI may help to write reports to parents."""

    FORBID = "forbid"
    PLACEHOLDERS = "placeholders"
    ALLOW = "allow"


class OriginalWorkMode(StrEnum):
    """Whether somebody else's work may go in once they have agreed."""

    FORBID = "forbid"
    CONSENT_TICK = "consent_tick"


class MinutesMode(StrEnum):
    """Whether AI may help with the minutes of meetings."""

    FORBID = "forbid"
    WARN = "warn"
    ALLOWED_EXCEPT_CONFIDENTIAL = "allowed_except_confidential"


class Gate(StrEnum):
    """When the declaration is asked for."""

    BEFORE_USE = "before_use"
    REMIND = "remind"
    OFF = "off"


class Position(StrEnum):
    """Where the AI label goes in a text."""

    TOP = "top"
    END = "end"


class LabelPrompt(StrEnum):
    """When a label is offered on copying out of an AI tool."""

    COPY = "copy"
    LARGE_COPY = "large_copy"
    OFF = "off"


class ToolStatus(StrEnum):
    """What the school says of one AI tool."""

    APPROVED = "approved"
    WITH_CARE = "with_care"
    NOT_APPROVED = "not_approved"


class AgentMissing(StrEnum):
    """What the browser does while the agent does not answer."""

    LIMITED_CHECK = "limited_check"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Review:
    """When the policy is looked at again."""

    next_date: date | None = None
    cycle_months: int = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, in our own words, and what it is cited for."""

    id: str
    heading: str
    summary: str = ""
    covers: tuple[Topic, ...] = ()

    def __str__(self) -> str:
        return self.id if self.id == self.heading else f"{self.id} {self.heading}"


@dataclass(frozen=True, slots=True)
class Steps:
    """An outcome for each likelihood."""

    possible: Outcome
    likely: Outcome
    very_likely: Outcome

    def at(self, likelihood: Likelihood) -> Outcome:
        """The outcome for one likelihood."""
        return (self.possible, self.likely, self.very_likely)[likelihood - 1]


@dataclass(frozen=True, slots=True)
class EntitySteps:
    """The same for one entity; what is left out stays as its category has it."""

    possible: Outcome | None = None
    likely: Outcome | None = None
    very_likely: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What each category comes to, and the entities that differ."""

    identifiable: Steps = Steps(Outcome.ALLOW, Outcome.WARN, Outcome.HOLD)
    sensitive: Steps = Steps(Outcome.HINT, Outcome.HOLD, Outcome.HOLD)
    confidential: Steps = Steps(Outcome.HINT, Outcome.WARN, Outcome.HOLD)
    pupil_work: Steps = Steps(Outcome.HINT, Outcome.WARN, Outcome.HOLD)
    restricted_use: Steps = Steps(Outcome.HINT, Outcome.HOLD, Outcome.HOLD)
    entities: Mapping[str, EntitySteps] = field(default_factory=lambda: MappingProxyType({}))

    def steps(self, category: Category, entity: str) -> Steps:
        """The outcomes of an entity: its own where it has some, else its category's."""
        steps: Steps = getattr(self, category.value)
        own = self.entities.get(entity)
        if own is None:
            return steps
        given = {step.name: getattr(own, step.name) for step in fields(own)}
        return replace(steps, **{name: step for name, step in given.items() if step is not None})


@dataclass(frozen=True, slots=True)
class Marking:
    """Marking with AI."""

    mode: MarkingMode = MarkingMode.FORBID


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports to parents with AI."""

    mode: ReportsMode = ReportsMode.PLACEHOLDERS


@dataclass(frozen=True, slots=True)
class OriginalWork:
    """Other people's work in AI tools."""

    mode: OriginalWorkMode = OriginalWorkMode.CONSENT_TICK


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of meetings with AI."""

    mode: MinutesMode = MinutesMode.ALLOWED_EXCEPT_CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Declaration:
    """What staff are asked to read and tick, once for each version of the policy."""

    gate: Gate = Gate.REMIND
    statements: tuple[str, ...] = ()
    snoozes: int = 2


@dataclass(frozen=True, slots=True)
class Training:
    """Whether the declaration also asks if the training was done; it can be agreed to either way."""

    ask: bool = False
    statement: str = "I have done our school's training on using AI."
    where: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The line that says AI has helped."""

    required: bool = False
    text: str = "AI supported"
    position: Position = Position.END
    prompt: LabelPrompt = LabelPrompt.LARGE_COPY
    checks: tuple[str, ...] = ()
    include_tool_date: bool = False
    downloads: bool = True


@dataclass(frozen=True, slots=True)
class Placeholders:
    """What stands in the place of names: whether they come back on copying an answer, and for how long they can."""

    restore: bool = True
    minutes: int = 240


@dataclass(frozen=True, slots=True)
class Contacts:
    """People staff may need, in the words to show: a name, and how to reach them."""

    dpo: str = ""
    dsl: str = ""
    line_manager: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Whom to tell of what: ``dpo``, ``dsl``, ``line_manager``, or words of the school's own."""

    policy_breach: str = ""
    data_breach: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """One AI tool and what the school says of it."""

    name: str
    url_patterns: tuple[str, ...] = ()
    status: ToolStatus = ToolStatus.WITH_CARE
    note: str = ""
    trains_on_input: bool | None = None
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders on the school's network or the laptop."""

    pupil_work: tuple[str, ...] = ()
    teaching: tuple[str, ...] = ()
    keep_months: int = 24
    roster: str = ""
    export: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The school's own words and people to look for."""

    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Journal:
    """How long counts of what happened are kept on the laptop."""

    retention_days: int = 90
    user_can_delete: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """A school's AI policy, as far as software on a laptop can serve it."""

    title: str
    version: str
    ratified: str = ""
    owner: str = ""
    called: str = "Our AI policy"
    obligation: Obligation = Obligation.SHOULD
    phase: Phase = Phase.ALL
    audience: tuple[Audience, ...] = (Audience.STAFF,)
    mode: Mode = Mode.WARN
    staff_count: int | None = None
    agent_missing: AgentMissing = AgentMissing.LIMITED_CHECK
    review: Review = Review()
    clauses: tuple[Clause, ...] = ()
    outcomes: Outcomes = Outcomes()
    marking: Marking = Marking()
    reports: Reports = Reports()
    original_work: OriginalWork = OriginalWork()
    minutes: Minutes = Minutes()
    declaration: Declaration = Declaration()
    training: Training = Training()
    label: Label = Label()
    placeholders: Placeholders = Placeholders()
    contacts: Contacts = Contacts()
    report: Report = Report()
    links: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tools: tuple[Tool, ...] = ()
    folders: Folders = Folders()
    lists: Lists = Lists()
    journal: Journal = Journal()
    organisation: Organisation = field(default=Organisation(), metadata=tables.NOT_IN_FILE)
    name: str = field(default="", metadata=tables.NOT_IN_FILE)
    unfilled: tuple[str, ...] = field(default=(), metadata=tables.NOT_IN_FILE)
    unknown: tuple[str, ...] = field(default=(), metadata=tables.NOT_IN_FILE)

    @property
    def notes(self) -> tuple[str, ...]:
        """What in the file was not understood, in words; the rest of it holds."""
        return (*map(unknown_key, self.unknown), *self.organisation.notes)

    def ladder(self, category: Category, entity: str) -> dict[str, str]:
        """The outcome for each likelihood, as words: ``{"possible": "allow", …}``."""
        steps = self.steps(category, entity)
        return {likelihood.word: steps.at(likelihood).word for likelihood in Likelihood}

    def outcome(self, finding: Finding) -> Outcome:
        """What one finding comes to."""
        return self.steps(finding.category, finding.entity).at(finding.likelihood)

    def steps(self, category: Category, entity: str) -> Steps:
        """The outcomes of an entity; what AI may be used for decides for a request to use it so."""
        steps = self.outcomes.steps(category, entity)
        highest = self._highest.get(entity, Outcome.BLOCK)
        return Steps(*(min(steps.at(likelihood), highest) for likelihood in Likelihood))

    @property
    def _highest(self) -> Mapping[str, Outcome]:
        """How far a request to use AI for something may go, where that is not forbidden."""
        return {
            # Whether the answers are factual cannot be known, so a reminder to verify is all there is.
            "MARKING_REQUEST": {
                MarkingMode.FORBID: Outcome.BLOCK,
                MarkingMode.OBJECTIVE_WITH_REVIEW: Outcome.HINT,
                MarkingMode.ALLOW: Outcome.ALLOW,
            }[self.marking.mode],
            # What else is in the text is asked about as anywhere; the sentence then says what to do.
            "REPORT_REQUEST": Outcome.BLOCK if self.reports.mode is ReportsMode.FORBID else Outcome.ALLOW,
            "MINUTES_REQUEST": {
                MinutesMode.FORBID: Outcome.BLOCK,
                MinutesMode.WARN: Outcome.HINT,
                MinutesMode.ALLOWED_EXCEPT_CONFIDENTIAL: Outcome.ALLOW,
            }[self.minutes.mode],
        }

    def clause(self, category: Category, entity: str) -> str:
        """The clause that asks for care with an entity, as shown: its number and heading, or nothing."""
        return str(self.cited(category, entity) or "")

    def cited(self, category: Category, entity: str) -> Clause | None:
        """The first clause that covers an entity."""
        return next(
            (clause for topic in _topics(category, entity) for clause in self.clauses if topic in clause.covers),
            None,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy as read, with everything in the file that cannot be used."""

    policy: Policy
    faults: tuple[tables.Fault, ...]


def parse(data: bytes | str, name: str) -> Policy:
    """Read a policy file's contents; ``name`` is what messages call the file.

    Raises:
        PolicyError: it is not TOML, or a key holds something else than it should.
    """
    reading = read(data, name)
    if not reading.faults:
        return reading.policy
    first, others = reading.faults[0], len(reading.faults) - 1
    more = f" (and {others} more to mend; safe-to-paste policy lint lists them)" if others else ""
    raise PolicyError(f"{name}: {first.message}{more}")


def read(data: bytes | str, name: str) -> Reading:
    """As ``parse``, but what is wrong with single keys comes back instead of being raised."""
    raw = _toml(data, name)
    unfilled = tuple(key for key, text in tables.texts(raw) if is_unfilled(text))
    details, faults = _organisation(raw.pop("organisation", {}))
    reading = tables.read(Policy, raw, is_blank=is_unfilled)
    policy = replace(
        reading.value,
        name=PurePath(name).stem,
        organisation=details,
        unfilled=unfilled,
        unknown=reading.unknown,
    )
    return Reading(policy, (*reading.faults, *faults))


def known_keys() -> tuple[str, ...]:
    """Every key a policy file may hold, as docs/policy-files.md spells them."""
    own = (f"organisation.{key.name}" for key in fields(Organisation) if key.name != "notes")
    return (*tables.keys(Policy), *own)


def is_unfilled(text: str) -> bool:
    """Whether a text still waits for the school's own words.

    >>> is_unfilled("<Insert the school's name>"), is_unfilled("Hazelmere School")
    (True, False)
    """
    return _UNFILLED.search(text) is not None


def unknown_key(key: str) -> str:
    """What to say about a key this version does not know."""
    near = difflib.get_close_matches(re.sub(r"\[[^]]+\]", "[]", key), known_keys(), n=1, cutoff=0.8)
    return f"{key} is not a key this version knows; it is left out" + (f" (is it {near[0]}?)" if near else "")


def _toml(data: bytes | str, name: str) -> dict[str, Any]:
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise PolicyError(f"{name}: is not UTF-8 text; save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PolicyError(f"{name}: is not TOML: {error}") from error


def _organisation(raw: object) -> tuple[Organisation, tuple[tables.Fault, ...]]:
    if not isinstance(raw, Mapping):
        return Organisation(), (tables.Fault("organisation", "organisation is no table; use [organisation]"),)
    try:
        return organisation.of(raw), ()
    except OrganisationError as error:
        return Organisation(), (tables.Fault("organisation", f"organisation: {error}"),)


def _topics(category: Category, entity: str) -> tuple[Topic, ...]:
    """What a clause may cover for an entity to be cited, the closest first."""
    own = _TOPICS_OF_ENTITIES.get(entity, ())
    return (*own, Topic(category.value), *((Topic.ORIGINAL_WORK,) if category is Category.PUPIL_WORK else ()))


_TOPICS_OF_ENTITIES: Mapping[str, tuple[Topic, ...]] = {
    "MARKING_REQUEST": (Topic.MARKING,),
    "REPORT_REQUEST": (Topic.REPORTS,),
    "MINUTES_REQUEST": (Topic.MINUTES,),
}
