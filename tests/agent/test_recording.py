"""What the host records, in whatever state the journal is, and what it never does."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from safe_to_paste import declarations, keys, my_use
from safe_to_paste.errors import DialogError, JournalError
from safe_to_paste.host.recorder import Recorder, Ticket
from safe_to_paste.host.windows import Windows
from safe_to_paste.journal import TIMEOUT, Declaration, Event, Journal
from safe_to_paste.policy_file import Policy
from safe_to_paste.report import export

from .conftest import PATIENCE, SCAN, Browser, Start, World, wait_until

POLICY = """
title = "Ours"
version = "{version}"
[declaration]
gate = "before_use"
statements = ["I will take care."]
[journal]
retention_days = 30
"""


@pytest.fixture
def asking(world: World) -> World:
    """A world whose policy asks for a declaration."""
    (world.root / "ours.toml").write_text(POLICY.format(version=1), encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(world.root / "ours.toml")}), encoding="utf-8")
    return world


def journal(world: World) -> Journal:
    return Journal(world.root / "data" / "journal.sqlite3", read_key=lambda: keys.Key(b"k" * 32, "keychain"))


def events(world: World) -> list[Event]:
    return list(journal(world).events())


def declare(world: World, version: str = "1") -> None:
    journal(world).declare(
        Declaration(datetime.now(UTC), declarations.account(), "ours", version, ("I will take care.",), training=False)
    )


def greeted(start: Start, world: World, before: str = "") -> Browser:
    host = start(world, before=before)
    host.hello()
    return host


def test_each_scan_is_counted_and_completed_by_what_was_chosen(start: Start, world: World) -> None:
    host = greeted(start, world)
    kept = host.scan("ZZ1234 and ZZ9999", site="gemini", trigger="drop")["scan"]
    host.scan("nothing to say about this")
    host.ask("act", scan=kept, action="keep", reason="made_up")
    host.close()
    first, second = events(world)

    assert ("gemini", "drop", "hold", {"BADGE": 2}, "keep", "made_up") == (
        first.site,
        first.trigger,
        first.outcome,
        first.counts,
        first.action,
        first.reason,
    )
    assert ("default", "1", "allow", {}, "") == (
        second.policy,
        second.policy_version,
        second.outcome,
        second.counts,
        second.action,
    )
    assert abs((datetime.now(UTC) - first.at).total_seconds()) < 60
    assert first.rules == second.rules != ""


def test_typed_text_is_one_row_however_often_it_is_looked_at(start: Start, world: World) -> None:
    host = greeted(start, world)
    for text in ("Ring", "Ring ZZ1234", "Ring ZZ1234 to"):
        host.scan(text, trigger="type")
    last = host.scan("Ring ZZ1234 today", trigger="type")["scan"]
    host.ask("act", scan=last, action="keep", reason="dpo")
    host.scan("Ring ZZ1234 or ZZ9999", trigger="type")
    host.scan("Ring", trigger="type")
    host.close()

    assert [("type", {"BADGE": 1}, "keep"), ("type", {"BADGE": 2}, "")] == [
        (event.trigger, event.counts, event.action) for event in events(world)
    ]


@pytest.mark.parametrize(
    ("sent", "action", "rows"),
    [
        ("Ring round", "", ["type", "send", "type"]),
        ("Ring ZZ1234 today", "keep", ["type", "send", "type"]),
        ("Ring ZZ1234 today", "go_back", ["type", "send"]),
    ],
)
def test_what_is_typed_after_a_message_went_out_is_a_row_of_its_own(
    start: Start, world: World, sent: str, action: str, rows: list[str]
) -> None:
    host = greeted(start, world)
    host.scan("Ring ZZ1234", trigger="type")
    sending = host.scan(sent, trigger="send")["scan"]
    if action:
        host.ask("act", scan=sending, action=action)
    host.scan("Write to ZZ9999", trigger="type")
    host.close()

    assert rows == [event.trigger for event in events(world)]


def test_a_trial_holds_nothing_and_counts_what_would_have_been(start: Start, world: World) -> None:
    (world.root / "ours.toml").write_text('title = "Ours"\nversion = "1"\nmode = "report_only"\n', encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(world.root / "ours.toml")}), encoding="utf-8")
    host = greeted(start, world)
    noted = host.scan("ZZ1234")
    plain = host.scan("nothing to say about this")
    host.close()
    first, second = events(world)

    assert ("hint", "report_only") == (noted["outcome"], noted["mode"])
    assert noted["says"].startswith("Just a note. ")
    assert ("allow", "report_only") == (plain["outcome"], plain["mode"])
    assert ("hold", "report_only", "allow", "report_only") == (first.outcome, first.mode, second.outcome, second.mode)

    use = my_use.of((first, second))

    assert ({"hint": 1, "allow": 1}, {"hold": 1}) == (dict(use.outcomes), dict(use.on_trial))
    assert any("on trial; it would have been: held 1" in line for line in my_use.lines(use, (), kept_for="90 days"))


def test_in_earnest_is_recorded_as_such(start: Start, world: World) -> None:
    host = greeted(start, world)
    reply = host.scan("ZZ1234")
    host.close()

    assert ("warn", "warn", "hold") == (reply["mode"], events(world)[0].mode, events(world)[0].outcome)


def test_a_review_that_is_due_is_among_the_notes_of_status(start: Start, world: World) -> None:
    text = 'title = "Ours"\nversion = "1"\nowner = "the deputy head"\n[review]\nnext_date = 2020-01-31\n'
    (world.root / "ours.toml").write_text(text, encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(world.root / "ours.toml")}), encoding="utf-8")
    host = greeted(start, world)

    assert [
        "the AI policy's review was due on 31 January 2020 and is overdue. It is looked after by the deputy head."
    ] == host.ask("status")["notes"]


def test_other_rules_are_recorded_as_another_version(start: Start, world: World) -> None:
    host = greeted(start, world)
    host.scan("one")
    world.rule.write_text(world.rule.read_text(encoding="utf-8").replace("ZZ", "YY"), encoding="utf-8")
    host.event()
    host.scan("two")
    host.close()
    first, second = events(world)

    assert first.rules != second.rules


def test_sites_are_words_and_the_doctor_is_not_counted(start: Start, world: World) -> None:
    host = greeted(start, world)
    host.scan("one", site="doctor")
    host.scan("two", site="Leah.Example")
    host.scan("three", site="\u00fcber")
    host.close()

    assert ["other", "other"] == [event.site for event in events(world)]


def test_a_journal_that_is_held_keeps_nobody_waiting(start: Start, world: World) -> None:
    host = greeted(start, world)
    host.scan("ZZ1234")
    assert wait_until(lambda: len(events(world)) == 1)
    holder = sqlite3.connect(journal(world).path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    for _ in range(5):
        assert "hold" == host.scan("ZZ1234")["outcome"]
    assert not host.ask("declare", do="status")["declared"]

    assert time.monotonic() - began < TIMEOUT
    assert 1 == len(events(world))

    holder.execute("ROLLBACK")
    holder.close()

    assert wait_until(lambda: len(events(world)) == 6)


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size to stand for a full disk")
def test_a_full_disk_stops_no_check_and_is_noted(start: Start, world: World) -> None:
    host = greeted(start, world, FULL)

    assert "hold" == host.scan("ZZ1234")["outcome"]
    assert wait_until(lambda: bool(host.ask("status")["notes"]))
    assert "hold" == host.scan("ZZ1234")["outcome"]
    (note,) = host.ask("status")["notes"]
    assert "not in the journal" in note


def test_a_profile_without_a_data_folder_stops_no_check_and_is_noted(start: Start, asking: World) -> None:
    (asking.root / "data").write_text("a file where the folder should be", encoding="utf-8")
    host = greeted(start, asking)

    assert "hold" == host.scan("ZZ1234")["outcome"]
    assert wait_until(lambda: bool(host.ask("status")["notes"]))
    # Nobody can declare here, so nobody is kept out.
    assert "remind" == host.ask("declare", do="status")["gate"]


def test_a_damaged_journal_is_noted_and_recording_goes_on(start: Start, world: World) -> None:
    (world.root / "data").mkdir()
    journal(world).path.write_bytes(b"no database " * 1000)
    host = greeted(start, world)
    host.scan("ZZ1234")

    assert wait_until(lambda: "was damaged" in " ".join(host.ask("status")["notes"]))
    assert wait_until(lambda: len(events(world)) == 1)


def test_old_events_go_when_a_host_starts(start: Start, asking: World) -> None:
    for at in (datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC)):
        journal(asking).record(Event(at, "chatgpt", "paste", "ours", "1", "r", "allow"))
    greeted(start, asking)

    assert wait_until(lambda: len(events(asking)) == 1)


def test_a_declaration_made_anywhere_reaches_every_browser(start: Start, asking: World) -> None:
    hosts = [greeted(start, asking) for _ in range(2)]
    for host in hosts:
        status = host.ask("declare", do="status")
        assert (False, "never", "before_use", 2) == tuple(
            status[key] for key in ("declared", "why", "gate", "snoozes_left")
        )
    began = time.monotonic()
    declare(asking)
    told = [host.event() for host in hosts]
    print(f"\ntold in {(time.monotonic() - began) * 1000:.0f} ms")

    (made,) = journal(asking).declarations()
    expected = {
        "event": "declared",
        "declared": True,
        "why": "",
        "gate": "before_use",
        "snoozes_left": 2,
        "since": made.at.isoformat(),
    }
    assert [expected, expected] == told
    assert hosts[1].ask("declare", do="status")["declared"]


def test_a_later_chosen_anywhere_reaches_every_browser(start: Start, asking: World) -> None:
    hosts = [greeted(start, asking) for _ in range(2)]
    for host in hosts:
        host.ask("declare", do="status")

    assert 1 == hosts[0].ask("declare", do="snooze")["snoozes_left"]
    event = hosts[1].event()
    assert (False, 1) == (event["declared"], event["snoozes_left"])


def test_the_training_card_is_a_page_of_the_policy_in_force(start: Start, asking: World) -> None:
    page = greeted(start, asking).ask("card")["page"]

    assert page.startswith("<!doctype html>")
    assert "What can I paste?" in page
    assert "<script" not in page


def test_every_further_declaration_is_noticed_too(start: Start, asking: World) -> None:
    host = greeted(start, asking)
    host.ask("declare", do="status")
    declare(asking, "0")
    assert not host.event()["declared"]
    declare(asking, "1")

    # The first may have been told twice: the marker is made, then written.
    assert any(host.event()["declared"] for _ in range(2))


def test_a_new_version_of_the_policy_is_asked_for_again_at_once(start: Start, asking: World) -> None:
    declare(asking)
    host = greeted(start, asking)
    assert host.ask("declare", do="status")["declared"]
    (asking.root / "ours.toml").write_text(POLICY.format(version=2), encoding="utf-8")

    assert "policy_changed" == host.event()["event"]
    event = host.event()
    assert ("declared", False, "version") == (event["event"], event["declared"], event["why"])


def test_recording_does_not_have_the_rules_looked_at(
    start: Start, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Each look at some hundred rule files costs as much as a check. Written where nothing is watched:
    looked = tmp_path_factory.mktemp("elsewhere") / "looked"
    looked.touch()
    before = (
        f"looked = {str(looked)!r}\n"
        "from safe_to_paste import watch\n"
        "stamp = watch.stamp\n"
        "def told(targets):\n"
        "    targets = tuple(targets)\n"
        "    if len(targets) > 1:\n"
        "        open(looked, 'a').write('.')\n"
        "    return stamp(targets)\n"
        "watch.stamp = told\n"
    )
    host = greeted(start, world, before)
    host.scan("ZZ1234")
    assert wait_until(lambda: len(events(world)) == 1)
    looks = 0
    # Until those of its start are done.
    while looks != (looks := looked.stat().st_size):
        time.sleep(1.0)
    for _ in range(20):
        host.scan("ZZ1234")
    time.sleep(1.0)

    assert looks == looked.stat().st_size > 0
    assert 21 == len(events(world))


def test_without_windows_the_extension_is_told_so_and_whom_to_go_to(start: Start, asking: World) -> None:
    host = greeted(start, asking, "sys.modules['safe_to_paste.dialogs'] = None")
    window, concern = host.ask("declare", do="open"), host.ask("concern", about="safeguarding")

    assert (False, False) == (window["opened"], concern["opened"])
    assert "no windows" in window["message"]
    assert "your designated safeguarding lead" == concern["route"]["to"]


def test_a_window_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Handle:
        code: int | None = None

        def poll(self) -> int | None:
            return self.code

    class Dialogs:
        def __init__(self) -> None:
            self.opened: list[tuple[tuple[str, ...], Handle]] = []

        def start(self, *words: str) -> Handle:
            self.opened.append((words, Handle()))
            return self.opened[-1][1]

    import safe_to_paste

    dialogs = Dialogs()
    monkeypatch.setitem(sys.modules, "safe_to_paste.dialogs", dialogs)
    monkeypatch.setattr(safe_to_paste, "dialogs", dialogs, raising=False)
    windows = Windows()

    assert (True, "") == windows.open("declaration")
    assert (True, "The window is open already.") == windows.open("declaration")
    assert (True, "") == windows.open("concern", "sent")
    dialogs.opened[0][1].code = 1
    assert (True, "") == windows.open("declaration")
    assert [("declaration",), ("concern", "sent"), ("declaration",)] == [words for words, _ in dialogs.opened]

    dialogs.opened[-1][1].code = 2
    opened, message = windows.open("declaration")

    assert not opened
    assert "did not open properly" in message
    assert 4 == len(dialogs.opened)  # and is tried again all the same


def test_a_window_that_cannot_be_shown_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import safe_to_paste

    class Dialogs:
        @staticmethod
        def start(*_words: str) -> None:
            raise DialogError("there is no screen")

    monkeypatch.setitem(sys.modules, "safe_to_paste.dialogs", Dialogs)
    monkeypatch.setattr(safe_to_paste, "dialogs", Dialogs, raising=False)

    assert (False, "The window could not be opened: there is no screen.") == Windows().open("declaration")


def test_the_command_line_shows_verifies_and_forgets(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from safe_to_paste import cli, paths, settings

    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(settings, "machine_sources", lambda: (settings.Source("managed", lambda: chosen),))
    monkeypatch.setattr(keys, "known", lambda: (keys.Key(b"k" * 32, "keychain"),))
    chosen: dict[str, object] = {}

    assert (0, 0) == (cli.main(["journal", "verify"]), cli.main(["journal", "show"]))
    assert "Nothing is recorded" in capsys.readouterr().out

    declare(world)
    at = datetime.now(UTC)
    journal(world).record(Event(at, "chatgpt", "paste", "ours", "1", "r", "hold", {"PERSON_NAME": 2}, "keep", "dpo"))
    journal(world).record(Event(at, "gemini", "paste", "ours", "1", "r", "allow"))

    assert (0, 0) == (cli.main(["journal", "verify"]), cli.main(["journal", "show"]))
    out = capsys.readouterr().out
    for words in ("1 declaration, all as they were", "2 checks", "held 1", "kept 1", "person name 2", "agreed with"):
        assert words in out
    assert 0 == cli.main(["journal", "show", "--json"])
    assert {"hold": 1, "allow": 1} == json.loads(capsys.readouterr().out)["outcomes"]

    ours = tmp_path / "strict.toml"
    ours.write_text('title = "Ours"\nversion = "1"\n[journal]\nuser_can_delete = false\n', encoding="utf-8")
    chosen["policy"] = str(ours)

    assert (1, 2) == (cli.main(["journal", "forget"]), len(events(world)))

    ours.write_text('title = "Ours"\nversion = "1"\n', encoding="utf-8")

    assert (0, 0) == (cli.main(["journal", "forget"]), len(events(world)))
    assert 1 == len(journal(world).declarations())

    with sqlite3.connect(journal(world).path) as connection:
        connection.execute("DELETE FROM declarations")
    connection.close()
    capsys.readouterr()

    assert 1 == cli.main(["journal", "verify"])
    assert "fault: declaration 1 is missing" in capsys.readouterr().out


def test_a_new_version_other_statements_or_a_review_are_asked_for_again_on_the_command_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from safe_to_paste import cli, paths, settings

    ours = world.root / "ours.toml"
    monkeypatch.setattr(paths, "places", world.places)
    chosen: dict[str, object] = {"policy": str(ours)}
    monkeypatch.setattr(settings, "machine_sources", lambda: (settings.Source("managed", lambda: chosen),))

    def status(text: str) -> tuple[int, str]:
        ours.write_text(text, encoding="utf-8")
        code = cli.main(["declare", "--status"])
        return code, capsys.readouterr().out

    def agree(version: str, statement: str, at: datetime) -> None:
        made = Declaration(at, declarations.account(), "ours", version, (statement,), training=False)
        journal(world).declare(made)

    first = POLICY.format(version=1)
    code, out = status(first)
    assert (1, True) == (code, "not declared (never)" in out)

    agree("1", "I will take care.", datetime(2026, 1, 5, tzinfo=UTC))
    assert 0 == status(first)[0]
    assert 0 == status(first + "[marking]\nmode = 'allow'\n")[0]

    code, out = status(POLICY.format(version=2))
    assert (1, True) == (code, "not declared (version)" in out)

    code, out = status(first.replace("take care", "take great care"))
    assert (1, True) == (code, "not declared (statements)" in out)

    reviewed = first + "[review]\nnext_date = 2026-03-01\n"
    code, out = status(reviewed)
    assert (1, True) == (code, "not declared (review)" in out)

    agree("1", "I will take care.", datetime(2026, 3, 2, tzinfo=UTC))
    assert 0 == status(reviewed)[0]


TEXT = (
    "Dear Quellina Canarybird,\nas agreed, Quellina (9X, UPN E999203119012, born 14/03/2011) has dyslexia and an EHCP; "
    "please ring her mother on 07700 900142 or write to quellina.canarybird@example.org.\n"
)


def test_with_the_shipped_rules_no_word_of_a_text_is_in_any_file(start: Start, tmp_path: Path) -> None:
    host = start()
    host.hello()
    for action in ("replace", "remove", "keep", "go_back"):
        scan = host.scan(TEXT)
        assert host.ask("act", scan=scan["scan"], action=action)["ok"]
    long = host.ask("scan", upload=host.upload(TEXT * 50), **SCAN)
    host.ask("act", scan=long["scan"], action="keep", reason="not_a_problem")
    host.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    kept = b"".join(file.read_bytes() for file in files).lower()
    words = re.findall(r"\w{6,}", TEXT.lower())

    assert {"journal.sqlite3", "journal.sqlite3-wal"} <= {file.name for file in files}
    assert b"date_of_birth" in kept
    assert [] == [
        word for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be") if word.encode(encoding) in kept
    ]


def test_copied_answer_is_counted_by_label_and_is_no_check(start: Start, world: World) -> None:
    host = greeted(start, world)
    host.ask("label", do="record", site="gemini", label="ai_supported", ticks=2, back=3, left=0)
    host.ask("label", do="record", site="No.Place", label="not_this_time", back=1)
    host.close()
    first, second = events(world)
    use = my_use.of((first, second))

    assert ("gemini", "copy", "allow", "label", "ai_supported", {"NAME_BACK": 3, "REVIEW_TICK": 2}) == (
        first.site,
        first.trigger,
        first.outcome,
        first.action,
        first.label,
        first.counts,
    )
    assert ("other", "not_this_time", "", {"NAME_BACK": 1}) == (
        second.site,
        second.action,
        second.label,
        second.counts,
    )
    assert (0, {"ai_supported": 1, "not_this_time": 1}) == (use.checks, use.labels)
    assert "  no checks yet" == list(my_use.lines(use, (), kept_for="90 days"))[1]
    assert "  answers I copied: labelled AI supported 1, without a label 1" in my_use.lines(use, (), kept_for="90 days")


def test_events_that_could_not_be_deleted_are_when_it_is_asked_again(tmp_path: Path) -> None:
    long_ago = Event(datetime(2020, 1, 1, tzinfo=UTC), "chatgpt", "paste", "ours", "1", "r", "allow")
    kept = Journal(tmp_path / "journal.sqlite3", read_key=lambda: keys.Key(b"k" * 32, "keychain"))
    kept.record(long_ago)
    in_the_way = iter([JournalError("held by another")])

    def opened() -> Journal:
        if fault := next(in_the_way, None):
            raise fault
        return kept

    recorder = Recorder(opened)
    recorder.prune(90)
    assert wait_until(lambda: bool(recorder.notes))
    assert ("events that are too old are not deleted yet: held by another",) == recorder.notes
    recorder.prune(90)
    assert wait_until(lambda: not any(kept.events()) and not recorder.notes)
    kept.record(long_ago)
    # Once a day is enough.
    recorder.prune(90)
    recorder.finish(PATIENCE)

    assert any(kept.events())


def test_folder_that_does_not_answer_keeps_no_check_out_of_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(export, "put", lambda *_, **__: answers.wait(30))
    kept = Journal(tmp_path / "journal.sqlite3", read_key=lambda: keys.Key(b"k" * 32, "keychain"))
    recorder = Recorder(lambda: kept)
    ours = Policy("Ours", "1")
    recorder.export(tmp_path, ours, ())
    recorder.export(tmp_path, ours, ())
    recorder.scanned(Event(datetime.now(UTC), "chatgpt", "paste", "ours", "1", "1", "allow"), Ticket())

    assert wait_until(lambda: any(kept.events()))
    assert [f"totals for reports are not exported: {tmp_path} does not answer"] == list(recorder.notes)

    answers.set()
    recorder.finish(5)
