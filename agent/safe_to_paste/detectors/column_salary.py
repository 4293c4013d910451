"""Pay in a column: an amount, a point on a scale."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder
from safe_to_paste.late import regex

_AMOUNT = regex.compile(
    r"[^\n]{0,20}(?:[\u00a3$\u20ac][ ]?)?\d[\d,. ]{1,10}[^\n]{0,15}"
    r"|(?:UPS|U|MPS|M|L|LPR|SCP|TLR|Grade)[ ]?\w{1,3}.{0,20}"
)

find = finder("pay", "salary", tells=_AMOUNT.fullmatch)
