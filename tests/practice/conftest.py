"""What is in this folder and not for pytest."""

# Run by the distribution's Python, which has pyatspi; ours has not.
from __future__ import annotations

collect_ignore = ["reader.py"]
