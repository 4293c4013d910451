"""What a window is about: the policy in force and its text, as they are on the laptop now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from safe_to_paste import declarations, language, paths, policy, settings, watch
from safe_to_paste.dialogs import reading
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.policy_file import Policy


@dataclass(frozen=True, slots=True)
class Matter:
    """A policy, the text to read, the files both came from as they were then, and the language of the person."""

    policy: Policy
    text: str | None
    files: tuple[Path, ...]
    stamp: watch.Stamp
    to: Language = ENGLISH

    @property
    def school(self) -> str:
        """The school's name, or its trust's, or nothing."""
        return self.policy.organisation.called

    @property
    def title(self) -> str:
        """The policy as it is cited: "AI Policy, version May 2025"."""
        title = self.to.told(self.policy.title)
        return self.to.say("{title}, version {version}", title=title, version=self.policy.version)

    @property
    def key(self) -> tuple[str, str, str]:
        """What a declaration is for: another key needs another declaration."""
        found = self.policy
        return found.name, found.version, declarations.digest(found.declaration.statements)

    def has_changed(self) -> bool:
        """Whether a file is not as it was."""
        return watch.stamp(self.files) != self.stamp


def language_of(tag: str) -> Language:
    """The language of a tag, with what the school's own rules bring for it."""
    overlay = settings.load().rules_overlay
    return language.in_force(tag, paths.rules_dir(), *([Path(overlay)] if overlay else []))


def load(to: Language = ENGLISH) -> Matter:
    """The policy in force and its text.

    Raises:
        PolicyError: one of them cannot be used; the message names what is to be filled in or mended.
    """
    here = paths.places()
    path = policy.find(settings.load().policy, policies_dir=paths.policies_dir())
    files = (path, path.with_suffix(".md"), here.settings, *filter(None, (here.managed,)))
    stamp = watch.stamp(files)  # before reading: what changes meanwhile counts as a change
    found = policy.load(path, policies_dir=paths.policies_dir())
    return Matter(found, reading.text_of(path), files, stamp, to)


def moment(at: datetime, to: Language = ENGLISH) -> str:
    """A time as people here write it, on this laptop's clock.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)).startswith("2 November 2026 at ")
    True
    """
    local = at.astimezone()
    month = to.told(_MONTHS[local.month - 1])
    return to.say("{date} at {time}", date=f"{local.day} {month} {local.year}", time=f"{local:%H:%M}")


def month_of(at: datetime, to: Language = ENGLISH) -> str:
    """A time's month, as people here write it.

    >>> from datetime import UTC
    >>> month_of(datetime(2026, 11, 15, tzinfo=UTC))
    'November 2026'
    """
    local = at.astimezone()
    return f"{to.told(_MONTHS[local.month - 1])} {local.year}"


# Not by locale: a page is in the language of the browser, whatever the laptop's is.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
