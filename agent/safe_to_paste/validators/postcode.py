"""The area at the start of a postcode, which has no check digit.

Royal Mail issues postcodes: an area of one or two letters, a district, then a digit and two letters
that never include C, I, K, M, O or V. "TF 456 603" or "AB1 2CD" has the look without the sense.

Specification: Royal Mail, PAF Programmer's Guide; the 121 areas of the United Kingdom and the three
Crown Dependencies (GY, IM, JE): https://www.poweredbypaf.com/

>>> is_valid("LN27 5QJ")
True
>>> is_valid("ln275qj")
True
>>> is_valid("W1A 1AA")
True
>>> is_valid("QA4 1AB")  # there is no area QA
False
>>> is_valid("EN4 1AC")  # C never stands there
False
>>> is_valid("LE12")
False
"""

from __future__ import annotations

import re

from safe_to_paste.validators import compact

REASON = "the postcode area exists"

_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
    E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY
    L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM
    S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB
    W WA WC WD WF WN WR WS WV YO ZE
"""
AREAS = frozenset(_AREAS.split())

_SHAPE = re.compile(r"(?P<area>[A-Z]{1,2})[0-9][0-9A-HJKMNPR-Y]?[0-9][ABD-HJLNP-UW-Z]{2}")


def is_valid(value: str) -> bool:
    """Whether the area exists and the rest has the form of a postcode."""
    shape = _SHAPE.fullmatch(compact(value))
    return shape is not None and shape["area"] in AREAS
