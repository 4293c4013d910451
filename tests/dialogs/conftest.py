"""Windows on a screen of our own: everything here opens the real thing, and is marked e2e."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from practice import school, screen
from practice.screen import Dialogue, Screen

Open = Callable[..., Dialogue]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here needs a screen; where there can be none, it says why."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    lacking = screen.missing() if here else ""
    for item in here:
        item.add_marker(pytest.mark.e2e)
        if lacking:
            item.add_marker(pytest.mark.skip(reason=lacking))


@pytest.fixture(scope="session")
def shown_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    with screen.opened(tmp_path_factory.mktemp("screen")) as opened:
        yield opened


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """A laptop's folder where the invented school's policy is in force; the policy file."""
    return school.laptop(tmp_path)


@pytest.fixture
def window(shown_on: Screen, laptop: Path) -> Iterator[Open]:
    """Opens a window on that laptop; whatever is left of it is gone after the test."""
    with ExitStack() as open_windows:

        def opened(name: str, *arguments: str, environ: dict[str, str] | None = None, said: str = "") -> Dialogue:
            made = screen.dialogue(shown_on, laptop.parent, name, *arguments, environ=environ, said=said)
            return open_windows.enter_context(made)

        yield opened
