"""Look for the names on a roster in a text.

Each different word is hashed once; most texts hold few words that are anybody's name. Around those that are,
whole names are tried first ("Tyler Okafor", "Okafor, T", "TYLER VAN DEN BERG"), and what is left over may still
be a forename or a surname standing alone. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import NamedTuple

from safe_to_paste.model import Span
from safe_to_paste.roster import Form, Roster, RosterHit, Shares, group
from safe_to_paste.spelling import PARTICLES, fold, is_everyday, pet_forms
from safe_to_paste.view import View

# The standard library's engine is the quicker one for so plain a pattern, and there is nothing in it to run away.
_WORD = re.compile(r"[^\W\d_]+(?:['`][^\W\d_]+)*")
# A long text is looked at in pieces of so many code points, so that its words never all lie in memory.
_PIECE = 64_000
# What may stand within a surname, and between forename and surname in either order: prose, or cells of a row.
_INSIDE = frozenset({" ", "  ", "-"})
_ONWARD = frozenset({"", "\t", "|", ";"})
_BACKWARD = frozenset({"", ",", "\t", "|", ";"})
_AFTER_INITIAL = frozenset({" ", ".", ". "})
_MOST_BETWEEN = 6
# Middle names that may stand between a forename and a surname.
_MOST_MIDDLE = 2
_NONE = Shares(0, 0)
# How far from a forename its registration group may stand, and what it may look like there.
_BEFORE, _AFTER = 16, 24
_GROUP = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_IS_YEAR = re.compile(r"y\d+")
_BREAK = re.compile(r"[\n.!?;]")


def find(roster: Roster, view: View) -> Iterator[RosterHit]:
    """The hits in order."""
    known = _Known(roster)
    return chain.from_iterable(_Piece(known, view, span).hits() for span in _pieces(view.small))


def _pieces(text: str) -> Iterator[Span]:
    """The text in stretches that end where a line does, or in a very long line where a word does."""
    start = 0
    while len(text) - start > _PIECE:
        end = text.rfind("\n", start, start + _PIECE) + 1 or text.rfind(" ", start, start + _PIECE) + 1
        yield Span(start, end or start + _PIECE)
        start = end or start + _PIECE
    yield Span(start, len(text))


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Where the lines of a stretch begin and end."""
    start = span.start
    while (end := text.find("\n", start, span.end)) >= 0:
        yield start, end
        start = end + 1
    yield start, span.end


class _Found(NamedTuple):
    """A form that the words from ``first`` up to ``last``, both included, make up."""

    first: int
    last: int
    form: Form
    shared: int
    weak: bool


