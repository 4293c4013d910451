"""Scan a text with the rules: find, discard, raise, and settle what overlaps.

The order is fixed, and each step adds its reason: a pattern or detector finds a candidate; its
validator, its exclusions and its needs may discard it; context may raise it. What is left is put
in order so that no two findings overlap. Nothing here keeps the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from safe_to_paste import fleeting
from safe_to_paste.errors import RuleError
from safe_to_paste.layout import Layout
from safe_to_paste.model import MOST_OF_A_KIND, Finding, Likelihood, Match, Scan, Span
from safe_to_paste.normalise import normalise
from safe_to_paste.organisation import Organisation
from safe_to_paste.patterns import Pattern
from safe_to_paste.placeholders import places
from safe_to_paste.rules import Rule
from safe_to_paste.view import View

if TYPE_CHECKING:
    from safe_to_paste.roster import Roster

# How far a context word reaches, in code points either side.
_NEAR = 40
# How far around a match its exclusions are looked for.
_AROUND = 120
# Matches of one rule that are looked at together.
_AT_ONCE = 512
# Seconds one rule may take per megabyte before the scan is given up and said to have failed.
_PATIENCE = 5.0

Dismissed = Callable[[str, str], bool]


class _Candidate(NamedTuple):
    rule: Rule
    span: Span
    likelihood: Likelihood
    because: tuple[str, ...]


def scan(
    text: str,
    rules: Sequence[Rule],
    *,
    organisation: Organisation | None = None,
    roster: Roster | None = None,
    dismissed: Dismissed | None = None,
) -> Scan:
    """What the rules find in a text; spans are in code points of the text as given.

    Args:
        organisation: the school's own public details, which are no findings by themselves.
        roster: the school's pupils, as keyed hashes, where there is one.
        dismissed: told an entity and the value found, whether the person has said it is made up.

    Raises:
        RuleError: a rule took longer than any honest rule needs; the text counts as not checked.
    """
    try:
        return _scan(text, rules, organisation, roster, dismissed)
    finally:
        fleeting.forget()


def _scan(
    text: str,
    rules: Sequence[Rule],
    organisation: Organisation | None,
    roster: Roster | None,
    dismissed: Dismissed | None,
) -> Scan:
    normal = normalise(text)
    view = View(normal.text, roster, _cues(tuple(rule.cues for rule in rules)))
    tally = _Tally(view.text, organisation, dismissed)
    # Most rules with cues have nothing to look at in most texts.
    rules = [rule for rule in rules if not rule.cues or view.layout.around(rule.cues)]
    alone = [rule for rule in rules if not _needs_company(rule)]
    candidates = [c for rule in alone for c in tally.listed(tally.seen(_candidates(rule, view)))]
    others = [list(tally.seen(_candidates(rule, view))) for rule in rules if _needs_company(rule)]
    company = _Company(tally, view.layout)
    candidates += [c for found in others for c in tally.listed(filter(company.has, found))]
    return Scan(
        findings=tuple(_finding(c, normal.original(c.span)) for c in _settled(candidates)),
        length=len(text),
        whole=not tally.ends,
    )


@lru_cache(maxsize=8)
def _cues(each: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(chain.from_iterable(each))


def _candidates(rule: Rule, view: View) -> Iterator[_Candidate]:
    """The rule's matches that stand on their own feet: all its conditions but company."""
    context = _Context(rule.context, view) if rule.context else None
    try:
        matches = _matches(rule, view)
        while some := list(islice(matches, _AT_ONCE)):
            exclusions = _Exclusions(rule.exclude, view, [match.span for match in some])
            for match in some:
                if exclusions.spare(match.span) and (candidate := _judged(rule, view.text, context, match)):
                    yield candidate
    except TimeoutError as error:
        raise RuleError(f"{rule.id}: took too long on this text; it was not checked") from error


def _matches(rule: Rule, view: View) -> Iterator[Match]:
    if rule.detector is not None:
        yield from rule.detector(view)
    elif rule.pattern is not None:
        text = view.text
        for within in view.layout.around(rule.cues) if rule.cues else (Span(0, len(text)),):
            for span in rule.pattern.spans(text, view.small, within, patience=_patience(text)):
                yield Match(span)


