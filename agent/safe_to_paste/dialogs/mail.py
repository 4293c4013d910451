"""Open a draft in the person's own e-mail program. It is theirs to send.

The draft travels in a ``mailto:`` address, as https://www.rfc-editor.org/rfc/rfc6068 has it. Systems cut long ones
off without a word, so that a long draft is refused here instead.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

from safe_to_paste.dialogs import toolkit
from safe_to_paste.errors import DialogError

# Windows hands on 2,048 characters or so; some programs take less.
LONGEST = 1900

_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def address_in(words: str) -> str:
    """The e-mail address within a contact's words, or nothing.

    >>> address_in("Priya Nair, dpo@hazelmere.example, extension 12"), address_in("your line manager")
    ('dpo@hazelmere.example', '')
    """
    found = _ADDRESS.search(words)
    return found[0] if found else ""


def link(address: str, subject: str, text: str) -> str | None:
    """The draft as an address to open; None where it is too long for one.

    >>> link("dpo@hazelmere.example", "A question", "One & two\\n")
    'mailto:dpo@hazelmere.example?subject=A%20question&body=One%20%26%20two%0D%0A'
    """
    body = text.replace("\n", "\r\n")
    made = f"mailto:{_written(address).replace('%40', '@')}?subject={_written(subject)}&body={_written(body)}"
    return made if len(made) <= LONGEST else None


def open_draft(made: str) -> None:
    """Hand a draft to the system; raises DialogError when nothing takes it."""
    try:
        if sys.platform == "win32":
            os.startfile(made)  # noqa: S606 - an address of our own making, by its scheme
            return
        program = "/usr/bin/open" if sys.platform == "darwin" else "xdg-open"
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            [program, made], stdin=quiet, stdout=quiet, stderr=quiet, env=toolkit.environment(), check=False, timeout=20
        )
    except subprocess.TimeoutExpired:
        return  # some programs stay with their caller; it is open
    except OSError as error:
        raise DialogError(error.strerror or "none was found") from error
    if done.returncode:
        raise DialogError("none is set up")


def _written(words: str) -> str:
    """Every character that could end or change the address, as its bytes in UTF-8."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in words.encode("utf-8", "replace"))
