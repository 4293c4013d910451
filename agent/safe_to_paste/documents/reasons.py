"""Why a file could not be read: a stable code for programs, words for people.

The words follow the file's name: "marks.xlsx is protected with a password".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from safe_to_paste.documents import limits
from safe_to_paste.errors import UnreadableError

_MB = 1_000_000

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "password": "is protected with a password",
        "scanned": "holds pictures of pages and no text, as a scan does",
        "picture": "is a picture; pictures cannot be checked",
        "older_office": "is in an older Office format; saved as .docx, .xlsx or .pptx it can be checked",
        "archive": "is an archive; the files in it were not looked at",
        "unknown": "is of a kind that cannot be read here",
        "not_its_name": "is not what its name says, and of no kind that can be read here",
        "empty": "is empty, which no file of its kind can be",
        "damaged": "is damaged or cut short",
        "unsafe": "holds what no such document needs and what could harm the program that opens it",
        "too_large": f"is larger than {limits.FILE_BYTES // _MB} MB",
        "unpacks": "unpacks to more than can be checked",
        "memory": f"needs more than {limits.MEMORY_BYTES // _MB} MB of memory to be read",
        "slow": f"takes longer than {limits.SECONDS:.0f} seconds to be read",
        "stopped": "stopped the program that reads documents",
        "cannot_be_read": "cannot be read",
        "gone": "is not there any more, or never was",
        "no_access": "may not be opened",
        "not_a_file": "is not a file",
        "changed": "changed while it was read",
        "online_only": "is kept online only, and was not downloaded",
    }
)


def unreadable(code: str, detail: str = "") -> UnreadableError:
    """The error for one of the reasons; ``detail`` never holds any of the document's words."""
    return UnreadableError(f"{WORDS[code]}{f' ({detail})' if detail else ''}, and so it was not checked", code)