def _judged(rule: Rule, text: str, context: _Context | None, match: Match) -> _Candidate | None:
    span = match.span
    likelihood = match.likelihood or rule.likelihood
    reasons = [rule.title, *match.because]
    if rule.validator is not None:
        if not rule.validator(text[span.start : span.end]):
            return None
        likelihood = likelihood.raised()
        reasons.append(rule.reason)
    if context is not None:
        if word := context.near(span):
            likelihood = likelihood.raised()
            reasons.append(f'near "{word}"')
        elif rule.needs is not None and rule.needs.context:
            return None
    return _Candidate(rule, span, likelihood, tuple(reasons))


class _Exclusions:
    """Where a rule's exclusions lie around its matches: each place is searched once, however close they stand."""

    def __init__(self, patterns: Sequence[Pattern], view: View, matches: Sequence[Span]) -> None:
        text, small = view.text, view.small
        around = _merged((Span(max(0, m.start - _AROUND), m.end + _AROUND) for m in matches) if patterns else ())
        self._spans = _merged(
            found
            for pattern in patterns
            for near in around
            for found in pattern.spans(text, small, near, patience=_patience(text))
        )

    def spare(self, span: Span) -> bool:
        """Whether none of them overlaps a match."""
        at = bisect_left(self._spans, span.end, key=attrgetter("start"))
        return at == 0 or self._spans[at - 1].end <= span.start


def _merged(spans: Iterable[Span]) -> list[Span]:
    """In order, with those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _patience(text: str) -> float:
    """Seconds that one pass of a pattern over a text may take."""
    return _PATIENCE * (1 + len(text) / 1_000_000)


class _Context:
    """Looks for a rule's context words; a table's header is read once for all its rows."""

    def __init__(self, words: Pattern, view: View) -> None:
        self._words = words
        self._text = view.text
        self._layout = view.layout
        self._headers: dict[Span | None, str] = {None: ""}

    def near(self, span: Span) -> str:
        """The first context word near a match, or in its table's header row; else nothing."""
        before = self._first(Span(max(0, span.start - _NEAR), span.start))
        return before or self._first(Span(span.end, span.end + _NEAR)) or self._in_header(span)

    def _in_header(self, span: Span) -> str:
        header = self._layout.header(span.start)
        if header not in self._headers:
            self._headers[header] = self._first(header) if header else ""
        return self._headers[header]

    def _first(self, within: Span) -> str:
        found = self._words.compiled.search(self._text, within.start, within.end)
        return " ".join(found.group().lower().split()) if found else ""


def _needs_company(rule: Rule) -> bool:
    return rule.needs is not None and bool(rule.needs.entities)


class _Company:
    """Tells which candidates that need another finding near them have one."""

    def __init__(self, tally: _Tally, layout: Layout) -> None:
        self._starts = {entity: sorted(starts) for entity, starts in tally.starts.items()}
        self._ends = tally.ends
        self._layout = layout

    def has(self, candidate: _Candidate) -> bool:
        """Whether it has company; beyond the end of what was listed of an entity there may be more of it."""
        needs = candidate.rule.needs
        if needs is None:
            return True
        reach = _reach(candidate.span, needs.within, self._layout)
        return any(self._is_near(entity, reach, candidate.span.start) for entity in needs.entities)

    def _is_near(self, entity: str, reach: Span, own: int) -> bool:
        if reach.end > self._ends.get(entity, reach.end):
            return True
        starts = self._starts.get(entity, [])
        first = bisect_left(starts, reach.start)
        return any(start != own for start in starts[first : bisect_left(starts, reach.end)][:2])


def _reach(span: Span, within: int | str, layout: Layout) -> Span:
    if isinstance(within, int):
        return Span(span.start - within, span.end + within)
    piece: Span = getattr(layout, within)(span.start)
    return piece


