"""Practice pages with real editors, the browser that opens them, and the demo: for tests and for trying things out.

Everything that listens on a port lives here, on this machine only; the product itself has no server.
"""

from __future__ import annotations
