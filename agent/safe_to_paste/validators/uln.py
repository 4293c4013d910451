"""The check digit of a unique learner number (ULN).

The Learning Records Service gives one to everybody over 14 in publicly funded education or training
in England, Wales and Northern Ireland: ten digits, the first never 0.

Specification: LRS, Unique learner number (ULN) validation:
https://www.gov.uk/government/publications/lrs-unique-learner-numbers

>>> is_valid("1000000043")
True
>>> is_valid("10000 00043")
True
>>> is_valid("1000000063")  # a remainder of nought is never issued
False
>>> is_valid("1000000044")
False
>>> is_valid("9999999999")  # stands for "no number yet" in returns
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact

_PLACEHOLDER = "9999999999"


def is_valid(value: str) -> bool:
    """Whether the tenth digit is ten less the weighted remainder of the first nine."""
    uln = compact(value)
    if len(uln) != 10 or not uln.isdecimal() or uln[0] == "0" or uln == _PLACEHOLDER:
        return False
    remainder = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), uln, strict=False)) % 11
    return remainder != 0 and int(uln[9]) == 10 - remainder
