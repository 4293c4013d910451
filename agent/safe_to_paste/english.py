"""Counting in English: "a UPN", "2 dates of birth", "3 pupils' names".

Works on the titles of rules, which are noun phrases of our own; a test prints each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def counted(title: str, n: int) -> str:
    """A number of things: ``n`` of a rule's title.

    >>> counted("UPN", 1), counted("NHS number", 1), counted("date of birth", 2), counted("coursework", 1)
    ('a UPN', 'an NHS number', '2 dates of birth', 'coursework')
    """
    if n == 1:
        return f"{_article(title)}{title}"
    head = _head(title)
    if head in _UNCOUNTED:
        return f"{n:,} pieces of {title}"
    return f"{n:,} sets of {title}" if _is_plural(head) else f"{n:,} {plural(title)}"


def plural(title: str) -> str:
    """A rule's title as it stands after a number.

    >>> plural("pupil's name"), plural("e-mail address"), plural("sort code and account number")
    ("pupils' names", 'e-mail addresses', 'sort codes and account numbers')
    """
    if " and " in title:
        return " and ".join(map(plural, title.split(" and ")))
    before, preposition, after = _split(title)
    *words, head = before.split(" ")
    owners = " ".join(_owners(word) for word in words)
    return f"{owners} {_plural_word(head)}".strip() + preposition + after


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence lists them; a part with an "and" of its own is set off by a comma.

    >>> listed(["a name", "a UPN", "a postcode"])
    'a name, a UPN and a postcode'
    >>> listed(["a sort code and account number", "a UPN"])
    'a sort code and account number, and a UPN'
    """
    if len(parts) == 1:
        return parts[0]
    comma = "," if any(" and " in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} and {parts[-1]}"


def is_plural(title: str) -> bool:
    """Whether a title speaks of several things already, as "bank details" does."""
    return _is_plural(_head(title))


# These lists hold what our titles need and a little more.

_PREPOSITIONS = re.compile(r" (?:of|for|in|to|from|on|at|with|without|about|under|by) | \(")
_SPELT_AS_A_VOWEL = frozenset("AEFHILMNORSX")  # an "en", an "ess", an "em"
_SAID_AS_WORDS = frozenset({"LAESTAB", "NINO", "SIM", "RAG", "SEND", "SENCO", "MASH", "LADO", "SIMS", "SALT"})
_SOUNDS_LIKE_YOU = ("uni", "use", "usu", "uti", "eu", "one")
_SILENT_H = ("hour", "honest", "heir")
_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "staff": "staff"}
_UNCOUNTED = frozenset(
    {"work", "writing", "coursework", "information", "pricing", "advice", "text", "data", "evidence"}
)


def _article(title: str) -> str:
    """The article with its space, or nothing before a plural or a mass noun."""
    head = _head(title)
    if (_is_plural(head) or head in _UNCOUNTED) and "'" not in title:
        return ""
    word = re.split(r"[^A-Za-z]", title, maxsplit=1)[0]
    return "an " if _starts_with_vowel(word) else "a "


def _starts_with_vowel(word: str) -> bool:
    spelt = word.isupper() and len(word) <= 5 and word not in _SAID_AS_WORDS
    if spelt:
        return word[0] in _SPELT_AS_A_VOWEL
    lower = word.lower()
    if lower.startswith(_SILENT_H):
        return True
    return lower.startswith(tuple("aeiou")) and not lower.startswith(_SOUNDS_LIKE_YOU)


def _split(title: str) -> tuple[str, str, str]:
    """A title about its first preposition: what is counted, and what it is of."""
    found = _PREPOSITIONS.search(title)
    if not found or "'" in title[found.end() :]:
        return title, "", ""
    return title[: found.start()], found[0], title[found.end() :]


def _head(title: str) -> str:
    return _split(title)[0].rsplit(" ", 1)[-1]


def _is_plural(head: str) -> bool:
    return head.islower() and head.endswith("s") and not head.endswith(("ss", "us", "is", "'s"))


def _owners(word: str) -> str:
    """A possessive in the plural; any other word as it is."""
    if not word.endswith("'s"):
        return word
    owners = _plural_word(word[:-2])
    return f"{owners}'" if owners.endswith("s") else f"{owners}'s"


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _is_plural(word):
        return word
    if re.search(r"(?:s|x|z|ch|sh)$", word) and not word.isupper():
        return f"{word}es"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}s"
