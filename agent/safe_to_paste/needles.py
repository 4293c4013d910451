r"""The ways a pattern can match, and words that a text must hold for each: its needles.

A pattern of many alternatives is slow to try at every place, and looking for words is quick. So it is cut into its
alternatives, and each is tried only where one of its needles is; where it is known what every match begins with, its
heads, only at those. Needles and heads are read off the pattern, in small letters.
What is written in a way not known here has none and is tried everywhere.

>>> one, other = ways(r"(?<!\w)(?:(?:do[ ]not|don't)[ ](?:share|post)\w* | (?:Quote|Bid)[ ]from[ ]\w+)")
>>> one.pattern, sorted(one.needles)
("(?<!\\w)(?:(?:do[ ]not|don't)[ ](?:share|post)\\w* )", ['do not post', 'do not share', "don't post", "don't share"])
>>> sorted(other.needles)
['bid from ', 'quote from ']
>>> sorted(other.heads)
['bid from ', 'quote from ']
>>> ways(r"\d+ | Bid")
(Way(pattern='\\d+ | Bid', needles=frozenset(), heads=frozenset()),)
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Words that can be written in more ways than this are not told apart; shorter ones are everywhere, longer ones rare.
_MOST, _LEAST, _LONG = 24, 3, 7
# The same of what a match begins with, which is looked for only where a needle is.
_MOST_HEADS, _LEAST_HEAD = 64, 2
# From this share of a pattern on, a group of alternatives is what it is made of.
_MAIN = 0.8

_Words = frozenset[str]
_NOTHING: _Words = frozenset([""])
_NONE: _Words = frozenset()

_TOKEN = re.compile(
    r"""(?xs)
    (?P<letters>   [A-Za-z',/]+(?![?*+{]) )
    | (?P<letter>  \\[^\w] | \\[nt] | [^\\()\[\]{}|*+?.^$\s] )
    | (?P<set>     \[(?!\^)(?:\\.|[^\]\\\[])+\] )
    | (?P<group>   \((?:\?(?:-?[ims]+:|:|>|P<\w+>))?(?![?*]) )
    | (?P<close>   \) )
    | (?P<or>      \| )
    | (?P<around>  \(\?<?[=!] )
    | (?P<unknown> \. | \\(?:[pP]\{\^?\w+\}|[dDwWsS]) | \[\^\]?(?:\\.|[^\]\\\[])*\] )
    | (?P<place>   [\^$] | \\[bBAZ] | \(\?[ims]+\) )
    """
)
_TIMES = re.compile(r"(?P<maybe>[?*]|\{0?,\d*\}|\{0\})[?+]?|(?P<often>\+|\{(?P<least>\d+)(?:,\d*)?\})[?+]?")
_IGNORED = re.compile(r"(?:\s+|\#[^\n]*)*")
_IN_SET = re.compile(r"\\(.)|(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t"}


class Way(NamedTuple):
    """A pattern that matches in one way, and words of which every match has one; with none it may be anywhere.

    ``heads``: what every match begins with, if that is known.
    """

    pattern: str
    needles: frozenset[str]
    heads: frozenset[str] = frozenset()

    def may_be_in(self, small: str) -> bool:
        """Whether a text in small letters, none of them odd, has what a match needs."""
        # Whichever are fewer are looked for; what a match begins with is looked for in any case.
        if self.heads and len(self.heads) <= len(self.needles):
            return True
        return not self.needles or any(map(small.__contains__, self.needles))

    def places(self, small: str) -> list[int] | None:
        """Where in such a text a match may begin, in order; None: anywhere, or in too many places to try one by one."""
        return places(self.heads, small)


# A pattern without regard to capitals also takes these for an s and an i.
_ODD = "\u017f\u0130\u0131"


def is_odd(small: str) -> bool:
    """Whether a text in small letters has any of those."""
    return any(letter in small for letter in _ODD)


def heads(pattern: str) -> frozenset[str]:
    """What every match of a pattern begins with, in small letters, if that is known and not too much.

    >>> sorted(heads(r"(?<!\\w)(?:spellings?|target[ ](?:grades?|levels?))"))
    ['spelling', 'target grade', 'target level']
    """
    try:
        return _heads(_Reader(pattern, verbose=False).read())
    except _UnreadError:
        return _NONE


def places(heads: frozenset[str], small: str) -> list[int] | None:
    """Where in a text in small letters one of some heads stands, in order.

    Returns:
        None where there are no heads, or so many places that it is quicker to try everywhere.
    """
    if not heads:
        return None
    found: list[int] = []
    for head in heads:
        at = small.find(head)
        while at >= 0:
            found.append(at)
            at = small.find(head, at + 1)
    return sorted(found) if len(found) * _SPARSE < len(small) else None


# From so many characters a place on, trying the places is quicker than trying everywhere.
_SPARSE = 40


def ways(pattern: str, *, verbose: bool = True) -> tuple[Way, ...]:
    """The ways a pattern can match, in the order in which they are tried at a place."""
    reader = _Reader(pattern, verbose=verbose)
    try:
        whole = reader.read()
    except _UnreadError:
        return (Way(pattern, _NONE),)
    if reader.main is None:
        return (Way(pattern, _needles(whole), _heads(whole)),)
    start, end, cuts, parts = reader.main
    cut = tuple(
        Way(
            f"{pattern[:start]}{pattern[first:last]}{pattern[end:]}",
            _needles(part),
            _heads(part) if reader.begins else _NONE,
        )
        for (first, last), part in zip(cuts, parts, strict=True)
    )
    # Alternatives that have to be tried everywhere are quicker tried together.
    return cut if any(way.needles for way in cut) else (Way(pattern, _NONE),)


class _Part(NamedTuple):
    """A piece of a pattern: all that it can match, where that is little; else words of which any match has one.

    ``begins``: what such a match begins with; with an empty word among them that is not known.
    """

    exact: _Words | None
    words: _Words = _NONE
    begins: _Words = _NOTHING


_ANYTHING = _Part(None)
_NO_WIDTH = _Part(_NOTHING)
_Cuts = list[tuple[int, int]]


class _UnreadError(Exception):
    """The pattern is written in a way not known here."""


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, *, verbose: bool) -> None:
        self._pattern = pattern
        self._verbose = verbose
        self._at = 0
        self._depth = 0
        # The group of alternatives that a pattern is made of, if it is: its inside, where each stands, what each is.
        self.main: tuple[int, int, _Cuts, list[_Part]] | None = None
        # Whether a match begins where that group does.
        self.begins = False

    def read(self) -> _Part:
        """The whole of it; raises _UnreadError."""
        _, parts = self._alternatives()
        if self._at < len(self._pattern):
            raise _UnreadError
        if len(parts) > 1:
            self.main = None
        return _either(parts)

    def _alternatives(self) -> tuple[_Cuts, list[_Part]]:
        """What stands up to the end of the group, one alternative after the other."""
        start, parts, cuts = self._at, [self._sequence()], []
        while self._take("or"):
            cuts.append((start, self._at - 1))
            start = self._at
            parts.append(self._sequence())
        return [*cuts, (start, self._at)], parts

    def _sequence(self) -> _Part:
        """What stands one behind the other: as long as all is exact it is put together."""
        run, whole, found = _NOTHING, True, [_NONE]
        begins, ahead, start = _NOTHING, _NOTHING, self._at
        while (part := self._piece()) is not None:
            if self.main and self.main[0] > start:
                self.begins = whole and run == _NOTHING
            start = self._at
            if whole and run == _NOTHING == part.exact == ahead:
                ahead = part.begins
            joined = _joined(run, part.exact)
            if joined is None:
                if whole:
                    begins = _joined(run, _beginning(part), most=_MOST_HEADS) or run
                whole = False
                found += [run, part.words]
            run = joined or part.exact or _NOTHING
        if whole:
            return _Part(run)
        return _Part(None, max([*found, run], key=_worth), max(begins, ahead, key=_shortest))

    def _piece(self) -> _Part | None:
        """The next piece, as often as it stands there; None at the end."""
        start = self._at
        part = self._atom()
        if part is None:
            return None
        self._skip()
        times = _TIMES.match(self._pattern, self._at)
        if times is None:
            return part
        self._at = times.end()
        if self.main and self.main[0] > start:
            self.main = None
        if times[0] == "?" and part.exact is not None:
            return _Part(_few(part.exact | _NOTHING))
        if times["maybe"] or times["least"] == "0":
            return _ANYTHING
        return part if times[0] == "{1}" else _Part(None, _best(part), _beginning(part))

    def _atom(self) -> _Part | None:
        self._skip()
        match = _TOKEN.match(self._pattern, self._at)
        if match is None:
            if self._at < len(self._pattern):
                raise _UnreadError
            return None
        kind, written = match.lastgroup, match[0]
        if kind in {"close", "or"}:
            return None
        self._at = match.end()
        match kind:
            case "letters":
                return _Part(frozenset([written.lower()]))
            case "letter":
                return _Part(_letter(_ESCAPED.get(written[1:], written[-1])))
            case "set":
                return _Part(_set(written[1:-1]))
            case "group" | "around":
                part = self._group(plain=written == "(?:")
                if kind == "group":
                    return part
                # What must follow is what begins there.
                return _Part(_NOTHING, begins=_beginning(part)) if written == "(?=" else _NO_WIDTH
            case "place":
                return _NO_WIDTH
        return _ANYTHING

    def _group(self, *, plain: bool) -> _Part:
        start = self._at
        self._depth += 1
        cuts, parts = self._alternatives()
        self._depth -= 1
        end = self._at
        if not self._take("close"):
            raise _UnreadError
        if plain and not self._depth and len(parts) > 1 and end - start > _MAIN * len(self._pattern):
            self.main = start, end, cuts, parts
        return _either(parts)

    def _take(self, kind: str) -> bool:
        self._skip()
        match = _TOKEN.match(self._pattern, self._at)
        if match is None or match.lastgroup != kind:
            return False
        self._at = match.end()
        return True

    def _skip(self) -> None:
        if self._verbose and self._pattern[self._at : self._at + 1] in _BLANK:
            self._at = _IGNORED.match(self._pattern, self._at).end()  # type: ignore[union-attr]  # nothing matches, too


_BLANK = frozenset(" \n\t\r\f\v#")


def _either(parts: list[_Part]) -> _Part:
    """Alternatives as one."""
    if len(parts) == 1:
        return parts[0]
    exact = [part.exact for part in parts if part.exact is not None]
    if len(exact) == len(parts) and (together := _few(_NONE.union(*exact))) is not None:
        return _Part(together)
    best = [_best(part) for part in parts]
    begins = _NONE.union(*map(_beginning, parts))
    return _Part(None, _NONE.union(*best) if all(best) else _NONE, begins)


def _set(inside: str) -> _Words | None:
    """The letters of a set, where they are few and written one by one."""
    found = _IN_SET.findall(inside)
    if "-" in inside[1:-1] or "&&" in inside or any(escaped.isalnum() and escaped not in "nt" for escaped, _ in found):
        return None
    letters = [_letter(_ESCAPED.get(escaped, escaped) or plain) for escaped, plain in found]
    return None if None in letters else _few(_NONE.union(*filter(None, letters)))


def _letter(letter: str) -> _Words | None:
    """A letter as it stands in a text in small letters; one with an accent may be small in more ways than one."""
    return frozenset([letter.lower()]) if letter.isascii() or not letter.isalpha() else None


def _few(words: _Words) -> _Words | None:
    return words if len(words) <= _MOST else None


def _joined(run: _Words, more: _Words | None, most: int = _MOST) -> _Words | None:
    if more is None or len(run) * len(more) > most:
        return None
    return frozenset([one + other for one in run for other in more])


def _best(part: _Part) -> _Words:
    return part.words if part.exact is None else part.exact


def _shortest(words: _Words) -> int:
    return min(map(len, words), default=0)


def _beginning(part: _Part) -> _Words:
    return part.begins if part.exact is None else part.exact


def _heads(part: _Part) -> _Words:
    """What to look for where a match may begin: of two that begin alike the shorter."""
    heads = _beginning(part)
    if _shortest(heads) < _LEAST_HEAD:
        return _NONE
    needed = frozenset(head for head in heads if not any(head[:end] in heads for end in range(1, len(head))))
    return needed if len(needed) <= _MOST_HEADS else _NONE


def _worth(words: _Words) -> tuple[int, int]:
    """Of several, those whose shortest is longest are met least, up to a point; few are looked for soonest."""
    return min(_LONG, *map(len, words), _LONG) if words else 0, -len(words)


def _needles(part: _Part) -> frozenset[str]:
    """The words to look for: one that has another in it need not be."""
    words = _best(part)
    if min(map(len, words), default=0) < _LEAST:
        return _NONE
    return frozenset(word for word in words if not any(other in word and other != word for other in words))
