"""``safe-to-paste index`` and ``scan`` with an index, as a person uses them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from safe_to_paste import cli, index, paths, rosters
from safe_to_paste.index import child
from safe_to_paste.index.folders import Folder

from .conftest import PATIENCE, World, wait_until
from .test_index import KEY, writing


@pytest.fixture(autouse=True)
def _here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(rosters, "read_key", lambda: KEY)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "essay.txt").write_text(writing(300), encoding="utf-8")
    return folder


@pytest.fixture
def paste(tmp_path: Path) -> Path:
    file = tmp_path / "paste.txt"
    file.write_text(" ".join(writing(300).split()[100:200]), encoding="utf-8")
    return file


def test_a_folder_that_was_added_is_known_and_one_that_was_removed_is_not(
    work: Path, paste: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == cli.main(["index", "add", str(work)])
    said = capsys.readouterr().out
    assert said.startswith("1 file read, 0 as they were, 0 gone\n")
    assert "no teaching material is named" in said

    assert 1 == cli.main(["scan", "--json", str(paste)])
    assert "hold" == (answer := json.loads(capsys.readouterr().out))["outcome"]
    assert "pupil-work/known" == answer["findings"][0]["rule"]

    assert 0 == cli.main(["index", "remove", str(work)])
    capsys.readouterr()
    assert 0 == cli.main(["scan", str(paste)])


def test_the_index_can_be_left_out_of_a_scan(work: Path, paste: Path) -> None:
    cli.main(["index", "add", str(work)])

    assert 0 == cli.main(["scan", "--no-index", str(paste)])


def test_without_an_index_no_key_is_asked_for(paste: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rosters, "read_key", lambda: pytest.fail("asked"))

    assert 0 == cli.main(["scan", str(paste)])


def test_answers_that_were_kept_are_not_relied_on_when_the_index_is_another(
    work: Path, paste: Path, tmp_path: Path
) -> None:
    resume = ["scan", "--resume", str(tmp_path / "answers"), str(paste)]
    assert 0 == cli.main(resume)
    cli.main(["index", "add", str(work)])

    assert 1 == cli.main(resume)


def test_teaching_material_is_added_as_such(work: Path, paste: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["index", "add", str(work)])
    cli.main(["index", "add", str(work), "--teaching"])

    assert 0 == cli.main(["scan", str(paste)])
    capsys.readouterr()
    cli.main(["index", "status"])
    said = capsys.readouterr().out
    assert f"teaching material, added here: {work}" in said
    assert "no teaching material is named" not in said


def test_the_teachers_own_material_is_no_pupils_however_it_is_asked_about(
    work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = (
        "I think the fox was clever because he knew the farmer slept late, and so he went by the back fence at dawn."
    )
    (work / "model answer.txt").write_text(f"Year 9\n\n{model}\n\nNow write your own.", encoding="utf-8")
    asked = tmp_path / "asked.txt"
    asked.write_text(f"Can you give WWW and EBI for this\n\n{model}", encoding="utf-8")

    def works() -> list[str]:
        cli.main(["scan", "--json", str(asked)])
        return [f["entity"] for f in json.loads(capsys.readouterr().out)["findings"] if f["entity"] == "PUPIL_WORK"]

    assert ["PUPIL_WORK"] == works()
    cli.main(["index", "add", str(work), "--teaching"])
    capsys.readouterr()
    assert [] == works()


def test_a_document_is_known_again_as_a_text(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (work / "essay.rtf").write_text("{\\rtf1 " + writing(200, seed=2) + "}", encoding="ascii")
    cli.main(["index", "add", str(work)])
    paste = work.with_name("pasted.txt")
    paste.write_text(writing(200, seed=2), encoding="utf-8")
    capsys.readouterr()

    assert 1 == cli.main(["scan", str(paste)])
    assert "known since" in capsys.readouterr().out


def test_status_says_what_is_kept(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["index", "status"])
    assert "there is no index yet" in capsys.readouterr().out
    (work / "short.txt").write_text("too short")
    cli.main(["index", "add", str(work)])
    capsys.readouterr()

    assert 0 == cli.main(["index", "status"])

    said = capsys.readouterr().out
    assert f"pupils' work, added here: {work}\n" in said
    assert "1 file of pupils' work and 0 of teaching material" in said
    assert "not read: 1 file: is too short to be known again" in said
    assert "24 months" in said


def test_status_for_a_program_says_the_same(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["index", "status", "--json"])
    assert {"folders": [], "months": 24, "index": None} == json.loads(capsys.readouterr().out)
    (work / "short.txt").write_text("too short")
    cli.main(["index", "add", str(work)])
    capsys.readouterr()

    assert 0 == cli.main(["index", "status", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert [{"path": str(work), "kind": "pupil_work", "from": "here", "is_there": True}] == said["folders"]
    kept = said["index"]
    assert (1, 0, {"short": 1}, "", True) == tuple(
        kept[key] for key in ("pupil_work", "teaching", "not_read", "begun_anew", "is_readable")
    )
    assert index.file().stat().st_size == kept["bytes"]


def test_a_lost_key_is_said_and_the_next_run_begins_anew(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["index", "add", str(work)])
    monkeypatch.setattr(rosters, "read_key", lambda: b"another" * 4)

    assert 1 == cli.main(["index", "status"])
    assert "key" in capsys.readouterr().err
    assert 0 == cli.main(["index", "add", str(work)])
    assert "begun anew: the key it was made with is lost" in capsys.readouterr().out


def test_rebuild_reads_everything_again(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["index", "add", str(work)])
    capsys.readouterr()

    assert 0 == cli.main(["index", "rebuild"])
    assert capsys.readouterr().out.startswith("1 file read, 0 as they were")


def test_remove_all_leaves_nothing(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["index", "add", str(work)])
    cli.main(["index", "remove", "--all"])
    cli.main(["index", "status"])

    assert "0 files of pupils' work" in capsys.readouterr().out
    assert 2 == cli.main(["index", "add", str(work / "none")])
    assert 1 == cli.main(["index", "remove", str(work)])


def test_whoever_asks_is_told_whose(work: Path, paste: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["index", "add", str(work)])
    capsys.readouterr()

    assert 0 == cli.main(["index", "whose", str(paste)])
    assert f"{work / 'essay.txt'}\n" == capsys.readouterr().out

    (work / "essay.txt").unlink()
    assert 0 == cli.main(["index", "whose", str(paste)])
    assert "not there any more" in capsys.readouterr().out


def test_a_passage_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == cli.main(["index", "whose", str(tmp_path / "nope.txt")])
    assert f"safe-to-paste: {tmp_path / 'nope.txt'}: was not found\n" == capsys.readouterr().err


def test_what_nobody_wrote_is_nobodys(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["index", "add", str(work)])
    capsys.readouterr()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(writing(100, seed=2).encode())))

    assert 1 == cli.main(["index", "whose"])
    assert "no piece that is known" in capsys.readouterr().out


def test_two_that_index_at_once_wait_for_each_other(work: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for number in range(300):
        (work / f"{number}.txt").write_text(writing(200, seed=number + 5), encoding="utf-8")
    command = [sys.executable, "-m", "safe_to_paste.cli", "index", "add", str(work)]
    environment = {"PATH": "", "HOME": str(home), "XDG_DATA_HOME": str(home)}
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) for _ in range(2)
    ]

    said = sorted(process.communicate(timeout=4 * PATIENCE)[0].decode().splitlines()[0] for process in both)

    assert ["0 files read, 301 as they were, 0 gone", "301 files read, 0 as they were, 0 gone"] == said


def test_a_child_ends_with_its_host_and_the_next_goes_on(work: Path) -> None:
    for number in range(2000):
        (work / f"{number}.txt").write_text(writing(100, seed=number + 5), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from safe_to_paste import index; from safe_to_paste.index import child;"
        f"index.file = lambda: Path({str(index.file())!r}); child.run(sys.stdin.buffer, lambda: {KEY!r})"
    )
    folder = Folder(work)
    run = child.start((folder,), 24, command=(sys.executable, "-c", code))
    assert wait_until(lambda: index.file().is_file())
    assert run.stdin is not None
    run.stdin.close()

    assert 0 == run.wait(PATIENCE)
    again = child.start((folder,), 24, command=(sys.executable, "-c", code))
    assert 0 == again.wait(4 * PATIENCE)
    assert again.stdin is not None
    again.stdin.close()
    assert 0 == cli.main(["index", "status"])
