"""The process that reads documents: its limits, what becomes of it, and that nothing it does reaches anyone else."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from safe_to_paste import paths
from safe_to_paste.documents import child, files, frames, limits, windows
from safe_to_paste.documents.reader import Reader
from safe_to_paste.documents.worker import Worker
from safe_to_paste.errors import FrameError, UnreadableError

from . import hostile, papers
from .conftest import PATIENCE, is_gone, wait_until

posix = pytest.mark.skipif(sys.platform == "win32", reason="rlimits are of POSIX systems")
linux = pytest.mark.skipif(sys.platform != "linux", reason="macOS does not keep this limit")

# A child that does what its first argument says, with the limits of the real one.
_CHILD = """
from __future__ import annotations
import os, sys, time
from safe_to_paste import paths
from safe_to_paste.documents import child, frames, limits
def misbehave(fields, data):
    exec(fields["code"])
    return {"pid": os.getpid()}, data
sys.modules["misbehaving"] = sys.modules["__main__"]
child.OPERATIONS = {**child.OPERATIONS, "misbehave": "misbehaving:misbehave"}
sys.exit(child.main())
"""


def worker(seconds: float = 30.0) -> Worker:
    return Worker(seconds, command=(sys.executable, "-c", _CHILD))


def code_of(worker: Worker, code: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        worker.ask("misbehave", {"code": code})
    return caught.value.code


@pytest.fixture
def asked() -> Any:
    made = worker()
    yield made
    made.close()


def paper(text: str = "Zeb is late.") -> bytes:
    return papers.docx(papers.body(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))


@pytest.mark.parametrize("name", hostile.ALL)
def test_what_was_made_to_harm_is_dealt_with_in_time_and_harms_nobody(name: str) -> None:
    suffix, make = hostile.ALL[name]
    data = make()
    before = psutil.Process().memory_info().rss
    # Less than the product grants, so that the tests of those that go on for ever need not wait as long.
    with Reader(asked := Worker(seconds=5.0)) as reader:
        start = time.monotonic()
        try:
            outcome = reader.read_bytes(data, f"file{suffix}").unread
        except UnreadableError as error:
            outcome = (error.code,)
        took = time.monotonic() - start
        asked._seconds = PATIENCE
        after = reader.read_bytes(paper(), "a.docx").text

    assert took < PATIENCE
    assert psutil.Process().memory_info().rss - before < 64_000_000
    assert "Zeb is late.\n\n" == after
    assert outcome or name in {"pdf_that_draws_for_ever", "workbook_with_the_largest_rows"}


def test_one_process_reads_one_document_after_the_other(asked: Worker) -> None:
    first, _ = asked.ask("misbehave", {"code": ""})
    second, _ = asked.ask("misbehave", {"code": ""})

    assert first["pid"] == second["pid"]


def test_a_process_that_does_not_answer_is_killed() -> None:
    slow = worker(seconds=1.0)

    assert "slow" == code_of(slow, "time.sleep(60)")
    slow.close()


def test_a_killed_process_is_followed_by_another() -> None:
    slow = worker(seconds=1.0)

    assert "slow" == code_of(slow, "time.sleep(60)")
    slow._seconds = PATIENCE
    assert slow.ask("misbehave", {"code": ""}, b"data")[1] == b"data"
    slow.close()


@posix
def test_a_process_that_reckons_for_ever_is_ended_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COV_CORE_SOURCE", raising=False)
    busy = worker(seconds=60.0)

    assert "slow" == code_of(busy, "limits.CPU_SECONDS = 0; limits.allow_one_more()\nwhile True: pass")
    busy.close()


@linux
def test_a_process_that_takes_too_much_memory_is_refused_it(asked: Worker) -> None:
    assert "memory" == code_of(asked, "held = bytearray(600_000_000)")


def test_a_process_that_dies_is_said_to_have_stopped(asked: Worker) -> None:
    asked.ask("misbehave", {"code": ""})

    assert "stopped" == code_of(asked, "os._exit(3)")
    assert "stopped" == code_of(asked, "os.kill(os.getpid(), 9)")
    assert "memory" == code_of(asked, f"os._exit({limits.TOO_MUCH_MEMORY})")


def test_a_document_is_tried_once_more_when_those_before_it_may_have_been_the_reason(tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    tries.write_text("", encoding="ascii")
    made = worker()
    made.ask("misbehave", {"code": ""})

    # The file tells the second try from the first; a process can write to none, so it is read to be there and removed.
    code = f"""
