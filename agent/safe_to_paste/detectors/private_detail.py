"""What is told of somebody named in words that no list has: a clause weighed by ``telling``, bound by ``_bound``."""

from __future__ import annotations

from safe_to_paste.detectors import _bound

find = _bound.finder("PRIVATE_DETAIL")
