"""The parent's end of the process that opens documents: started when first needed, used again, killed when it must be.

One document at a time. A process that has not answered in time, has died, or ran out of memory is not used again; the
next document gets a new one.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from safe_to_paste import paths
from safe_to_paste.documents import frames, limits
from safe_to_paste.documents.reasons import WORDS, unreadable
from safe_to_paste.errors import FrameError, UnreadableError

# A process that has read so many documents makes room for a new one: libraries seldom give all memory back.
_MOST_REQUESTS = 500
_CREATE_NO_WINDOW = 0x08000000
_OUT_OF_CPU_TIME = -getattr(signal, "SIGXCPU", 0)


class Worker:
    """Asks the child process; safe to use from several threads, which then wait for each other.

    Args:
        seconds: how long one request may take, the start of the process included.
        command: another program than ours, for tests.
    """

    def __init__(self, seconds: float = limits.SECONDS, command: Sequence[str] = ()) -> None:
        self._seconds = seconds
        self._command = tuple(command) or _command()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._lock = threading.Lock()

    def ask(self, operation: str, fields: Mapping[str, Any], data: bytes = b"") -> tuple[Mapping[str, Any], bytes]:
        """Have one of ``child.OPERATIONS`` done; its answer.

        Raises:
            UnreadableError: the document could not be read, for one of ``reasons.WORDS``.
        """
        with self._lock:
            until = time.monotonic() + self._seconds
            was_used = self._process is not None
            try:
                return self._once({"do": operation, **fields}, data, until)
            except UnreadableError as error:
                if not was_used or error.code not in {"memory", "stopped"}:
                    raise
            # What was read before may have left it too little.
            return self._once({"do": operation, **fields}, data, until)

    def close(self) -> None:
        """End the process, in the middle of a document too, whose ``ask`` then raises."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in process.stdin, process.stdout:
                # What could not be sent any more is of no interest.
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()

    def _once(self, fields: Mapping[str, Any], data: bytes, until: float) -> tuple[Mapping[str, Any], bytes]:
        if self._asked >= _MOST_REQUESTS:
            self.close()
        process = self._process or self._start()
        self._asked += 1
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(max(0.0, until - time.monotonic()), end)
        timer.daemon = True
        timer.start()
        try:
            reply = _said(process, fields, data)
        except BaseException:
            # An answer that nobody waited for would be taken for that to the next question.
            self.close()
            raise
        finally:
            timer.cancel()
        if reply is None:
            raise unreadable(self._ended(process, is_late=late.is_set()))
        code = str(reply[0].get("unreadable", ""))
        if late.is_set() or code == "memory":
            self.close()
        if code:
            raise unreadable(code if code in WORDS else "stopped")
        return reply

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
                start_new_session=sys.platform != "win32",
            )
        except OSError:
            raise unreadable("stopped", "it could not be started") from None
        self._asked = 0
        return self._process

    def _ended(self, process: subprocess.Popen[bytes], *, is_late: bool) -> str:
        """Why the process has not answered."""
        self._process = process
        self.close()
        if is_late or process.returncode == _OUT_OF_CPU_TIME:
            return "slow"
        return "memory" if process.returncode == limits.TOO_MUCH_MEMORY else "stopped"


def _said(
    process: subprocess.Popen[bytes], fields: Mapping[str, Any], data: bytes
) -> tuple[Mapping[str, Any], bytes] | None:
    """What the process answers; None when it has ended, or says what is no answer."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        frames.write(process.stdin, fields, data)
        return frames.read(process.stdout)
    except (OSError, ValueError, FrameError):
        return None


def _command() -> tuple[str, ...]:
    """This program's own process for documents; in a bundle the command line's program is beside the host's."""
    if paths.is_bundle():
        here = Path(sys.executable)
        return (str(here.with_name(f"safe-to-paste{here.suffix}")), "read-documents")
    return (sys.executable, "-I", "-B", "-m", "safe_to_paste.documents.child")
