"""No file of the browser's, the agent's or a log's holds a word of what was pasted.

Each browser lives in one folder: its profile, the person's home, and the place for temporary files. The marks are in
every text the other tests paste; their browsers' folders are searched in the same way when all tests are done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from e2e.traces import traces
from practice.texts import ALL, HELD, MARKS, WARNED

if TYPE_CHECKING:
    from pathlib import Path

    from e2e.conftest import Open
    from practice.chat import Chat

SITES = ("https://chatgpt.com/", "https://chatgpt.com/unauth-mweb/", "https://gemini.google.com/app")


def test_no_file_holds_what_was_pasted(open_browser: Open, host: Path) -> None:
    with open_browser(host=host) as laptop:
        for address in SITES:
            for text in (HELD, WARNED, *(text.body for text in ALL)):
                paste_and_answer(laptop.visit(address), text)

    assert list(traces(laptop.folder)) == []
    assert sum(1 for _ in laptop.folder.rglob("*")) > 100


def test_search_would_notice(tmp_path: Path) -> None:
    for name, code in (("a", "utf-8"), ("b", "utf-16-le"), ("c", "utf-16-be")):
        (tmp_path / name).write_bytes(b"\0\xff" * 9 + MARKS[0].encode(code) + b"\1")

    assert sorted(file.name for file, _ in traces(tmp_path)) == ["a", "b", "c"]


def paste_and_answer(chat: Chat, text: str) -> None:
    chat.paste(text)
    chat.panel.until("a verdict", lambda: bool(chat.panel.heading() or chat.model()))
    chat.settle()
    if "Replace with placeholders" in chat.panel.buttons():
        chat.panel.press("Replace with placeholders")
        # A paper that is confidential as a whole is asked about again, without what was replaced.
        chat.panel.until("an end", lambda: bool(chat.model()) or chat.panel.buttons()[-2:] == ("Go back", "Keep"))
    if "Go back" in chat.panel.buttons():
        chat.panel.press("Go back")
    chat.until_closed()
    chat.settle(50)
    chat.page.close()
