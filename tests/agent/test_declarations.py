"""How a person stands to the policy: what is asked again, and when."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from safe_to_paste import cli, concerns, declarations, keys, paths
from safe_to_paste.declarations import standing
from safe_to_paste.dialogs import matter
from safe_to_paste.errors import JournalError
from safe_to_paste.host import messages
from safe_to_paste.host.declaring import Declaring
from safe_to_paste.journal import Declaration, Journal
from safe_to_paste.policy_file import Contacts, Gate, Policy, Report, Review
from safe_to_paste.policy_file import Declaration as Asked

from .conftest import World

TODAY = date(2026, 11, 22)
POLICY = Policy("Ours", "2", name="ours", declaration=Asked(Gate.BEFORE_USE, ("I will take care.", "I will ask."), 2))
MADE = Declaration(
    datetime(2026, 9, 1, 8, tzinfo=UTC), "pat", "ours", "2", POLICY.declaration.statements, training=False
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3", read_key=lambda: keys.Key(b"k" * 32, "keychain"))


def why(policy: Policy, journal: Journal, today: date = TODAY) -> str:
    stands = standing(policy, journal, today, "pat")
    assert stands.declared == (stands.why == "")
    return stands.why


def test_declared_once_is_declared(journal: Journal) -> None:
    assert ("never", None) == (why(POLICY, journal), standing(POLICY, journal, TODAY, "pat").since)

    journal.declare(MADE)

    assert ("", MADE.at) == (why(POLICY, journal), standing(POLICY, journal, TODAY, "pat").since)


def test_somebody_elses_declaration_is_not_mine(journal: Journal) -> None:
    journal.declare(replace(MADE, who="robin"))

    assert "never" == why(POLICY, journal)


def test_another_version_or_other_statements_are_asked_for_again(journal: Journal) -> None:
    journal.declare(MADE)
    reworded = replace(POLICY, declaration=replace(POLICY.declaration, statements=("I will take great care.",)))
    broken_elsewhere = replace(
        POLICY, declaration=replace(POLICY.declaration, statements=("I will\n take care.", "I will ask."))
    )

    assert "version" == why(replace(POLICY, version="3"), journal)
    assert "version" == why(replace(POLICY, name="another"), journal)
    assert "statements" == why(reworded, journal)
    assert "" == why(broken_elsewhere, journal)


def test_a_version_that_comes_back_was_declared(journal: Journal) -> None:
    journal.declare(MADE)
    journal.declare(replace(MADE, policy_version="3"))

    assert ("", "") == (why(POLICY, journal), why(replace(POLICY, version="3"), journal))


def test_once_the_review_date_has_passed_it_is_asked_for_again(journal: Journal) -> None:
    journal.declare(MADE)
    policy = replace(POLICY, review=Review(date(2026, 11, 22)))

    assert ("", "review") == (why(policy, journal, date(2026, 11, 21)), why(policy, journal))

    journal.declare(replace(MADE, at=datetime(2026, 11, 22, 10, tzinfo=UTC)))

    assert "" == why(policy, journal)


def test_a_clock_that_is_set_back_undoes_no_declaration(journal: Journal) -> None:
    journal.declare(MADE)

    assert "" == why(replace(POLICY, review=Review(date(2027, 1, 1))), journal, date(1970, 1, 1))


def test_laters_are_counted_down_for_each_version(journal: Journal) -> None:
    statements = declarations.digest(POLICY.declaration.statements)
    left = []
    for _ in range(4):
        left.append(standing(POLICY, journal, TODAY, "pat").snoozes_left)
        journal.snoozed(POLICY.name, POLICY.version, statements)

    assert [2, 1, 0, 0] == left
    assert 2 == standing(replace(POLICY, version="3"), journal, TODAY, "pat").snoozes_left


def test_a_gate_that_cannot_be_passed_only_reminds(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
    journal = Journal(tmp_path / "data" / "journal.sqlite3", read_key=lambda: keys.Key(b"k" * 32, "keychain"))

    assert "remind" == standing(POLICY, journal, TODAY, "pat").gate
    assert "before_use" == standing(POLICY, Journal(tmp_path / "j.sqlite3"), TODAY, "pat").gate


def test_how_the_person_stands_is_said_in_words_and_for_a_program(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(declarations, "account", lambda: "pat")
    kept = Journal(read_key=lambda: keys.Key(b"k" * 32, "keychain"))

    def said(*words: str) -> tuple[int, str]:
        return cli.main(["declare", "--status", *words]), capsys.readouterr().out

    code, found = said("--json")
    assert (1, "not declared (never): ") == (said()[0], said()[1][:22])
    assert (1, False, "never", None) == (code, *(json.loads(found)[key] for key in ("declared", "why", "since")))
    default = matter.load().policy
    kept.declare(replace(MADE, policy="default", policy_version="1", statements=default.declaration.statements))

    code, found = said("--json")
    assert (0, True) == (code, json.loads(found)["declared"])
    assert MADE.at.isoformat() == json.loads(found)["since"]
    assert json.loads(found)["policy"] in said()[1]


def test_json_goes_with_status_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["declare", "--json"])

    assert 2 == ended.value.code
    assert "--json goes with --status" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows asks its own library who is signed in")
def test_who_is_signed_in_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    before = declarations.account()
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
        monkeypatch.setenv(name, "somebody-else")

    assert before == declarations.account() != ""


def asked(journal: Journal) -> Declaring:
    return Declaring(lambda: journal, lambda: TODAY, lambda: "pat")


def test_host_counts_laters_while_there_are_any(journal: Journal) -> None:
    host = asked(journal)

    assert [1, 0, 0] == [host.snooze(POLICY)["snoozes_left"] for _ in range(3)]
    statements = declarations.digest(POLICY.declaration.statements)
    assert 2 == journal.snoozes(POLICY.name, POLICY.version, statements)


def test_a_later_that_cannot_be_counted_is_granted(journal: Journal) -> None:
    journal.declare(replace(MADE, who="robin"))
    holder = sqlite3.connect(journal.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient = Journal(journal.path, timeout=0.1)

    assert 2 == asked(impatient).snooze(POLICY)["snoozes_left"]

    holder.close()


def test_host_tells_of_a_change_only_to_who_has_asked(journal: Journal) -> None:
    host = asked(journal)
    assert host.changed(POLICY) is None
    assert "never" == host.status(POLICY)["why"]
    assert host.changed(POLICY) is None
    journal.declare(MADE)
    told = host.changed(POLICY)

    assert told is not None
    assert told["declared"]
    assert host.changed(POLICY) is None


def test_host_goes_on_where_the_journal_cannot_be_read(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Journal) -> tuple[Declaration, ...]:
        raise JournalError("it is held")

    monkeypatch.setattr(Journal, "declarations", broken)

    expected = {"declared": False, "why": "never", "gate": "remind", "snoozes_left": 0, "since": ""}
    assert expected == asked(journal).status(POLICY)
    off = replace(POLICY, declaration=replace(POLICY.declaration, gate=Gate.OFF))
    assert "off" == asked(journal).status(off)["gate"]


@pytest.mark.parametrize("about", messages.CONCERNS)
def test_every_concern_has_somebody_to_go_to_and_something_to_do(about: str) -> None:
    bare = concerns.route(Policy("Ours", "1"), about)

    assert bare.to
    assert bare.to in bare.first
    assert bare.to.startswith("your ")


def test_concerns_go_where_the_policy_says() -> None:
    policy = replace(
        POLICY,
        contacts=Contacts(dpo="Ms Example", dsl="Mr Sample", line_manager="your head of department"),
        report=Report(policy_breach="line_manager", data_breach="dpo", query="your line manager, then the SLT"),
    )
    to = {about: concerns.route(policy, about).to for about in messages.CONCERNS}

    assert {
        "policy_breach": "your head of department",
        "data_breach": "Ms Example",
        "query": "your line manager, then the SLT",
        "sent": "Ms Example",
        "safeguarding": "Mr Sample",
    } == to
