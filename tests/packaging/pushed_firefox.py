"""Run on a laptop of the tests: Firefox ESR started with nothing but its policies, and what a person then sees.

``python pushed_firefox.py FOLDER PORT`` prints JSON, as pushed.py does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from practice.marionette import Firefox

ADD_ON = "safe-to-paste@safetopaste.org"
PASTED = "UPN B801200005001, and his mother's number is 07700 900123"
CONTROL = "\ue009"
# The closed roots of this page's own elements hold nothing that asks.
PANEL = """return [...document.querySelectorAll('*')].map((each) => each.openOrClosedShadowRoot).filter(Boolean)
  .map((root) => [...root.children].map((part) => part.innerText ?? '').join('\\n').trim()).join('\\n').trim()"""
COPY = """Cc['@mozilla.org/widget/clipboardhelper;1'].getService(Ci.nsIClipboardHelper).copyString(arguments[0])"""
COMPOSER = "return document.querySelector('#prompt-textarea, .ql-editor').innerText"
FOCUS = "document.querySelector('#prompt-textarea, .ql-editor').focus()"
HOSTNAME = "return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname"
# The popup's first line, once it is an answer; an agent that took too long is asked again.
POPUP = """const said = document.querySelector('p.state').innerText
  if (said.includes('too long')) document.querySelector('button').click()
  return said.startsWith('Checking') || said.includes('too long') ? '' : said"""
ABOUT = "const p = WebExtensionPolicy.getByID(arguments[0]); return p && p.extension ? p.extension.version : ''"


def main(folder: Path, port: int) -> None:
    """Open the practice page, paste, and say what came of it."""
    profile = folder / "profile"
    profile.mkdir(parents=True, exist_ok=True)
    # The practice page in the place of the real one; no other server can be reached.
    (profile / "user.js").write_text(
        'user_pref("network.dns.localDomains", "chatgpt.com");\n'
        f'user_pref("network.socket.forcePort", "443={port}");\n'
        'user_pref("network.dns.offline-localhost", false);\n',
        encoding="utf-8",
    )
    command = ["firefox-esr", "--headless", "--marionette", "-remote-allow-system-access", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        firefox = Firefox()
        said: dict[str, Any] = {"version": until(lambda: firefox.run(ABOUT, ADD_ON, chrome=True), seconds=30)}
        if not said["version"]:
            firefox.quit()
            print(json.dumps(said))
            return
        warm(firefox)
        firefox.visit("https://chatgpt.com/")
        firefox.run(COPY, PASTED, chrome=True)
        firefox.run(FOCUS)
        firefox.press(CONTROL, "v")
        # The panel or, where the extension does nothing, the text.
        until(lambda: "Keep" in firefox.run(PANEL) or "UPN" in firefox.run(COMPOSER))
        said["panel"], said["composer"] = firefox.run(PANEL), firefox.run(COMPOSER)
        firefox.quit()
    print(json.dumps(said))


def warm(firefox: Firefox) -> None:
    """Wait as a person does who looks at the popup first: an agent's first start may take longer than a paste waits."""
    firefox.visit(f"moz-extension://{firefox.run(HOSTNAME, ADD_ON, chrome=True)}/popup.html")
    until(lambda: firefox.run(POPUP), seconds=90)


def until(look: Callable[[], Any], seconds: float = 60) -> Any:
    """What a look comes to once it is something."""
    end = time.monotonic() + seconds
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(0.2)
    return seen


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
