"""What is typed, dictated, corrected or moved about, in Firefox."""

from __future__ import annotations

from e2e.test_typing import *  # noqa: F403 - the same tests, with the Firefox of this folder
