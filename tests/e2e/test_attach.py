"""Files, from the picker, the drop or the paste to what the page itself holds of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from practice.texts import upn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from practice.chat import Chat

TITLE = "Before this file goes in"
UPN = upn(31)
RECORD = f"Please tidy this record.\nUPN: {UPN}\nHouse: Larch"
LESSON = "Photosynthesis makes sugar and oxygen from water and carbon dioxide."


@pytest.fixture(params=["chatgpt", "gemini"])
def chat(request: pytest.FixtureRequest, visit: Callable[[str], Chat]) -> Chat:
    return visit(request.param)


def test_file_with_nothing_in_it_goes_straight_in(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "lesson.txt").write_text(LESSON, encoding="utf-8")
    chat.choose("input", tmp_path / "lesson.txt")
    (held,) = chat.until_attached()

    assert (held.name, held.bytes) == ("lesson.txt", LESSON.encode())
    assert chat.panel.heading() == ""
