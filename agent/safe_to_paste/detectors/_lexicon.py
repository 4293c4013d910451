"""Phrases that tell something about a person, found in one pass over a text.

The phrases are data: a file a kind in ``rules/data/sensitive`` and ``rules/data/confidential``. Each has three
lists: ``telling`` phrases say by themselves what they are about, ``clear`` ones name the matter, ``weak`` ones
mean something only beside a person who is certainly one of ours. A list is a text of phrases between commas:

- ``[his|her]`` is one of these, and may hold others; ``[a |]`` may be left out;
- ``*`` ends a word any way (``diabet*``) or, alone, is any word; ``#`` is a number; ``~`` is up to three words;
- what has a capital (``EP``, ``SALT``) counts only where the text has capitals too: "salt" and "hi" are words;
- an apostrophe may be missing in the text, and any white space stands for a space.

A text is read once for the words that phrases begin with ("anchors", less what may precede any phrase, such as
"his" and "is"); only there are the phrases themselves tried.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from safe_to_paste import paths
from safe_to_paste.model import Span
from safe_to_paste.view import View

STRENGTHS = {"telling": 3, "clear": 2, "weak": 1}

# Too common to look for; a phrase that begins with them is found by its first other word.
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "having",
        "got",
        "get",
        "gets",
        "his",
        "her",
        "their",
        "he",
        "she",
        "they",
        "he's",
        "she's",
        "hes",
        "shes",
        "him",
        "them",
        "it",
        "who",
        "in",
        "on",
        "at",
        "to",
        "from",
        "for",
        "with",
        "of",
        "by",
        "as",
        "and",
        "or",
        "but",
        "not",
        "no",
        "isn't",
        "doesn't",
        "didn't",
        "don't",
        "hasn't",
        "very",
        "too",
        "really",
        "now",
        "still",
        "just",
        "recently",
        "my",
        "our",
        "your",
        "me",
        "i",
        "we",
        "us",
        "this",
        "that",
        "some",
        "any",
        "one",
        "into",
        "under",
        "s",
        "so",
        "has'nt",
        "will",
        "would",
        "up",
        "down",
        "off",
        "out",
        "all",
        "more",
        "only",
        "both",
        "never",
        "most",
        "again",
    ]
)
_WORD_START = r"[\s(\[\"'/,:;*|+&>.-]"


class Hit(NamedTuple):
    """A phrase of one kind, and how much it tells by itself (1 to 3)."""

    span: Span
    kind: str
    strength: int


def hits(view: View) -> tuple[Hit, ...]:
    """Every phrase in a text, in order, none overlapping another; worked out once for all kinds."""
    found = _SEEN.get(view)
    if found is None:
        found = _SEEN[view] = tuple(_lexicon().hits(view.small, view.text))
    return found


_SEEN: WeakKeyDictionary[View, tuple[Hit, ...]] = WeakKeyDictionary()


class _Phrase(NamedTuple):
    anchor: str
    before: str
    after: str
    kind: str
    strength: int
    capitals: bool


_Ways = list[tuple[str, list[_Phrase]]]


class _Anchor:
    """The phrases that share an anchor; what finds them is made when a text first comes near them."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        # What follows the anchor is looked at first: few texts get further.
        self._onward: dict[str, list[_Phrase]] = defaultdict(list)
        # Of two kinds that both fit, the one that has the most to say about the word is taken.
        self._rank: dict[str, int] = {}
        for phrase in sorted(phrases, key=lambda phrase: -len(phrase.before) - len(phrase.after)):
            self._onward[phrase.after].append(phrase)
            self._rank.setdefault(phrase.kind, -len(self._rank))

    def find(self, small: str, at: int, end: int, ways: _Ways, written: str) -> tuple[int, int, _Phrase] | None:
        """The longest phrase with its anchor at a place: where it starts and ends, and which it is."""
        limit = min(len(small), at + 120)
        found = []
        last: str | None = None
        for after, phrases in ways:
            preceding = self._preceding[after]
            if preceding is not None:
                # What must stand before is looked up sooner than what must follow is tried.
                if last is None:
                    last = _last(small, at)
                if last not in preceding:
                    continue
            if not after:
                stop = end
            elif match := _onward(after).match(small, end, limit):
                stop = match.end()
            else:
                continue
            for phrase in phrases:
                start = at
                if phrase.before:
                    if last is None:
                        last = _last(small, at)
                    start = _start(phrase.before, small, at, last)
                if start >= 0 and (not phrase.capitals or written[at:stop].isupper()):
                    found.append((start, stop, phrase))
        return max(found, key=self._told) if found else None

    @cached_property
    def _preceding(self) -> dict[str, frozenset[str] | None]:
        """For each way to go on, the last letters one of which must precede it, or None where any may."""
        return {after: _preceding(phrases) for after, phrases in self._onward.items()}

    def _told(self, seen: tuple[int, int, _Phrase]) -> tuple[int, int, int]:
        start, end, phrase = seen
        return end - start, phrase.strength, self._rank[phrase.kind]

    @cached_property
    def ways(self) -> dict[str, _Ways]:
        """The ways to go on, by the first letters of the next word; those that any word may follow are in each."""
        firsts = {after: _firsts(after) for after in self._onward}
        keys = {"", *(key for first in firsts.values() if first for key in first)}
        return {
            key: [way for way in self._onward.items() if (first := firsts[way[0]]) is None or key in first]
            for key in keys
        }


