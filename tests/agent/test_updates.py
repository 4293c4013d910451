"""Sets of rules: taken whole or not at all, and whatever is refused leaves what was in use."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from safe_to_paste import access, cli, paths, settings, updates
from safe_to_paste.errors import UpdateError
from safe_to_paste.host.state import State
from safe_to_paste.updates import MANIFEST, SIGNATURE

from .conftest import UPN_LIKE, Start, World, wait_until

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TEXT = "badge ZZ1234, and locker LK77"
LOCKER = (
    UPN_LIKE.replace("badge number", "locker number").replace("BADGE", "LOCKER").replace("ZZ[0-9]{4}", "LK[0-9]{2}")
)
LOCKER = LOCKER.replace('"[[ZZ1234]]", "badge [[ZZ9999]]"', '"[[LK12]]", "locker [[LK99]]"').replace("ZZ123", "LK1")
LOCKER = LOCKER.replace('"LK1", "LK145"', '"LK1", "LK123"')


def nobody(_: Path) -> str:
    return ""


def anybody(place: Path) -> str:
    return f"{place}: others than root may write to it"


def named(found: updates.RuleSet | None) -> str:
    return found.name if found else "the shipped rules"


class School:
    """A folder that IT hands over, and a laptop."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = world.places().updates
        self.folder = world.root / "share" / "set"
        self.add("locker", LOCKER)

    def add(self, name: str, text: str) -> None:
        (self.folder / "ours").mkdir(parents=True, exist_ok=True)
        (self.folder / "ours" / f"{name}.toml").write_text(text, encoding="utf-8")

    def prepare(self, name: str = "2026-11", days: int = 0, **more: Path) -> str:
        rules_dir = self.world.root / "rules"
        return updates.prepare(self.folder, name, now=NOW + timedelta(days=days), rules_dir=rules_dir, **more)[1]

    def take(self, key: str = "") -> updates.RuleSet:
        return updates.take(self.folder, key=key, rules_dir=self.world.root / "rules")

    def found(self) -> list[str]:
        """What a host that starts now finds."""
        state = State(read_settings=lambda: settings.load(()), rules_dir=self.world.root / "rules")
        state.reload()
        return [rule.id for rule in state.rules]


@pytest.fixture
def school(world: World, monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(access, "fault", nobody)
    return School(world)


def test_a_set_is_taken_and_its_rules_are_in_force(school: School) -> None:
    school.prepare()

    assert ("2026-11", ("ours/locker.toml",)) == ((taken := school.take()).name, tuple(taken.files))
    assert ["ours/locker", "test/badge", "test/marking"] == school.found()
    assert () == updates.faults(updates.in_use().now or Path())


def test_back_goes_to_the_set_before_and_then_to_the_shipped_rules(school: School) -> None:
    school.prepare("first")
    school.take()
    school.add("other", LOCKER.replace("LOCKER", "OTHER"))
    school.prepare("second", days=1)
    school.take()

    assert "first" == named(updates.back())
    assert "ours/other" not in school.found()
    assert "second" == named(updates.back())


def test_back_from_the_first_set_leaves_the_shipped_rules_alone(school: School) -> None:
    with pytest.raises(UpdateError, match="none to go back from"):
        updates.back()
    school.prepare()
    school.take()

    assert "the shipped rules" == named(updates.back())
    assert ["test/badge", "test/marking"] == school.found()


def test_only_the_set_in_use_and_the_one_before_are_kept(school: School) -> None:
    for day in range(4):
        school.prepare(f"set-{day}", days=day)
        school.take()

    assert 2 == len([each for each in school.store.iterdir() if each.is_dir()])
    school.take()
    assert updates.in_use().now != updates.in_use().before


def changed_file(school: School) -> None:
    school.add("locker", LOCKER.replace("LK[0-9]", "LK[0-8]"))


def missing_file(school: School) -> None:
    (school.folder / "ours" / "locker.toml").unlink()


def linked_file(school: School) -> None:
    missing_file(school)
    (school.folder / "ours" / "locker.toml").symlink_to(school.world.rule)


def manifest(school: School, **changes: object) -> None:
    file = school.folder / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_bytes()) | changes))


def no_manifest(school: School) -> None:
    (school.folder / MANIFEST).unlink()


def half_a_manifest(school: School) -> None:
    (school.folder / MANIFEST).write_bytes((school.folder / MANIFEST).read_bytes()[:60])


def path_that_leads_out(school: School) -> None:
    manifest(school, files={"../../rules/test/badge.toml": "0" * 64})


