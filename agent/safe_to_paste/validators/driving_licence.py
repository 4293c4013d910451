"""The structure of a driver number, as on a driving licence issued in Great Britain.

The DVLA makes it from the person: five letters of the surname (filled with 9s), the decade of birth,
the month (50 more for a woman), the day, the year in the decade, two initials (9 for none), a digit,
and two check characters whose rule is not published. Northern Ireland's are eight plain digits.

Specification: Government Data Standards Catalogue, CitizenIdentificationTypes 1.4, DriverNumberType.

>>> is_valid("CASTL803145B99ZK")
True
>>> is_valid("YEO99 756207 K99XY")  # a woman, born on 20 June
True
>>> is_valid("CASTL813145B99ZK")  # month 13
False
>>> is_valid("CASTL802305B99ZK")  # 30 February
False
>>> is_valid("C9STL803145B99ZK")  # a 9 only fills the end of a short name
False
"""

from __future__ import annotations

import re

from safe_to_paste.validators import compact

REASON = "the date of birth inside it can exist"

_SHAPE = re.compile(
    r"(?=.{5}\d)[A-Z]+9*(?P<decade>\d)(?P<month>[0156]\d)(?P<day>[0-3]\d)(?P<year>\d)"
    r"(?:[A-Z][A-Z9]|99)[0-9A-Z][A-Z]{2}"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEMALE = 50


def is_valid(value: str) -> bool:
    """Whether surname, date and initials can stand as they do."""
    number = compact(value)
    if len(number) != 16 or not number[5:11].isdecimal():
        return False
    shape = _SHAPE.fullmatch(number)
    if shape is None:
        return False
    month = int(shape["month"])
    month -= _FEMALE if month > _FEMALE else 0
    return 1 <= month <= 12 and 1 <= int(shape["day"]) <= _DAYS[month - 1]
