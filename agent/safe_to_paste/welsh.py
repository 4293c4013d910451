"""What Welsh asks of words that are put together: mutations, "a" and "ac", and counting.

After a number the sentence says "2 o enwau disgyblion": the plural after "o" is the same for every number, and only
its first letter softens. The words themselves are in ``rules/locales/cy.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

# https://en.wikipedia.org/wiki/Consonant_mutation#Welsh ; letters of two signs come first.
_SOFT = {"ch": "ch", "ph": "ph", "th": "th", "dd": "dd", "ff": "ff", "ng": "ng", "ll": "l", "rh": "r"}
_SOFT |= {"p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f"}
_BREATHED = {"ch": "ch", "ph": "ph", "th": "th", "p": "ph", "t": "th", "c": "ch"}
# Before these it is "ac"; "wedi" was once "gwedi", and figures are as they are said: un, un deg un, wyth.
_VOWEL = re.compile(r"[aeiouyâêîôûŷ]|wedi\b|8|1[1-9]?(?![\d,])", re.IGNORECASE)


def soft(words: str) -> str:
    """Words whose first letter softens; a name or an acronym stays as it is.

    >>> soft("cyfeiriadau e-bost"), soft("rhifau UPN"), soft("gadael allan"), soft("UPN"), soft("chwarae")
    ('gyfeiriadau e-bost', 'rifau UPN', 'adael allan', 'UPN', 'chwarae')
    """
    return _begun(words, _SOFT)


def breathed(words: str) -> str:
    """Words whose first letter is breathed, as after "a".

    >>> breathed("cofnodion"), breathed("the"), breathed("Cymraeg")
    ('chofnodion', 'the', 'Cymraeg')
    """
    return _begun(words, _BREATHED)


def capital(words: str) -> str:
    """Words at the beginning of a sentence.

    >>> capital("ein polisi AI")
    'Ein polisi AI'
    """
    return words[:1].upper() + words[1:]


def to(words: str) -> str:
    """Words with "i" before them, joined as Welsh joins them.

    >>> to("eich rheolwr llinell"), to("y pennaeth"), to("swyddog diogelu data eich ysgol")
    ("i'ch rheolwr llinell", "i'r pennaeth", 'i swyddog diogelu data eich ysgol')
    """
    first, _, rest = words.partition(" ")
    joined = {"eich": "i'ch", "ein": "i'n", "y": "i'r", "yr": "i'r"}.get(first)
    return f"{joined} {rest}" if joined else f"i {words}"


def several(many: str) -> str:
    """A title as it stands after a number.

    >>> several("dyddiadau geni")
    'o ddyddiadau geni'
    """
    return f"o {soft(many)}"


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence lists them.

    >>> listed(["enw", "rhif UPN", "cod post"]), listed(["cod post", "enw"])
    ('enw, rhif UPN a chod post', 'cod post ac enw')
    >>> listed(["enw", "8 o enwau"]), listed(["enw", "1,000 o enwau"]), listed(["enw a chod", "enw"])
    ('enw ac 8 o enwau', 'enw a 1,000 o enwau', 'enw a chod, ac enw')
    """
    if len(parts) == 1:
        return parts[0]
    *others, last = parts
    comma = "," if any(re.search(r"\bac? ", part) for part in parts) else ""
    joined = f"ac {last}" if _VOWEL.match(last) else f"a {breathed(last)}"
    return f"{', '.join(others)}{comma} {joined}"


CHANGES: Mapping[str, Callable[[str], str]] = MappingProxyType({"soft": soft, "capital": capital, "i": to})


def _begun(words: str, changes: Mapping[str, str]) -> str:
    for letters, changed in changes.items():
        if words.startswith(letters):
            return changed + words[len(letters) :]
    return words
