"""The tests of the folder above, in Firefox: each file here takes those of one, and `open_browser` opens a Firefox."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from e2e import standin
from practice import firefox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from practice.firefox import Firefox

    Open = Callable[..., AbstractContextManager[Firefox]]

# What a person does and the driver cannot, or what Firefox does not have; by the test's name.
NOT_POSSIBLE = {
    "test_text_to_copy_can_be_copied_by_hand_where_the_clipboard_is_denied": "in Firefox no site can deny it",
    "test_files_of_the_browsers_own_picker_are_looked_at": "Firefox has no such picker",
    "test_axe_finds_no_serious_fault_in_questions_about_files": "the panel is the same one, looked at in Chromium",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says of what cannot be tried here why not."""
    for item in items:
        reason = NOT_POSSIBLE.get(getattr(item, "originalname", ""))
        if reason and item.path.parent.name == "firefox":
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def open_browser(tmp_path_factory: pytest.TempPathFactory, port: int, extension: Path, folders: list[Path]) -> Open:
    """Opens a Firefox in a folder of its own; without a host the agent is not installed."""
    if firefox.find() is None:
        pytest.skip("Firefox is not installed here")

    @contextmanager
    def opened(*, host: Path | None = None, on: Mapping[str, str] | None = None) -> Iterator[Firefox]:
        folder = tmp_path_factory.mktemp("firefox")
        folders.append(folder)
        with firefox.open_firefox(folder, port=port, extension=extension, host=host, on=on) as laptop:
            if host is not None and not standin.goes_wrong(host):
                laptop.until_ready()
            yield laptop

    return opened


@pytest.fixture(scope="package")
def laptop(open_browser: Open, host: Path) -> Iterator[Firefox]:
    """One Firefox for all the tests of this folder: it takes some seconds to start."""
    with open_browser(host=host) as laptop:
        yield laptop
