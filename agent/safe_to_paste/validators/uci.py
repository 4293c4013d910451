"""The check letter of a unique candidate identifier (UCI).

The awarding bodies' number for one person's exam entries: centre (five digits), board (0, or a
letter), year (two), serial (four), check letter.

Specification: JCQ, Entry procedures (format of the UCI); WJEC, Unique candidate identifiers. Sources
disagree about boards beyond P, so those are not accepted.

>>> is_valid("68199 0 01 2058 G")
True
>>> is_valid("681990012058g")
True
>>> is_valid("681990012058H")
False
>>> is_valid("68199Q012058G")
False
>>> is_valid("000000000000" + "A")
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact

_BOARDS = "0ABCDEFGHIJKLMNOP"
_LETTERS = "ABCDEFGHKLMRTVWXY"


def is_valid(value: str) -> bool:
    """Whether the last letter is the one the other twelve characters make."""
    uci = compact(value)
    if len(uci) != 13 or not (uci[:5] + uci[6:12]).isdecimal() or uci[5] not in _BOARDS:
        return False
    if uci.startswith("00000"):
        return False
    numbers = (_BOARDS.index(c) if at == 5 else int(c) for at, c in enumerate(uci[:12]))
    return uci[12] == _LETTERS[sum(w * n for w, n in zip(range(16, 4, -1), numbers, strict=True)) % 17]
