"""NotebookLM's sources, in Firefox."""

from __future__ import annotations

from e2e.test_sources import *  # noqa: F403 - the same tests, with the Firefox of this folder
