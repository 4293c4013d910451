"""What an employer knows about somebody: phrases in ``_lexicon``, bound to a person by ``_bound``."""

from __future__ import annotations

from safe_to_paste.detectors import _bound

find = _bound.finder("HR")
