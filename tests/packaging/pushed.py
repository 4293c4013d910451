"""Run on a laptop of the tests: Chromium started with nothing but its policies, and what a person then sees.

``python pushed.py FOLDER PORT EXTENSION-ID [NEXT SHELF]`` prints JSON: the extension's version and id, what IT has set
for it, and the panel after a paste. NEXT is a file that is then put on the school's SHELF while the browser runs. Where
SHELF is one of the browser's policies, it also tells what is set then, the composer after another paste, and the popup;
where NEXT is ``-`` that policy is taken away, and it tells whether the extension has gone.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import Worker, sync_playwright
from practice import browser
from practice.browser import Browser

PASTED = "UPN B801200005001, and his mother's number is 07700 900123"
# What Playwright starts browsers with, and what keeps policies from installing anything.
_IN_THE_WAY = [
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-extensions-with-background-pages",
]
# In the place of a file: the policy is taken away.
GONE = "-"
SET = "() => chrome.storage.managed.get()"
# Seconds between the browser's looks for a next version, which are hours otherwise.
_LOOKS = 5


def main(folder: Path, port: int, extension: str, *next_version: str) -> None:
    """Open the practice page, paste, and say what came of it."""
    arguments = [each for each in browser._arguments(port, folder) if "extension" not in each]
    arguments.append(f"--extensions-update-frequency={_LOOKS}")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=browser.find(playwright),
            args=arguments,
            ignore_default_args=_IN_THE_WAY,
            env={**browser.environ(folder)},
            locale="en-GB",
        )
        opened = Browser(context, folder, extension)
        worker = opened.worker()

        def is_ours(each: Worker) -> bool:
            return extension in each.url

        manifest = worker.evaluate("() => chrome.runtime.getManifest()")
        warm(opened)
        chat = opened.visit(browser.CHATGPT)
        chat.paste(PASTED)
        chat.panel.until("the panel", lambda: answered(chat.panel.text()), seconds=30)
        said = {"id": worker.url.split("/")[2], "version": manifest["version"], "panel": chat.panel.text()}
        # After an installation it comes a moment late.
        chat.panel.until("what IT has set", lambda: bool(worker.evaluate(SET)), seconds=60)
        said["set"] = worker.evaluate(SET)
        if next_version and next_version[0] == GONE:
            Path(next_version[1]).unlink()
            chat.panel.until(
                "the end of the extension", lambda: not any(map(is_ours, context.service_workers)), seconds=60
            )
            said["gone"] = not any(map(is_ours, context.service_workers))
        elif next_version and "/policies/" in next_version[1]:
            shutil.copy(*next_version)
            chat.panel.until("the policy", lambda: worker.evaluate(SET) != said["set"], seconds=60)
            said["set then"] = worker.evaluate(SET)
            chat.panel.until("an end of the question", lambda: not chat.panel.text())
            chat.paste(PASTED)
            chat.settle(2000)
            said["panel then"], said["composer then"] = chat.panel.text(), chat.model()
            said["popup then"] = opened.page("popup.html").locator("body").inner_text()
        elif next_version:
            shutil.copy(*next_version)
            time.sleep(
                3 * _LOOKS
            )  # fetched, and put in place when the browser starts again: the agent's port is in use
        context.close()
    print(json.dumps(said))


def warm(opened: Browser) -> None:
    """Wait as a person does who looks at the popup first: an agent's first start may take longer than a paste waits."""
    popup = opened.page("popup.html")
    end = time.monotonic() + 90
    while time.monotonic() < end:
        said = popup.locator("p.state").inner_text()
        if "too long" in said:
            popup.get_by_role("button", name="Try again").click()
        elif said and not said.startswith("Checking"):
            break
        popup.wait_for_timeout(500)
    popup.close()


def answered(panel: str) -> bool:
    """Whether what the panel says is more than that it waits for the agent."""
    return bool(panel) and not panel.startswith("Checking")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
