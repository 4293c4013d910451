"""The words every part of the product shares: spans, findings, verdicts.

Everything here is frozen and none of it holds the text that was checked, so that
a log line, an exception or a crash cannot carry a pupil's name out of memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple, Protocol, Self


class Category(StrEnum):
    """Why a finding matters, in the terms the schools' policies use."""

    IDENTIFIABLE = "identifiable"
    SENSITIVE = "sensitive"
    CONFIDENTIAL = "confidential"
    PUPIL_WORK = "pupil_work"
    RESTRICTED_USE = "restricted_use"


class _Ladder(IntEnum):
    """An ordered scale whose steps have a word on the wire and in files."""

    @property
    def word(self) -> str:
        """The step as files and messages spell it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Self:
        """The step a file or message spells; raises KeyError for any other word."""
        return {step.word: step for step in cls}[word]


class Likelihood(_Ladder):
    """How sure the evidence makes us that a finding is what it looks like."""

    POSSIBLE = 1
    LIKELY = 2
    VERY_LIKELY = 3

    def raised(self) -> Likelihood:
        """One step up, or the same at the top."""
        return Likelihood(min(self + 1, Likelihood.VERY_LIKELY))


class Outcome(_Ladder):
    """What happens in the page, from nothing at all to a text that stays out."""

    ALLOW = 0
    HINT = 1
    WARN = 2
    HOLD = 3
    BLOCK = 4


class Span(NamedTuple):
    """A half-open stretch of a text, in Unicode code points; as long as the stretch is."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class Match(NamedTuple):
    """Where a detector sees something: why, and how surely when that is not as its rule starts."""

    span: Span
    because: tuple[str, ...] = ()
    likelihood: Likelihood | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in a text: what, where, how surely, and why we think so.

    ``title`` is a noun phrase for a sentence ("date of birth"). ``placeholder`` is the
    word its replacement carries ("Pupil" for "[Pupil 1]"); None means the finding is
    about the text as a whole, as a protective marking is, and cannot be replaced.
    ``clause`` is filled in by the policy.
    """

    rule: str
    entity: str
    category: Category
    likelihood: Likelihood
    span: Span
    because: tuple[str, ...]
    title: str
    help: str
    placeholder: str | None
    clause: str = ""


# More findings of one rule than this are not listed: nobody reads them, and a paste of 20,000 rows stays quick.
MOST_OF_A_KIND = 2_000


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found, in order and never overlapping, in a text of ``length`` code points.

    ``whole`` is False where there was more of a kind than is listed; what is listed then says as much about
    what is in the text and how sure that is, but replacing it would leave the rest.
    """

    findings: tuple[Finding, ...]
    length: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what a span covers by ``text`` (ours: a label, or nothing)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the school's policy makes of a scan.

    ``findings`` are those that count for something under the policy, each with its clause;
    ``would_be`` is what it would come to if nothing were on trial: the same as ``outcome``
    unless the policy's mode is ``report_only``.
    ``actions`` are names of modules in ``actions/`` in the order they are offered;
    ``says`` is the sentence shown: counts and the clause, never contents.
    """

    outcome: Outcome
    would_be: Outcome
    findings: tuple[Finding, ...]
    actions: tuple[str, ...]
    says: str


class Validator(Protocol):
    """The shape of a module in ``validators/``."""

    def is_valid(self, value: str) -> bool:
        """Whether the check digit, or whatever the specification checks, is right."""
        ...
