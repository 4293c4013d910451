"""The school's pupils, as keyed hashes: enough to know a name when it is met, and not enough to tell one.

Of each pupil only names and the registration group are used. ``build`` hashes every usual form of them with a
key, ``Roster`` answers where such forms stand in a text (matching.py does the looking). What is stored says
nothing without the key, which lies elsewhere (keys.py): each entry is eight bytes of keyed BLAKE2b, sorted, and
how many pupils share it.

The file::

    safe-to-paste roster 1\\n    its kind and version
    salt              16 bytes   a fresh one for each import; with the key it makes the key of this file
    source            16 bytes   keyed: which files it was made from, so that a change is noticed
    pupils, words, forms         three numbers of 4 bytes
    words             8 bytes each, then 2 + 2 bytes each: as how many pupils' forename and surname
    forms             8 bytes each, then 2 bytes each: of how many pupils
    seal              32 bytes   keyed: of all before it

Numbers are little-endian.
"""

from __future__ import annotations

import hmac
import os
import struct
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import regex

from safe_to_paste.errors import RosterError
from safe_to_paste.model import Span
from safe_to_paste.spelling import PARTICLES, fold

if TYPE_CHECKING:
    from safe_to_paste.view import View

_MAGIC = b"safe-to-paste roster 1\n"
_NUMBERS = struct.Struct("<III")
_MOST = 0xFFFF
_SEAL = 32


class Form(StrEnum):
    """In which form a pupil's name stands in a text."""

    FULL = "full"
    INITIAL_SURNAME = "initial_surname"
    FORENAME_INITIAL = "forename_initial"
    FORENAME_IN_GROUP = "forename_in_group"
    FORENAME = "forename"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class RosterHit:
    """Where a form of a pupil's name stands, and how many pupils share that form.

    ``weak``: the words could as well be something else ("mark page 9"); a second signal should bear them out.
    """

    span: Span
    form: Form
    shared: int
    weak: bool = False


class Pupil(NamedTuple):
    """What is used of one pupil; lives only while a roster is built."""

    forename: str
    surname: str
    preferred: str = ""
    other_surnames: tuple[str, ...] = ()
    group: str = ""
    year: str = ""


class Shares(NamedTuple):
    """How many pupils have a word as a forename and as a surname."""

    forename: int
    surname: int


class Roster:
    """Knows the forms of the names of a school's pupils. Make one with ``build`` or ``load``."""

    def __init__(self, key: bytes, contents: Contents) -> None:
        self._key = _keyed(key, contents.salt)
        self.contents = contents
        counts = map(Shares, contents.forenames, contents.surnames)
        self._words = dict(zip(_pieces(contents.words), counts, strict=True))

    def __len__(self) -> int:
        return self.contents.pupils

    def __repr__(self) -> str:
        return f"<Roster of {len(self)} pupils>"

    def look(self, view: View) -> Iterator[RosterHit]:
        """Where pupils' names stand in a text, in order; whole names first take the words they need."""
        from safe_to_paste import matching

        return matching.find(self, view)

    def words(self, words: Iterable[tuple[str, str]]) -> dict[str, Shares]:
        """Which of some words are anybody's name, given each with its folded spelling, and how many pupils'."""
        # Asked of every different word of a text, and so without a call for each.
        copy, known = _hash_so_far(self._key, "word").copy, self._words
        found = {}
        for word, folded in words:
            hashing = copy()
            hashing.update(folded.encode("utf-8", "surrogatepass"))
            if shares := known.get(hashing.digest()):
                found[word] = shares
        return found

    def shared(self, kind: str, first: str, second: str) -> int:
        """How many pupils share a form of two folded parts: "full", "initial", "letter" or "group"."""
        wanted = int.from_bytes(self._hash(kind, first, second), "little")
        at = bisect_left(self.contents.forms, wanted)
        found = at < len(self.contents.forms) and self.contents.forms[at] == wanted
        return self.contents.shared[at] if found else 0

    def is_group(self, folded: str) -> bool:
        """Whether a folded word is the name of a registration group or year."""
        return self.shared("group", folded, "") > 0

    def _hash(self, *parts: str) -> bytes:
        return _hash(self._key, *parts)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a roster's file holds, key apart."""

    salt: bytes
    source: bytes
    pupils: int
    words: bytes
    forenames: array[int]
    surnames: array[int]
    forms: array[int]
    shared: array[int]


