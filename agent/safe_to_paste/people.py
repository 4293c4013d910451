"""The people in a text who count as the school's own, by whatever shows them.

Certain forms come first: a name beside a class, after "Pupil:", in "mum Carys Denholm". Then every other run of
words that may be a name is weighed: how much it reads like one (``tagger``) and what stands around it
(``relevance``). Whoever is named in full is found again by forename elsewhere in the text. Nothing of a name is
kept but where it stands.

>>> from safe_to_paste.view import View
>>> text = "Please word an email home about Callum, he walked out of my lesson today and swore."
>>> [(text[p.span.start:p.span.end], p.kind) for p in find(View(text))]
[('Callum', 'pupil')]
>>> find(View("Callum has 12 apples and gives 3 to Priya. How many apples has Callum?"))
()
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Literal, NamedTuple, get_args

from safe_to_paste import around, fleeting, genre, relevance
from safe_to_paste.detectors import (
    _candidates,
    _names,
    name_heading,
    name_rows,
    parent_name,
    record_name,
    scored_names,
    staff_name,
)
from safe_to_paste.detectors._candidates import Form, Run
from safe_to_paste.detectors._company import in_company
from safe_to_paste.detectors._echo import echoes
from safe_to_paste.detectors._evidence import Evidence, Surroundings
from safe_to_paste.late import regex
from safe_to_paste.model import Likelihood, Match, Span
from safe_to_paste.structure import columns
from safe_to_paste.view import View

Kind = Literal["pupil", "parent", "staff", "person"]
_KINDS: tuple[Kind, ...] = get_args(Kind)


class Person(NamedTuple):
    """Somebody named in a text: where, as what, how surely and why."""

    span: Span
    kind: Kind
    likelihood: Likelihood
    because: tuple[str, ...] = ()


class Weighed(NamedTuple):
    """A candidate with what speaks for and against it, and what that adds up to."""

    run: Run
    evidence: Evidence
    total: float


# Forms that leave little doubt: what those in them mostly are, and how sure that is.
_CERTAIN: tuple[tuple[Kind, Likelihood, Callable[[View], Iterator[Match]]], ...] = (
    ("parent", Likelihood.LIKELY, parent_name.find),
    ("staff", Likelihood.LIKELY, staff_name.find),
    ("pupil", Likelihood.LIKELY, record_name.find),
    ("pupil", Likelihood.LIKELY, scored_names.find),
    *((kind, Likelihood.VERY_LIKELY, partial(name_rows.find, kind=kind)) for kind in _KINDS),
    ("person", Likelihood.LIKELY, name_heading.find),
)
_BESIDE = ("listed with people",)
_AMONG = ("near others of the school's",)
# What may as well be a word, a place or a thing is nobody for standing near somebody.
_DOUBTFUL = frozenset({"unknown", "no_given", "new_given", "otherwise", "everyday", "place"})
_TITLED = frozenset({Form.TITLED, Form.LOWER_TITLED})


def find(view: View) -> tuple[Person, ...]:
    """The school's people in a text, in order, none overlapping."""
    try:
        return _find(view)
    finally:
        fleeting.forget()


def _find(view: View) -> tuple[Person, ...]:
    found = _Found(len(view.text), _headings(view))
    for kind, starts, certain in _CERTAIN:
        for span, because, likelihood in certain(view):
            found.add(Person(span, kind, likelihood or starts, because))
    weights = relevance.weights()
    weighed = list(weigh(view, frozenset() if view.roster else found.starts(), hopeless=False))
    ours = [one for one in weighed if one.total >= weights.likely]
    # Mr Pellow is the same Mr Pellow two lines on.
    titled = {one.run.words for one in ours if one.run.form in _TITLED}
    near = sorted(found.starts().union(one.run.span.start for one in ours))
    ours += [
        one
        for one in weighed
        if one.total < weights.likely
        and (
            (
                one.total >= weights.least
                and _DOUBTFUL.isdisjoint(one.evidence)
                and _is_near(near, one.run.span.start, relevance.WIDE)
            )
            or (one.run.form in _TITLED and one.run.words in titled)
        )
    ]
    kinds = _kinds(ours, view.text, found)
    for one in ours:
        kind = kinds.get(one.run.forename) or _kind(one)
        likelihood = max(Likelihood.LIKELY, weights.likelihood(one.total))
        found.add(Person(one.run.span, kind, likelihood, weights.reasons(one.evidence) or _AMONG))
    for person in _again(view, ours, kinds):
        found.add(person)
    for span in list(in_company(view.text, [person.span for person in found.in_order()])):
        found.add(Person(span, "pupil", Likelihood.LIKELY, _BESIDE))
    return found.in_order()