_END = r"(?!\w)"
# How far before its anchor a phrase may start.
_BACK = 90
# So many letters of the next word are looked at before it is tried whether a phrase goes on with it.
_LETTERS = 3


@cache
def _onward(after: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_pattern(after)}){_END}")


@cache
def _until(before: str) -> re.Pattern[str]:
    return re.compile(f"(?<!\\w)(?:{_pattern(before)})\\Z")


def _start(before: str, small: str, at: int, last: str) -> int:
    """Where a phrase starts whose anchor is at a place, if what precedes it is there, or -1."""
    lasts = _lasts(before)
    if lasts is not None and last not in lasts:
        return -1
    match = _until(before).search(small, max(0, at - _BACK), at)
    return match.start() if match else -1


def _last(small: str, at: int) -> str:
    """The last letters before the white space before a place."""
    if not small[at - 1 : at].isspace():
        return ""
    word = small[max(0, at - 24) : at - 1].rpartition(" ")[2]
    if word.isalnum():
        return word
    match = _LAST_LETTERS.search(word)
    return match[0] if match else ""


def _firsts(after: str) -> frozenset[str] | None:
    """The first letters of the words that may follow an anchor, or None where that could be any.

    >>> sorted(_firsts(" [doesn't|a lot of] sleep")), _firsts(" [~ |]asleep")
    (['a', 'doe'], None)
    """
    if not after.startswith(" "):
        return None
    phrase = after[1:]
    if phrase.startswith("["):
        ways, rest = _group(phrase)
        parts = [_firsts(f" {way}{rest}") for way in ways]
        return None if None in parts else frozenset().union(*filter(None, parts))
    word = _LITERAL.match(phrase)[0]  # type: ignore[index]
    letters = word[:_LETTERS]
    # Where it goes on in some other way, only so many letters of it are certain.
    whole = phrase[len(word) : len(word) + 1] in {"", " "}
    return frozenset({letters}) if word and (whole or len(letters) == _LETTERS) else None


_LITERAL = re.compile(r"\w*")


@cache
def _lasts(before: str) -> frozenset[str] | None:
    """The last letters of the words that may precede an anchor, or None where that could be any.

    >>> sorted(_lasts("[he's|been] [a |]")), _lasts("got # ")
    (['a', 'been', 'hes', 's'], None)
    """
    if before.endswith("]"):
        start = _opening(before)
        ways, _ = _group(before[start:])
        parts = [_lasts(before[:start] + way) for way in ways]
        return None if None in parts else frozenset().union(*filter(None, parts))
    if not before.endswith(" "):
        return None
    phrase = before[:-1]
    if phrase.endswith("]"):
        start = _opening(phrase)
        ways, _ = _group(phrase[start:])
        parts = [_lasts(f"{phrase[:start]}{way} ") for way in ways]
        return None if None in parts else frozenset().union(*filter(None, parts))
    word = _WORDLIKE.search(phrase)
    if word is None:
        return None
    # An apostrophe may be missing in the text.
    return frozenset(_LAST_LETTERS.findall(word[0]) + _LAST_LETTERS.findall(word[0].replace("'", "")))