def build(pupils: Iterable[Pupil], key: bytes, *, source: bytes = b"") -> Roster:
    """A roster of these pupils; their names are dropped once they are hashed.

    Args:
        pupils: each counts once, however often it is listed.
        key: 32 secret bytes.
        source: 16 keyed bytes that name the files the pupils are from, if these are to be known again.
    """
    salt = os.urandom(16)
    hashing = _keyed(key, salt)
    words: dict[bytes, list[int]] = {}
    forms: Counter[bytes] = Counter()
    seen = set()
    for pupil in pupils:
        who = _hash(hashing, "pupil", *map(fold, (pupil.forename, pupil.surname, pupil.group)))
        if who in seen:
            continue
        seen.add(who)
        forenames, surnames = _names_of(pupil)
        for place, names in enumerate((forenames, surnames)):
            for word in {word for name in names for word in name.words}:
                words.setdefault(_hash(hashing, "word", word), [0, 0])[place] += 1
        forms.update({_hash(hashing, *form) for form in _forms(pupil, forenames, surnames)})
    order = sorted(words)
    numbered = sorted((int.from_bytes(form, "little"), count) for form, count in forms.items())
    contents = Contents(
        salt=salt,
        source=source.ljust(16, b"\0")[:16],
        pupils=len(seen),
        words=b"".join(order),
        forenames=array("H", (min(words[word][0], _MOST) for word in order)),
        surnames=array("H", (min(words[word][1], _MOST) for word in order)),
        forms=array("Q", (form for form, _ in numbered)),
        shared=array("H", (min(count, _MOST) for _, count in numbered)),
    )
    return Roster(key, contents)


def dump(roster: Roster, key: bytes) -> bytes:
    """The roster as its file holds it."""
    held = roster.contents
    numbers = _NUMBERS.pack(held.pupils, len(held.forenames), len(held.forms))
    arrays = b"".join(map(_little, (held.forenames, held.surnames, held.forms, held.shared)))
    body = b"".join((_MAGIC, held.salt, held.source, numbers, held.words, arrays))
    return body + _seal(key, body)


