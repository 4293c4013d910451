"""The command line's program in a bundle."""

from __future__ import annotations

import sys

from safe_to_paste.cli import main

sys.exit(main())
