"""Medical conditions in a column."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder
from safe_to_paste.late import regex

_MEAL = regex.compile(r"(?i)veg(?:etarian|an)?|halal|kosher|no[ ]pork|packed[ ]lunch|y|yes|true|1|x")


def _says(words: str) -> bool:
    """More than a tick: what a person has, not only that there is something."""
    return _MEAL.fullmatch(words) is None and any(map(str.isalpha, words))


find = finder("medical conditions", "medical", tells=_says)
