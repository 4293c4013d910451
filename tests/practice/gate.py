"""Pictures of the gate and the popup, made anew: what ``make pictures`` runs for them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from e2e import standin
from playwright.sync_api import sync_playwright

from practice import browser, build, school, server

if TYPE_CHECKING:
    from practice.browser import Browser

PICTURES = build.BUILD / "gate"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SITES = {"chatgpt": browser.CHATGPT, "gemini": browser.GEMINI}


def main(arguments: list[str] | None = None) -> int:
    """Save the gate on each site and the popup, in light and in dark."""
    parser = argparse.ArgumentParser(prog="practice.gate", description=__doc__, allow_abbrev=False)
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="where the pictures go")
    to: Path = parser.parse_args(arguments).pictures
    to.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="safe-to-paste-", ignore_cleanup_errors=True) as name,
        server.serve(build.pages()) as port,
        sync_playwright() as playwright,
    ):
        folder = Path(name)
        school.laptop(folder)
        host = standin.with_settings(folder, folder / "settings.json", first=standin.opening(folder / "opened"))
        laptop = folder / "laptop"
        with browser.open_browser(playwright, laptop, port=port, extension=build.extension(), host=host) as opened:
            take(opened, to)
    print(f"pictures in {to}")
    return 0


def take(laptop: Browser, to: Path) -> None:
    """All pictures of one browser."""
    for scheme in SCHEMES:
        for name, address in SITES.items():
            chat = laptop.visit(address)
            chat.page.emulate_media(color_scheme=scheme)
            chat.page.set_viewport_size({"width": 1080, "height": 660})
            chat.page.evaluate("() => document.documentElement.classList.add('for-pictures')")
            chat.panel.until("the gate", lambda chat=chat: "Read and agree" in chat.panel.buttons())  # type: ignore[misc]
            chat.settle(400)
            chat.page.screenshot(path=to / f"{name}-{scheme}.png")
            chat.page.close()
        popup = laptop.page("popup.html")
        popup.emulate_media(color_scheme=scheme)
        popup.set_viewport_size({"width": 352, "height": 600})
        popup.get_by_text("Something went wrong?").click()
        popup.get_by_role("button", name="A worry about a child").click()
        popup.get_by_text(school.DSL).wait_for()
        popup.mouse.move(0, 0)
        popup.screenshot(path=to / f"popup-{scheme}.png", full_page=True)
        popup.close()


if __name__ == "__main__":
    sys.exit(main())
