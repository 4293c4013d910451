"""The check digits of an international bank account number (IBAN).

A bank issues it: country (two letters), two check digits, then bank and account as that country
lays them out; 22 characters in the United Kingdom.

Specification: ISO 13616-1; SWIFT, IBAN registry:
https://www.swift.com/standards/data-standards/iban-international-bank-account-number

>>> is_valid("GB94 FENB 4099 9871 9382 64")
True
>>> is_valid("gb94fenb40999871938264")
True
>>> is_valid("GB95 FENB 4099 9871 9382 64")
False
>>> is_valid("GB94 FENB 4099 9871 9382 6")  # too short for the country
False
>>> is_valid("GB00")
False
"""

from __future__ import annotations

from safe_to_paste.validators import compact

REASON = "check digits are right"

# Lengths in the registry's countries a school is likely to pay; elsewhere only the range is known.
_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LT": 20, "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "TR": 26, "UA": 29,
}  # fmt: skip
_ANY_LENGTH = range(15, 35)


def is_valid(value: str) -> bool:
    """Whether the length fits the country and the whole is 1 modulo 97."""
    iban = compact(value)
    country = iban[:2]
    if not (iban.isascii() and iban.isalnum() and country.isalpha() and iban[2:4].isdecimal()):
        return False
    if len(iban) != _LENGTHS.get(country, len(iban)) or len(iban) not in _ANY_LENGTH:
        return False
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1
