"""Settings: precedence, and what is wrong is a note rather than a reason to stop."""

from __future__ import annotations

import json
import plistlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import paths, settings
from safe_to_paste.errors import SettingsError
from safe_to_paste.policy_file import Phase
from safe_to_paste.settings import IN_BROWSER, SETTINGS, Source, load, machine_sources, read_json, read_plist

from .conftest import World


def source(name: str, **values: Any) -> Source:
    return Source(name, lambda: values)


def broken() -> dict[str, object]:
    raise SettingsError("managed.json: is not JSON")


def test_defaults_hold_where_nothing_is_set() -> None:
    chosen = load(())

    assert ("default", "", "", "") == (chosen.policy, chosen.rules_overlay, chosen.update_key, chosen.phase)
    assert {"default"} == {value.source for value in chosen.values.values()}
    assert () == chosen.notes


def test_the_first_source_that_has_a_value_gives_it() -> None:
    chosen = load((source("managed", policy="quantock"), source("machine", policy="model", phase="primary")))

    assert ("quantock", "managed") == (chosen.policy, chosen.values["policy"].source)
    assert ("primary", "machine") == (chosen.phase, chosen.values["phase"].source)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"polcy": "quantock"}, "polcy is not a setting we know"),
        ({"policy": 7}, "policy must be a text"),
        ({"phase": "infants"}, "phase is 'infants'; use one of all"),
        ({"policy": "a/\0b"}, "policy holds a character that no name has"),
        ({"policy": "/a/\ud800.toml"}, "policy holds a character that no name has"),
        ({"policy": "school/ours.toml"}, "policy is 'school/ours.toml'; use a full path"),
        ({"policy": "ours.toml"}, "policy is 'ours.toml'; use a full path"),
        ({"policy": "../ours"}, "policy is '../ours'; use a full path"),
        ({"rules_overlay": "school/rules"}, "rules_overlay is 'school/rules'; use a full path"),
    ],
)
def test_a_value_that_cannot_be_used_is_noted_and_the_next_source_asked(values: dict[str, Any], words: str) -> None:
    chosen = load((source("managed", **values), source("machine", policy="model", phase="special")))

    assert ("model", "special") == (chosen.policy, chosen.phase)
    assert words in chosen.notes[0]
    assert chosen.notes[0].startswith("managed: ")


def test_a_source_that_cannot_be_read_is_noted_and_the_next_asked() -> None:
    chosen = load((Source("managed", broken), source("machine", policy="model")))

    assert ("model", ("managed.json: is not JSON",)) == (chosen.policy, chosen.notes)


def test_lines_say_what_and_whence() -> None:
    lines = load((Source("managed", broken), source("machine", policy="model"))).lines()

    assert "policy = model  [machine]" in lines
    assert "rules_overlay = (none)  [default]" in lines
    assert "note: managed.json: is not JSON" in lines


def test_phases_are_those_of_a_policy() -> None:
    (phase,) = [setting for setting in SETTINGS if setting.name == "phase"]

    assert ("", *Phase) == phase.choices


@pytest.mark.parametrize("text", ["{", "", "\0", '{"policy": }', "[" * 100_000, "[]", '"x"', "\ufffd"])
def test_a_json_file_that_is_none_says_so_without_its_contents(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(text.encode() if text != "\ufffd" else b"\xff\xfe{")

    with pytest.raises(SettingsError, match=r"settings\.json: is not"):
        read_json(file)


def test_a_folder_in_its_place_is_an_error_and_no_file_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_json(tmp_path)

    assert {} == read_json(tmp_path / "settings.json")
    assert {} == read_plist(tmp_path / "settings.plist")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"policy": "quantock"}', encoding="utf-8-sig")

    assert {"policy": "quantock"} == read_json(file)


def test_a_property_list_is_read(tmp_path: Path) -> None:
    file = tmp_path / "org.safetopaste.agent.plist"
    file.write_bytes(plistlib.dumps({"policy": "quantock"}))

    assert {"policy": "quantock"} == read_plist(file)

    file.write_bytes(b"<plist>")

    with pytest.raises(SettingsError, match="is not a property list"):
        read_plist(file)


def test_machine_file_and_managed_file_are_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(paths, "is_kept_by_it", lambda _: True)
    world.settings.write_text(json.dumps({"policy": "model", "phase": "primary"}), encoding="utf-8")
    (world.root / "managed.json").write_text(json.dumps({"policy": "quantock"}), encoding="utf-8")
    chosen = load(machine_sources())

    assert ("quantock", "primary") == (chosen.policy, chosen.phase)
    assert (str(world.settings), "managed") == (
        chosen.values["phase"].source,
        chosen.values["policy"].source,
    )


def test_a_full_path_is_a_policy(tmp_path: Path) -> None:
    assert str(tmp_path / "ours.toml") == load((source("managed", policy=str(tmp_path / "ours.toml")),)).policy


@pytest.mark.parametrize("name", ["settings.json", "managed.json"])
def test_a_file_that_anyone_could_have_written_is_left_out_with_a_note(
    name: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.root / name
    monkeypatch.setattr(paths, "places", world.places)
    monkeypatch.setattr(paths, "is_kept_by_it", lambda asked: asked != file)
    file.write_text(json.dumps({"policy": "quantock"}), encoding="utf-8")
    chosen = load(machine_sources())

    assert "default" == chosen.policy
    assert f"{file}: is left out, as others than an administrator can change it" in chosen.notes[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does have a registry to read")
def test_elsewhere_than_on_windows_the_registry_is_empty() -> None:
    assert {} == settings.read_registry()


# docs/settings.md


def documentation() -> str:
    checkout = paths.checkout()
    assert checkout
    return (checkout / "docs" / "settings.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_with_what_may_stand_there_and_its_default() -> None:
    assert settings.table() in documentation(), "put what safe-to-paste settings --table prints there"
    for setting in SETTINGS:
        assert setting.help
        assert all(f"`{choice}`" in setting.kind for choice in setting.choices if choice)
    assert [] == [
        name
        for name in re.findall(r"^\| `(\w+)` \|", documentation(), re.MULTILINE)
        if name not in NAMES | {s.name for s in IN_BROWSER}
    ]


def test_the_extensions_own_settings_are_documented_and_in_its_schema() -> None:
    assert settings.table(IN_BROWSER) in documentation(), "put what safe-to-paste settings --table prints there"
    assert {s.name: list(s.choices) for s in IN_BROWSER} == {
        name: field["enum"] for name, field in settings.schema()["properties"].items()
    }


NAMES = {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("system", ["windows", "macos", "linux"])
def test_where_each_system_reads_them_is_documented(system: str) -> None:
    machine, managed = paths._by_it(system)
    places = {
        f"{machine.as_posix() if system != 'windows' else 'C:/ProgramData/SafeToPaste'}/settings.json",
        managed.as_posix() if managed else f"HKLM/{settings.REGISTRY_KEY}",
    }

    assert set() == {place for place in places if f"`{place.replace(chr(92), '/')}`" not in slashed(documentation())}


def slashed(text: str) -> str:
    return text.replace("\\", "/")


def test_a_setting_is_shown_with_its_source_to_people_and_programs(capsys: pytest.CaptureFixture[str]) -> None:
    from safe_to_paste import cli

    assert 0 == cli.main(["settings"])
    printed = capsys.readouterr().out
    assert 0 == cli.main(["settings", "--json"])
    table = json.loads(capsys.readouterr().out)

    assert NAMES == set(table["settings"])
    assert all(f"{name} = " in printed and f"[{each['source']}]" in printed for name, each in table["settings"].items())
