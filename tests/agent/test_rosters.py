"""The roster in force: pushed by the school or imported by the person, kept while all is well, last good if not."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from safe_to_paste import cli, paths, roster, rosters, settings
from safe_to_paste.errors import RosterError, SettingsError
from safe_to_paste.host import desk
from safe_to_paste.host.messages import ScanRequest
from safe_to_paste.host.state import Changes, State
from safe_to_paste.model import Scan
from safe_to_paste.roster import Roster
from safe_to_paste.rosters import Rosters
from safe_to_paste.view import View

from .conftest import PATIENCE, World

ONE = "Forename,Surname,Reg\nTyler,Okafor,9B\n"
TWO = f"{ONE}Leah,Brown,9B\n"
KEY = bytes(range(32))


def read_key() -> bytes:
    return KEY


def no_key() -> bytes:
    raise SettingsError("there is no key")


@pytest.fixture(autouse=True)
def _here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "places", world.places)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "roster.csv").write_text(ONE, encoding="utf-8")
    return folder


def knows(school: Roster | None, name: str) -> bool:
    return school is not None and any(hit.form == "full" for hit in school.look(View(name, school)))


def imported(path: Path) -> str:
    out = io.StringIO()

    assert 0 == rosters.roster_import(path, out, read_key=read_key)
    return out.getvalue()


def test_without_a_roster_no_key_is_asked_for() -> None:
    assert rosters.InForce() == Rosters(no_key).load("")


def test_what_the_person_imported_is_in_force_until_it_is_forgotten(share: Path) -> None:
    said = imported(share / "roster.csv")
    kept = Rosters(read_key)

    assert "imported: 1 pupils" in said
    assert "Okafor" not in said
    assert knows(kept.load("").roster, "Tyler Okafor")

    out = io.StringIO()
    rosters.roster_status(out, read_key=read_key)
    rosters.roster_forget(out)
    rosters.roster_forget(out)
    rosters.roster_status(out, read_key=read_key)

    assert kept.load("").roster is None
    assert "imported here: 1 pupils" in out.getvalue()
    assert out.getvalue().endswith(
        "there was no roster\nthere is no roster; names are still found, with less to go by\n"
    )
    assert not rosters.own_file().exists()


def test_a_preview_imports_nothing(share: Path) -> None:
    out = io.StringIO()
    rosters.roster_import(share, out, preview=True, read_key=no_key)

    assert "nothing was imported" in out.getvalue()
    assert not rosters.own_file().exists()


def test_a_failed_import_leaves_the_old_roster(share: Path) -> None:
    imported(share)
    (share / "roster.csv").write_text("UPN\nA1\n", encoding="utf-8")
    with pytest.raises(RosterError):
        imported(share)

    assert knows(Rosters(read_key).load("").roster, "Tyler Okafor")


def test_status_says_when_a_roster_cannot_be_used(share: Path) -> None:
    imported(share)
    rosters.own_file().write_bytes(rosters.own_file().read_bytes()[:-1])
    out = io.StringIO()

    assert 1 == rosters.roster_status(out, read_key=read_key)
    assert "damaged" in out.getvalue()


def test_status_for_a_program_says_the_same(share: Path) -> None:
    def status(code: int) -> list[dict[str, object]]:
        out = io.StringIO()
        assert code == rosters.roster_status(out, read_key=read_key, as_json=True)
        found: list[dict[str, object]] = json.loads(out.getvalue())["rosters"]
        return found

    assert [] == status(0)
    imported(share)
    today = date.fromtimestamp(rosters.own_file().stat().st_mtime).isoformat()  # noqa: DTZ012 - the laptop's own day
    assert [{"whose": "own", "since": today, "pupils": 1, "fault": ""}] == status(0)
    rosters.own_file().write_bytes(b"damaged")
    [kept] = status(1)

    assert kept["pupils"] is None
    assert "import it again" in str(kept["fault"])


def test_a_roster_for_one_run_leaves_nothing_behind(share: Path, world: World) -> None:
    assert knows(rosters.read(share / "roster.csv"), "Tyler Okafor")
    assert not world.places().data.exists()


def test_a_pushed_roster_is_followed_and_comes_before_ones_own(share: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("Forename,Surname\nAda,Quill\n", encoding="utf-8")
    imported(own)
    kept = Rosters(read_key)

    assert knows(kept.load(str(share)).roster, "Tyler Okafor")
    assert not knows(kept.load(str(share)).roster, "Ada Quill")

    (share / "roster.csv").write_text(TWO, encoding="utf-8")

    assert knows(kept.load(str(share)).roster, "Leah Brown")
    assert knows(kept.load("").roster, "Ada Quill")


def test_a_pushed_roster_is_imported_once_and_then_loaded(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Rosters(read_key).load(str(share))

    def never(_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("safe_to_paste.importers.pupils", never)
    second = Rosters(read_key).load(str(share))

    assert first.roster is not None
    assert second.roster is not None
    assert first.roster.contents == second.roster.contents


def test_the_copy_serves_while_the_share_is_away(share: Path) -> None:
    Rosters(read_key).load(str(share))
    shutil.rmtree(share)
    found = Rosters(read_key).load(str(share))

    assert knows(found.roster, "Tyler Okafor")
    assert "cannot be reached" in found.notes[0]


def test_without_share_or_copy_there_is_a_note(share: Path) -> None:
    shutil.rmtree(share)
    found = Rosters(read_key).load(str(share))

    assert found.roster is None
    assert "there is no copy yet" in found.notes[0]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_broken_push_keeps_the_last_good_one_until_it_is_mended(share: Path, restarted: bool) -> None:
    kept = Rosters(read_key)
    kept.load(str(share))
    (share / "roster.csv").write_text("UPN\nA1\n", encoding="utf-8")
    kept = Rosters(read_key) if restarted else kept
    broken = kept.load(str(share))

    assert knows(broken.roster, "Tyler Okafor")
    assert "the last good roster is in use" in broken.notes[0]
    assert broken == kept.load(str(share))

    (share / "roster.csv").write_text(TWO, encoding="utf-8")
    mended = kept.load(str(share))

    assert knows(mended.roster, "Leah Brown")
    assert not mended.notes


def test_without_a_key_there_is_a_note(share: Path) -> None:
    found = Rosters(no_key).load(str(share))

    assert found.roster is None
    assert "there is no key (no roster is in use)" in found.notes[0]


def test_a_copy_made_with_a_lost_key_is_made_again(share: Path) -> None:
    Rosters(lambda: bytes(32)).load(str(share))
    found = Rosters(read_key).load(str(share))

    assert knows(found.roster, "Tyler Okafor")
    assert not found.notes


def test_a_path_that_is_not_full_is_said_so() -> None:
    assert "not a full path" in Rosters(read_key).load("share/roster").notes[0]


def test_a_full_disk_costs_only_the_copy(share: Path, world: World) -> None:
    world.places().data.write_text("a file where the folder should be", encoding="utf-8")
    found = Rosters(read_key).load(str(share))

    assert knows(found.roster, "Tyler Okafor")
    assert "cannot be kept" in found.notes[0]


# In the host.


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settled(state: State, clock: Clock) -> Changes:
    """A reload once nothing has changed for a while."""
    state.reload()
    clock.now += 60
    return state.reload()


@pytest.fixture
def state(world: World, share: Path, clock: Clock) -> State:
    policy = world.root / "rules" / "policies" / "school.toml"
    default = (world.root / "rules" / "policies" / "default.toml").read_text(encoding="utf-8")
    policy.write_text(f'{default}\n[folders]\nroster = "{share.as_posix()}"\n', encoding="utf-8")
    values = settings.load((settings.Source("test", lambda: {"policy": "school"}),))
    return State(read_settings=lambda: values, rules_dir=world.root / "rules", read_key=read_key, clock=clock)


def test_the_host_watches_and_follows_the_schools_roster(state: State, share: Path, clock: Clock) -> None:
    settled(state, clock)

    assert share in state.targets
    assert rosters.own_file() in state.targets
    assert any(str(share) in seen[0] for seen in state.stamp)
    assert knows(state.roster, "Tyler Okafor")
    assert not state.notes

    (share / "roster.csv").write_text("UPN\nA1\n", encoding="utf-8")
    changes = settled(state, clock)

    assert (False, True) == (changes.rules, changes.policy)
    assert knows(state.roster, "Tyler Okafor")
    assert "is no roster we can read" in state.notes[0]

    (share / "roster.csv").write_text(TWO, encoding="utf-8")
    settled(state, clock)

    assert knows(state.roster, "Leah Brown")
    assert not state.notes


def test_the_host_scans_with_the_roster(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    state.reload()
    seen: list[object] = []

    def scan(text: str, _rules: object, **given: object) -> Scan:
        seen.append(given["roster"])
        return Scan((), len(text))

    monkeypatch.setattr("safe_to_paste.scanner.scan", scan)
    request = ScanRequest(id="1", text="x", upload=None, site="chatgpt", trigger="paste", conversation="aa")
    host = desk.Desk(state)
    list(host.answer(request))
    host.finish(PATIENCE)

    assert [state.roster] == seen
    assert isinstance(seen[0], roster.Roster)


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that checks a text in which the roster alone can tell that somebody is meant."""
    monkeypatch.setattr(rosters, "read_key", read_key)
    text = tmp_path / "text.txt"
    text.write_text("Okafor Tyler merit 3\n", encoding="utf-8")
    return ["scan", "--json", str(text)]


