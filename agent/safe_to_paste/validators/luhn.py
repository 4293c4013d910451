"""The check digit of a payment card number.

A bank issues it within a range the card schemes keep: 13 to 19 digits, the last of them a Luhn
check digit. The first digits tell the scheme, so that a serial number is not taken for a card.

Specification: ISO/IEC 7812-1, annex B: https://www.iso.org/standard/70484.html

>>> is_valid("4111 1111 1111 1111")
True
>>> is_valid("3782-822463-10005")
True
>>> is_valid("4111 1111 1111 1112")
False
>>> is_valid("9111 1111 1111 1110")  # no scheme issues cards that begin with 9
False
>>> is_valid("4444 4444 4444 4444")
False
>>> is_valid("4111")
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact

# Scheme and length by first digits: Mastercard, Visa, American Express, Maestro, Discover, UnionPay.
_RANGES = (
    (range(51, 56), 2, (16,)),
    (range(2221, 2721), 4, (16,)),
    (range(4, 5), 1, (13, 16, 19)),
    ((34, 37), 2, (15,)),
    ((50, 56, 57, 58, 63, 67), 2, (13, 14, 15, 16, 17, 18, 19)),
    ((6011,), 4, (16,)),
    ((35, 36, 38, 62, 64, 65), 2, (14, 16, 17, 18, 19)),
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_valid(value: str) -> bool:
    """Whether a card scheme uses such numbers and the check digit is right."""
    number = compact(value)
    if not number.isdecimal() or len(set(number)) == 1:
        return False
    if not any(int(number[:n]) in firsts and len(number) in lengths for firsts, n, lengths in _RANGES):
        return False
    digits = [int(d) for d in reversed(number)]
    return (sum(digits[::2]) + sum(_DOUBLED[d] for d in digits[1::2])) % 10 == 0
