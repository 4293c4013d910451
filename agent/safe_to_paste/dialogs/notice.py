"""A window that only says something, because what was asked for cannot be done now."""

from __future__ import annotations

import sys

from safe_to_paste.dialogs import NOT_SHOWN, shell
from safe_to_paste.dialogs.page import Button, Html, buttons, page, view
from safe_to_paste.language import ENGLISH, Language


def main(heading: str, body: Html, *, why: str, patience: float, to: Language = ENGLISH) -> int:
    """Show it until it is closed, and say why on standard error; always 2, as what was asked for could not be shown."""
    sys.stderr.write(f"safe-to-paste: {why}\n")
    close = buttons(Button("Close", do="close", is_primary=True, is_back=True))
    html = page(heading, view("notice", heading, body, foot=close))
    with shell.Window(heading, html, size=(620, 400), patience=patience, to=to) as window:
        for asked in window.events():
            if asked is not None and asked.do == "close":
                break
    return NOT_SHOWN
