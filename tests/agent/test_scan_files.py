"""``scan`` over files and folders: what is said of each, of all together, and where a run that was ended goes on."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import console
from safe_to_paste.commands import _many
from safe_to_paste.documents.model import Document
from safe_to_paste.errors import UnreadableError

from . import papers

UPN = "B801200005001"


def run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "safe_to_paste.cli", "scan", *arguments], input=data, capture_output=True, check=False
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def paper(*texts: str) -> bytes:
    return papers.docx(papers.body("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A share as schools have them."""
    place = tmp_path / "share"
    (place / "Year 9" / ".hidden").mkdir(parents=True)
    (place / "Year 9" / "marks.docx").write_bytes(paper("Marks", f"UPN {UPN}"))
    (place / "Year 9" / "~$marks.docx").write_bytes(b"jo")
    (place / "Year 9" / ".hidden" / "old.txt").write_text(UPN, encoding="ascii")
    (place / "lesson.txt").write_text("The water cycle has four stages.", encoding="ascii")
    (place / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0....")
    (place / "locked.docx").write_bytes(papers.ole({"EncryptedPackage": b"x"}))
    return place


def test_a_folder_is_summed_up_and_what_was_not_read_is_said(folder: Path) -> None:
    done = run(str(folder))

    assert 2 == done.returncode
    assert f"{folder / 'Year 9' / 'marks.docx'}: hold\n  This includes a UPN." in done.stdout
    assert "\n  paragraph 2  UPN  check digit is right" in done.stdout
    assert "lesson.txt" not in done.stdout
    assert "hidden" not in done.stdout
    assert (
        "kind of file     hold  nothing  not read  files\n"
        "a Word document     1        0         0      1\n"
        "a plain text        0        1         0      1\n"
        "not known           0        0         2      2\n"
        "all files           1        1         2      4\n"
    ) in done.stdout
    assert "found  times  files\nUPN        1      1\n" in done.stdout
    assert f"{folder / 'locked.docx'}: is protected with a password, and so it was not checked" in done.stderr
    assert UPN not in done.stdout + done.stderr


def test_a_file_among_others_has_some_of_its_rows_and_says_how_many_more(tmp_path: Path) -> None:
    marks, note = tmp_path / "marks.txt", tmp_path / "note.txt"
    marks.write_text(f"UPN {UPN}\n" * 30, encoding="ascii")
    note.write_text(f"UPN {UPN}, again {UPN}\n", encoding="ascii")
    alone, both = run(str(marks)).stdout, run(str(marks), str(note)).stdout

    assert 30 == sum(line.startswith("  line ") for line in alone.splitlines())
    assert "  and 10 more rows; scan this file alone to see them all\n" in both
    assert "\n  line 20  UPN" in both
    assert "\n  line 21  UPN" not in both
    assert "\n  line 1  UPN (2)  check digit is right" in both


def test_columns_are_as_wide_as_what_is_in_them_and_end_where_a_terminal_does() -> None:
    rows = [("line 9", "pupil's name", "in writing about people at school"), ("line 10", "UPN", "check digit is right")]

    assert [
        "  line 9   pupil's name  in writing about people at school",
        "  line 10  UPN           check digit is right",
    ] == list(console.lines(rows, indent="  "))
    assert [
        "  line 9   pupil's name  in writing about people",
        "                         at school",
        "  line 10  UPN           check digit is right",
    ] == list(console.lines(rows, width=50, indent="  "))
    assert [
        "  line 9   pupil's name",
        "      in writing about people at",
        "      school",
        "  line 10  UPN",
        "      check digit is right",
    ] == list(console.lines(rows, width=34, indent="  "))


def test_a_terminals_width_is_kept_to_and_a_pipe_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")

    assert 44 == console.width(Terminal())
    assert console.width(io.StringIO()) is None


def test_a_folder_without_files_is_said_to_have_none(tmp_path: Path) -> None:
    plain, json_too = run(str(tmp_path)), run("--json", str(tmp_path))

    assert (0, f"{tmp_path}: no files\n") == (plain.returncode, plain.stdout)
    assert (0, "", f"{tmp_path}: no files\n") == (json_too.returncode, json_too.stdout, json_too.stderr)


def test_an_empty_text_has_nothing_in_it_and_an_empty_document_is_none(tmp_path: Path) -> None:
    text, document = tmp_path / "a.txt", tmp_path / "a.docx"
    text.touch()
    document.touch()

    assert (0, f"{text}: nothing found\n") == ((done := run(str(text))).returncode, done.stdout)
    assert 2 == run(str(document)).returncode


def test_json_says_the_place_of_each_finding_and_why_a_file_was_not_read(folder: Path) -> None:
    answers: dict[str, Any] = {
        Path(answer["path"]).name: answer for answer in map(json.loads, run("--json", str(folder)).stdout.splitlines())
    }

    assert {"marks.docx", "lesson.txt", "photo.jpg", "locked.docx"} == set(answers)
    assert [("UPN", "paragraph 2")] == [(f["entity"], f["part"]) for f in answers["marks.docx"]["findings"]]
    assert ("docx", 0, []) == tuple(answers["marks.docx"][key] for key in ("kind", "pictures", "unread"))
    assert "password" == answers["locked.docx"]["reason"]
    assert "outcome" not in answers["photo.jpg"]


def test_a_document_on_standard_input_is_read_too() -> None:
    answer = json.loads(run("--json", data=paper(f"UPN {UPN}")).stdout)

    assert ["paragraph 1"] == [finding["part"] for finding in answer["findings"]]


def test_a_run_that_was_ended_goes_on_from_its_answers(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "answers.jsonl"
    first = run("--json", "--resume", str(kept), str(folder))
    lines = kept.read_text(encoding="utf-8").splitlines()
    # As a run leaves it that is ended in the middle of a line.
    kept.write_text("\n".join([*lines[:2], lines[2][:40]]), encoding="utf-8")
    (folder / "lesson.txt").write_text(f"UPN {UPN}", encoding="ascii")

    second = run("--json", "--resume", str(kept), str(folder))

    changed = [line for line in second.stdout.splitlines() if line not in first.stdout.splitlines()]
    assert ["lesson.txt"] == [Path(json.loads(line)["path"]).name for line in changed]
    assert len(first.stdout.splitlines()) == len(second.stdout.splitlines())
    assert UPN not in kept.read_text(encoding="utf-8")


def test_answers_are_used_again_and_only_where_nothing_has_changed(tmp_path: Path) -> None:
    path, kept = tmp_path / "a.txt", tmp_path / "kept"
    path.write_text("one", encoding="ascii")
    first = _many.Kept(kept, "rules 1")
    first.add(path, {"outcome": "allow"})
    first.close()

    def known(by: str) -> dict[str, Any] | None:
        again = _many.Kept(kept, by)
        again.close()
        return again.answer(path)

    assert {"outcome": "allow"} == known("rules 1")
    assert known("rules 2") is None
    path.write_text("other", encoding="ascii")
    assert known("rules 1") is None
    path.unlink()
    assert known("rules 1") is None


def test_what_the_answers_depend_on_is_the_same_in_every_run(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for _ in range(2):
        run("--resume", str(kept), str(folder / "lesson.txt"))
    run("--resume", str(kept), "--policy", "quantock", str(folder / "lesson.txt"))

    assert 2 == len(kept.read_text(encoding="utf-8").splitlines())


def test_a_file_that_cannot_keep_answers_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="go on from"):
        _many.Kept(tmp_path / "no" / "such", "")

    done = run("--resume", str(tmp_path), str(tmp_path))
    assert 2 == done.returncode
    assert "is not a file" in done.stderr


@pytest.mark.parametrize(
    "precious", [b"my notes\n", b'{"file": 1}', b'{"id": 1}\n', b"[1]\n", b"7", b"\n", b"\xff\xfe\x00 pictures"]
)
def test_a_file_that_holds_no_answers_is_left_as_it_is(tmp_path: Path, precious: bytes) -> None:
    path, kept = tmp_path / "notes.txt", tmp_path / "precious.txt"
    path.write_text("one", encoding="ascii")
    kept.write_bytes(precious)

    done = run("--resume", str(kept), str(path))

    assert 2 == done.returncode
    assert f"{kept}: is no file of answers" in done.stderr
    assert precious == kept.read_bytes()


def test_a_run_goes_on_though_it_was_ended_in_its_first_line(tmp_path: Path) -> None:
    path, kept = tmp_path / "a.txt", tmp_path / "kept"
    path.write_text("one", encoding="ascii")
    kept.write_text('{"file": "/sh', encoding="ascii")

    assert [0, 0] == [run("--resume", str(kept), str(path)).returncode for _ in range(2)]
    assert 2 == len(kept.read_text(encoding="utf-8").splitlines())


def test_a_new_file_of_answers_is_for_its_owner_alone_and_in_a_folder_that_is_there(tmp_path: Path) -> None:
    path, kept = tmp_path / "a.txt", tmp_path / "kept"
    path.write_text("one", encoding="ascii")

    assert 0 == run("--resume", str(kept), str(path)).returncode
    if sys.platform != "win32":
        assert 0 == kept.stat().st_mode & 0o077
    done = run("--resume", str(tmp_path / "no" / "such"), str(path))
    assert 2 == done.returncode
    assert f"there is no folder {tmp_path / 'no'}" in done.stderr
    assert "rrno" not in done.stderr


class FullDisk(io.StringIO):
    def write(self, text: str) -> int:  # noqa: ARG002 - the shape of a file
        raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_ends_the_run_with_words(tmp_path: Path) -> None:
    kept = _many.Kept(tmp_path / "kept", "")
    kept.close()
    kept._file = FullDisk()

    with pytest.raises(UnreadableError, match="No space left"):
        kept.add(tmp_path, {})
    kept.close()


def test_names_with_any_characters_move_no_terminal(tmp_path: Path) -> None:
    names = [b"a\x1b[2Jb.txt", "Zoë 😀.txt".encode(), b"quote'\".txt"]
    if sys.platform == "linux":
        names += [b"bad\xff.txt", b"line\nend.txt"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(f"UPN {UPN}", encoding="ascii")

    shown = run(str(tmp_path)).stdout
    answers = [json.loads(line) for line in run("--json", str(tmp_path)).stdout.splitlines()]

    assert len(names) == shown.count(": hold\n") == len(answers)
    assert "\x1b" not in shown
    assert {os.fsdecode(name) for name in names} == {Path(answer["path"]).name for answer in answers}


def test_a_folder_that_cannot_be_looked_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread: list[str] = []

    def walk(top: Path, onerror: Any) -> Any:
        onerror(OSError(13, "no", str(top / "closed")))
        return iter(())

    monkeypatch.setattr(os, "walk", walk)

    assert [] == list(_many.files(tmp_path, unread))
    assert [str(tmp_path / "closed")] == unread


def test_links_to_folders_are_not_followed_round_and_round(folder: Path) -> None:
    try:
        (folder / "again").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("links need a right that this account has not")

    assert 4 == len(list(_many.files(folder, [])))


def test_what_a_document_holds_and_was_not_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    relation = papers.relations(("e", "package", "a.doc"), ("i", "image", "i.png"))
    path.write_bytes(
        papers.docx(
            papers.body("<w:p><w:r><w:t>Plan</w:t></w:r></w:p>"),
            **{
                "word/_rels/document.xml.rels": relation,
                "word/a.doc": papers.ole({"WordDocument": b"x"}),
                "word/i.png": b"",
            },
        )
    )

    done = run(str(path))

    assert "nothing found" in done.stdout
    assert "1 picture in it cannot be checked" in done.stdout
    assert "not read: embedded file 1, which is in an older Office format" in done.stdout


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_drawn_on_a_terminal_alone_and_taken_away() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for out in (terminal, pipe):
        progress = _many.Progress(4, out)
        progress.at(2)
        progress.clear()

    assert f"\r[###############...............] 2/4\r{' ' * 36}\r" == terminal.getvalue()
    assert "" == pipe.getvalue()


def test_a_text_never_shows_in_what_represents_a_document() -> None:
    assert "Zeb" not in repr(Document("text", "Zeb"))
