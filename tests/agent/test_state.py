"""What is in force: nothing half written ever is, and what cannot be used leaves the last good one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from safe_to_paste import paths, policy, settings, watch
from safe_to_paste.errors import FingerprintError, PolicyError
from safe_to_paste.host import state
from safe_to_paste.host.state import NOTHING, State
from safe_to_paste.index.folders import Folder
from safe_to_paste.index.watching import Wanted
from safe_to_paste.policy_file import Phase

from .conftest import POLICIES, UPN_LIKE, World

WHOLE = (POLICIES / "quantock.toml").read_bytes()


class Clock:
    """Time that passes when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class School:
    """A laptop with a policy of its own, and its state."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.file = world.root / "ours.toml"
        self.file.write_bytes(WHOLE)
        self.clock = Clock()
        self.values: dict[str, object] = {"policy": str(self.file)}
        self.state = State(
            read_settings=lambda: settings.load((settings.Source("managed", lambda: self.values),)),
            rules_dir=world.root / "rules",
            clock=self.clock,
        )
        self.state.reload()

    def after(self, seconds: float) -> state.Changes:
        """What a reload changes when so much time has passed."""
        self.clock.now += seconds
        return self.state.reload()

    def settled(self) -> state.Changes:
        """What a change comes to that was left alone."""
        assert NOTHING == self.state.reload()
        assert self.state.wait is not None
        return self.after(self.state.wait + 0.01)


@pytest.fixture
def school(world: World, monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.setattr(paths, "places", world.places)
    return School(world)


def beginnings() -> list[bytes]:
    """The policy as far as it has been written, line by line."""
    lines = WHOLE.splitlines(keepends=True)
    return [b"".join(lines[:number]) for number in range(len(lines))]


def is_whole(beginning: bytes, school: School) -> bool:
    """Whether it would be taken for a policy."""
    try:
        policy.parse(beginning, str(school.file))
    except PolicyError:
        return False
    return True


def test_no_beginning_of_a_policy_takes_effect_while_it_is_written(school: School) -> None:
    before = school.state.policy
    assert sum(is_whole(beginning, school) for beginning in beginnings()) > 50  # or there is nothing to fear
    for beginning in beginnings():
        school.file.write_bytes(beginning)

        assert NOTHING == school.after(state.QUIET / 2)
        assert before is school.state.policy

    school.file.write_bytes(WHOLE.replace(b'"May 2025"', b'"June 2025"', 1))

    assert school.settled().policy
    assert "June 2025" == school.state.policy.version


def test_no_beginning_that_lacks_a_table_takes_effect_when_its_writer_is_held_up(school: School) -> None:
    before = school.state.policy
    last_table = len(WHOLE[: WHOLE.rindex(b"\n[")].splitlines()) + 1
    for beginning in beginnings()[: last_table - 1]:
        school.file.write_bytes(beginning)

        school.settled()
        assert before == school.state.policy
        assert "the last good one" in school.state.notes[0]

    school.file.write_bytes(WHOLE)
    school.settled()

    assert () == school.state.notes


def test_policy_that_stays_without_its_tables_was_meant_so(school: School) -> None:
    school.file.write_text('title = "Short"\nversion = "2"\n', encoding="utf-8")
    school.settled()

    assert "AI Policy" == school.state.policy.title
    assert "looks cut short: review and 24 more are missing that were there before" in school.state.notes[0]
    assert school.state.wait == pytest.approx(state.LONG_QUIET - state.QUIET, abs=0.1)

    changes = school.after(state.LONG_QUIET - state.QUIET)

    assert (True, "Short", ()) == (changes.policy, school.state.policy.title, school.state.notes)
    assert school.state.wait is None


def test_another_file_may_have_fewer_tables(school: School) -> None:
    other = school.world.root / "other.toml"
    other.write_text('title = "Other"\nversion = "1"\n', encoding="utf-8")
    school.values = {"policy": str(other), "phase": "primary"}
    assert school.state.settings_changed()
    school.settled()

    assert ("Other", Phase.PRIMARY) == (school.state.policy.title, school.state.policy.phase)
    assert not school.state.settings_changed()


def test_same_size_and_time_are_not_taken_for_the_same_contents(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    coarse = {str(school.file): (1, 1, 1)}
    monkeypatch.setattr(watch, "stamp", lambda _: frozenset((name, *same) for name, same in coarse.items()))
    school.state.reload()
    school.after(1)
    school.file.write_bytes(WHOLE.replace(b'"May 2025"', b'"May 2026"', 1))

    assert school.settled().policy
    assert "May 2026" == school.state.policy.version


def test_what_changes_while_it_is_read_is_not_taken_up(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    load: Callable[..., policy.Policy] = policy.load

    def interrupted(name: Path, *, policies_dir: Path) -> policy.Policy:
        read = load(name, policies_dir=policies_dir)
        school.file.write_bytes(WHOLE)
        return read

    school.file.write_bytes(WHOLE.replace(b'"May 2025"', b'"June 2025"', 1))
    school.state.reload()
    monkeypatch.setattr(policy, "load", interrupted)

    assert NOTHING == school.after(state.QUIET + 0.01)
    assert "May 2025" == school.state.policy.version
    assert school.state.wait == pytest.approx(state.QUIET)


def test_rules_are_left_alone_while_they_are_written_too(school: School) -> None:
    rule = school.world.rule
    rule.write_text(UPN_LIKE.replace("Badge", "Half"), encoding="utf-8")
    assert NOTHING == school.state.reload()
    rule.write_text(UPN_LIKE.replace("Badge", "Whole"), encoding="utf-8")
    assert NOTHING == school.after(state.QUIET + 0.01)

    assert school.after(state.QUIET + 0.01).rules
    assert "Whole" in {rule.placeholder for rule in school.state.rules}


@pytest.mark.parametrize("name", ["a/\0b", "x" * 5000, "/" + "x" * 5000, "/a\ud800.toml"], ids=range(4))
def test_a_name_that_the_system_will_not_look_for_is_a_note(
    name: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    default = settings.load(()).values
    chosen = settings.Settings({**default, "policy": settings.Value(name, "managed")})
    known = State(read_settings=lambda: chosen, rules_dir=world.root / "rules")
    known.reload()

    assert "default" == known.policy.name
    assert "the default policy is in use" in known.notes[0]


def test_each_is_spoken_to_in_their_own_language(school: School) -> None:
    told = [school.state.language(tag).tag for tag in ("cy", "en-GB", "cy")]

    assert ["cy", "en-GB", "cy"] == told
    assert school.state.language("cy") is school.state.language("cy")


def test_while_another_policy_stands_in_it_is_not_known_which_folders_hold_pupils_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an index would be emptied because a policy's file is broken for a moment."""
    monkeypatch.setattr(paths, "places", world.places)
    file = world.root / "ours.toml"
    whole = 'title = "T"\nversion = "1"\n[folders]\npupil_work = ["/share/work"]\nkeep_months = 6\n'
    file.write_text("no policy", encoding="utf-8")
    values: dict[str, object] = {"policy": str(file)}
    clock = Clock()
    school = State(
        read_settings=lambda: settings.load((settings.Source("managed", lambda: values),)),
        rules_dir=world.root / "rules",
        clock=clock,
    )
    school.reload()
    with pytest.raises(FingerprintError):
        school.indexed()

    file.write_text(whole, encoding="utf-8")
    school.reload()
    clock.now += 60
    school.reload()

    assert Wanted((Folder(Path("/share/work")),), 6) == school.indexed()
