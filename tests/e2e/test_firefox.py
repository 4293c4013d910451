"""The contract of `test_sites.py`, in Firefox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e.test_sites import (
    test_dropped_text_is_held_as_a_pasted_one_is,
    test_held_paste_stays_out_and_goes_in_changed,
    test_ordinary_text_is_sent_once_without_a_question,
    test_pasted_text_goes_in_as_it_would_without_us,
    test_placeholders_in_an_answer_become_names_on_the_clipboard_alone,
    test_typed_details_are_asked_about_before_they_are_sent,
    test_typed_details_are_underlined_and_mended_in_the_box,
)
from practice import firefox, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from practice.firefox import Firefox, FirefoxChat

__all__ = [
    "test_dropped_text_is_held_as_a_pasted_one_is",
    "test_held_paste_stays_out_and_goes_in_changed",
    "test_ordinary_text_is_sent_once_without_a_question",
    "test_pasted_text_goes_in_as_it_would_without_us",
    "test_placeholders_in_an_answer_become_names_on_the_clipboard_alone",
    "test_typed_details_are_asked_about_before_they_are_sent",
    "test_typed_details_are_underlined_and_mended_in_the_box",
]

# What a person does and a driver cannot.
_NOT_POSSIBLE = {"drop": "Firefox's driver has no drag from another program"}


@pytest.fixture(scope="module")
def fox(
    tmp_path_factory: pytest.TempPathFactory, port: int, extension: Path, host: Path, folders: list[Path]
) -> Iterator[Firefox]:
    if firefox.find() is None:
        pytest.skip("Firefox is not installed here")
    folder = tmp_path_factory.mktemp("firefox")
    folders.append(folder)
    with firefox.open_firefox(folder, port=port, extension=extension, host=host) as opened:
        yield opened


@pytest.fixture(params=server.ADDRESSES)
def chat(request: pytest.FixtureRequest, fox: Firefox) -> Iterator[FirefoxChat]:
    mark = request.node.get_closest_marker("cell")
    if mark and mark.args[0] in _NOT_POSSIBLE:
        pytest.skip(_NOT_POSSIBLE[mark.args[0]])
    chat = fox.visit(server.ADDRESSES[request.param][0])
    yield chat
    chat.close()
