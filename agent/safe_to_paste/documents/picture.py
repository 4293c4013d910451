"""Pictures, by Tesseract where it is installed: a second opinion about what is written in them, and no more.

It sees print, not handwriting and not faces, so nobody relies on its having seen nothing. It is another program
(https://github.com/tesseract-ocr/tesseract, Apache-2.0), started by the process that reads documents with that
process's own limits; the picture goes to it by a pipe.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from safe_to_paste.documents import limits
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.reasons import unreadable

# Below the time a document has, so that there is still somebody to say that it took too long.
_SECONDS = limits.SECONDS - 1.5
_CREATE_NO_WINDOW = 0x08000000
# Where the installer for Windows puts it, which does not change the path.
_ON_WINDOWS = r"Tesseract-OCR\tesseract.exe"


def program() -> str:
    """Where Tesseract is, or nothing."""
    if sys.platform == "win32":
        beside = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / _ON_WINDOWS
        return str(beside) if beside.is_file() else shutil.which("tesseract") or ""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), "/opt/homebrew/bin", "/usr/local/bin"])
    return shutil.which("tesseract", path=places) or ""


def read(data: bytes, draft: Draft) -> None:
    """Write the words in a picture; raises UnreadableError where nothing can read them."""
    draft.pictures += 1
    command = program()
    if not command:
        raise unreadable("picture")
    try:
        done = subprocess.run(
            [command, "stdin", "stdout", "-l", "eng"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            # One thread: several get in each other's way on a laptop that is busy.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, subprocess.SubprocessError):
        raise unreadable("picture") from None
    if done.returncode != 0:
        raise unreadable("picture")
    for line in done.stdout.decode("utf-8", errors="replace").splitlines():
        draft.line(line, "picture") if line.strip() else draft.gap()
