"""Read documents: plain text here, everything else in the child process."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from safe_to_paste.documents import files, formats, limits, plain, reading
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.reasons import unreadable
from safe_to_paste.documents.worker import Worker


class Reader:
    """Reads files one after the other, in one process for all of them. Used as a context, or closed."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._worker = worker or Worker()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._worker.close()

    def read(self, path: Path) -> Document:
        """The text of a file.

        Raises:
            UnreadableError: it cannot be read; ``code`` says why.
        """
        if formats.begins(files.head(path, formats.HEAD_BYTES), path.name) == "text":
            return _text(files.read(path))
        return self._ask(path.name, {"path": str(path.absolute())}, b"")

    def read_bytes(self, data: bytes, name: str) -> Document:
        """The text of a document that is no file; ``name`` is what it is called."""
        if formats.begins(data[: formats.HEAD_BYTES], name) == "text":
            return _text(data)
        if len(data) > limits.FILE_BYTES:
            raise unreadable("too_large")
        return self._ask(name, {}, data)

    def _ask(self, name: str, fields: dict[str, str], data: bytes) -> Document:
        reply, text = self._worker.ask("read", {"name": name, **fields}, data)
        try:
            return reading.unpacked(reply, text)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise unreadable("stopped") from None


def _text(data: bytes) -> Document:
    text = plain.decoded(data)
    if not plain.is_text(text):
        raise unreadable("unknown")
    return Document("text", text)
