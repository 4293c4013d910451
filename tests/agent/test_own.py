"""The school's own words and people, as the policy's lists name them, are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from safe_to_paste import cli, own, paths, settings
from safe_to_paste.host.state import State
from safe_to_paste.policy import decide, parse
from safe_to_paste.policy_file import Lists
from safe_to_paste.scanner import scan

from .conftest import World
from .growth import grows_no_faster

POLICY = """
title = "Ours"
version = "1"
[lists]
words = ["Project Kestrel", "Quarry-field"]
people = ["Mrs Joan Pellow"]
"""


def found(text: str, *, words: tuple[str, ...] = (), people: tuple[str, ...] = ()) -> list[str]:
    scanned = scan(text, own.rules(Lists(words, people)))
    return [text[finding.span.start : finding.span.end] for finding in scanned.findings]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The timetable for Project Kestrel is not public.", ["Project Kestrel"]),
        ("PROJECT KESTREL, project\nkestrel", ["PROJECT KESTREL", "project\nkestrel"]),
        ("the quarry\u2013field sale", ["quarry\u2013field"]),
        ("Our projects: kestrels nest on the roof. Project Kestrelling.", []),
    ],
)
def test_words_are_found_whole_and_in_any_case(text: str, words: list[str]) -> None:
    assert found(text, words=("Project Kestrel", "Quarry-field")) == words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("joan pellow chairs it", ["joan pellow"]),
        ("Pellow, Joan; J. Pellow; J Pellow", ["Pellow, Joan", "J. Pellow", "J Pellow"]),
        ("Mrs Pellow and Joan Pellow's dog", ["Mrs Pellow", "Joan Pellow"]),
        ("Anneke van Dorn and van Dorn, Anneke", ["Anneke van Dorn", "van Dorn, Anneke"]),
        ("Rose gave her a rose", ["Rose"]),
        ("Joan of Arc, a Mr Pellow, Pellow Street", []),
    ],
)
def test_people_are_found_in_every_form_that_leaves_no_doubt(text: str, names: list[str]) -> None:
    assert found(text, people=("Mrs Joan Pellow", "Anneke van Dorn", "Rose")) == names


def test_without_lists_there_is_no_rule() -> None:
    assert own.rules(Lists()) == ()
    assert own.rules(Lists(words=("x", " ", "y" * 200))) == ()


def test_what_is_found_is_warned_about_and_said() -> None:
    policy = parse(POLICY, "ours")
    verdict = decide(scan("Joan Pellow on Project Kestrel", own.rules(policy.lists)), policy)

    assert verdict.outcome.word == "warn"
    assert verdict.says.startswith("This includes a name on our own list and a word on our own list.")


def test_published_staff_stay_no_finding() -> None:
    policy = parse(f'{POLICY}[organisation]\npublished_staff = ["Mrs Joan Pellow"]\n', "ours")

    assert not scan("Ask Joan Pellow", own.rules(policy.lists), organisation=policy.organisation).findings


def test_the_host_and_the_command_act_on_them(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    ours, text = tmp_path / "ours.toml", tmp_path / "text.txt"
    ours.write_text(POLICY, encoding="utf-8")
    text.write_text("Minutes about project kestrel", encoding="utf-8")
    source = settings.Source("managed", lambda: {"policy": str(ours)})
    state = State(read_settings=lambda: settings.load((source,)))
    state.reload()

    assert {"lists/words", "lists/people"} <= {rule.id for rule in state.rules}
    assert cli.main(["scan", "--json", "--policy", str(ours), str(text)]) == 1
    assert [f["entity"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["OWN_WORD"]


def test_long_lists_cost_little() -> None:
    text = "The quick brown fox had a project on kestrels and went to school again. " * 700

    def work(words: int) -> None:
        scan(text, own.rules(Lists(words=tuple(f"Project Kestrel {n}x" for n in range(words)))))

    assert grows_no_faster(work, 1_000)