class _Tally:
    """Counts what each rule finds and lets go of what is too much, or is no finding after all.

    Once a rule has found so many, only what is surer is still of use: it may change what the policy makes of it.
    For that as many again are looked at.
    """

    def __init__(self, text: str, organisation: Organisation | None, dismissed: Dismissed | None) -> None:
        self._text = text
        self._labels = list(places(text))
        self._organisation = organisation
        self._dismissed = dismissed
        # Where each entity was seen, counted or not: a sort code that is public is company for its account number.
        self.starts: dict[str, list[int]] = defaultdict(list)
        # Where what is listed of an entity ends, if it ends before the text does.
        self.ends: dict[str, int] = {}

    def seen(self, candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
        """The same, their places noted."""
        for candidate in candidates:
            self.starts[candidate.rule.entity].append(candidate.span.start)
            yield candidate

    def listed(self, candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
        """The findings among one rule's candidates, up to so many."""
        surest = Likelihood.POSSIBLE
        for number, candidate in enumerate(filter(self._counts, candidates)):
            if number < MOST_OF_A_KIND or candidate.likelihood > surest:
                surest = max(surest, candidate.likelihood)
                yield candidate
            else:
                self.ends.setdefault(candidate.rule.entity, candidate.span.start)
                if surest is Likelihood.VERY_LIKELY or number >= 2 * MOST_OF_A_KIND:
                    return

    def _counts(self, candidate: _Candidate) -> bool:
        entity, span = candidate.rule.entity, candidate.span
        return not (
            self._is_inside_label(span)
            or (self._organisation is not None and self._organisation.is_public(entity, self._value(span)))
            or (self._dismissed is not None and self._dismissed(entity, self._value(span)))
        )

    def _is_inside_label(self, span: Span) -> bool:
        """Whether it lies inside a placeholder: "[Salary 1]" is no word about pay."""
        at = bisect_left(self._labels, span.start + 1, key=attrgetter("start")) - 1
        return at >= 0 and span.end <= self._labels[at].end

    def _value(self, span: Span) -> str:
        return self._text[span.start : span.end]


def _settled(candidates: list[_Candidate]) -> list[_Candidate]:
    """In order, none overlapping, and nothing that was seen is lost.

    The longer wins: replacing an address replaces the postcode at its end. It becomes as sure as the
    surest it takes in. What is only partly covered keeps the longest part that is free. A finding
    about the text as a whole gives way to all that can be replaced.
    """
    longest_first = sorted(
        candidates,
        key=lambda c: (c.rule.placeholder is None, -len(c.span), -c.likelihood, c.span.start, c.rule.id),
    )
    kept: list[_Candidate] = []
    starts: list[int] = []
    for candidate in longest_first:
        overlapped = _overlapped(candidate.span, kept, starts)
        if free := _free(candidate.span, [kept[at].span for at in overlapped]):
            at = bisect_right(starts, free.start)
            starts.insert(at, free.start)
            kept.insert(at, candidate._replace(span=free) if overlapped else candidate)
        elif candidate.rule.placeholder is not None:
            at = overlapped[0]
            kept[at] = kept[at]._replace(likelihood=max(kept[at].likelihood, candidate.likelihood))
        elif candidate.rule.entity == (whole := kept[overlapped[0]]).rule.entity == "PUPIL_WORK":
            # A piece that is known, within what its wording shows to be one.
            kept[overlapped[0]] = whole._replace(
                likelihood=max(whole.likelihood, candidate.likelihood),
                because=(*whole.because, *candidate.because[1:]),
            )
    return kept


def _overlapped(span: Span, kept: list[_Candidate], starts: list[int]) -> range:
    """Where in the kept ones, which are in order and have these starts, those lie that a span overlaps."""
    first = bisect_left(starts, span.start)
    if first and kept[first - 1].span.end > span.start:
        first -= 1
    return range(first, bisect_left(starts, span.end))


def _free(span: Span, taken: list[Span]) -> Span | None:
    """The longest part of a span outside of those taken, which are in order."""
    if not taken:
        return span if span.start < span.end else None
    edges = [span.start, *(edge for other in taken for edge in (other.start, other.end)), span.end]
    gaps = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    return max(gaps, key=len, default=None)


def _finding(candidate: _Candidate, span: Span) -> Finding:
    rule = candidate.rule
    return Finding(
        rule=rule.id,
        entity=rule.entity,
        category=rule.category,
        likelihood=candidate.likelihood,
        span=span,
        because=candidate.because,
        title=rule.title,
        help=rule.help,
        placeholder=rule.placeholder,
    )
