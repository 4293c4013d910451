"""What a specification lets us check about a number; one module each, with ``is_valid(value)``.

``value`` is the text as it was matched, spaces and hyphens included. A module constant ``REASON``
says in words what a valid value shows, where "check digit is right" would be untrue.
"""

from __future__ import annotations

_SEPARATORS = str.maketrans("", "", " -./\t\n")


def compact(value: str) -> str:
    """A number as its issuer would print it without spacing: separators out, letters in capitals.

    >>> compact("ab 12-34 56 c")
    'AB123456C'
    """
    return value.translate(_SEPARATORS).upper()
