"""Finds a Chromium, and opens it with the extension, a throw-away profile and a throw-away home.

Branded Chrome no longer loads an unpacked extension, so the choice is Chromium or Chrome for Testing. Everything the
browser and the host write lands in one folder, which a test can search and then forget. The sites' names lead to the
practice pages on this machine; every other name leads nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from safe_to_paste import install

from practice import server
from practice.chat import Chat, Elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import BrowserContext, Page, Playwright, Worker

CHATGPT, SIGNED_OUT, GEMINI = (server.ADDRESSES[name][0] for name in ("chatgpt", "signed-out", "gemini"))

_NAMES = ("chromium", "chromium-browser", "google-chrome-for-testing", "chrome-for-testing")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "~/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"%LOCALAPPDATA%\Chromium\Application\chrome.exe",
    r"%ProgramFiles%\Chromium\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Chromium\Application\chrome.exe",
)


def host_program() -> Path:
    """The host in the environment that runs this, as `pip install` put it there."""
    return Path(sys.executable).with_name("safe-to-paste-host" + (".exe" if os.name == "nt" else ""))


def find(playwright: Playwright) -> Path:
    """A browser that loads an unpacked extension; installs one where that is possible, else says what is missing."""
    chosen = os.environ.get("SAFE_TO_PASTE_BROWSER")
    if chosen:
        if Path(chosen).is_file():
            return Path(chosen)
        raise SystemExit(f"SAFE_TO_PASTE_BROWSER is {chosen}, and there is no such file")
    found = _installed(playwright) or (_install() and _installed(playwright))
    if not found:
        raise SystemExit(
            "Chromium is missing: install Chromium or Chrome for Testing, or set SAFE_TO_PASTE_BROWSER to one"
        )
    return found


@contextmanager
def open_browser(
    playwright: Playwright,
    folder: Path,
    *,
    port: int,
    extension: Path,
    host: Path | None = None,
    headless: bool = True,
    on: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
) -> Iterator[Browser]:
    """A browser with the extension in it, living in `folder`; `host` None means that the agent is not installed.

    `on`: variables of the screen that windows are to appear on; `more`: arguments of the browser besides.
    """
    program = find(playwright)
    profile = folder / "profile"
    number = extension_id(extension)
    _allow_unpacked(profile)
    if host is not None:
        register(host, profile=profile)
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=program,
        headless=headless,
        args=[*_arguments(port, extension), *more],
        ignore_default_args=[] if headless else ["--enable-automation"],
        env={**environ(folder, on)},
        viewport={"width": 1280, "height": 800} if headless else None,
        no_viewport=not headless,
        locale="en-GB",
    )
    try:
        yield Browser(context, folder, number)
    finally:
        context.close()


class Browser:
    """An open browser: visit a site, or look at the extension's own pages and worker."""

    def __init__(self, context: BrowserContext, folder: Path, extension: str) -> None:
        self.context = context
        self.folder = folder
        self.extension = extension
        self._elsewhere = Elsewhere(context)

    def visit(self, address: str, *, page: Page | None = None, wait: bool = True) -> Chat:
        """Open a site's practice page in a tab, a new one if none is given, and wait until its editor is there."""
        page = page or self.context.new_page()
        page.goto(address, wait_until="load" if wait else "commit")
        if wait:
            page.wait_for_function("() => window.practice !== undefined")
        name = server.page_for(urlsplit(address).netloc, urlsplit(address).path)
        assert name
        return Chat(name.removesuffix(".html"), page, self._elsewhere)

    def warm_up(self) -> None:
        """Paste until the agent answers in time: the browser starts it, and it loads its rules."""
        chat = self.visit(CHATGPT)
        for _ in range(20):
            chat.page.evaluate("() => practice.empty()")
            chat.paste("Good morning.")
            chat.until_model("Good morning.")
            chat.settle(300)
            if "limited" not in chat.panel.text().lower():
                break
        chat.close()

    def offer(self, texts: list[tuple[str, str, str]]) -> None:
        """Lay texts out for a person to copy: for each its name, what to expect, and the text."""
        self._elsewhere.offer(texts)

    def page(self, name: str) -> Page:
        """Open one of the extension's own pages, such as the popup."""
        page = self.context.new_page()
        page.goto(f"chrome-extension://{self.extension}/{name}")
        return page

    def until_ready(self, *, seconds: float = 60) -> None:
        """Wait until the agent answers, as it does on a laptop where a browser has been open for a while.

        On a machine that does much else a start may take longer than a person is made to wait.
        """
        end = time.monotonic() + seconds
        popup = self.page("popup.html")
        popup.locator(".state.on, .state.off").wait_for()
        while not popup.locator(".state.on").count():
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for the agent; shown: {popup.locator('body').inner_text()!r}")
            popup.get_by_role("button", name="Try again").click()
            popup.wait_for_timeout(200)
            popup.locator(".state.on, .state.off").wait_for()
        popup.close()

    def worker(self) -> Worker:
        """The extension's service worker, once it runs."""
        ours = [worker for worker in self.context.service_workers if self.extension in worker.url]
        return ours[-1] if ours else self.context.wait_for_event("serviceworker")


