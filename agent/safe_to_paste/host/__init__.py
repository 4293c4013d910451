"""The native host: the process a browser starts to have a text checked.

``framing`` moves bytes, ``messages`` gives them meaning, ``serve`` answers; ``state`` holds the rules and
the policy, ``memory`` and ``uploads`` what a connection needs between two messages.
"""

from __future__ import annotations