def whom(capsys: pytest.CaptureFixture[str]) -> list[bool]:
    """Of each finding, whether the roster spoke for it."""
    answer = json.loads(capsys.readouterr().out)
    return [any("roster" in reason for reason in finding["because"]) for finding in answer["findings"]]


def test_a_scan_uses_the_roster_that_was_imported_unless_it_is_left_out(
    share: Path, scan: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    imported(share / "roster.csv")

    cli.main(scan)
    assert True in whom(capsys)
    cli.main([*scan, "--no-roster"])
    assert True not in whom(capsys)


def test_a_scan_uses_the_roster_that_the_school_pushed(
    share: Path, scan: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rosters, "pushed", lambda _: str(share))

    cli.main(scan)

    assert True in whom(capsys)


def test_a_roster_that_cannot_be_read_is_noted_and_the_scan_goes_on(
    share: Path, scan: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    imported(share / "roster.csv")
    rosters.own_file().write_bytes(b"no roster")

    assert cli.main(scan) in {0, 1}
    said = capsys.readouterr()
    assert "note: " in said.err
    assert "no roster is in use" in said.err
    assert "outcome" in json.loads(said.out)


def test_answers_that_were_kept_are_not_relied_on_when_the_roster_is_another(
    share: Path, scan: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resume = [*scan, "--resume", str(tmp_path / "answers")]
    cli.main(resume)
    capsys.readouterr()
    imported(share / "roster.csv")

    for _ in range(2):
        cli.main(resume)
        assert True in whom(capsys)
    assert 2 == len((tmp_path / "answers").read_text(encoding="utf-8").splitlines())