def _headings(view: View) -> Iterator[Span]:
    """Who is nobody for where the word stands: Mark over a column as Form is, Larch in "House: Larch"."""
    yield from (Span(*match.span(1)) for match in _PLACED.finditer(view.text))
    for table in view.tables:
        if table.labels and table.header:
            known = [cell.span for cell in table.header if columns.known(view.text[cell.start : cell.end])]
            if len(known) >= _HEADINGS:
                yield from known


_PLACED = regex.compile(
    r"(?m)^[ \t*-]{0,4}(?:House|Room|Building|Block|Venue|Site|Campus)[ ]?:[ \t]?"
    r"(\p{Lu}[\p{L}'-]{1,20})(?=[ \t]*(?:$|[,;|]))"
)
# One heading by itself may be a name: in a seating plan Mark sits beside Joy.
_HEADINGS = 2


def weigh(view: View, settled: frozenset[int] = frozenset(), *, hopeless: bool = True) -> Iterator[Weighed]:
    """Every candidate with its evidence: what ``find`` decides by and what the weights are fitted to.

    Args:
        settled: where names begin that need no weighing.
        hopeless: with those, too, that a quick look shows to be none of ours; few candidates are any.
    """
    weights = relevance.weights()
    # Less is enough near others, and whether anybody is near is not known yet.
    add, likely, least = weights.add, weights.likely, weights.least
    # The words about a name are read only where they can decide.
    undecided = genre.MOST * weights.weights["line"] + around.MOST * weights.weights["around"]
    about = Surroundings(view)
    runs = [*_candidates.runs(view.text), *_candidates.lower_runs(view.text, about.marks.windows(_TALK))]
    runs.sort(key=lambda run: run.span)
    crowd: dict[int, int] = {}
    last: Evidence = {}
    words: Evidence = {}
    together = list(_with_rostered(view, runs))
    company = _company([run for run, _ in together])
    famous = _famous(view.text, together)
    cast = _cast([run for run, _ in together])
    for (run, rostered), others in zip(together, company, strict=True):
        if run.span.start in settled:
            continue
        block = run.span.start // _BLOCK
        crowd[block] = number = crowd.get(block, 0) + 1
        near: Evidence = {f"company_{'short' if run.form in _SHORT else 'full'}": others / 2} if others else {}
        # Titles get the close look: Mr Pellow may be somebody for being so elsewhere.
        quick = number < _CROWD and not (hopeless or rostered or run.form in _TITLED)
        if quick and about.most(run) + weights.sum(near) < least:
            continue
        closely = number <= _CROWD or number % _EVERY == 0
        if closely:
            last, words = about.of(run), {}
        evidence = last | rostered | near
        if famous and "known" not in evidence and _is_near(famous, run.span.start, _NEAR_FAMOUS):
            evidence["known_near"] = 1.0
        if cast and (share := _share(cast, run.span.start)):
            evidence["cast_near"] = share
        if rostered and not _TAUGHT.isdisjoint(evidence):
            # A pupil called Grace Poole is on the roster; in a lesson on Jane Eyre somebody else is meant.
            if "known" in evidence:
                evidence["roster_known"] = 1.0
            elif "known_near" in evidence or "known_short" in evidence:
                evidence["roster_taught"] = 1.0
        if rostered and not _TOLD.isdisjoint(evidence):
            evidence["roster_story"] = 1.0
        total = add(evidence)
        if least - undecided < total < likely + undecided:
            if closely or not words:
                words = {"line": about.line(run), "around": about.around(run)}
            evidence |= words
            total = add(evidence)
        yield Weighed(run, evidence, total)


