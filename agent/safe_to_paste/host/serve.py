"""The host's main program: check the caller, then answer its messages until it closes.

Two threads share the work. The first reads frames and answers ``hello`` and ``ping`` at once, whatever
else goes on; the second does everything else in order: loading, scanning, reloading. So nothing needs a lock
but the way out. When the input ends the process ends, without waiting for anything.

Nothing here writes a text anywhere but into a scan: faults are told as a kind and a place in our code.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from pathlib import Path, PurePath
from queue import Empty, Queue
from typing import TYPE_CHECKING, NamedTuple

from safe_to_paste import __version__, ids
from safe_to_paste.errors import FrameError
from safe_to_paste.host import framing, messages
from safe_to_paste.host.messages import Hello, Ping, Refusal, Reply, Request

if TYPE_CHECKING:
    from safe_to_paste.host.desk import Desk

CLOSED, BROKEN, NOT_OURS = 0, 1, 2

# Requests that may wait; beyond them the browser does.
_MOST_WAITING = 32
# Seconds without a request after which the worker tidies up; the same between two such times in a busy spell.
_TIDY_AFTER = 60.0
# Seconds that the last events may take to be written when the browser has gone.
_LAST_WORDS = 0.5
# Seconds between looks at whether the browser still lives.
_PULSE = 2.0

Send = Callable[[bytes], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the browser that started this process; returns only when the caller is not one of ours."""
    arguments = sys.argv if argv is None else argv
    _keep_texts_out_of_reports()
    if not is_ours(arguments[1:]):
        _log("started by something that is not the Safe to Paste extension; nothing was read")
        return NOT_OURS
    reader, writer = framing.take_over()
    threading.Thread(target=_follow_parent, name="parent", daemon=True).start()
    code = serve(reader, writer)
    # At once: a scan that still runs has nobody to answer, and nothing is left to put away.
    os._exit(code)


def is_ours(arguments: Sequence[str]) -> bool:
    """Whether the arguments are those a browser gives for our extension.

    Chromium gives the extension's origin first; Firefox our manifest's path and then the add-on's id.

    >>> is_ours([f"chrome-extension://{ids.BUILT_HERE}/", "--parent-window=0"])
    True
    >>> is_ours(["/usr/lib/mozilla/native-messaging-hosts/org.safetopaste.agent.json", ids.FIREFOX])
    True
    >>> is_ours([]), is_ours(["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"])
    (False, False)
    """
    if not arguments:
        return False
    first, *others = arguments
    if first in ids.ORIGINS:
        return True
    return PurePath(first).name == f"{ids.HOST}.json" and others[:1] == [ids.FIREFOX]


def serve(reader: framing.Reader, writer: framing.Writer) -> int:
    """Answer frames until there are no more; the exit code."""
    instance = os.urandom(8).hex()
    send = _sender(writer)
    worker = _Worker(send)
    try:
        while _one(reader, worker, send, instance):
            pass
    except FrameError as error:
        _log(str(error))
        return BROKEN
    except OSError:
        return CLOSED
    finally:
        worker.finish()
    return CLOSED


def _one(reader: framing.Reader, worker: _Worker, send: Send, instance: str) -> bool:
    """Deal with one frame; False when there are no more. A call of its own, so that no text outlives it."""
    frame = framing.read_frame(reader)
    if frame is None:
        return False
    request = messages.parse(frame)
    if isinstance(request, Hello | Ping | Refusal):
        send(messages.encode(_at_once(request, instance)))
    if not isinstance(request, Ping | Refusal):
        # Of who says hello the desk learns the language, and begins to load.
        worker.put(request)
    return True


class _Chore(Enum):
    """What the worker does besides answering."""

    RELOAD = auto()
    TIDY = auto()
    WATCH = auto()
    DECLARED = auto()


class _Rest(NamedTuple):
    """What is still to be answered to a request, once it can be."""

    id: str
    frames: Callable[[], Iterator[bytes]]


