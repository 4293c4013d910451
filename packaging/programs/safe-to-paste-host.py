"""The host's program in a bundle: the browsers start this one."""

from __future__ import annotations

import sys

from safe_to_paste.host.serve import main

sys.exit(main())
