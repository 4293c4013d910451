"""Files on a disk: whole at every moment, left alone where they must be, and counted without a word of theirs."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import cli, stamp
from safe_to_paste.documents.labelling.model import Kind, Label
from safe_to_paste.documents.worker import Worker
from safe_to_paste.errors import LabelError
from safe_to_paste.journal import Journal
from safe_to_paste.stamp import Stamper

from . import hostile, papers

KNOWN = ("AI supported", "Partly created by AI", "Created by AI")
LABEL = Label("AI supported", known=KNOWN)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="how Linux does it")


def document(text: str = "Rivers of Somerset") -> bytes:
    return papers.docx(papers.body(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    made = folder / "rivers.docx"
    made.write_bytes(document())
    return made


@pytest.fixture
def stamper() -> Iterator[Stamper]:
    with Stamper() as made:
        yield made


@pytest.fixture(autouse=True)
def own_journal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr("safe_to_paste.paths.places", lambda: _places(home))
    return home / "data"


def _places(home: Path) -> Any:
    from safe_to_paste.paths import Places

    return Places(home / "config", home / "data", home / "state", home / "machine", home / "managed.json")


def left(stamper: Stamper, path: Path) -> str:
    """The reason, once it is sure that nothing has changed."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(LabelError) as caught:
        stamper.stamp(path, LABEL)
    assert before == (path.read_bytes() if path.is_file() else b"")
    assert [path.name] == [each.name for each in path.parent.iterdir() if each.suffix in (".docx", ".part")]
    return caught.value.code


def test_file_is_labelled_and_nothing_else_is_left_in_its_folder(stamper: Stamper, file: Path) -> None:
    assert stamper.stamp(file, LABEL).is_changed
    assert stamper.check(file, KNOWN).is_complete
    assert [file] == list(file.parent.iterdir())


def test_file_that_is_labelled_already_is_not_written(stamper: Stamper, file: Path) -> None:
    stamper.stamp(file, LABEL)
    before = file.stat()

    assert not stamper.stamp(file, LABEL).is_changed
    assert (before.st_ino, before.st_mtime_ns) == (file.stat().st_ino, file.stat().st_mtime_ns)


@ON_LINUX
def test_rights_and_attributes_stay_and_the_time_is_now(stamper: Stamper, file: Path) -> None:
    file.chmod(0o640)
    os.utime(file, (1, 1))
    has_attributes = True
    try:
        os.setxattr(file, "user.xdg.origin.url", b"https://chatgpt.com/")
    except OSError:
        has_attributes = False
    stamper.stamp(file, LABEL)

    assert 0o640 == file.stat().st_mode & 0o777
    assert file.stat().st_mtime > 1_000_000
    assert not has_attributes or b"https://chatgpt.com/" == os.getxattr(file, "user.xdg.origin.url")


