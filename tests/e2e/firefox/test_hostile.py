"""A page that works against us, in Firefox."""

from __future__ import annotations

from e2e.test_hostile import *  # noqa: F403 - the same tests, with the Firefox of this folder
