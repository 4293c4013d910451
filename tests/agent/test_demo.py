"""The demo starts from the command line too."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from safe_to_paste import paths
from safe_to_paste.commands import COULD_NOT, DONE, demo


def test_command_starts_what_make_demo_runs(capfd: pytest.CaptureFixture[str]) -> None:
    assert DONE == demo.play(Path(__file__).parents[2], "--help")
    assert "usage: make demo" in capfd.readouterr().out


def test_without_a_checkout_it_says_where_the_demo_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "checkout", lambda: None)

    assert COULD_NOT == demo.run(SimpleNamespace(auto=True))  # type: ignore[arg-type]
    assert "make demo" in capsys.readouterr().err