def newer_format(school: School) -> None:
    manifest(school, format=2)


def with_broken(school: School, text: str) -> None:
    """As another version of the agent prepared it, which knew no better."""
    school.prepare("broken", days=2)
    school.add("locker", text)
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in school.folder.glob("*/*.toml")}
    manifest(school, files={f"ours/{name}": digest for name, digest in digests.items()})


def no_rule(school: School) -> None:
    with_broken(school, "title = ")


def rule_that_fails_its_examples(school: School) -> None:
    with_broken(school, LOCKER.replace("LK[0-9]{2}", "LX[0-9]{2}"))


def older(school: School) -> None:
    school.prepare("old", days=-2)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (changed_file, "is not what the manifest says"),
        (missing_file, "cannot be read"),
        (linked_file, "is a link"),
        (no_manifest, "cannot be read"),
        (half_a_manifest, "is not JSON"),
        (path_that_leads_out, "is not a manifest"),
        (newer_format, "is not a manifest that this version knows"),
        (no_rule, "is not TOML"),
        (rule_that_fails_its_examples, "is not found as it is marked"),
        (older, "is older than the one in use"),
    ],
)
def test_what_is_refused_leaves_the_set_in_use(school: School, tamper: Callable[[School], None], words: str) -> None:
    school.prepare("good")
    school.take()
    before, ids = updates.in_use(), school.found()
    school.add("more", LOCKER.replace("LOCKER", "MORE"))
    school.prepare("next", days=1)
    tamper(school)

    with pytest.raises(UpdateError, match=words):
        school.take()

    assert before == updates.in_use()
    assert ids == school.found()
    assert 1 == len([each for each in school.store.iterdir() if each.is_dir()])


