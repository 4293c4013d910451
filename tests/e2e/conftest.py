"""What the end-to-end tests share: built pages and extension, one browser a module, one tab a test.

Each browser lives in a folder of its own, whose contents are searched at the very end: see `folders`.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from e2e import standin
from e2e.traces import traces
from playwright.sync_api import sync_playwright
from practice import browser, build, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from playwright.sync_api import Playwright
    from practice.browser import Browser
    from practice.chat import Chat

# One page for each kind of editor that differs; test_sites.py has all the sites.
SITES = ("chatgpt", "signed-out", "gemini")

_HERE = Path(__file__).parent


class Open(Protocol):
    """Opens a browser in a folder of its own, and waits until the agent answers; without a host it is not installed.

    `on`: variables of the screen that windows are to appear on; `more`: arguments of the browser besides.
    """

    def __call__(
        self, *, host: Path | None = None, on: Mapping[str, str] | None = None, more: Sequence[str] = ()
    ) -> AbstractContextManager[Browser]: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser."""
    here = [item for item in items if _HERE in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.e2e)
        if sys.platform == "win32":
            reason = "Windows keeps hosts in the registry, not in a throw-away profile"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built extension, so that building it again does not disturb the run."""
    return shutil.copytree(build.extension(), tmp_path_factory.mktemp("built") / "extension")


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    with server.serve(build.pages()) as port:
        yield port


@pytest.fixture(scope="session")
def host() -> Path:
    program = browser.host_program()
    assert program.is_file(), f"{program} is missing: install the package into the environment that runs the tests"
    return program


@pytest.fixture(scope="session")
def folders() -> Iterator[list[Path]]:
    """Every folder a browser of this process has lived in; when all its tests are done, none holds what was pasted."""
    folders: list[Path] = []
    yield folders
    found = [(mark, file) for folder in folders for file, mark in traces(folder)]

    assert found == []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver for every browser: a second cannot be started beside it."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def open_browser(
    tmp_path_factory: pytest.TempPathFactory,
    playwright: Playwright,
    port: int,
    extension: Path,
    folders: list[Path],
) -> Open:
    @contextmanager
    def opened(
        *, host: Path | None = None, on: Mapping[str, str] | None = None, more: Sequence[str] = ()
    ) -> Iterator[Browser]:
        folder = tmp_path_factory.mktemp("laptop")
        folders.append(folder)
        with browser.open_browser(
            playwright, folder, port=port, extension=extension, host=host, on=on, more=more
        ) as laptop:
            if host is not None and not standin.goes_wrong(host):
                laptop.until_ready()
            yield laptop

    return opened


@pytest.fixture(scope="module")
def laptop(open_browser: Open, host: Path) -> Iterator[Browser]:
    """A browser with the extension and the agent, shared by the tests of a module."""
    with open_browser(host=host) as laptop:
        yield laptop


@pytest.fixture
def visit(laptop: Browser) -> Iterator[Callable[[str], Chat]]:
    """Opens a practice page by its name, and closes it after the test."""
    with ExitStack() as tabs:

        def opened(site: str) -> Chat:
            chat = laptop.visit(server.ADDRESSES[site][0])
            tabs.callback(chat.close)
            return chat

        yield opened


@pytest.fixture(params=SITES)
def chat(request: pytest.FixtureRequest, visit: Callable[[str], Chat]) -> Chat:
    """Each practice page in turn."""
    return visit(request.param)
