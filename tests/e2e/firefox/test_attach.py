"""Files, in Firefox, on a screen: without one its clipboard holds text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e.test_attach import *  # noqa: F403 - the same tests, with the Firefox of this folder
from practice import screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from e2e.firefox.conftest import Open
    from practice.firefox import Firefox


@pytest.fixture(scope="module")
def laptop(open_browser: Open, host: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if lacking := screen.missing():
        pytest.skip(lacking)
    with (
        screen.opened(tmp_path_factory.mktemp("screen"), size="1400x1000") as shown,
        open_browser(host=host, on=shown.environ) as laptop,
    ):
        yield laptop
