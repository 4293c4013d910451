"""Free school meals and pupil premium, ticked or coded in a column."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder
from safe_to_paste.late import regex

_SAYS_YES = regex.compile(
    r"(?i)y|yes|true|t|1|x|\u2713|\u2714|\u221a"
    r"|(?:ever[ ]?6|e6|fsm\d?|ppg?\+?|p|f|eypp|sp|service|lac|dis|eligible).{0,20}"
)

find = finder("free school meals or pupil premium", "fsm", "pp", tells=_SAYS_YES.fullmatch)
