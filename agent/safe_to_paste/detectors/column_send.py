"""Special educational needs, written as a code under "SEN": K, E, SEMH."""

from __future__ import annotations

from safe_to_paste.detectors._column_values import finder

find = finder("special educational needs", "sen")
