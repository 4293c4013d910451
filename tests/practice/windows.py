"""Pictures of our windows, made anew: what ``make pictures`` runs for them, on a screen of its own."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from practice import build, school, screen

PICTURES = build.BUILD / "windows"


def main(arguments: list[str] | None = None) -> int:
    """Save each window in light, in dark, and at twice the text size; 0 when all could be shown."""
    parser = argparse.ArgumentParser(prog="practice.windows", description=__doc__, allow_abbrev=False)
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="where the pictures go")
    to: Path = parser.parse_args(arguments).pictures
    if lacking := screen.missing():
        print(lacking, file=sys.stderr)
        return 1
    for name, theme in (("light", "Adwaita"), ("dark", "Adwaita:dark")):
        with tempfile.TemporaryDirectory() as folder:
            take(Path(folder), to, name, theme)
    print(f"pictures in {to}")
    return 0


def take(folder: Path, to: Path, name: str, theme: str) -> None:
    """All pictures in one of the system's colours."""
    school.laptop(folder)
    with screen.opened(folder, theme=theme) as opened:
        with screen.dialogue(opened, folder, "declaration") as window:
            window.until("check box")
            picture(opened, to / f"unticked-{name}.png", "AI at school")
            window.tick(*(box["name"] for box in window.named("check box")[:3]))
            picture(opened, to / f"declaration-{name}.png", "AI at school", unlike=to / f"unticked-{name}.png")
            window.press("push button", "Read the policy")
            window.until("heading", "Using AI")
            picture(opened, to / f"policy-{name}.png", "AI at school")
            window.press("push button", "Back")
            window.until("check box")
            opened.keys("ctrl+plus", "ctrl+plus", "ctrl+plus")
            window.until("push button", "Text size: 200%")
            picture(opened, to / f"declaration-large-{name}.png", "AI at school")
            opened.keys("ctrl+0")
            window.tick()
            window.press("push button", "Agree")
            window.until("heading", "Thank you")
            picture(opened, to / f"receipt-{name}.png", "AI at school")
            window.press("push button", "Close")
            window.end()
        for about in ("", "sent", "safeguarding"):
            with screen.dialogue(opened, folder, "concern", *filter(None, (about,))) as window:
                window.until("heading")
                picture(opened, to / f"concern-{about or 'choice'}-{name}.png", "Something went wrong")
        with screen.dialogue(opened, folder, "about") as window:
            window.until("heading")
            picture(opened, to / f"about-{name}.png", "My AI use")


def picture(opened: screen.Screen, to: Path, title: str, *, unlike: Path | None = None) -> None:
    """One picture, when the window has drawn what it shows: the accessibility tree is there before.

    `unlike`: a picture of before, where there is something new to be drawn.
    """
    before = unlike.read_bytes() if unlike else b""

    def is_drawn() -> bool:
        made = opened.picture(to, title=title)
        return opened.colours(made) > 64 and to.read_bytes() != before

    time.sleep(0.6)
    screen.until("something to see", is_drawn)
    if unlike:
        # A window may be half drawn.
        time.sleep(0.6)
        is_drawn()


if __name__ == "__main__":
    sys.exit(main())
