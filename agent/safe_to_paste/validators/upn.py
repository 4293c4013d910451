"""The check letter of a unique pupil number (UPN).

The Department for Education's number for a child in the English maintained system; Wales issues
numbers of the same form. Thirteen characters: a check letter, the local authority (three digits), the
school (four), the last two digits of the year, and a serial of three digits, or, in a temporary
UPN, of two digits and a letter.

Specification: Government Data Standards Catalogue, Unique Pupil Number 2.0; DfE, Unique pupil
numbers (UPNs): https://www.gov.uk/government/publications/unique-pupil-numbers

>>> is_valid("B801200005001")
True
>>> is_valid("P92599812604K")  # temporary
True
>>> is_valid("a 925 9993 16 110")
True
>>> is_valid("A801200005001")  # another check letter
False
>>> is_valid("A000000000000")  # the letter is right, but no authority is 000
False
>>> is_valid("X999999999999")
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact

# I, O and S are left out: they look like figures.
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# Authorities run from Camden (201) to numbers not yet given out; Wales has 660-681. No list of
# today's authorities: they merge and split, and a pupil keeps the number of an abolished one.
_AUTHORITIES = range(201, 1000)
# UPNs began in 1997, so a two-digit year says nothing between then and a few decades on.
_YEARS = frozenset((*range(90, 100), *range(40)))


def is_valid(value: str) -> bool:
    """Whether the check letter is right and the authority and year can exist."""
    upn = compact(value)
    digits, last = upn[1:12], upn[12:]
    if len(upn) != 13 or upn[0] not in _LETTERS or not digits.isdecimal():
        return False
    if not last.isdecimal() and last not in _LETTERS:
        return False
    if int(digits[:3]) not in _AUTHORITIES or int(digits[7:9]) not in _YEARS or len(set(upn[1:])) == 1:
        return False
    numbers = [*map(int, digits), int(last) if last.isdecimal() else _LETTERS.index(last)]
    return upn[0] == _LETTERS[sum(weight * n for weight, n in enumerate(numbers, start=2)) % 23]