def test_without_a_key_a_place_that_others_can_write_to_is_refused(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.prepare()
    monkeypatch.setattr(access, "fault", anybody)

    with pytest.raises(UpdateError, match=r"others than root may write to it\. Without a key"):
        school.take()


def key(file: Path) -> Path:
    private = Ed25519PrivateKey.generate()
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(private.private_bytes(*form))
    return file


def test_with_a_key_a_set_may_lie_anywhere_and_must_be_signed(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    public = school.prepare(sign_with=key(school.world.root / "key.pem"))

    def only_the_store(place: Path) -> str:
        return anybody(place) if place.is_relative_to(school.folder) else ""

    monkeypatch.setattr(access, "fault", only_the_store)
    assert "2026-11" == school.take(public).name
    other = school.prepare("other", days=1, sign_with=key(school.world.root / "other.pem"))
    with pytest.raises(UpdateError, match="is not the signature of the school's key"):
        school.take(public)
    (school.folder / SIGNATURE).write_text("?")
    with pytest.raises(UpdateError, match="is not the signature"):
        school.take(other)
    (school.folder / SIGNATURE).unlink()
    with pytest.raises(UpdateError, match="cannot be read"):
        school.take(other)
    with pytest.raises(UpdateError, match="is not an Ed25519 public key"):
        school.take(base64.b64encode(b"short").decode())


def test_a_signed_manifest_does_not_cover_for_changed_files(school: School) -> None:
    public = school.prepare(sign_with=key(school.world.root / "key.pem"))
    changed_file(school)

    with pytest.raises(UpdateError, match="is not what the manifest says"):
        school.take(public)


def test_a_record_that_others_could_have_written_is_left_out_and_said(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.prepare()
    school.take()
    monkeypatch.setattr(access, "fault", anybody)

    with pytest.raises(UpdateError, match="the set of rules there is left out"):
        updates.in_use()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"now": 7, "before": null}', '{"now": "../../x", "before": null}'])
def test_a_record_that_cannot_be_understood_leaves_the_shipped_rules(school: School, text: str) -> None:
    school.store.mkdir()
    (school.store / updates.IN_USE).write_text(text)

    assert ["test/badge", "test/marking"] == school.found()
    with pytest.raises(UpdateError, match="does not say which set is in use"):
        updates.in_use()


def test_a_set_that_no_longer_loads_gives_way_to_the_one_before(school: School) -> None:
    school.prepare("first")
    school.take()
    school.add("other", LOCKER.replace("LOCKER", "OTHER"))
    school.prepare("second", days=1)
    school.take()
    now = updates.in_use().now
    assert now
    # As after an upgrade of the agent, to which a key of the set's rules is no longer known.
    (now / "ours" / "other.toml").write_text("title = ", encoding="utf-8")

    assert ["ours/locker", "test/badge", "test/marking"] == school.found()
    assert ("ours/other.toml is not as it was",) == updates.faults(now)


def test_a_full_disk_leaves_the_set_in_use(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.prepare("good")
    school.take()
    before = updates.in_use()
    school.add("more", LOCKER.replace("LOCKER", "MORE"))
    school.prepare("next", days=1)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UpdateError, match=r"No space left on device.*Nothing has changed"):
        school.take()

    assert before == updates.in_use()
    assert [] == list(school.store.glob("in-use-*"))


def test_a_host_that_runs_has_it_within_a_second_and_says_so(school: School, world: World, start: Start) -> None:
    browser = start(world, before="from safe_to_paste import access; access.fault = lambda place: ''")
    browser.hello()
    assert 1 == len(browser.scan(TEXT)["findings"])
    school.prepare()
    school.take()

    assert wait_until(lambda: "rules_changed" == browser.event()["event"])
    assert 2 == len(browser.scan(TEXT)["findings"])


def test_the_command_prepares_takes_goes_back_and_refuses(
    school: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "rules_dir", lambda: school.world.root / "rules")
    folder = str(school.folder)

    assert 0 == cli.main(["update"])
    assert 0 == cli.main(["update", folder, "--prepare", "autumn"])
    assert 0 == cli.main(["update", folder])
    assert 0 == cli.main(["update"])
    said = capsys.readouterr().out.splitlines()
    assert "no set was taken" in said[0]
    assert "prepared: autumn, 1 rule" in said[1]
    assert "in use: autumn, 1 rule" in said[2]
    assert "in use: autumn" in said[3]
    changed_file(school)
    assert 1 == cli.main(["update", folder])
    assert "not taken" in capsys.readouterr().err
    assert 0 == cli.main(["update", "--back"])
    assert "shipped rules alone" in capsys.readouterr().out
    shutil.rmtree(school.folder)
    assert 2 == cli.main(["update", folder, "--prepare", "none"])


def test_a_school_is_told_which_key_it_has_made(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    private = key(school.world.root / "key.pem")

    assert 0 == cli.main(["update", str(school.folder), "--prepare", "x", "--sign", str(private)])
    assert 44 == len(capsys.readouterr().out.split("update_key is ")[1].strip())
    private.write_text("no key")
    assert 2 == cli.main(["update", str(school.folder), "--prepare", "x", "--sign", str(private)])


def test_what_cannot_be_read_is_could_not_and_leaves_nothing_behind(
    school: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "rules_dir", lambda: school.world.root / "rules")
    folder, missing = str(school.folder), str(school.world.root / "missing")

    assert 2 == cli.main(["update", missing])
    assert "missing: is not a folder" in capsys.readouterr().err
    assert 2 == cli.main(["update", folder])  # no manifest
    assert 2 == cli.main(["update", missing, "--prepare", "x"])
    assert 2 == cli.main(["update", folder, "--prepare", "x", "--sign", missing])
    assert not school.store.exists()


def test_a_set_that_is_refused_leaves_no_folder_for_sets_behind(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "rules_dir", lambda: school.world.root / "rules")
    school.prepare()
    changed_file(school)

    assert 1 == cli.main(["update", str(school.folder)])
    assert not school.store.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [(["--prepare", "x"], "needs the FOLDER"), (["--sign", "k"], "--prepare"), (["x", "--back"], "takes no FOLDER")],
)
def test_what_would_be_ignored_is_a_misuse_of_the_command(
    school: School, given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    school.prepare()
    school.take()

    assert 2 == cli.main(["update", *given])
    assert words in capsys.readouterr().err
    assert "2026-11" == updates.read(updates.in_use().now or Path()).name


def test_a_set_that_laptops_would_refuse_is_not_prepared_and_every_fault_is_named(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    school.add("unsourced", LOCKER.replace('references = ["these tests"]', ""))
    school.add("lonely", LOCKER.replace(', "locker [[LK99]]"', ""))
    school.add("torn", "title = ")
    school.add("blind", LOCKER.replace("LK[0-9]{2}", "LX[0-9]{2}"))

    assert 1 == cli.main(["update", str(school.folder), "--prepare", "autumn"])
    said = capsys.readouterr().err
    named = ["ours/unsourced.toml", "ours/lonely.toml", "ours/torn.toml", "ours/blind"]
    assert named == [each for each in named if each in said]
    assert "ours/locker" not in said
    assert not (school.folder / MANIFEST).exists()
