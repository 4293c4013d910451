"""Safe to Paste: checks, on the laptop, what school staff paste into AI tools."""

from __future__ import annotations

__version__ = "0.1.0"
