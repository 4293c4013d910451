"""Ethnicity in a column, as a census code or in words."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder

find = finder("ethnicity", "ethnicity")
