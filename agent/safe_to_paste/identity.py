"""Which names are one person's: "Leah Okafor", "Okafor, Leah", "Leah's" and "Leah O" are, Leah's brother is not.

A name becomes the keyed tokens of its words, so that what is remembered of it says "the same again" and nothing else.
A shorter form is the one person who has all of its words; where two have them it is somebody of its own.

>>> known = People()
>>> leah, sami = (who(name, b"key") for name in ("Leah Okafor", "Sami Okafor"))
>>> known.meet([leah, sami])
>>> [known.number(who(name, b"key")) for name in ("Okafor, Leah", "leah's", "L. Okafor", "Sami", "Okafor")]
[0, 0, 0, 1, 2]
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from safe_to_paste.model import Span

# The rules whose findings are somebody's name.
NAMES = frozenset({"PUPIL_NAME", "PARENT_NAME", "STAFF_NAME", "PERSON_NAME"})

_TITLE = re.compile(r"(mr|mrs|miss|ms|mx|dr|prof|sir|mme|frau|herr)\b\.?[ ]+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s?$|['\u2019]s(?=\W)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
# Between two cells of a row; after a comma with a space "Okafor, Leah" may also be one name.
_BETWEEN_CELLS = re.compile(r"[\"']?[ ]*(?:[\t|;]|,(?=\S))[\t|; ]*[\"']?")
_COMMA = re.compile(r", +")
# Of a word that more people than this share, only the exact form says who is meant.
_CROWD = 64


@dataclass(frozen=True, slots=True)
class Who:
    """A name as keyed tokens: of its title, of its words, of letters that stand for a word, of its words' letters."""

    title: bytes
    words: frozenset[bytes]
    initials: frozenset[bytes]
    letters: frozenset[bytes]

    @property
    def is_full(self) -> bool:
        """Whether it says who is meant: a forename and a surname."""
        return len(self.words) > 1

    def may_be(self, other: Who) -> bool:
        """Whether a fuller name says nothing else."""
        if self.title and self.title != other.title and not self.is_full:
            return False  # Mrs Okafor is no short form of Leah Okafor
        return bool(self.words) and self.words <= other.words and self.initials <= other.letters


class People:
    """The people a conversation has named."""

    def __init__(self) -> None:
        self._full: list[tuple[Who, int]] = []
        self._by_word: dict[bytes, list[int]] = defaultdict(list)
        self._known: dict[Who, int] = {}
        self._single: dict[bytes, int] = {}
        self._count = 0

    def meet(self, names: Iterable[Who]) -> None:
        """Take note of everybody who is named in full, so that shorter forms before and after are theirs."""
        for name in sorted(dict.fromkeys(n for n in names if n.is_full), key=lambda name: -len(name.words)):
            if name not in self._known:
                same = self._like(name)
                if same is None:
                    same = self._met_before(name)
                self._add_full(name, self._new() if same is None else same)

    def number(self, name: Who) -> int:
        """The number of the person a name stands for; a new one for somebody new."""
        if name in self._known and name.is_full:
            return self._known[name]
        same = self._like(name)
        if same is None:
            same = self._known.get(name)
        if same is None:
            same = self._new()
        self._known[name] = same
        if len(name.words) == 1 and not name.title and not name.initials:
            self._single.setdefault(next(iter(name.words)), same)
        return same

    def _met_before(self, name: Who) -> int | None:
        """Whoever was known by one of the name's words alone, and by no full name yet."""
        met = {self._single[word] for word in name.words if word in self._single and word not in self._by_word}
        return met.pop() if len(met) == 1 else None

    def _new(self) -> int:
        self._count += 1
        return self._count - 1

    def _add_full(self, name: Who, number: int) -> None:
        self._known[name] = number
        for word in name.words:
            self._by_word[word].append(len(self._full))
        self._full.append((name, number))

    def _like(self, name: Who) -> int | None:
        """The one person in question, where there is one."""
        lists = [self._by_word[word] for word in name.words if word in self._by_word]
        if not lists or (len(lists) < len(name.words) and not name.is_full):
            return None
        shared = min(lists, key=len)
        if len(shared) > _CROWD:
            return None
        others = (self._full[index] for index in shared)
        found = {number for other, number in others if name.may_be(other) or (name.is_full and other.may_be(name))}
        return found.pop() if len(found) == 1 else None


def who(name: str, key: bytes) -> Who:
    """A name as it is remembered."""
    title = _TITLE.match(name.lstrip())
    bare = _POSSESSIVE.sub("", (name.lstrip()[title.end() :] if title else name).strip())
    words = [_plain(word) for word in _WORDS.findall(bare)]
    return Who(
        title=_token(title[1].casefold(), key) if title else b"",
        words=frozenset([_token(word, key) for word in words if len(word) > 1]),
        initials=frozenset([_letter(word, key) for word in words if len(word) == 1]),
        letters=frozenset([_letter(word[0], key) for word in words if word]),
    )


def cells(text: str, span: Span) -> tuple[Span, ...]:
    """The pieces of a name that fills more than one cell of a row, so that a replaced row keeps its cells.

    >>> text = 'Okafor\\tLeah\\t8T'
    >>> [text[cell.start:cell.end] for cell in cells(text, Span(0, 11))]
    ['Okafor', 'Leah']
    """
    between = list(_BETWEEN_CELLS.finditer(text, span.start, span.end))
    if not between and (comma := _COMMA.search(text, span.start, span.end)) and _in_columns(text, span):
        between = [comma]
    edges = [span.start, *(edge for match in between for edge in match.span()), span.end]
    return tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


def _in_columns(text: str, span: Span) -> bool:
    """Whether the lines here are a file's rows: as many commas, two at least, on the next or the one before."""
    start = text.rfind("\n", 0, span.start) + 1
    end = _end(text, span.end)
    commas = text.count(",", start, end)
    return commas > 1 and commas in _beside(text, start, end)


def _beside(text: str, start: int, end: int) -> Iterator[int]:
    """How many commas the lines before and after have."""
    if start:
        yield text.count(",", text.rfind("\n", 0, start - 1) + 1, start)
    if end < len(text):
        yield text.count(",", end + 1, _end(text, end + 1))


def _end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _plain(word: str) -> str:
    """A word without case, accents and apostrophes: O'Neill and ONeill are one."""
    if word.isascii():
        return word.casefold().replace("'", "")
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if letter.isalpha())


@lru_cache(maxsize=256)
def _letter(letter: str, key: bytes) -> bytes:
    """The token of one letter, of which there are few."""
    return _token(letter, key)


def _token(word: str, key: bytes) -> bytes:
    return hashlib.blake2b(word.encode("utf-8", "surrogatepass"), key=key, digest_size=12).digest()
