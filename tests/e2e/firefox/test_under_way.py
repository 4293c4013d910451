"""What goes wrong while a text is checked or asked about, in Firefox."""

from __future__ import annotations

from e2e.test_under_way import *  # noqa: F403 - the same tests, with the Firefox of this folder
