"""Pages under any content security policy, in Firefox."""

from __future__ import annotations

from e2e.test_policies import *  # noqa: F403 - the same tests, with the Firefox of this folder