import pathlib
p = pathlib.Path({str(tries)!r})
if p.exists():
    p.unlink()
    os._exit(3)
"""
    assert made.ask("misbehave", {"code": code}, b"good")[1] == b"good"
    made.close()


@posix
def test_nothing_reaches_the_disk(asked: Worker, tmp_path: Path) -> None:
    code = f"f = open({str(tmp_path / 'leak')!r}, 'wb', buffering=0); f.write(b'Zeb')"

    assert "damaged" == code_of(asked, code)
    assert b"" == (tmp_path / "leak").read_bytes()


@linux
def test_no_crash_leaves_its_memory_behind(asked: Worker) -> None:
    code = (
        "import ctypes, resource\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0"
    )

    assert "pid" in asked.ask("misbehave", {"code": code})[0]


def test_what_a_library_prints_does_not_get_into_the_answer(asked: Worker) -> None:
    assert "pid" in asked.ask("misbehave", {"code": "os.write(1, b'noise'); print('noise', flush=True)"})[0]


def test_a_process_that_talks_nonsense_is_not_believed() -> None:
    for reply in (b"nonsense, and more of it", b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0{}"):
        code = f"import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write({reply!r}); sys.stdout.flush()"
        with pytest.raises(UnreadableError) as caught, Reader(Worker(5, (sys.executable, "-c", code))) as reader:
            reader.read_bytes(paper(), "a.docx")
        assert "stopped" == caught.value.code


def test_in_a_bundle_the_process_is_the_program_beside_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "is_bundle", lambda: True)
    monkeypatch.setattr(sys, "executable", "/opt/safe-to-paste/safe-to-paste-host")

    assert (str(Path("/opt/safe-to-paste/safe-to-paste")), "read-documents") == Worker()._command


def test_a_program_that_cannot_be_started_is_said() -> None:
    with pytest.raises(UnreadableError, match="could not be started"):
        Worker(command=("/no/such/program",)).ask("read", {})


def test_closing_ends_what_is_being_read() -> None:
    made = worker(seconds=60.0)
    threading.Timer(0.5, made.close).start()
    start = time.monotonic()

    assert "stopped" == code_of(made, "time.sleep(50)")
    assert time.monotonic() - start < PATIENCE


def test_an_answer_that_nobody_waited_for_is_never_taken_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    made = worker()
    first, _ = made.ask("misbehave", {"code": ""})

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frames, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made.ask("misbehave", {"code": ""}, b"first")
    monkeypatch.undo()

    second, data = made.ask("misbehave", {"code": ""}, b"second")
    made.close()
    assert (True, b"second") == (first["pid"] != second["pid"], data)


def test_the_process_ends_when_its_parent_does() -> None:
    parent = f"""
from safe_to_paste.documents.worker import Worker
import os, sys
w = Worker(30, (sys.executable, "-c", {_CHILD!r}))
print(w.ask("misbehave", {{"code": ""}})[0]["pid"], flush=True)
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True)
    child_pid = int(done.stdout)

    assert wait_until(lambda: is_gone(child_pid))


def test_an_unknown_operation_and_a_broken_document_are_answers() -> None:
    assert ({"unreadable": "damaged"}, b"") == child.answer({"do": "dance"}, b"")
    assert ({"unreadable": "damaged"}, b"") == child.answer({}, b"")
    assert ({"unreadable": "archive"}, b"") == child.answer({"do": "read", "name": "a"}, papers.zipped({"a": b""}))


def test_frames_that_are_none_are_refused() -> None:
    for data in (
        b"\1\0",
        b"\xff\xff\xff\xff\0\0\0\0",
        b"\4\0\0\0\0\0\0\0",
        b"\1\0\0\0\0\0\0\0x",
        b"\2\0\0\0\0\0\0\0[]",
    ):
        with pytest.raises(FrameError):
            frames.read(io.BytesIO(data))

    assert frames.read(io.BytesIO()) is None


