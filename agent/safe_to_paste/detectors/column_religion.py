"""Religion in a column."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder

find = finder("religion", "religion")