_TAUGHT = frozenset({"near_culture", "wide_culture", "near_lesson", "wide_lesson", "books", "script"})
# What a name on the roster counts less in, as in a story that happens to use it.
_TOLD = frozenset({"near_story", "narrative", "asked", "arithmetic", "code"})
# Where names stand thicker than so many in a block, only some are looked at closely, and speak for those that follow.
_BLOCK, _CROWD, _EVERY = 4096, 32, 24
_SHORT = frozenset({Form.FORENAME, Form.LOWER})
_NEAR_COMPANY = 70


def _company(runs: list[Run]) -> Iterator[int]:
    """For each candidate, how many others of its kind stand close before and after it, up to two each."""
    full = [run for run in runs if run.form not in _SHORT and run.form not in _TITLED]
    short = [run for run in runs if run.form in _SHORT]
    counts: dict[int, int] = {}
    for like in (full, short):
        for index, run in enumerate(like):
            others = like[max(0, index - 2) : index] + like[index + 1 : index + 3]
            near = sum(
                -_NEAR_COMPANY < other.span.start - run.span.start < _NEAR_COMPANY and other.words != run.words
                for other in others
            )
            counts[run.span.start] = near
    yield from (counts.get(run.span.start, 0) for run in runs)


_NEAR_FAMOUS = 160


def _famous(text: str, runs: list[tuple[Run, Evidence]]) -> list[int]:
    """Where people stand whom everyone knows: whoever is listed with them is of their kind."""
    several = [(run.span.start, text[run.span.start : run.span.end]) for run, _ in runs if len(run.words) > 1]
    known = {name for name in {name for _, name in several} if _names.is_known(name)}
    return [start for start, name in several if name in known]


def _cast(runs: list[Run]) -> list[tuple[int, bool]]:
    """Where single names stand, and whether somebody in books goes by each; nothing where hardly any do."""
    single = [(run.span.start, _names.is_known_short(run.forename)) for run in runs if run.form in _SHORT]
    return single if sum(known for _, known in single) > 1 else []


def _share(cast: list[tuple[int, bool]], at: int) -> float:
    """How many of the names around a place are known from books, of one; nought where fewer than two are."""
    index = bisect_left(cast, (at, False))
    near = [known for start, known in cast[max(0, index - _CAST) : index + _CAST + 1] if abs(start - at) < _NEAR_CAST]
    return sum(near) / len(near) if sum(near) > 1 else 0.0


# How many names either side are looked at, and how far they may be.
_CAST, _NEAR_CAST = 4, 240


def _is_near(places: list[int], at: int, reach: int) -> bool:
    """Whether one of several places, in order, is within reach."""
    index = bisect_right(places, at)
    return any(abs(place - at) < reach for place in places[max(0, index - 1) : index + 1])


# A name in small letters is looked for near words of these kinds.
_TALK = frozenset({"kin", "ours", "record"})
_ROSTERED: Mapping[str, tuple[str, Form]] = {
    "full": ("roster_full", Form.FULL),
    "initial_surname": ("roster_initial", Form.INITIALS),
    "forename_initial": ("roster_initial", Form.INITIAL),
    "forename_in_group": ("roster_group", Form.FORENAME),
    "forename": ("roster_forename", Form.FORENAME),
    "surname": ("roster_surname", Form.FORENAME),
}


def _with_rostered(view: View, runs: list[Run]) -> Iterator[tuple[Run, Evidence]]:
    """The runs with what the school's roster knows of them, and the names on it that are no run, in order."""
    hits = list(view.roster.look(view)) if view.roster is not None else []
    ends = [run.span.end for run in runs]
    known: dict[int, Evidence] = {}
    more: list[tuple[Run, Evidence]] = []
    for hit in hits:
        mark, form = _ROSTERED[hit.form]
        evidence: Evidence = {mark: 1.0} | ({"roster_weak": 1.0} if hit.weak else {})
        index = bisect_right(ends, hit.span.start)
        if index < len(runs) and runs[index].span.overlaps(hit.span):
            old = known.setdefault(index, {})
            old.update({k: v for k, v in evidence.items() if k != "roster_weak" or not old})
            if len(hit.span) > len(runs[index].span):
                runs[index] = _run(view.text, hit.span, form)
        else:
            more.append((_run(view.text, hit.span, form), evidence))
    found = [(run, known.get(index, {})) for index, run in enumerate(runs)] + more
    yield from sorted(found, key=lambda one: one[0].span) if more else found


