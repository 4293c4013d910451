"""Files that were uploaded: read, and copied, on a thread of their own, so that no paste waits for a long document.

The file goes from the host's memory to the process that reads documents by a pipe, and comes back the same way; it
is never on the disk. What is done with the outcome is done by the desk, in its turn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn, TypeVar

from safe_to_paste import actions
from safe_to_paste.errors import MessageError, UnreadableError
from safe_to_paste.host.uploads import File
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.model import Outcome, Verdict
from safe_to_paste.policy_file import Mode, Policy

if TYPE_CHECKING:
    from safe_to_paste.documents.copying.tracing import Change
    from safe_to_paste.documents.model import Document
    from safe_to_paste.documents.reader import Copy, Reader

Frames = Iterator[bytes]
# Has frames made and sent when the desk's turn comes, in answer to the request of that id.
Later = Callable[[str, Callable[[], Frames]], None]

_T = TypeVar("_T")

# Files that may be read or wait for it at once.
_MOST = 4
# Seconds after which the process that reads documents is let go, with the memory it holds.
_REST = 60.0


class Files:
    """The files of one connection.

    Args:
        later: how the desk gets its turn; without it all is done at once, which tests do.
        reader: what reads files; with or without the words in pictures.
    """

    def __init__(
        self,
        later: Later | None = None,
        clock: Callable[[], float] = time.monotonic,
        reader: Callable[[bool], Reader] | None = None,
    ) -> None:
        self._later = later
        self._clock = clock
        self._new_reader = reader or _reader
        self._reader: Reader | None = None
        self._reads_pictures = False
        self._one_at_a_time = threading.Lock()
        self._wanted: dict[str, bool] = {}
        self._current = ""
        self._used = 0.0

    def read(
        self, request: str, file: File, *, pictures: bool, then: Callable[[Document | UnreadableError], Frames]
    ) -> Frames:
        """Read a file; ``then`` gives the frames of the answer, now or later."""

        def work() -> Document | UnreadableError:
            try:
                return cut(self._at_work(pictures=pictures).read_bytes(file.data, file.name))
            except UnreadableError as error:
                return error

        return self._do(request, file, work, then)

    def copy(
        self, request: str, file: File, changes: Sequence[Change], then: Callable[[Copy | UnreadableError], Frames]
    ) -> Frames:
        """Copy a file with those changes; ``then`` gives the frames of the answer, now or later."""

        def work() -> Copy | UnreadableError:
            try:
                return self._at_work(pictures=self._reads_pictures).copy_bytes(file.data, file.name, changes)
            except UnreadableError as error:
                return error

        return self._do(request, file, work, then)

    def drop(self, upload: str) -> None:
        """Give up a file that is being read, or waits for it."""
        if upload in self._wanted:
            self._wanted[upload] = False
            if self._current == upload and self._reader is not None:
                self._reader.close()

    def rest(self) -> None:
        """Let go of the process that reads documents, when it has had nothing to do for a while."""
        if self._reader is not None and not self._wanted and self._clock() - self._used > _REST:
            self._reader.close()

    def _do(self, request: str, file: File, work: Callable[[], _T], then: Callable[[_T], Frames]) -> Frames:
        if len(self._wanted) >= _MOST:
            raise MessageError("too_large", f"{_MOST} files are being read already; wait for one of them")
        self._wanted[file.upload] = True

        def done() -> Callable[[], _T]:
            with self._one_at_a_time:
                self._current = file.upload
                try:
                    outcome = work()
                except Exception as error:  # noqa: BLE001 - whatever it is, the desk answers for it
                    return partial(_fail, error)
                finally:
                    self._current = ""
                    self._used = self._clock()
            return lambda: outcome

        def answer(outcome: Callable[[], _T]) -> Frames:
            if not self._wanted.pop(file.upload):
                raise MessageError("unknown_upload", "this file was given up")
            yield from then(outcome())

        if self._later is None:
            yield from answer(done())
            return
        later = self._later

        def run() -> None:
            outcome = done()
            later(request, lambda: answer(outcome))

        threading.Thread(target=run, name="file", daemon=True).start()

    def _at_work(self, *, pictures: bool) -> Reader:
        if self._reader is None or self._reads_pictures != pictures:
            if self._reader is not None:
                self._reader.close()
            self._reader, self._reads_pictures = self._new_reader(pictures), pictures
        return self._reader


def cut(document: Document) -> Document:
    """A plain text as far as other documents are read; somebody waits for it."""
    from safe_to_paste.documents import limits

    if len(document.text) <= limits.TEXT:
        return document
    rest = f"what follows its first {limits.TEXT:,} characters"
    return replace(document, text=document.text[: limits.TEXT], is_cut=True, unread=(*document.unread, rest))


def unchecked(verdict: Verdict, policy: Policy, reason: str, to: Language = ENGLISH) -> Verdict:
    """The verdict on a file that could not be read, or not all of it: it is for the person to say.

    Args:
        verdict: on what could be read of it.
        policy: the one in force.
        reason: in English words that follow "This file".
        to: the language of the person.
    """
    would_be = max(verdict.would_be, Outcome.HOLD)
    outcome = min(would_be, Outcome.HINT) if policy.mode is Mode.REPORT_ONLY else would_be
    return replace(
        verdict,
        outcome=outcome,
        would_be=would_be,
        actions=tuple(name for name in actions.offered(outcome, ()) if name != "replace"),
        says=" ".join(filter(None, [verdict.says, to.say("This file {reason}.", reason=to.told(reason))])),
    )


def about(
    document: Document | None, error: UnreadableError | None, name: str, to: Language = ENGLISH
) -> dict[str, object]:
    """What the extension is told of a file beside its findings: no word of it."""
    from safe_to_paste.documents.copying import operation

    if document is None:
        return {"kind": "", "reason": error.code if error else "", "pictures": 0, "unread": [], "copy": ""}
    suffix = PurePath(name).suffix.casefold()
    own = operation.WRITERS[document.kind][0] if document.kind in operation.WRITERS else ""
    ending = suffix if document.kind == "text" or (own and own == suffix) else operation.TEXT
    is_picture = document.kind == "picture"
    # The rest of a text that was cut would be in its copy, and nobody has looked at it.
    has_copy = not is_picture and not (document.kind == "text" and document.is_cut)
    return {
        "kind": document.kind,
        "reason": "picture" if is_picture else "",
        "pictures": 0 if is_picture else document.pictures,
        "unread": [to.told(words) for words in document.unread],
        "copy": (ending or operation.TEXT) if has_copy else "",
    }


def _fail(error: Exception) -> NoReturn:
    raise error


def _reader(pictures: bool) -> Reader:
    from safe_to_paste.documents.reader import Reader  # what reads documents is loaded when there is one

    return Reader(ocr=pictures)
