"""Whether a person has declared the policy in force, and what is asked of them if not.

A declaration counts for one version of one policy and the statements it had, until the policy's review date
has passed. The journal holds the declarations; nothing here writes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from safe_to_paste.journal import Declaration, Journal
from safe_to_paste.policy_file import Gate, Policy


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to the policy.

    ``why`` they are asked: "never" declared, another "version", other "statements", or the "review" date has
    passed since; nothing when ``declared``. ``gate`` is "off", "remind" or "before_use"; ``since``: when they declared.
    """

    declared: bool
    why: str
    gate: str
    snoozes_left: int
    since: datetime | None = None


def standing(policy: Policy, journal: Journal, today: date, who: str) -> Standing:
    """How ``who`` stands to a policy today. Raises JournalError where the journal cannot be read."""
    own = [each for each in journal.declarations() if each.who == who]
    newest = next((each for each in reversed(own) if _is_for(each, policy)), None)
    why = _why(policy, own, newest, today)
    used = journal.snoozes(policy.name, policy.version, digest(policy.declaration.statements))
    gate = policy.declaration.gate
    if why and gate is Gate.BEFORE_USE and not journal.can_write():
        # Nobody is kept waiting at a gate that cannot be passed.
        gate = Gate.REMIND
    return Standing(
        declared=not why,
        why=why,
        gate=gate.value,
        snoozes_left=max(0, policy.declaration.snoozes - used),
        since=newest.at if newest else None,
    )


def digest(statements: tuple[str, ...]) -> str:
    """A short name for a policy's statements as they are worded."""
    return blake2b("\n".join(map(_plain, statements)).encode(), digest_size=8).hexdigest()


def account() -> str:
    """The person signed in, as the operating system calls them; no environment variable changes it."""
    if sys.platform == "win32":
        import ctypes

        # https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getusernamew
        size = ctypes.c_ulong(257)
        buffer = ctypes.create_unicode_buffer(size.value)
        return buffer.value if ctypes.windll.advapi32.GetUserNameW(buffer, ctypes.byref(size)) else ""
    import os
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _why(policy: Policy, own: list[Declaration], newest: Declaration | None, today: date) -> str:
    if not own:
        return "never"
    if newest is None:
        same_version = any((each.policy, each.policy_version) == (policy.name, policy.version) for each in own)
        return "statements" if same_version else "version"
    due = policy.review.next_date
    return "review" if due is not None and newest.at.date() < due <= today else ""


def _is_for(made: Declaration, policy: Policy) -> bool:
    return (made.policy, made.policy_version, digest(made.statements)) == (
        policy.name,
        policy.version,
        digest(policy.declaration.statements),
    )


def _plain(statement: str) -> str:
    return " ".join(statement.split())
