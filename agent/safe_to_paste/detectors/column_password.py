"""Passwords in a column, beside whose they are."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder
from safe_to_paste.late import regex

# A password in full, not one that is covered up or a word of a template.
_WRITTEN_OUT = regex.compile(r"(?i)(?!(?:password|changeme|required|optional|\\*+|x+|\[.*|<.*|\{.*)$)\S{4,60}")
find = finder("passwords", "password", tells=_WRITTEN_OUT.fullmatch)
