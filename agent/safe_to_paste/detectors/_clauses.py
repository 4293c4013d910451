"""Clauses, each weighed for how much it tells about somebody's life.

What the words of a clause tell (``telling``) adds to who they are about (``_scene``) and to the phrases in them
(``_lexicon``). A listed phrase in a clause that tells too little is hardly one: "his progress report on the
Depression" is about no illness.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from safe_to_paste import telling
from safe_to_paste.detectors._lexicon import Hit
from safe_to_paste.detectors._scene import Scene, Scenes
from safe_to_paste.late import re, regex
from safe_to_paste.model import Likelihood, Span
from safe_to_paste.telling import Features
from safe_to_paste.view import View

# Below the first a listed phrase in a clause is no finding, below the second it is a light one.
DROPPED, LIGHT = -2.5, -2.0
# How far from a person clauses are weighed, and how many at most in one text.
_NEAR, _MOST = 300, 250
# A date, a telephone number, an address: a finding of its own.
_NUMBER = re.compile(r"\d[\d ./-]{4,20}\d|[^\s<]{1,40}@\S{1,40}")
# What is asked of the assistant rather than told of somebody.
_ASKS = regex.compile(
    r"[ \t>*-]*(?:(?:and|also|so|then|pls|please|hi|hello|just|thanks?|but|or)[ ,]{1,2}){0,3}(?:(?:can|could|would"
    r"|will)[ ](?:you|u|i)"
    r"|how[ ](?:do|can|should|would)|what[ ](?:do|should|can|would|else|shall)|is[ ]it|should[ ]i|do[ ]i|write|draft"
    r"|word|reword"
    r"|rewrite|rephrase|help|make|turn|give|put|summarise|shorten|tidy|create|need|i[ ]need|suggest|improve|polish"
    r"|format"
    r"|list|keep|use|include|add|don't|dont|do[ ]not|no[ ]more|max|under|in[ ]\d|about|around|\d+[ ]words?)(?!\w)"
)

# Things of theirs that pupils bring, leave, lose and have mended, and what is said of their progress in the same words.
_EVERYDAY = re.compile(
    r"(?<!\w)(?:forgot|forgets|forgotten|forgetting|left|leaves|leaving|lost|loses|losing|misplaced|brought|brings?"
    r"|bringing|needs?|needed|has|had|returns?|returned|collects?|collected|fetch|fetched|borrowed|found|find|charged?)"
    r"[ ](?:his|her|their|a|the)[ ](?:[a-z]{2,10}[ ])?(?:laptop|chromebook|tablet|ipad|charger|headphones|password"
    r"|login|log-in|bag|coat|jumper|blazer|tie|kit|trainers|boots|book|books|planner|folder|homework|pencil[ ]case|pen"
    r"|calculator|ruler|locker[ ]key|key|keys|lanyard|bus[ ]pass|ticket|instrument|water[ ]bottle|lunch[ ]?box)(?!\w)"
    r"|(?<!\w)(?:find|finds|finding|found)[ ](?:his|her|their)[ ](?:voice|feet|confidence|stride|rhythm)(?!\w)"
)


class Clause:
    """A clause with what stands around it."""

    def __init__(self, whole: Clauses, span: Span) -> None:
        self._whole = whole
        self.span = span

    @cached_property
    def features(self) -> Features:
        """What it is weighed by."""
        return telling.features(self._whole.small[self.span.start : self.span.end])

    @cached_property
    def hits(self) -> Sequence[Hit]:
        """The listed phrases in it."""
        return self._whole.hits_in(self.span)

    @cached_property
    def total(self) -> float:
        """What its words and circumstances add up to."""
        weights = telling.weights()
        around = sum(value * weights.of(name) for name, value in self.circumstances.items())
        return weights.sum(self.features) + around

    @cached_property
    def circumstances(self) -> Mapping[str, float]:
        """What else speaks for or against it, each with how much there is of it."""
        scene = self.scene
        strengths = {f"phrase {hit.strength}": 1.0 for hit in self.hits}
        return {
            "always": 1.0,
            f"tie {scene.tie[0]}": 1.0,
            "genre": scene.genre / 2,
            "doubt": min(scene.doubt, 4) / 2,
            "general": scene.general / 2,
            "pupil": float(scene.pupil),
            "staff": float(scene.staff),
            "known": float(self._whole.peopled),
            "register": float(scene.register),
            "record": float(scene.record),
            "lesson": float(self._whole.scenes.lesson),
            "short": float(self._whole.scenes.short),
            "named": float(scene.named),
            "asks": float(_ASKS.match(self._whole.small, self.span.start, self.span.end) is not None),
            "phrases near": min(3, self._whole.phrases_near(self.span)) / 3,
            **strengths,
        }

    @cached_property
    def everyday(self) -> bool:
        """Whether it is about a thing that anybody forgets or brings, or a step forward in class."""
        return _EVERYDAY.search(self._whole.small, self.span.start, self.span.end) is not None

    @property
    def beside_names(self) -> Span:
        """The longest stretch of it that has no name or number in it and begins and ends with a word."""
        text, (start, end) = self._whole.text, (self.span.start, self.span.end)
        people = [(person.start, person.end) for person in self._whole.people_in(self.span)]
        numbers = [match.span() for match in _NUMBER.finditer(text, start, end)]
        stretches = []
        for taken_from, taken_to in sorted([*people, *numbers]):
            stretches.append((start, taken_from))
            start = max(start, taken_to)
        start, end = max([*stretches, (start, end)], key=lambda stretch: stretch[1] - stretch[0])
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    @cached_property
    def scene(self) -> Scene:
        return self._whole.scenes.at(self.span)


class Clauses:
    """The clauses of one text."""

    def __init__(self, view: View, scenes: Scenes, hits: Sequence[Hit]) -> None:
        self.text = view.text
        self.small = view.small
        self.scenes = scenes
        self._view = view
        self._hits = hits
        self._starts = [hit.span.start for hit in hits]
        self._known: dict[int, Clause] = {}

    @cached_property
    def peopled(self) -> bool:
        """Whether anybody named in the text is likely to be one of ours."""
        return any(person.likelihood >= Likelihood.LIKELY for person in self._view.people)

    def around(self, span: Span) -> Clause:
        """The clause a phrase begins in."""
        row = self._view.layout.row(span.start)
        start, end = max(row.start, span.start - _NEAR), min(row.end, span.end + _NEAR)
        for at, stop in telling.clauses(self.small, start, end):
            if stop > span.start:
                return self._clause(at, stop)
        return self._clause(span.start, span.end)

    def near_people(self) -> Iterator[Clause]:
        """The clauses near somebody named, in order, up to so many."""
        count = 0
        for stretch in self.stretches():
            for start, end in telling.clauses(self.small, stretch.start, stretch.end):
                count += 1
                if count > _MOST:
                    return
                yield self._clause(start, end)

    def stretches(self) -> Iterator[Span]:
        """Whole lines near somebody named; all of a note in which somebody is."""
        people = [person.span for person in self._view.people if person.likelihood >= Likelihood.LIKELY]
        if self.scenes.short:
            if people or self._hits:
                yield Span(0, len(self.small))
            return
        done = 0
        for person in people:
            start = max(done, self.small.rfind("\n", 0, max(0, person.start - _NEAR)) + 1, person.start - 2 * _NEAR)
            end = self.small.find("\n", person.end + _NEAR, person.end + 2 * _NEAR)
            end = min(len(self.small), person.end + 2 * _NEAR) if end < 0 else end
            if start < end and done < end:
                yield Span(start, end)
                done = end

    def hits_in(self, span: Span) -> Sequence[Hit]:
        """The listed phrases that overlap a clause."""
        first = max(0, bisect_left(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return [hit for hit in self._hits[first:last] if hit.span.overlaps(span)]

    def people_in(self, span: Span) -> Iterator[Span]:
        """Where in a clause names stand, of whomever."""
        return (
            Span(max(person.span.start, span.start), min(person.span.end, span.end))
            for person in self._view.people
            if person.span.overlaps(span)
        )

    def phrases_near(self, span: Span) -> int:
        """How many phrases that name a matter stand near a clause, but not in it."""
        first = bisect_left(self._starts, span.start - _NEAR)
        last = bisect_left(self._starts, span.end + _NEAR)
        return sum(hit.strength > 1 and not hit.span.overlaps(span) for hit in self._hits[first:last])

    def _clause(self, start: int, end: int) -> Clause:
        if start not in self._known:
            self._known[start] = Clause(self, Span(start, end))
        return self._known[start]
