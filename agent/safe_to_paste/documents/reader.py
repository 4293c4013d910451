"""Read documents: plain text here, everything else in the child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

from safe_to_paste.documents import files, formats, limits, plain, reading
from safe_to_paste.documents.copying import operation, words
from safe_to_paste.documents.copying.tracing import Change
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.reasons import unreadable
from safe_to_paste.documents.worker import Worker

_ENDINGS = frozenset({operation.TEXT, *(ending for ending, _ in operation.WRITERS.values())})


@dataclass(frozen=True, slots=True)
class Copy:
    """A document with labels where details stood; ``ending`` is that of its name: its own, or ``.txt``."""

    ending: str
    data: bytes = field(repr=False)


class Reader:
    """Reads files one after the other, in one process for all of them. Used as a context, or closed.

    Args:
        worker: another process than ours, for tests.
        ocr: whether words in pictures are read, where Tesseract is installed.
    """

    def __init__(self, worker: Worker | None = None, *, ocr: bool = False) -> None:
        self._worker = worker or Worker()
        self._ocr = ocr

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

    def copy_bytes(self, data: bytes, name: str, changes: Sequence[Change]) -> Copy:
        """A copy of a document that was read, with those changes made.

        Args:
            data: all of it.
            name: what it is called.
            changes: in order, by the offsets of the text as ``read_bytes`` gives it.

        Raises:
            UnreadableError: it cannot be copied; ``code`` says why.
        """
        if formats.begins(data[: formats.HEAD_BYTES], name) == "text":
            suffix = PurePath(name).suffix.casefold()
            changed = words.changed(_text(data).text, changes)
            return Copy(suffix if suffix in formats.FORMATS["text"].suffixes else ".txt", plain.encoded(changed, data))
        fields, made = self._worker.ask("copy", {"name": name, "changes": [list(each) for each in changes]}, data)
        ending = str(fields.get("ending", ""))
        if ending not in _ENDINGS:
            raise unreadable("stopped")
        return Copy(ending, made)

    def _ask(self, name: str, fields: dict[str, str], data: bytes) -> Document:
        reply, text = self._worker.ask("read", {"name": name, "ocr": self._ocr, **fields}, data)
        try:
            return reading.unpacked(reply, text)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise unreadable("stopped") from None


def _text(data: bytes) -> Document:
    text = plain.decoded(data)
    if not plain.is_text(text):
        raise unreadable("unknown")
    return Document("text", text)
