"""Figures, printed and never asserted: machines differ, and shared ones differ from minute to minute."""

from __future__ import annotations
