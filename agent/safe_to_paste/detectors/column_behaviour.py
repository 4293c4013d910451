"""Behaviour points, detentions and exclusions in a column."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder

find = finder("behaviour", "behaviour")
