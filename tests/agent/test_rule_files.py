"""A rule file that is wrong says which file, which key, what was wrong and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from safe_to_paste import rules, scanner
from safe_to_paste.errors import RuleError
from safe_to_paste.lint import lint
from safe_to_paste.scanner import scan

GOOD = {
    "title": '"badge number"',
    "entity": '"BADGE_NUMBER"',
    "category": '"identifiable"',
    "likelihood": '"likely"',
    "help": '"A badge number says who its wearer is."',
    "pattern": r"'''B \d{4}'''",
    "examples": '["[[B1234]]", "badge [[B9999]]"]',
    "near_misses": '["B12", "C1234"]',
    "references": '["Badges, 2026"]',
}


def write(folder: Path, **changes: str) -> Path:
    keys = {**GOOD, **changes}
    path = folder / "badges" / "number.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{k} = {v}\n" for k, v in keys.items() if v), encoding="utf-8")
    return folder


def test_a_rule_is_named_by_its_path(tmp_path: Path) -> None:
    assert [rule.id for rule in rules.load(write(tmp_path))] == ["badges/number"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"likelyhood": '"likely"'}, "likelyhood is not a key of a rule"),
        ({"references": ""}, "references is missing"),
        ({"likelihood": '"likly"'}, "likelihood is 'likly'; use possible, likely or very_likely"),
        ({"category": '"private"'}, "category is 'private'; use identifiable"),
        ({"entity": '"badge"'}, "entity is 'badge'"),
        ({"near_misses": '["B12"]'}, "near_misses has 1; at least 2 are needed"),
        ({"pattern": "'('"}, "pattern does not compile"),
        ({"terms": '["badge"]'}, "exactly one of the three"),
        ({"validator": '"no_such_check"'}, "no such module in validators/"),
        ({"needs": "{context = true}"}, "goes with context words"),
        ({"needs": "{entity = ['OTHER'], within = 'page'}"}, "use row, sentence or paragraph"),
        ({"title": "3"}, "title must be a text"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: dict[str, str], says: str) -> None:
    with pytest.raises(RuleError) as raised:
        rules.load(write(tmp_path, **change))

    assert says in str(raised.value)
    assert "number.toml" in str(raised.value)


def test_a_half_written_file_is_said_to_be_no_toml(tmp_path: Path) -> None:
    (write(tmp_path) / "badges" / "number.toml").write_text('title = "bad', encoding="utf-8")

    with pytest.raises(RuleError, match="is not TOML"):
        rules.load(tmp_path)


def test_an_empty_folder_is_no_set_of_rules(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rules"):
        rules.load(tmp_path)


def test_an_overlay_replaces_a_rule_of_the_same_id(tmp_path: Path) -> None:
    shipped, school = tmp_path / "shipped", tmp_path / "school"
    shipped.mkdir()
    school.mkdir()

    loaded = rules.load(write(shipped), write(school, title='"lanyard number"'))

    assert [rule.title for rule in loaded] == ["lanyard number"]


def test_the_linter_is_content_with_a_good_rule(tmp_path: Path) -> None:
    assert lint(rules.load(write(tmp_path))) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"examples": '["[[B1234]] x", "[[B]]9999"]'}, "examples[1] is not found as it is marked"),
        ({"examples": '["[[B1234]]", "B9999"]'}, "examples[1] marks nothing"),
        ({"near_misses": '["B12", "B1234"]'}, "near_misses[1] is found"),
        ({"help": '"A number"'}, "ends with a full stop"),
        ({"pattern": r"'''(?:a|aa)+[!?]|B\d{4}'''"}, "never ends on 'aaaaaaaa'"),
    ],
)
def test_the_linter_says_what_to_mend(
    tmp_path: Path, change: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "_PATIENCE", 0.5)  # what never ends need not be waited for as long as for a person

    assert any(says in fault for fault in lint(rules.load(write(tmp_path, **change))))


def test_shipped_rules_leave_their_patterns_until_they_are_needed_and_overlays_do_not(tmp_path: Path) -> None:
    shipped, school = tmp_path / "shipped", tmp_path / "school"
    shipped.mkdir()
    school.mkdir()
    wrong = write(shipped, pattern="'('")

    (rule,) = rules.load(wrong, later=True)

    with pytest.raises(RuleError, match=r"number\.toml: pattern does not compile"):
        scan("B1234", [rule])
    with pytest.raises(RuleError, match="pattern does not compile"):
        rules.load(wrong)
    with pytest.raises(RuleError, match="pattern does not compile"):
        rules.load(shipped, write(school, pattern="'['"), later=True)
