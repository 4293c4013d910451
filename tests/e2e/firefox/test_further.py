"""A site the school adds when the packages are built, in Firefox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e.test_further import (
    built,
    chat,  # noqa: F401 - the same tests, with the Firefox of this module
    test_button_that_sends_is_told_from_those_beside_it,  # noqa: F401
    test_button_that_sends_waits,  # noqa: F401
    test_enter_stays_a_new_line_where_it_is_one,  # noqa: F401
    test_of_two_boxes_side_by_side_the_second_button_has_the_second_looked_at,  # noqa: F401
    test_pasted_text_is_held_and_goes_in_changed,  # noqa: F401
    test_placeholders_in_an_answer_become_names_on_the_clipboard_alone,  # noqa: F401
    test_typed_text_is_looked_at_and_asked_about_before_it_is_sent,  # noqa: F401
)
from practice import firefox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from practice.firefox import Firefox


@pytest.fixture(scope="module")
def laptop(port: int, host: Path, folders: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if firefox.find() is None:
        pytest.skip("Firefox is not installed here")
    folder = tmp_path_factory.mktemp("further")
    folders.append(folder)
    extension = built(folder)
    place = folder / "laptop"
    place.mkdir()
    with firefox.open_firefox(place, port=port, extension=extension, host=host) as laptop:
        laptop.until_ready()
        yield laptop
