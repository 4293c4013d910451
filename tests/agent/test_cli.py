"""The command line, as a person and a script meet it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import cli, paths

UPN_ROW = "B801200005001\tOkafor-Hale\tZebulon\t9B"
QUIET = "Plan a Year 8 lesson on the water cycle with a starter and an exit question."


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "safe_to_paste.cli", *arguments],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_an_ordinary_lesson_is_nothing_found() -> None:
    done = run("scan", "-", text=QUIET)

    assert (done.returncode, done.stdout) == (0, "standard input: nothing found\n")


def test_something_found_is_exit_one_and_says_where_and_why() -> None:
    done = run("scan", "--json", text=UPN_ROW)
    answer = json.loads(done.stdout)
    upn = next(f for f in answer["findings"] if f["entity"] == "UPN")

    assert done.returncode == 1
    assert answer["outcome"] == "hold"
    assert {"rule", "entity", "category", "likelihood", "start", "end", "because", "clause"} == set(upn)
    assert (upn["start"], upn["end"]) == (0, 13)
    assert "check letter is right" in upn["because"] or "check digit is right" in upn["because"]
    assert "1.5" in upn["clause"]
    assert "replace" in [action["id"] for action in answer["actions"]]


def test_offsets_are_code_points() -> None:
    answer = json.loads(run("scan", "--json", text="😀 " + UPN_ROW).stdout)

    assert (answer["findings"][0]["start"], answer["findings"][0]["end"]) == (2, 15)


def test_a_line_that_is_wrong_gets_an_error_and_the_run_goes_on() -> None:
    lines = [
        json.dumps({"id": 1, "text": QUIET}),
        "not json",
        '["a list"]',
        '{"id": 2}',
        '{"id": "lone \\ud800", "text": "\\ud800"}',
        json.dumps({"id": 3, "text": UPN_ROW}),
    ]
    done = run("scan", "--jsonl", text="\n".join(lines))
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 2
    assert [a.get("outcome") for a in answers] == ["allow", None, None, None, "allow", "hold"]
    assert [a.get("id") for a in answers] == [1, None, None, 2, "lone \ud800", 3]


def test_the_model_policy_refuses_until_it_is_filled_in() -> None:
    done = run("scan", "--policy", "model", text=QUIET)

    assert done.returncode == 2
    assert "report.policy_breach" in done.stderr
    assert "<Insert" in done.stderr or "filled" in done.stderr


def test_the_other_shipped_policies_come_into_force() -> None:
    assert [run("scan", "--policy", p, text=QUIET).returncode for p in ("default", "quantock")] == [0, 0]


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_checked(tmp_path: Path) -> None:
    good, picture = tmp_path / "good.txt", tmp_path / "picture.png"
    good.write_text(UPN_ROW, encoding="utf-8")
    picture.write_bytes(b"\x89PNG\0\0")

    done = run("scan", str(good), str(picture), str(tmp_path / "gone.txt"))

    assert done.returncode == 2
    assert f"{good}: hold\n" in done.stdout
    assert "picture.png: is a picture" in done.stderr
    assert "gone.txt: was not found\n" in done.stderr


@pytest.mark.parametrize(
    "data", [b"{\\rtf1" + b"{" * 1_000, b"%PDF-1.7 text", b"PK\x03\x04", b"\x1f\x8b\x08", bytes(range(1, 32))]
)
def test_what_cannot_be_read_is_never_said_to_hold_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "document"
    path.write_bytes(data)

    assert 2 == run("scan", str(path)).returncode


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_how_to_read_a_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(UPN_ROW.encode(encoding))

    assert 1 == run("scan", str(path)).returncode


def test_lines_may_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"id": "a", "text": UPN_ROW}) + '\n{"id": NaN, "text": ""}\n', encoding="utf-8")

    done = run("scan", "--jsonl", str(path))

    assert [json.loads(line).get("outcome") for line in done.stdout.splitlines()] == ["hold", None]
    assert "NaN" not in done.stdout


def test_the_host_takes_what_a_browser_adds_on_windows() -> None:
    done = run("host", "chrome-extension://of-somebody-else/", "--parent-window=0")

    assert 2 == done.returncode
    assert "unrecognized" not in done.stderr


def test_an_export_in_the_windows_code_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("Zoë’s list\nB801200005001".encode("cp1252"))

    assert run("scan", str(path)).returncode == 1


def test_the_schools_own_details_are_no_findings(tmp_path: Path) -> None:
    details = tmp_path / "school.json"
    details.write_text(
        json.dumps({"phones": ["01632 960140"], "email_domains": ["quayside.example.sch.uk"], "moon": 1}),
        encoding="utf-8",
    )
    text = "Call us on 01632 960140 or +44 1632 960140, parents."

    alone = run("scan", "--json", text=text + " Mobile 07700 900123")
    known = run("scan", "--json", "--organisation", str(details), text=text + " Mobile 07700 900123")

    assert {"PHONE"} == {f["entity"] for f in json.loads(known.stdout)["findings"]}
    assert "PHONE" in {f["entity"] for f in json.loads(alone.stdout)["findings"]}
    assert "moon" in known.stderr


def test_a_broken_rules_folder_could_not_scan(tmp_path: Path) -> None:
    done = run("scan", "--rules", str(tmp_path), text=QUIET)

    assert done.returncode == 2
    assert "no rules" in done.stderr


def test_the_lint_of_the_policy_in_force_passes() -> None:
    assert run("policy", "lint", "default").returncode == 0


def test_the_lint_of_a_template_names_its_unfilled_fields() -> None:
    done = run("policy", "lint", "model")

    assert done.returncode == 0
    assert "report.policy_breach" in done.stdout


@pytest.mark.parametrize("words", [["scan", "--fooo"], ["scan", "--fooo", "a.txt"], ["index", "status", "--fooo"]])
def test_an_option_that_there_is_not_is_named_under_the_usage_of_its_command(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    said = capsys.readouterr()

    assert (2, "") == (ended.value.code, said.out)
    assert said.err.startswith(f"usage: safe-to-paste {words[0]} ")
    assert f"safe-to-paste {words[0]}: error: not understood: --fooo" == said.err.splitlines()[-1]


def test_settings_say_where_each_value_came_from() -> None:
    done = run("settings")

    assert done.returncode == 0
    assert "policy" in done.stdout
    assert "default" in done.stdout


def test_nothing_found_and_something_found_never_print_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__)

    cli.main(["scan", "--json", str(path)])

    assert "Okafor-Hale" not in capsys.readouterr().out


class Console(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_what_is_redirected_is_utf_8_and_a_console_keeps_its_own_letters(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    def printed(kind: type[io.TextIOWrapper]) -> bytes:
        written = io.BytesIO()
        stream = kind(written, encoding=encoding, newline="")
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            assert 0 == cli.main(["policy", "card", "--text"])
            stream.flush()
        return written.getvalue()

    whole = printed(io.TextIOWrapper).decode("utf-8")

    assert not whole.isascii()
    assert printed(Console) == whole.encode(encoding, "replace")


@pytest.mark.parametrize(
    "command",
    [
        "declare --status",
        "export --declarations",
        "index status",
        "journal forget",
        "journal show",
        "journal verify",
        "labels",
        "report",
        "roster forget",
        "roster status",
        "uninstall",
    ],
)
def test_a_folder_that_cannot_be_looked_into_is_named_and_never_taken_for_empty(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name is longer than any system has them, which nobody's rights can change."""
    closed = tmp_path / ("x" * 300)
    monkeypatch.setattr(paths, "places", lambda: paths.Places(tmp_path, closed, tmp_path, tmp_path, None))
    monkeypatch.chdir(tmp_path)

    assert 2 == cli.main(command.split())
    told = capsys.readouterr().err
    assert told.startswith(f"safe-to-paste: {closed}")
    assert "(File name too long)" in told or sys.platform == "win32"
