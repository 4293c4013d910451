"""What no pattern can say; one module each, with ``find(view)`` giving spans and extra reasons."""

from __future__ import annotations