def extension_id(extension: Path) -> str:
    """The id Chromium derives from the public key in the manifest: the first 32 hexadecimal digits, as letters a-p."""
    key = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))["key"]
    digest = hashlib.sha256(base64.b64decode(key)).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def register(host: Path, *, profile: Path) -> None:
    """Tell this profile alone where the host is."""
    if sys.platform == "win32":
        # There browsers look into the registry alone: this lasts until `safe-to-paste uninstall`.
        reports = install.install(browsers=("chromium", "chrome"), executable=host)
    else:
        reports = install.install(into=profile, executable=host)
    if failed := [report for report in reports if not report.ok]:
        raise SystemExit(str(failed[0]))


def _allow_unpacked(profile: Path) -> None:
    """Without developer mode an unpacked extension that reloads itself stays off."""
    preferences = profile / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text(json.dumps({"extensions": {"ui": {"developer_mode": True}}}), encoding="utf-8")


def _arguments(port: int, extension: Path) -> list[str]:
    sites = ", ".join(f"MAP {site}:443 127.0.0.1:{port}" for site in server.SITES)
    return [
        f"--load-extension={extension}",
        f"--disable-extensions-except={extension}",
        f"--host-resolver-rules={sites}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--ignore-certificate-errors",  # the throw-away certificate; no other server can be reached
        "--test-type",  # no bar about the line above
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-component-update",
        "--no-first-run",
        "--lang=en-GB",
    ]


def environ(folder: Path, on: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment, with every place a program may write led into the throw-away folder; `on` a screen, if any."""
    places = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_CACHE_HOME": "home/.cache",
        "TMPDIR": "tmp",
    }
    for place in places.values():
        (folder / place).mkdir(parents=True, exist_ok=True)
    authority = {"XAUTHORITY": os.environ.get("XAUTHORITY", str(Path.home() / ".Xauthority"))}
    return {**os.environ, **authority, **(on or {}), **{name: str(folder / place) for name, place in places.items()}}


def _installed(playwright: Playwright) -> Path | None:
    on_path = (shutil.which(name) for name in _NAMES)
    own = playwright.chromium.executable_path
    places = (os.path.expandvars(Path(place).expanduser()) for place in _PLACES)
    candidates = (Path(place) for place in (*on_path, own, *places) if place)
    return next((place for place in candidates if place.is_file() and not _is_snap(place)), None)


def _is_snap(program: Path) -> bool:
    """Whether this is Ubuntu's snap, or the script that calls it: a snap cannot read a profile under /tmp."""
    real = program.resolve()
    if "snap" in real.parts:
        return True
    with real.open("rb") as file:
        head = file.read(2048)
    return head.startswith(b"#!") and b"/snap/" in head


def _install() -> bool:
    """Install a browser by the system's own means, or with Playwright's; True if something was done."""
    system = _apt()
    if system and _debian_has_chromium():
        print("Installing Chromium with apt-get ...", flush=True)
        return _run(*system, "update") and _run(
            *system, "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"
        )
    print("Installing Playwright's Chromium ...", flush=True)
    if system:
        _run(*system, "update")
        _run(*system[:-1], sys.executable, "-m", "playwright", "install-deps", "chromium")
    return _run(sys.executable, "-m", "playwright", "install", "chromium")


def _apt() -> list[str]:
    """How to call apt-get here without being asked for a password; empty if there is no way."""
    if not shutil.which("apt-get"):
        return []
    if os.name == "posix" and os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    return [sudo, "apt-get"] if sudo and _run(sudo, "-n", "true") else []


def _debian_has_chromium() -> bool:
    """Ubuntu's package of that name only calls the snap, and depends on snapd."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    return "ID=debian" in release.splitlines()


def _run(*command: str) -> bool:
    """Whether a command did its work; what it has to say about a failure it says itself."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=quiet).returncode == 0
    except OSError:
        return False