def _run(text: str, span: Span, form: Form) -> Run:
    """A name on the roster as a candidate."""
    words = tuple(text[span.start : span.end].replace(",", " ").replace("\t", " ").split())
    reverse = "," in text[span.start : span.end]
    first, last = (words[-1], words[0]) if reverse else (words[0], words[-1])
    return Run(span, words, form, first.casefold(), last.casefold() if len(words) > 1 else "")


def _kind(one: Weighed) -> Kind:
    """Whether it is a pupil, a parent, a member of staff, or nobody can say."""
    seen, form = one.evidence, one.run.form
    if form in _TITLED and "class" not in seen and "identifier" not in seen:
        # Who has a title is no pupil.
        employed = _amount(seen, "staff") > _amount(seen, "record") and not seen.get("near_kin")
        return "staff" if employed else "parent" if "parent_before" in seen or seen.get("near_kin") else "person"
    if "class" in seen or "kin_after" in seen or "identifier" in seen or "year" in seen:
        return "pupil"
    if "parent_before" in seen:
        return "parent"
    if "kin_before" in seen or any(name.startswith("roster_") for name in seen):
        return "pupil"
    staff = _amount(seen, "staff") - _amount(seen, "record")
    if staff > 0 and (form not in _SHORT or "dear" in seen) and not seen.get("near_kin"):
        return "staff"
    school = sum(seen.get(f"near_{kind}", 0) for kind in ("record", "school", "deeds", "kin", "ours"))
    return "pupil" if school or form in _SHORT or form is Form.LOWER_FULL else "person"


def _amount(seen: Evidence, kind: str) -> float:
    return 2 * seen.get(f"near_{kind}", 0) + seen.get(f"wide_{kind}", 0)


def _kinds(ours: Iterable[Weighed], text: str, found: _Found) -> dict[str, Kind]:
    """What those are who are named in full, by forename: the same wherever the forename stands alone."""
    kinds: dict[str, Kind] = {}
    for one in ours:
        if one.run.surname and one.run.forename:
            kinds.setdefault(one.run.forename, _kind(one))
    for person in found.in_order():
        words = text[person.span.start : person.span.end].split(" ")
        if len(words) > 1 and not words[0].endswith(","):
            kinds[words[0].casefold()] = person.kind
    return kinds


def _again(view: View, ours: Iterable[Weighed], kinds: Mapping[str, Kind]) -> Iterator[Person]:
    """Where else those stand who have been named in full."""
    named = [
        _names.Name(one.run.span, one.run.forename, one.run.surname)
        for one in ours
        if one.run.forename and one.run.surname and len(one.run.surname) > 1
    ]
    for span, because in echoes(view.text, named):
        forename = view.text[span.start : span.end].split(" ")[0].casefold()
        yield Person(span, kinds.get(forename, "pupil"), Likelihood.LIKELY, because)


class _Found:
    """People as they are found; where two overlap the first stays, and becomes as sure as the surer."""

    def __init__(self, length: int, nobodys: Iterable[Span] = ()) -> None:
        self._taken = bytearray(length)
        self._people: dict[int, Person] = {}
        for span in nobodys:
            self._taken[span.start : span.end] = b"\1" * len(span)

    def add(self, person: Person) -> None:
        """Add a person, unless another stands there."""
        start, end = person.span.start, person.span.end
        if self._taken.find(1, start, end) < 0:
            self._taken[start:end] = b"\1" * (end - start)
            self._people[start] = person
        elif (old := self._people.get(start)) and person.likelihood > old.likelihood:
            self._people[start] = old._replace(likelihood=person.likelihood)

    def starts(self) -> frozenset[int]:
        """Where those begin who have been found so far."""
        return frozenset(self._people)

    def in_order(self) -> tuple[Person, ...]:
        """All of them, by where they stand."""
        return tuple(self._people[start] for start in sorted(self._people))
