"""A chain of records, so that one that is changed, missing or moved is noticed.

Each record carries its number, the tag of the record before it and a tag of its own: a keyed BLAKE2b hash
over all of these and what the record says. The end of the chain (how many records, and the last one's tag)
is kept apart under a tag of its own, so that the last records cannot go unnoticed either.

What this cannot show: that the whole of it was put back to an earlier state, or that somebody who has the
key wrote it anew. The key is the person's own; the chain is there for honest doubt, not against them.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

Content = Sequence[str | int]

# What the first record follows.
START = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One record: ``key`` names the key its tag was made with, ``previous`` is the tag of the one before."""

    number: int
    content: tuple[str | int, ...]
    key: str
    previous: str
    tag: str


@dataclass(frozen=True, slots=True)
class End:
    """How many records there are, and the tag of the last."""

    count: int
    last: str
    key: str
    tag: str


def name(secret: bytes) -> str:
    """A short name for a key, that tells nothing of it."""
    return _hash(secret, "name")[:8]


def link(number: int, content: Content, previous: str, secret: bytes) -> Link:
    """A record that follows the one whose tag is ``previous``."""
    key = name(secret)
    return Link(number, tuple(content), key, previous, _hash(secret, "link", number, *content, key, previous))


def end(last: Link, secret: bytes) -> End:
    """The end of a chain whose last record is ``last``."""
    key = name(secret)
    return End(last.number, last.tag, key, _hash(secret, "end", last.number, last.tag, key))


def faults(links: Sequence[Link], last: End | None, secrets: Mapping[str, bytes]) -> Iterator[str]:
    """What is wrong with a chain, in words; ``secrets`` are the keys at hand, by their names."""
    number, previous = 0, START
    for each in links:
        if missing := _numbers(number + 1, each.number):
            yield f"{missing} missing"
        yield from _faults_of(each, secrets)
        if each.number == number + 1 and each.previous != previous:
            yield f"declaration {each.number} does not follow the one before it: one was changed, moved or taken out"
        number, previous = each.number, each.tag
    yield from _faults_of_end(number, previous, last, secrets)


def _faults_of(each: Link, secrets: Mapping[str, bytes]) -> Iterator[str]:
    secret = secrets.get(each.key)
    if secret is None:
        yield f"declaration {each.number} cannot be checked: {_NO_KEY}"
    elif not _is_same(each.tag, _hash(secret, "link", each.number, *each.content, each.key, each.previous)):
        yield f"declaration {each.number} is not as it was written"


def _faults_of_end(number: int, tag: str, last: End | None, secrets: Mapping[str, bytes]) -> Iterator[str]:
    if last is None:
        if number:
            yield "the end of the declarations is not marked: some may be missing"
        return
    secret = secrets.get(last.key)
    if secret is None:
        yield f"the end of the declarations cannot be checked: {_NO_KEY}"
    elif not _is_same(last.tag, _hash(secret, "end", last.count, last.last, last.key)):
        yield "the mark at the end of the declarations is not as it was written"
    elif missing := _numbers(number + 1, last.count + 1):
        yield f"{missing} missing"
    elif (number, tag) != (last.count, last.last):
        yield "the last declaration is not the one that was written last"


_NO_KEY = "its key is not here now (is the keychain locked?)"


def _numbers(first: int, after: int) -> str:
    """Which declarations are meant, from the first up to one number; nothing where there is none."""
    if after <= first:
        return ""
    return f"declaration {first} is" if after == first + 1 else f"declarations {first} to {after - 1} are"


def _is_same(tag: object, expected: str) -> bool:
    # Whoever changed a row by hand may have left anything in it.
    return hmac.compare_digest(str(tag).encode("utf-8", "surrogatepass"), expected.encode())


def _hash(secret: bytes, *parts: str | int) -> str:
    # JSON keeps parts apart: no two lists of them are written alike. What is neither was put there by hand.
    written = json.dumps(parts, ensure_ascii=True, separators=(",", ":"), default=repr).encode("ascii")
    return blake2b(written, key=secret, digest_size=32, person=b"safe-to-paste").hexdigest()