def _preceding(phrases: Iterable[_Phrase]) -> frozenset[str] | None:
    """The last letters one of which precedes any of some phrases, or None where that could be any."""
    parts = [_lasts(phrase.before) if phrase.before else None for phrase in phrases]
    return None if None in parts else frozenset().union(*filter(None, parts))


def _opening(phrase: str) -> int:
    """Where the group begins that a phrase ends with."""
    depth = 0
    for at in range(len(phrase) - 1, -1, -1):
        depth += (phrase[at] == "]") - (phrase[at] == "[")
        if not depth:
            return at
    raise ValueError(f"{phrase!r} has a ] without its [")


# A whole word at the end, and what of it stands after an apostrophe or a hyphen.
_WORDLIKE = re.compile(r"(?<![^ ])[\w'-]*\w\Z")
_LAST_LETTERS = re.compile(r"\w+\Z")


# The anchors that a word is and their ways to go on, by the first letters of the next word.
_Plan = dict[str, list[tuple[_Anchor, _Ways]]]


class _Lexicon:
    """All phrases of all kinds."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        anchors: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            anchors[phrase.anchor].append(phrase)
            if "'" in phrase.anchor:
                anchors[phrase.anchor.replace("'", "")].append(phrase)
        # Made into anchors when a text first has them.
        self._phrases = dict(anchors)
        self._anchors: dict[str, _Anchor] = {}
        # Most words are anchors as they stand; how they may go on is worked out once, not at each place.
        self._known: dict[str, _Plan] = {}
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._pattern = re.compile(rf"{_WORD_START}({_tree(anchors)}){_END}(?:(?=\s(\w{{1,{_LETTERS}}})))?")

    def hits(self, small: str, written: str) -> Iterator[Hit]:
        """The phrases in a text, given in small letters and as it was written."""
        done = 0
        # Words of the lists alone are kept; what else the text holds is forgotten with it.
        known, passing = self._known, dict[str, _Plan]()
        # A line end before the text makes its first word like any other.
        for match in self._pattern.finditer(f"\n{small}"):
            word, following = match.groups("")
            plan = known.get(word) or passing.get(word)
            if plan is None:
                plan = (known if word in self._phrases else passing).setdefault(word, self._plan(word))
            steps = plan.get(following, plan[""])
            at = match.start(1) - 1
            if not steps or at < done:
                continue
            end = at + len(word)
            found = [
                seen
                for anchor, ways in steps
                if (seen := anchor.find(small, at, end, ways, written)) and seen[0] >= done
            ]
            if found:
                start, end, phrase = max(found, key=lambda seen: (seen[2].strength, seen[1] - seen[0]))
                yield Hit(Span(start, end), phrase.kind, phrase.strength)
                done = end

    def _plan(self, word: str) -> _Plan:
        """Which anchors a word is, by what follows it: itself, its stems, and the same with a number in it."""
        forms = dict.fromkeys((word, _NUMBER.sub("#", word)))
        keys = tuple(
            key
            for form in forms
            for key in (form, *[f"{form[:length]}*" for length in range(2, len(form) + 1)])
            if key in self._phrases
        )
        if keys not in self._plans:
            self._plans[keys] = self._planned(keys)
        return self._plans[keys]

    def _planned(self, keys: Iterable[str]) -> _Plan:
        anchors = [self._anchor(key) for key in keys]
        return {
            key: [(anchor, ways) for anchor in anchors if (ways := anchor.ways.get(key, anchor.ways[""]))]
            for key in {"", *(key for anchor in anchors for key in anchor.ways)}
        }

    def _anchor(self, key: str) -> _Anchor:
        if key not in self._anchors:
            self._anchors[key] = _Anchor(self._phrases[key])
        return self._anchors[key]


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(_phrases())


def _phrases() -> Iterator[_Phrase]:
    for folder in ("sensitive", "confidential"):
        for path in sorted((paths.rules_dir() / "data" / folder).glob("*.toml")):
            source = tomllib.loads(path.read_text(encoding="utf-8"))
            kind = path.stem.upper().replace("-", "_")
            for name, strength in STRENGTHS.items():
                for written in re.split(r"[,\n]", source[name]):
                    for anchor, before, after in _anchored(" ".join(written.split()).lower()):
                        yield _Phrase(anchor, before, after, kind, strength, written != written.lower())


def _anchored(phrase: str, before: str = "") -> Iterator[tuple[str, str, str]]:
    """A phrase cut before and after its anchor, for each way its beginning can be written."""
    phrase = phrase.lstrip() if not before or before.endswith(" ") else phrase
    if phrase.startswith("["):
        ways, rest = _group(phrase)
        common = [way for way in ways if _is_common(way, rest)]
        if len(common) > 1:
            # What precedes the anchor in many ways stays one group: "[his|her] asthma" is one phrase, not two.
            gap, onward = (" ", rest[1:]) if rest.startswith(" ") else ("", rest)
            yield from _anchored(onward, f"{before}[{'|'.join(common)}]{gap}")
        for way in ways:
            if len(common) < 2 or way not in common:
                yield from _anchored(way + rest, before)
        return
    word = _FIRST.match(phrase)[0]  # type: ignore[index]
    rest = phrase[len(word) :]
    if not word:
        return
    if rest.startswith("["):  # the word goes on inside a group, as in [him|her]self
        ways, after = _group(rest)
        for way in ways:
            yield from _anchored(word + way + after, before)
        return
    if (word in _COMMON or not _LETTER.search(word)) and rest:
        yield from _anchored(rest, f"{before}{word} ")
        return
    if word in {"*", "#"}:
        raise ValueError(f"{before}{phrase!r} has no word by which it can be found")
    if word not in _COMMON:
        yield word, before, rest


def _is_common(way: str, rest: str) -> bool:
    """Whether a way is nothing but words that precede any phrase, and whole words at that."""
    words = way.split()
    if "[" in way or not all(word in _COMMON for word in words):
        return False
    return bool(words) and rest.startswith(" ") if not way.endswith(" ") and way else not rest.startswith(" ")


def _group(phrase: str) -> tuple[list[str], str]:
    """The ways in the group a phrase begins with, and what follows the group."""
    depth, start = 0, 1
    ways: list[str] = []
    for mark in _MARKS.finditer(phrase):
        at, character = mark.start(), mark[0]
        if character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if not depth:
                return [*ways, phrase[start:at]], phrase[at + 1 :]
        elif depth == 1:
            ways.append(phrase[start:at])
            start = at + 1
    raise ValueError(f"{phrase!r} has a [ without its ]")


_MARKS = re.compile(r"[\[\]|]")
_FIRST = re.compile(r"[^ \[\]|]*")
_LETTER = re.compile(r"[a-z&\u00a3]")
_NUMBER = re.compile(r"\d[\d.,/]*")
_WILD = {"*": r"[\w-]{0,14}", "#": r"\d(?:[\d.,/]{0,8}\d)?"}
_TOKENS = {"[": "(?:", "]": ")", "|": "|", "'": "'?", " ": r"\s", "#": r"\d(?:[\d.,/]{0,8}\d)?", "\u00a3": "\u00a3"}


def _tree(words: Iterable[str]) -> str:
    """A pattern for any of the words that decides letter by letter; the longest wins."""
    words = list(words)
    if len(words) <= _FEW:
        # In the same order: the end of a word comes after all that goes on.
        ends = sorted(words, key=lambda word: f"{word}\U0010ffff")
        listed = "|".join("".join(_WILD.get(c) or re.escape(c) for c in end) for end in ends)
        return f"(?:{listed})" if listed else ""
    tails = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    branches = "|".join((_WILD.get(c) or re.escape(c)) + _tree(rest) for c, rest in sorted(tails.items()) if c)
    return f"(?:{branches})?" if "" in tails and branches else f"(?:{branches})" if branches else ""


# So few words are listed: that is as quick as deciding letter by letter, and made in half the time.
_FEW = 30


def _pattern(written: str) -> str:
    """A regular expression for part of a phrase."""
    written = re.sub(r"(?<![^ \[|])\*", "\0", written).replace("~ ", "~")
    return "".join(
        r"[\w'-]{1,16}"
        if c == "\0"
        else r"(?:[\w'&-]{1,16}\s){0,3}"
        if c == "~"
        else r"[\w-]{0,14}"
        if c == "*"
        else _TOKENS.get(c) or re.escape(c)
        for c in written
    )
