"""The check digit of an NHS number.

Ten digits, usually written 3-3-4, given at birth or registration with a GP in England, Wales and the
Isle of Man; Scotland's CHI and Northern Ireland's health and care number share the check. Numbers
from 999 are kept for tests.

Specification: NHS Data Dictionary, NHS NUMBER:
https://www.datadictionary.nhs.uk/attributes/nhs_number.html

>>> is_valid("999 407 3117")
True
>>> is_valid("943-476-5919")
True
>>> is_valid("999 407 3118")
False
>>> is_valid("9876543212")
False
>>> is_valid("1111111111")  # passes the sum, and is what people type to fill a box
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact


def is_valid(value: str) -> bool:
    """Whether the last digit is right; a remainder that would need two digits is never issued."""
    number = compact(value)
    if len(number) != 10 or not number.isdecimal() or len(set(number)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), number, strict=False))
    return -total % 11 == int(number[9])