def load(file: Path, key: bytes) -> Roster:
    """The roster in a file that ``dump`` made with the same key.

    Raises:
        RosterError: there is none, it is damaged, or it was made with another key.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RosterError(f"{file}: cannot be read ({error.strerror}); import the roster again") from error
    body, seal = data[:-_SEAL], data[-_SEAL:]
    if not data.startswith(_MAGIC):
        raise RosterError(f"{file}: is not a roster that this version knows; import it again")
    if not hmac.compare_digest(seal, _seal(key, body)):
        raise RosterError(f"{file}: is damaged, or was made with another key; import the roster again")
    return Roster(key, _contents(body))


def _contents(body: bytes) -> Contents:
    """The parts of a file whose seal is right, and whose lengths therefore are."""
    at = len(_MAGIC)

    def take(size: int) -> bytes:
        nonlocal at
        at += size
        return body[at - size : at]

    salt, source = take(16), take(16)
    pupils, words, forms = _NUMBERS.unpack(take(_NUMBERS.size))
    return Contents(
        salt=salt,
        source=source,
        pupils=pupils,
        words=take(8 * words),
        forenames=_array("H", take(2 * words)),
        surnames=_array("H", take(2 * words)),
        forms=_array("Q", take(8 * forms)),
        shared=_array("H", take(2 * forms)),
    )


class _Name(NamedTuple):
    """One way to call someone: as it is compared, and the words of it that may stand alone in a text."""

    joined: str
    words: frozenset[str]


_SPACES = regex.compile(r"[ ]+")
_HYPHEN = regex.compile(r"-")


def _names_of(pupil: Pupil) -> tuple[set[_Name], set[_Name]]:
    forenames = {n for name in (pupil.forename, pupil.preferred) for n in _forenames(name)}
    surnames = {n for name in (pupil.surname, *pupil.other_surnames) for n in _surnames(name)}
    return forenames, surnames


def _forenames(name: str) -> Iterator[_Name]:
    """As registered, the first alone, and the halves of a double one: Mary-Kate, Mary, Kate."""
    words = _SPACES.split(name.strip())
    first = fold(words[0])
    if len(words) > 1:
        yield _Name(fold(name), frozenset({first} - {""}))
    yield from (_Name(part, frozenset({part})) for part in {first, *_halves(words[0])} if part)


def _surnames(name: str) -> Iterator[_Name]:
    """As registered, and each half of a double one; a particle alone is none."""
    words = _SPACES.split(name.strip())
    telling = [word for word in words if fold(word) not in PARTICLES] or words
    parts = {half for word in telling for half in (fold(word), *_halves(word))} - {""}
    whole = fold(name)
    if whole:
        yield _Name(whole, frozenset(parts | {whole} if len(words) == 1 else parts))
    yield from (_Name(part, frozenset({part})) for part in parts - {whole})


def _halves(word: str) -> list[str]:
    halves = [fold(half) for half in _HYPHEN.split(word)]
    return [half for half in halves if len(half) > 1] if len(halves) > 1 else []


def _forms(pupil: Pupil, forenames: set[_Name], surnames: set[_Name]) -> Iterator[tuple[str, str, str]]:
    """The forms of two parts: kind, first, second."""
    for forename, surname in product(forenames, surnames):
        yield "full", forename.joined, surname.joined
        yield "initial", forename.joined[0], surname.joined
        yield "letter", forename.joined, surname.joined[0]
    for group in groups(pupil):
        yield "group", group, ""
        yield from (("group", forename.joined, group) for forename in forenames)


_YEAR = regex.compile(r"(?i)(?:year|yr|y)?[ ]*0*(\d{1,2})(?:\.0)?")


def groups(pupil: Pupil) -> set[str]:
    """The folded names of a pupil's registration group and year; a bare number is a year.

    >>> sorted(groups(Pupil("Leah", "Brown", group="9 B", year="Year 9")))
    ['9b', 'y9']
    """
    return {found for name in (pupil.group, pupil.year) if (found := group(name)) and len(found) > 1}


def group(name: str) -> str:
    """A registration group or year as it is compared.

    >>> group("10-X2"), group("Yr 9"), group("9"), group("Reception")
    ('10x2', 'y9', 'y9', 'reception')
    """
    year = _YEAR.fullmatch(name.strip())
    return f"y{int(year[1])}" if year else fold(name)


def _keyed(key: bytes, salt: bytes) -> blake2b:
    """Hashing with a key that belongs to one file alone."""
    own = blake2b(salt, key=key, digest_size=32, person=b"roster").digest()
    return blake2b(key=own, digest_size=8)


def _hash(hashing: blake2b, *parts: str) -> bytes:
    one = hashing.copy()
    one.update("\0".join(parts).encode("utf-8", "surrogatepass"))
    return one.digest()


def _hash_so_far(hashing: blake2b, first: str) -> blake2b:
    """To be gone on with by a second part."""
    one = hashing.copy()
    one.update(f"{first}\0".encode())
    return one


def _seal(key: bytes, body: bytes) -> bytes:
    return blake2b(body, key=key, digest_size=_SEAL, person=b"roster seal").digest()


def _pieces(words: bytes) -> Iterator[bytes]:
    return (words[at : at + 8] for at in range(0, len(words), 8))


def _array(code: str, data: bytes) -> array[int]:
    values: array[int] = array(code)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _little(values: array[int]) -> bytes:
    return _array(values.typecode, values.tobytes()).tobytes()
