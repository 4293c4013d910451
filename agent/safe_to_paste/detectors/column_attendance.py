"""Attendance in a column: a share, sessions missed, the codes for absence."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder
from safe_to_paste.late import regex

# A share, a count, or codes for absence; the marks for present say nothing.
_SAYS = regex.compile(
    r"\d{1,3}(?:\.\d{1,2})?[ ]?%?|\d{1,3}[ ]?(?:sessions?|days?|lates?|half[ ]days?)"
    r"|(?:[IMOUEGNCT](?![a-z])[ /\\]{0,2}){1,10}|(?i:absent|pa|persistent.{0,20})"
)

find = finder("attendance", "attendance", tells=_SAYS.fullmatch)