def test_link_stays_a_link_to_the_labelled_file(stamper: Stamper, file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.docx"
    link.symlink_to(file)
    stamper.stamp(link, LABEL)

    assert link.is_symlink()
    assert stamper.check(file, KNOWN).is_complete


@pytest.mark.parametrize(
    "name",
    [
        "Zoë’s résumé – final (2).docx",
        "línea\nnueva\t\x1b[2J.docx",
        "\u061c\u0645\u0631\u062d\u0628\u0627\u202e.docx",
        "🦆🦢.docx",
        "-rf.docx",
        "a b'\"$(x);&.docx",
        "x" * 250 + ".docx",
        os.fsdecode(b"\xff\xfe.docx"),
        "UPPER.DOCX",
    ],
)
def test_name_may_hold_anything(stamper: Stamper, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(document())
    except (OSError, UnicodeEncodeError):
        pytest.skip("this disk has no such names")

    assert stamper.stamp(path, LABEL).is_changed
    assert stamper.check(path, KNOWN).is_complete


class TestLeftAlone:
    def test_file_that_may_only_be_read(self, stamper: Stamper, file: Path) -> None:
        file.chmod(0o444)

        assert "read_only" == left(stamper, file)

    def test_file_with_two_names(self, stamper: Stamper, file: Path, tmp_path: Path) -> None:
        (tmp_path / "other.docx").hardlink_to(file)

        assert "linked" == left(stamper, file)

    @pytest.mark.parametrize("lock", [".~lock.rivers.docx#", "~$rivers.docx", "~$vers.docx"])
    def test_file_that_is_open_in_an_office_program(self, stamper: Stamper, file: Path, lock: str) -> None:
        before = file.read_bytes()
        file.with_name(lock).write_bytes(b"")
        with pytest.raises(LabelError) as caught:
            stamper.stamp(file, LABEL)

        assert ("in_use", before) == (caught.value.code, file.read_bytes())

    @pytest.mark.parametrize(
        ("name", "reason"),
        [("gone.docx", "gone"), ("folder", "not_a_file"), ("no/such.docx", "gone"), ("a\0b", "cannot_be_read")],
    )
    def test_what_is_no_file(self, stamper: Stamper, tmp_path: Path, name: str, reason: str) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(LabelError) as caught:
            stamper.stamp(tmp_path / name, LABEL)

        assert reason == caught.value.code

    @ON_LINUX
    def test_pipe(self, stamper: Stamper, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.docx")
        with pytest.raises(LabelError) as caught:
            stamper.stamp(tmp_path / "a.docx", LABEL)

        assert "not_a_file" == caught.value.code

    def test_file_that_is_too_large(self, stamper: Stamper, file: Path) -> None:
        with file.open("r+b") as opened:
            opened.truncate(60_000_000)

        assert "too_large" == left(stamper, file)

    def test_damaged_document(self, stamper: Stamper, file: Path) -> None:
        file.write_bytes(document()[:-60])

        assert "damaged" == left(stamper, file)

    def test_document_with_a_password(self, stamper: Stamper, file: Path) -> None:
        file.write_bytes(papers.ole({"EncryptedPackage": b"x"}))

        assert "password" == left(stamper, file)


@pytest.mark.parametrize(
    "name", [name for name, (suffix, _) in hostile.ALL.items() if suffix in (".docx", ".xlsx", ".ods", ".pdf")]
)
def test_hostile_document_is_dealt_with_and_the_next_one_labelled(stamper: Stamper, file: Path, name: str) -> None:
    suffix, make = hostile.ALL[name]
    made = file.with_suffix(f".hostile{suffix}")
    made.write_bytes(make())
    size = made.stat().st_size
    try:
        stamper.stamp(made, LABEL)
    except LabelError:
        assert size == made.stat().st_size

    assert stamper.stamp(file, LABEL).is_changed


class TestTrouble:
    @pytest.mark.parametrize(
        ("number", "reason"),
        [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EIO, "cannot_be_written")],
    )
    def test_file_stays_when_the_disk_will_not_take_the_new_one(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OSError(number, os.strerror(number))

        for call in ("os.fsync", "tempfile.mkstemp", "pathlib.Path.replace"):
            with Stamper() as stamper, monkeypatch.context() as patched:
                patched.setattr(call, fail)

                assert reason == left(stamper, file)

    @ON_LINUX
    def test_file_stays_on_a_disk_that_is_really_full(self, stamper: Stamper, tmp_path: Path) -> None:
        small = tmp_path / "small"
        small.mkdir()
        mount = subprocess.run(
            ("mount", "-t", "tmpfs", "-o", "size=64k", "none", small), capture_output=True, check=False
        )
        if mount.returncode:
            pytest.skip("only root can make a small disk")
        try:
            path = small / "a.docx"
            path.write_bytes(papers.docx(papers.body("<w:p/>"), **{"word/media/a.bin": os.urandom(40_000)}))

            assert "disk_full" == left(stamper, path)
        finally:
            subprocess.run(("umount", small), check=True)

    def test_file_that_is_saved_meanwhile_keeps_what_was_saved(self, file: Path) -> None:
        newer = document("A newer version")

        class Slow(Worker):
            def ask(self, *given: Any, **more: Any) -> Any:
                reply = super().ask(*given, **more)
                file.write_bytes(newer)
                return reply

        with Stamper(Slow()) as stamper, pytest.raises(LabelError) as caught:
            stamper.stamp(file, LABEL)

        assert ("changed", newer) == (caught.value.code, file.read_bytes())

    @pytest.mark.parametrize("says", ["", "print('nonsense', flush=True)"])
    def test_process_that_dies_or_talks_nonsense_changes_nothing(self, file: Path, says: str) -> None:
        with Stamper(Worker(command=(sys.executable, "-c", says))) as stamper:
            assert "stopped" == left(stamper, file)

    def test_process_that_takes_too_long_changes_nothing(self, file: Path) -> None:
        with Stamper(Worker(0.3, command=(sys.executable, "-c", "import time; time.sleep(60)"))) as stamper:
            assert "slow" == left(stamper, file)

    def test_many_at_once_put_one_label_into_it(self, file: Path) -> None:
        def label() -> None:
            with Stamper() as stamper:
                for _ in range(5):
                    try:
                        stamper.stamp(file, LABEL)
                    except LabelError as error:
                        reasons.append(error.code)

        reasons: list[str] = []
        threads = [threading.Thread(target=label) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert set(reasons) <= {"changed", "gone"}
        assert 1 == papers_part(file, "word/footer1.xml").count("AI supported")
        assert [file] == list(file.parent.iterdir())


def papers_part(file: Path, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(file) as archive:
        return archive.read(name).decode()


class TestWindowsAndMacOs:
    """With stand-ins for the systems' calls; none of it has run there."""

    def test_macos_copies_what_the_system_keeps_with_the_file(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copied: list[tuple[object, ...]] = []

        class Library:
            def __init__(self, _: object) -> None:
                self.copyfile = lambda *given: copied.append(given)

        monkeypatch.setattr("ctypes.CDLL", Library)
        stamp._copy_metadata_on_macos(file, file.with_name("new"))

        assert [(os.fsencode(file), os.fsencode(file.with_name("new")), None, 7)] == copied

    @pytest.mark.parametrize(("number", "reason"), [(32, "in_use"), (33, "in_use"), (5, "cannot_be_written")])
    def test_windows_says_who_holds_the_file(self, file: Path, windows: Windows, number: int, reason: str) -> None:
        before = file.read_bytes()
        windows.number = number

        assert reason == replaced(file)
        assert ([file], before) == (list(file.parent.iterdir()), file.read_bytes())

    def test_windows_replaces_the_file_and_keeps_no_other(self, file: Path, windows: Windows) -> None:
        assert "" == replaced(file)
        assert ([file], b"labelled") == (list(file.parent.iterdir()), file.read_bytes())
        assert [(2, None, None)] == [given[3:] for given in windows.called]

    @pytest.mark.parametrize("number", [1176, 1177])
    def test_file_that_windows_left_without_its_name_gets_it_back(
        self, file: Path, windows: Windows, number: int
    ) -> None:
        before = file.read_bytes()
        windows.number = number

        assert "cannot_be_written" == replaced(file)
        assert ([file], before) == (list(file.parent.iterdir()), file.read_bytes())

    def test_nothing_is_deleted_while_the_file_has_no_name(
        self, file: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise PermissionError(errno.EACCES, "held")

        before = file.read_bytes()
        windows.number = 1177
        monkeypatch.setattr(Path, "rename", fail)

        with pytest.raises(LabelError, match=r"it is kept as \.safe-to-paste-.*\.before"):
            stamp._replace(file, b"labelled", stamp._look(file))
        assert {before, b"labelled"} == {each.read_bytes() for each in file.parent.iterdir()}


class Windows:
    """A stand-in for ReplaceFileW, as it is described; ``number`` is the error it ends with."""

    def __init__(self) -> None:
        self.number = 0
        self.called: list[tuple[Any, ...]] = []

    def replace(self, path: str, beside: str, aside: str | None, *others: object) -> bool:
        self.called.append((path, beside, aside, *others))
        if self.number in (0, 1176, 1177):
            # Without a name for it, the old file is gone, or has a name of the system's own.
            Path(path).replace(aside) if aside else Path(path).unlink()
        if not self.number:
            Path(beside).replace(path)
        return not self.number


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    import ctypes

    made = Windows()
    kernel = type("Kernel", (), {"ReplaceFileW": staticmethod(made.replace)})
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: made.number, raising=False)
    monkeypatch.setattr(ctypes, "WinError", lambda number: OSError(number, "as Windows says"), raising=False)
    monkeypatch.setattr(stamp, "_move", lambda beside, path: stamp._replace_on_windows(str(path), str(beside)))
    return made


def replaced(file: Path) -> str:
    """Put other content into a file; why that was not possible, if it was not."""
    try:
        stamp._replace(file, b"labelled", stamp._look(file))
    except LabelError as error:
        return error.code
    return ""


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main([str(each) for each in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


class TestCommand:
    def test_labels_checks_and_says_so(self, run: Run, file: Path) -> None:
        assert (1, f"{file}: no label\n") == run("label", "--check", file)[:2]
        assert (0, f"{file}: labelled “AI supported”\n") == run("label", file)[:2]
        assert (0, f"{file}: has the label “AI supported”\n") == run("label", file)[:2]
        assert (0, f"{file}: has the label “AI supported”\n") == run("label", "--check", file)[:2]

    def test_goes_on_with_the_others_and_ends_with_the_worst(self, run: Run, file: Path, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text("<p>x</p>")
        code, out, err = run("label", tmp_path / "gone.docx", tmp_path / "folder" / "rivers.docx", page)

        assert 2 == code
        assert 2 == out.count("labelled")
        assert "was not found" in err
        assert f"{file}" in out

    def test_kind_and_tool_are_said(self, run: Run, file: Path) -> None:
        assert re.search(
            r"“Created by AI \(Gemini, \d+ [A-Z][a-z]+ 20\d\d\)”",
            run("label", "--kind", "created", "--tool", "Gemini", file)[1],
        )
        assert Kind.CREATED.source == json.loads(run("label", "--check", "--json", file)[1])["source_type"]

    def test_policy_says_what_the_label_is_and_where(self, run: Run, file: Path, tmp_path: Path) -> None:
        ours = tmp_path / "ours.toml"
        ours.write_text('title = "T"\nversion = "1"\n[label]\ntext = "Made with help from AI"\nposition = "top"\n')

        assert "Made with help from AI" in run("label", "--policy", ours, file)[1]
        assert "Made with help from AI" in papers_part(file, "word/header1.xml")

    def test_error_is_json_too(self, run: Run, tmp_path: Path) -> None:
        code, out, _ = run("label", "--json", tmp_path / "gone.docx")

        assert (2, "gone") == (code, json.loads(out)["reason"])

    def test_file_that_cannot_be_labelled_is_left_as_it_was_and_that_is_said(self, run: Run, tmp_path: Path) -> None:
        made = tmp_path / "a.csv"
        made.write_text("a,b")
        code, _, err = run("label", made)

        assert (2, f"safe-to-paste: {made}: is of a kind that takes no label; it was left as it was\n") == (code, err)

    def test_label_that_a_reader_does_not_see_is_no_label(self, run: Run, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text('<meta name="ai-label" content="AI supported"><p>x</p>')

        assert (1, f"{page}: “AI supported”, not where readers see it\n") == run("label", "--check", page)[:2]

    def test_what_is_counted_says_nothing_of_the_file(self, run: Run, file: Path, own_journal: Path) -> None:
        run("label", file)
        run("label", file)
        run("label", "--kind", "partly", "--tool", "ChatGPT", file)

        events = list(Journal().events())
        assert [("file", "ai_supported", "other"), ("file", "partly_created_by_ai", "chatgpt")] == [
            (event.trigger, event.label, event.site) for event in events
        ]
        kept = b"".join(each.read_bytes() for each in own_journal.rglob("*") if each.is_file())
        assert not any(word in kept for word in (b"rivers", b"Rivers", b"Somerset", b".docx", b"folder"))

    def test_register_counts_by_month_label_tool_and_what_was_labelled(self, run: Run, file: Path) -> None:
        assert "No label has been given" in run("labels")[1]
        run("label", file)
        page = file.with_name("page.html")
        page.write_text("x")
        run("label", page)
        rows = json.loads(run("labels", "--json")[1])

        assert [("ai_supported", "other", "file", 2)] == [
            (row["label"], row["tool"], row["what"], row["times"]) for row in rows
        ]
        assert re.search(r"20\d\d-\d\d +AI supported +other +a file +2", run("labels")[1])

    def test_journal_that_cannot_be_written_keeps_nobody_from_labelling(
        self, run: Run, file: Path, own_journal: Path
    ) -> None:
        own_journal.parent.mkdir(parents=True, exist_ok=True)
        own_journal.write_bytes(b"a file where the folder should be")

        assert 0 == run("label", file)[0]
