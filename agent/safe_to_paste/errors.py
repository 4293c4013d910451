"""Every error this product raises on purpose.

::

    SafeToPasteError
    ├── RuleError            a rule file is wrong
    ├── PolicyError          a policy file is wrong, or may not come into force yet
    ├── OrganisationError    the school's own details cannot be read
    ├── SettingsError        a settings file is wrong
    ├── RosterError          a roster cannot be read, or is not ours to read
    ├── JournalError         the journal cannot be read or written now
    ├── ReportError          a report or an export could not be made
    ├── FingerprintError     the index of pupils' work cannot be read or written now
    ├── UnreadableError      a file or text could not be scanned
    ├── LabelError           a file was given no label; carries a stable code
    ├── DialogError          a window could not be shown
    ├── InstallError         the browser could not be told about the host
    ├── UpdateError          a set of rules could not be read, made or put in place
    │   └── RefusedError     a set of rules was looked at, and may not be used
    ├── FrameError           bytes that are no frame: the connection cannot go on
    └── MessageError         a message that is not understood; carries a stable code

A message says which file, which key, what was wrong and what was expected. None of them
holds a word of the text that was being checked.
"""

from __future__ import annotations


class SafeToPasteError(Exception):
    """The root of the tree: whatever goes wrong here and is understood."""


class RuleError(SafeToPasteError):
    """A rule file, or a rules folder, cannot be used."""


class PolicyError(SafeToPasteError):
    """A policy file cannot be read, or is not ready to come into force."""


class OrganisationError(SafeToPasteError):
    """The file with the school's own public details cannot be used."""


class SettingsError(SafeToPasteError):
    """A settings file cannot be used."""


class RosterError(SafeToPasteError):
    """A roster cannot be imported or loaded."""


class JournalError(SafeToPasteError):
    """The journal cannot be read or written now; what it holds is kept."""


class ReportError(SafeToPasteError):
    """A report or an export could not be made."""


class FingerprintError(SafeToPasteError):
    """The index of pupils' work cannot be read or written now; what it holds is kept."""


class UnreadableError(SafeToPasteError):
    """Something that was to be scanned could not be read as text.

    Args:
        message: for people; never any of the text.
        code: a stable word, one of those in documents/reasons.py.
    """

    def __init__(self, message: str, code: str = "unknown") -> None:
        super().__init__(message)
        self.code = code


class LabelError(SafeToPasteError):
    """A file was given no label and is as it was.

    Args:
        message: for people; follows the file's name.
        code: a stable word, one of those in documents/reasons.py.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class DialogError(SafeToPasteError):
    """A window could not be shown, or has nothing to show."""


class InstallError(SafeToPasteError):
    """A host manifest could not be written or removed."""


class UpdateError(SafeToPasteError):
    """A set of rules is not taken; the one in use stays."""


class RefusedError(UpdateError):
    """A set of rules was looked at, and may not be used as it is."""


class FrameError(SafeToPasteError):
    """Bytes that break the framing; nothing after them can be trusted."""


class MessageError(SafeToPasteError):
    """A message the host does not accept.

    Args:
        code: a stable word, one of those in agent/PROTOCOL.md.
        message: for people; never any of the text.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
