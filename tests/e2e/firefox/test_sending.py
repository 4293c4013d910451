"""What stands between a text in the box and sending it, in Firefox."""

from __future__ import annotations

from e2e.test_sending import *  # noqa: F403 - the same tests, with the Firefox of this folder
