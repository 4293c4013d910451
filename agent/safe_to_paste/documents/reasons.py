"""Why a file could not be read, or was given no label: a stable code for programs, words for people.

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
        "gone": "was not found",
        "no_access": "may not be opened",
        "not_a_file": "is not a file",
        "changed": "changed while it was read",
        "online_only": "is kept online only, and was not downloaded",
        # Why a file that can be read was given no label.
        "takes_none": "is of a kind that takes no label",
        "signed": "is signed, and any change would break the signature",
        "macro_signed": "has signed macros, and a change might break their signature",
        "credentials": "carries content credentials, which say where it is from and which any change would break",
        "protected": "is protected against changes",
        "final": "is marked as final",
        "xfa": "is a form of a kind that shows no other lines (XFA)",
        "archiving": "is made for archiving (PDF/A), which another line would end; label what it was made from",
        "pages": f"has no pages, or more than {limits.PAGES:,}",
        "no_pages": "says nothing of its pages, so there is no place for a line",
        "no_room": "has no room left where the label goes",
        "letters": "cannot hold the letters of this label",
        "unsure": "could not be labelled so that it surely stays as it was",
        "read_only": "may only be read",
        "in_use": "is open in another program",
        "linked": "has more than one name on this disk, and the others would go without the label",
        "disk_full": "has no room beside it on the disk for the labelled one",
        "cannot_be_written": "cannot be written",
    }
)


def unreadable(code: str, detail: str = "") -> UnreadableError:
    """The error for one of the reasons; ``detail`` never holds any of the document's words."""
    # Of what is not there nobody expects to hear more.
    so = "" if code == "gone" else ", and so it was not checked"
    return UnreadableError(f"{WORDS[code]}{f' ({detail})' if detail else ''}{so}", code)
