"""The letters of a National Insurance number, which carries no check digit.

HM Revenue & Customs gives one to everybody before 16: two letters, six digits and a suffix from A to
D, which is often left off.

Specification: HMRC, National Insurance Manual, NIM39110:
https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110

>>> is_valid("JH 48 20 73 C")
True
>>> is_valid("jh482073c")
True
>>> is_valid("JH 48 20 73")  # the suffix may be missing
True
>>> is_valid("QQ 12 34 56 C")  # Q is never used; HMRC's own specimen
False
>>> is_valid("GB 12 34 56 C")
False
>>> is_valid("JO 12 34 56 C")  # O is never the second letter
False
>>> is_valid("AB 00 00 00 C")
False
>>> is_valid("A")
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact

REASON = "its letters are ones in use"

_NEVER = frozenset("DFIQUV")
_WITHDRAWN = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})


def is_valid(value: str) -> bool:
    """Whether prefix and suffix are ones HMRC gives out."""
    number = compact(value)
    prefix, digits, suffix = number[:2], number[2:8], number[8:]
    return (
        len(prefix) == 2
        and prefix.isascii()
        and prefix.isalpha()
        and not _NEVER.intersection(prefix)
        and prefix[1] != "O"
        and prefix not in _WITHDRAWN
        and len(digits) == 6
        and digits.isdecimal()
        and len(set(digits)) > 1
        and suffix in {"", "A", "B", "C", "D"}
    )