class TestFiles:
    def code(self, path: Path) -> str:
        with pytest.raises(UnreadableError) as caught:
            files.read(path)
        return caught.value.code

    def test_what_is_no_file(self, tmp_path: Path) -> None:
        assert "not_a_file" == self.code(tmp_path)
        assert "gone" == self.code(tmp_path / "gone")
        assert "gone" == self.code(tmp_path / ("x" * 40) / "gone")
        assert "cannot_be_read" == self.code(tmp_path / "zero\0")
        assert "cannot_be_read" == self.code(tmp_path / ("x" * 5_000))

    @posix
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        if sys.platform != "win32":
            os.mkfifo(tmp_path / "pipe.docx")

        assert "not_a_file" == self.code(tmp_path / "pipe.docx")

    def test_two_hundred_megabytes_are_refused_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        with path.open("wb") as file:
            file.truncate(200_000_000)

        assert "too_large" == self.code(path)

    def test_a_file_that_grows_while_it_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(b"before")
        sizes = itertools.count(6)
        stat = os.fstat

        def grown(number: int) -> Any:
            real = stat(number)
            return SimpleNamespace(st_mode=real.st_mode, st_size=next(sizes), st_mtime_ns=real.st_mtime_ns)

        monkeypatch.setattr(os, "fstat", grown)

        assert "changed" == self.code(path)

    def test_what_is_kept_online_only_is_not_downloaded(self, tmp_path: Path) -> None:
        real = tmp_path / "a.docx"
        real.write_bytes(b"x")
        for marks in ({"st_file_attributes": 0x400000}, {"st_file_attributes": 0x1000}, {"st_flags": 0x40000000}):
            with pytest.raises(UnreadableError) as caught:
                files.check(SimpleNamespace(st_mode=real.stat().st_mode, st_size=1, **marks), 10)  # type: ignore[arg-type]  # as much of one as is looked at
            assert "online_only" == caught.value.code

    @posix
    def test_what_may_not_be_opened(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(b"x")
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("root may open anything")

        assert "no_access" == self.code(path)


class Kernel:
    """Windows, as far as it is asked."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.calls: list[str] = []
        self.limits = windows.Limits()
        self._refuses = refuses

    def CreateJobObjectW(self, *_: object) -> int:  # noqa: N802 - Windows's name
        return 7

    def GetCurrentProcess(self) -> int:  # noqa: N802
        return 8

    def GetLastError(self) -> int:  # noqa: N802
        return 5

    def SetInformationJobObject(self, job: int, kind: int, data: Any, size: int) -> int:  # noqa: N802
        self.limits = windows.Limits.from_buffer_copy(data._obj)
        self.calls.append(f"limits of {job} as {kind}, {size == len(bytes(self.limits))}")
        return 1

    def AssignProcessToJobObject(self, job: int, process: int) -> int:  # noqa: N802
        self.calls.append(f"{process} into {job}")
        return 0 if self._refuses else 1

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.calls.append(f"{name}{given}")


def test_on_windows_the_child_puts_itself_into_a_job() -> None:
    kernel = Kernel()

    windows.confine(1_000, kernel)

    assert ["SetErrorMode(3,)", "WerSetFlags(1,)", "limits of 7 as 9, True", "8 into 7"] == kernel.calls[:4]
    assert 1_000 == kernel.limits.JobMemoryLimit
    assert 0x2600 == kernel.limits.Basic.LimitFlags


def test_on_windows_a_refused_job_stops_the_child() -> None:
    with pytest.raises(OSError, match="refused"):
        windows.confine(1_000, Kernel(refuses=True))


@posix
def test_where_no_limit_holds_the_process_looks_after_its_own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    exits: list[int] = []
    monkeypatch.setattr(limits, "MEMORY_BYTES", 1)
    monkeypatch.setattr(os, "_exit", exits.append)

    limits._watch_memory()

    assert [limits.TOO_MUCH_MEMORY] == exits


def test_no_text_of_a_document_is_in_an_error() -> None:
    with Reader() as reader, pytest.raises(UnreadableError) as caught:
        reader.read_bytes(paper("Zebulon")[:-30], "a.docx")

    assert "Zebulon" not in json.dumps([str(caught.value), repr(caught.value.__context__)])


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "odd \U0001f600 'name'.docx"
    path.write_bytes(paper())
    with Reader() as reader:
        assert "Zeb is late.\n\n" == reader.read(path).text


def test_plain_text_needs_no_process(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Zoë\r\n".encode("cp1252"))
    with Reader(Worker(command=("/no/such/program",))) as reader:
        assert ("text", "Zoë\r\n") == ((read := reader.read(path)).kind, read.text)