class _Worker:
    """Does all that takes time, in order, on one thread that is started when it is first needed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: Queue[Request | _Rest | _Chore] = Queue(_MOST_WAITING)
        self._desk: Desk | None = None
        self._started = False
        self._watching = False
        self._tidied = time.monotonic()

    def start(self) -> None:
        """Begin to load, unless that has begun."""
        if not self._started:
            self._started = True
            threading.Thread(target=self._run, name="work", daemon=True).start()

    def put(self, request: Request) -> None:
        """Have a request answered in its turn; waits while very many do."""
        self.start()
        self._waiting.put(request)

    def _put_later(self, request: str, frames: Callable[[], Iterator[bytes]]) -> None:
        """Have the rest of an answer sent when what it waited for is there; called on other threads."""
        self._waiting.put(_Rest(request, frames))

    def finish(self) -> None:
        """Have what was recorded written; a scan that still runs has nobody to answer."""
        if self._desk is not None:
            self._desk.finish(_LAST_WORDS)

    def _run(self) -> None:
        self._do(_Chore.RELOAD)
        while True:
            self._do(self._next())

    def _do(self, job: Request | _Rest | _Chore) -> None:
        """Do one job; whatever goes wrong in it, the next is done as well."""
        try:
            for frame in self._done(job):
                self._send(frame)
        except Exception as error:  # noqa: BLE001 - see above
            _log(_place(error))
            if not isinstance(job, _Chore):
                self._send(messages.encode(messages.bad(job.id, "internal", _INTERNAL)))

    def _next(self) -> Request | _Rest | _Chore:
        """The next request, or what is due; files are watched from the first quiet moment on."""
        if not self._watching and self._waiting.empty():
            self._watching = True
            return _Chore.WATCH
        # A reload that has begun goes on before requests and tidying, however many there are.
        until_reload = self._desk.wait if self._desk is not None else None
        if until_reload == 0:
            return _Chore.RELOAD
        if time.monotonic() - self._tidied >= _TIDY_AFTER:
            return self._time_to_tidy()
        try:
            return self._waiting.get(timeout=_TIDY_AFTER if until_reload is None else min(until_reload, _TIDY_AFTER))
        except Empty:
            return self._time_to_tidy() if until_reload is None else _Chore.RELOAD

    def _time_to_tidy(self) -> _Chore:
        self._tidied = time.monotonic()
        return _Chore.TIDY

    def _done(self, job: Request | _Rest | _Chore) -> Iterator[bytes]:
        if self._desk is None:
            # Hardly anything of what is loaded is garbage, and looking for it takes a tenth of the time.
            gc.disable()
            from safe_to_paste.host.desk import Desk  # rules and patterns: the first reply does not wait

            self._desk = Desk(later=self._put_later)
            yield from self._desk.reload()
        elif job is _Chore.RELOAD:
            yield from self._desk.reload()
        elif job is _Chore.TIDY:
            yield from self._desk.tidy()
        elif job is _Chore.DECLARED:
            yield from self._desk.declared()
        if job is _Chore.WATCH:
            try:
                self._desk.warm()
            finally:
                _settle()
            self._desk.watch(
                lambda: self._waiting.put(_Chore.RELOAD),
                lambda: self._waiting.put(_Chore.DECLARED),
            )
        elif isinstance(job, _Rest):
            yield from job.frames()
        elif not isinstance(job, _Chore):
            yield from self._desk.answer(job)


_INTERNAL = "something went wrong inside the agent, so nothing was checked"


def _at_once(request: Hello | Ping | Refusal, instance: str) -> Reply:
    if isinstance(request, Hello):
        return messages.good(request.id, protocol=messages.PROTOCOL, agent=__version__, instance=instance)
    if isinstance(request, Ping):
        return messages.good(request.id)
    return messages.bad(request.id, request.error.code, str(request.error))


def _settle() -> None:
    """What has been loaded stays: from here on only what is new is looked over for garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _sender(writer: framing.Writer) -> Send:
    """The one way out, for both threads."""
    lock = threading.Lock()

    def send(frame: bytes) -> None:
        with lock:
            framing.write_frame(writer, frame)

    return send


def _follow_parent() -> None:
    """End when the browser has, should the end of the input not reach us."""
    if sys.platform == "win32":
        import ctypes

        # The parent's number stays the same there when it is gone, so its end is waited for.
        synchronize, for_ever = 0x00100000, 0xFFFFFFFF
        parent = ctypes.windll.kernel32.OpenProcess(synchronize, False, os.getppid())
        if not parent:
            return
        ctypes.windll.kernel32.WaitForSingleObject(parent, for_ever)
    else:
        parent = os.getppid()
        while os.getppid() == parent:
            time.sleep(_PULSE)
    os._exit(CLOSED)


def _keep_texts_out_of_reports() -> None:
    """No fault, foreseen or not, may print or dump what is in memory."""
    sys.excepthook = lambda _, error, __: _log(_place(error))
    sys.unraisablehook = lambda fault: _log(_place(fault.exc_value))
    threading.excepthook = lambda fault: _log(_place(fault.exc_value))
    if sys.platform == "win32":
        import ctypes

        # https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-seterrormode
        fail_critical_errors, no_fault_error_box = 0x0001, 0x0002
        ctypes.windll.kernel32.SetErrorMode(fail_critical_errors | no_fault_error_box)
    else:
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _place(error: BaseException | None) -> str:
    """An error's kind and where in our code it came up: never its words, which may quote a text."""
    step = error.__traceback__ if error else None
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    where = f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step else "unknown"
    return f"{type(error).__name__} at {where}"


def _log(line: str) -> None:
    from safe_to_paste import log  # what goes well needs no file

    log.write(line)
    # A browser may have closed our standard error, or given us none.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"safe-to-paste-host: {line}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