class _Known:
    """What has been learned about the words of a text; lives as long as one look."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.shares: dict[str, Shares] = {}
        self.groups: dict[str, bool] = {}
        self._looked_up: set[str] = set()

    def learn(self, words: set[str]) -> None:
        """Look up those that are new."""
        new = words - self._looked_up
        self._looked_up |= new
        self.shares |= self.roster.words(zip(new, map(_folded, new), strict=True))

    def is_group(self, folded: str) -> bool:
        """Whether a word names a registration group or a year."""
        if folded not in self.groups:
            self.groups[folded] = self.roster.is_group(folded)
        return self.groups[folded]


class _Piece:
    """A stretch of a text, its words and the names among them."""

    def __init__(self, known: _Known, view: View, span: Span) -> None:
        self._roster = known.roster
        self._text = view.text
        self._known = known
        self._shares = known.shares
        lines = [(line, _WORD.findall(view.small, *line)) for line in _lines(view.small, span)]
        known.learn({word for _, words in lines for word in words})
        # No name goes on over the end of a line, and most lines have none: what stands in those is of no interest.
        named = [(line, words) for line, words in lines if not self._shares.keys().isdisjoint(words)]
        self._words = [word for _, words in named for word in words]
        self._spans = [match.span() for line, _ in named for match in _WORD.finditer(view.small, *line)]

    def hits(self) -> list[RosterHit]:
        """Whole names, and then single words outside of them, in order."""
        names = self._shares
        places = [number for number, word in enumerate(self._words) if word in names]
        found: list[_Found] = []
        free = 0
        for number in places:
            if number >= free and names[self._words[number]].surname and (whole := self._whole(number, free)):
                found.append(whole)
                free = whole.last + 1
        taken = {number for each in found for number in range(each.first, each.last + 1)}
        for number in places:
            if number not in taken and (single := self._single(number, taken)) is not None:
                found.append(self._hyphened(found, single))
        found.sort()
        return [RosterHit(self._span(each), each.form, each.shared, each.weak) for each in found]

    # Whole names.

    def _whole(self, number: int, free: int) -> _Found | None:
        """The whole name of which this word is the surname, or its first telling word."""
        for first, last in self._surnames(number, free):
            surname = self._joined(first, last)
            found = self._forename_before(first, last, surname, free) or self._forename_after(first, last, surname)
            if found:
                return found
        return None

    def _surnames(self, number: int, free: int) -> Iterator[tuple[int, int]]:
        """The stretches of words that may be the surname, longest first."""
        first = last = number
        while first > max(free, number - 2) and self._words[first - 1] in PARTICLES and self._is_inside(first - 1):
            first -= 1
        while last < number + 2 and self._is_surname(last + 1) and self._is_inside(last):
            last += 1
        yield from ((start, end) for start in {first: 0, number: 0} for end in range(last, number - 1, -1))

    def _forename_before(self, first: int, last: int, surname: str, free: int) -> _Found | None:
        at = first - 1
        if at < free:
            return None
        if len(self._words[at]) == 1:
            return self._over_middle(at, last, surname, free) or self._initial_before(at, last, surname, free)
        if not self._is_between(at, _ONWARD):
            return None
        return self._named(at, last, surname, free) or self._over_middle(at, last, surname, free)

    def _over_middle(self, at: int, last: int, surname: str, free: int) -> _Found | None:
        """With middle names or initials between, all with capitals and in one line."""
        for forename in range(at - 1, max(free, at - _MOST_MIDDLE) - 1, -1):
            between = self._gap(forename)
            if between not in {" ", ". "} or not self._is_capital(forename + 1) or not self._is_capital(forename):
                return None
            if is_everyday(surname) and len(middle := self._words[forename + 1]) > 1 and is_everyday(_folded(middle)):
                return None
            if found := self._named(forename, last, surname, free):
                return found
        return None

    def _named(self, first: int, end: int, surname: str, free: int) -> _Found | None:
        """A forename, perhaps of two words, before a surname that ends the name."""
        if first > free and self._is_forename(first - 1) and self._gap(first - 1) in _INSIDE:
            shared = self._roster.shared("full", self._joined(first - 1, first), surname)
            if shared:
                return _Found(first - 1, end, Form.FULL, shared, self._is_weak(first - 1, end))
        shared = self._shared(first, surname)
        return _Found(first, end, Form.FULL, shared, self._is_weak(first, end)) if shared else None

    def _initial_before(self, at: int, last: int, surname: str, free: int) -> _Found | None:
        """T Okafor, T. Okafor, T.J. Okafor."""
        if self._gap(at) not in _AFTER_INITIAL or not self._is_capital(at) or not self._is_capital(last):
            return None
        starts = [at]
        if at > free and len(self._words[at - 1]) == 1 and self._gap(at - 1) in _AFTER_INITIAL:
            starts.insert(0, at - 1)
        for start in starts:
            if shared := self._roster.shared("initial", fold(self._words[start]), surname):
                return _Found(start, last, Form.INITIAL_SURNAME, shared, is_everyday(surname))
        return None

    def _forename_after(self, first: int, last: int, surname: str) -> _Found | None:
        """Okafor, Tyler; OKAFOR Tyler; Okafor, T."""
        at = last + 1
        if at >= len(self._words) or not self._is_between(last, _BACKWARD):
            return None
        # Without a comma or a new cell "James Thomas" may be the other way round: another person.
        bare = not self._gap(last).strip(" ")
        unsure = bare and (self._of(last).forename > 0 or bool(pet_forms(surname)))
        if len(self._words[at]) == 1:
            return self._initial_after(first, at, surname, bare=bare)
        shared = 0
        if at + 1 < len(self._words) and self._is_forename(at) and self._gap(at) in _INSIDE:
            shared = self._roster.shared("full", self._joined(at, at + 1), surname)
        end = at + 1 if shared else at
        shared = shared or self._shared(at, surname)
        return _Found(first, end, Form.FULL, shared, unsure or self._is_weak(first, end)) if shared else None

    def _initial_after(self, first: int, at: int, surname: str, *, bare: bool) -> _Found | None:
        after = self._text[self._spans[at][1] : self._spans[at][1] + 1]
        if not self._is_capital(at) or not self._is_capital(at - 1) or after == "'":
            return None
        if bare and (is_everyday(surname) or self._words[at] in {"a", "i"}):
            return None
        shared = self._roster.shared("initial", fold(self._words[at]), surname)
        return _Found(first, at, Form.INITIAL_SURNAME, shared, is_everyday(surname)) if shared else None

    def _shared(self, forename: int, surname: str) -> int:
        """How many pupils have this forename, or one it is the pet form of, and the surname."""
        folded = _folded(self._words[forename])
        if self._is_forename(forename) and (shared := self._roster.shared("full", folded, surname)):
            return shared
        return next((s for other in pet_forms(folded) if (s := self._roster.shared("full", other, surname))), 0)

    def _is_weak(self, first: int, last: int) -> bool:
        """Whether a whole name's words could be others: an everyday one in small letters, or all capitals."""
        while first < last and self._words[first] in PARTICLES:
            first += 1
        everyday = [is_everyday(_folded(self._words[number])) for number in (first, last)]
        if self._is_capital(first) and self._is_capital(last):
            return all(everyday) and self._text[self._spans[first][0] : self._spans[last][1]].isupper()
        return any(everyday)

    # Words that stand alone.

    def _single(self, number: int, taken: set[int]) -> _Found | None:
        word = self._words[number]
        shares = self._of(number)
        capital = self._is_capital(number)
        everyday = is_everyday(_folded(word))
        if everyday and not capital:
            return None
        weak = everyday or not capital
        if shares.forename and (shared := self._in_group(number, sure=not everyday)):
            return _Found(number, number, Form.FORENAME_IN_GROUP, shared, weak)
        if everyday and not self._is_mid_sentence(number):
            return None
        if not shares.forename:
            return _Found(number, number, Form.SURNAME, shares.surname, weak)
        if capital and number + 1 not in taken and (shared := self._with_letter(number)):
            return _Found(number, number + 1, Form.FORENAME_INITIAL, shared, weak)
        return _Found(number, number, Form.FORENAME, shares.forename, weak)

    def _with_letter(self, number: int) -> int:
        """Tyler O, as teachers tell two Tylers apart; not "Tyler I think" or "Tyler A star"."""
        at = number + 1
        if at >= len(self._words) or len(self._words[at]) > 1 or self._gap(number) != " " or not self._is_capital(at):
            return 0
        after = self._text[self._spans[at][1] : self._spans[at][1] + 2]
        if after[:1] in {"'", "-", "*", "+"} or after[:1].isalnum() or (self._words[at] in "ai" and after[:1] == " "):
            return 0
        return self._roster.shared("letter", _folded(self._words[number]), fold(self._words[at]))

    def _hyphened(self, found: list[_Found], single: _Found) -> _Found:
        """With the half before it, taken from those found, where the two are one double name."""
        before = found[-1] if found else None
        if before and before[1:3] == (single.first - 1, single.form) and self._gap(before.last) == "-":
            found.pop()
            return before._replace(
                last=single.last, shared=min(before.shared, single.shared), weak=before.weak and single.weak
            )
        return single

    def _in_group(self, number: int, *, sure: bool) -> int:
        """How many pupils of this forename are in a registration group, or year, that is named beside it.

        A year is not enough for a word that may be no name: "Y8, 14 May".
        """
        start, end = self._spans[number]
        before = _BREAK.split(self._text[max(0, start - _BEFORE) : start])[-1]
        after = _BREAK.split(self._text[end : end + _AFTER], maxsplit=1)[0]
        folded = _folded(self._words[number])
        for near in (after, before):
            for name in _groups(near):
                if not sure and _IS_YEAR.fullmatch(name):
                    continue
                if self._known.is_group(name) and (shared := self._roster.shared("group", folded, name)):
                    return shared
        return 0

    def _is_mid_sentence(self, number: int) -> bool:
        """Whether a capital is the word's own: neither its sentence nor a heading in capitals gave it."""
        start, end = self._spans[number]
        before = self._text[max(0, start - 4) : start].rstrip(" \"'([-*\t")
        in_capitals = end - start > 1 and self._text[start:end].isupper()
        return bool(before) and before[-1] not in "\n.!?:|" and not in_capitals

    # What the words are and what stands between them.

    def _of(self, number: int) -> Shares:
        return self._shares.get(self._words[number], _NONE)

    def _is_surname(self, number: int) -> bool:
        return number < len(self._words) and self._of(number).surname > 0

    def _is_forename(self, number: int) -> bool:
        return self._of(number).forename > 0

    def _is_capital(self, number: int) -> bool:
        return self._text[self._spans[number][0]].isupper()

    def _joined(self, first: int, last: int) -> str:
        return "".join(_folded(word) for word in self._words[first : last + 1])

    def _gap(self, number: int) -> str:
        """What stands between a word and the next."""
        return self._text[self._spans[number][1] : self._spans[number + 1][0]]

    def _is_inside(self, number: int) -> bool:
        return self._gap(number) in _INSIDE

    def _is_between(self, number: int, allowed: frozenset[str]) -> bool:
        """Whether a forename and a surname may have this between them; a comma onward only as a cell's end."""
        gap = self._gap(number)
        if len(gap) > _MOST_BETWEEN or "\n" in gap:
            return False
        core = gap.replace(" ", "").replace('"', "")
        return core in allowed or (core == "," and " " not in gap)

    def _span(self, found: _Found) -> Span:
        """Without the possessive ending."""
        start, end = self._spans[found.first][0], self._spans[found.last][1]
        return Span(start, end - 2 if self._words[found.last].endswith("'s") else end)


def _folded(word: str) -> str:
    return word if word.isascii() and word.isalpha() else fold(word.removesuffix("'s"))


def _groups(near: str) -> Iterator[str]:
    """The folded words of a stretch that may name a group: 9B, 9 B, Year 9, Kestrel; no bare number."""
    words = _GROUP.findall(near)
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if not word.isdigit() and (word[0].isupper() or any(map(str.isdigit, word))):
            yield group(word)
        if following and any(map(str.isdigit, word + following)):
            yield group(f"{word} {following}")
