"""How an answer is labelled: by the policy, and by phase where the policy leaves it open."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from safe_to_paste import labels, paths, policy, policy_lint
from safe_to_paste.host import messages
from safe_to_paste.policy_file import Label, Phase, Placeholders, Policy, Position


def test_labels_are_the_policys_and_two_more() -> None:
    terms = labels.terms(Policy(title="Ours", version="1", label=Label(text="Made with AI", position=Position.TOP)))

    assert ["Made with AI", "Partly created by AI", "Created by AI"] == terms["labels"]
    assert "top" == terms["position"]


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_two_statements_to_tick(phase: Phase) -> None:
    terms = labels.terms(Policy(title="Ours", version="1", phase=phase))

    assert ["I have checked it.", labels.checks(phase)[1]] == terms["checks"]


def test_at_most_three_of_the_policys_own_statements_are_asked() -> None:
    ours = Policy(title="Ours", version="1", label=Label(checks=("One.", "Two.", "Three.", "Four.")))

    assert ["One.", "Two.", "Three."] == labels.terms(ours)["checks"]


def test_both_policies_differences_are_told() -> None:
    quantock = policy.load("quantock", policies_dir=paths.policies_dir())
    model = policy.load("model", policies_dir=paths.policies_dir(), in_force=False)

    assert (False, True) == (labels.terms(quantock)["required"], labels.terms(model)["required"])
    assert list(quantock.label.checks) == labels.terms(quantock)["checks"]


def test_minutes_are_never_less_than_none() -> None:
    ours = Policy(title="Ours", version="1", placeholders=Placeholders(minutes=-5, restore=False))

    assert (0, False) == (labels.terms(ours)["minutes"], labels.terms(replace(ours))["restore"])


@pytest.mark.parametrize(
    "values",
    [
        {"do": "show"},
        {"do": "record", "label": "anything"},
        {"do": "record", "ticks": -1},
        {"do": "record", "text": "x"},
    ],
)
def test_nothing_but_counts_and_words_of_ours_can_be_recorded(values: dict[str, object]) -> None:
    refused = messages.parse(json.dumps({"type": "label", "id": "1", **values}).encode())

    assert isinstance(refused, messages.Refusal)


def test_linter_names_a_label_that_never_comes_and_ticks_nobody_sees(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        'title = "T"\nversion = "1"\n[label]\nrequired = true\nprompt = "off"\ntext = " "\n'
        'checks = ["One.", "Two.", "Three.", "Four."]\n[placeholders]\nminutes = 0\n',
        encoding="utf-8",
    )
    keys = {note.key for note in policy_lint.lint(file)}

    assert keys >= {"label.prompt", "label.text", "label.checks", "placeholders.minutes"}


def test_linter_has_nothing_to_say_of_the_labels_that_ship() -> None:
    for name in ("default", "model", "quantock"):
        notes = policy_lint.lint(paths.policies_dir() / f"{name}.toml")

        assert [] == [note for note in notes if note.key.startswith(("label", "placeholders"))]
