"""Firefox with the extension, a throw-away profile and a throw-away home, driven as `browser.py` drives Chromium.

`FirefoxChat` has the words of `chat.Chat`, so that the same tests run in both browsers.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from packages import browsers
from safe_to_paste import install

from practice import server
from practice.browser import environ
from practice.chat import COMPOSER, Words
from practice.marionette import Firefox as Driver
from practice.panel import SLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_PREFERENCES = {
    "network.dns.localDomains": ",".join(server.SITES),
    "network.stricttransportsecurity.preloadlist": False,
    "security.cert_pinning.enforcement_level": 0,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.update.enabled": False,
    "extensions.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "intl.accept_languages": "en-GB",
    "dom.disable_open_during_load": False,
}
_ROOTS = """const roots = [...document.documentElement.children].filter(e => !e.matches('head, body'))
  .map(e => [e, e.openOrClosedShadowRoot]).filter(([, root]) => root)"""
_PANEL = f"""() => {{
  {_ROOTS}
  const shown = roots.filter(([host]) => !host.hasAttribute('aria-hidden')).map(([, root]) => root)
  const parts = shown.flatMap(root => [...root.children]).filter(part => part.checkVisibility())
  const named = parts.filter(part => ['alertdialog', 'region'].includes(part.getAttribute('role')))
  const buttons = parts.flatMap(part => [...part.querySelectorAll('button')]).filter(one => one.checkVisibility())
  return {{
    text: parts.map(part => part.innerText).join('\\n').trim(),
    names: named.map(part => part.getAttribute('aria-label') ?? ''),
    buttons: buttons.map(one => {{
      one.scrollIntoView({{ block: 'nearest' }})
      const {{ left, top, width, height }} = one.getBoundingClientRect()
      return {{ name: one.innerText, x: Math.round(left + width / 2), y: Math.round(top + height / 2) }}
    }}),
  }}
}}"""
_PLACES = """one => [...one.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom }))"""
_HIGHLIGHTED = f"""() => [...(CSS.highlights.get('safe-to-paste') ?? [])].map(range => ({{
  text: range.toString(), places: ({_PLACES})(range) }}))"""
_DRAWN = f"""() => {{
  {_ROOTS}
  const over = roots.filter(([host]) => host.hasAttribute('aria-hidden'))
  return over.flatMap(([, root]) => [...root.querySelectorAll('u')]).map(line => ({{
    text: line.textContent, places: ({_PLACES})(line) }}))
}}"""
_MIDDLE = """selector => {
  const element = [...document.querySelectorAll(selector)].find(one => one.checkVisibility())
  element.scrollIntoView({ block: 'nearest' })
  const { left, top, width, height } = element.getBoundingClientRect()
  return [left + width / 2, top + height / 2]
}"""
# What a drag carries has to be the page's own, or the page could not read it; that a person drags,
# only the browser can say.
_DRAGGED_TEXT = """text => {
  window.dragged = new DataTransfer()
  window.dragged.setData('text/plain', text)
}"""
_DRAGGED_FILES = """files => {
  window.dragged = new DataTransfer()
  for (const { name, bytes } of files) window.dragged.items.add(new File([new Uint8Array(bytes)], name))
}"""
_DROP = """on => {
  const page = window.wrappedJSObject
  const target = document.querySelector(on)
  const { left, top, width, height } = target.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  // Where it is in the page is reckoned from where it is in the browser's window, which goes by the name of the screen.
  const inWindow = { screenX: x + window.mozInnerScreenX - screenX, screenY: y + window.mozInnerScreenY - screenY }
  const where = { clientX: x, clientY: y, ...inWindow, dataTransfer: page.dragged }
  const how = { bubbles: true, cancelable: true, composed: true }
  const about = Cu.cloneInto({ ...where, ...how }, window, { wrapReflectors: true })
  for (const type of ['dragenter', 'dragover', 'drop']) {
    window.windowUtils.dispatchDOMEventViaPresShellForTesting(target, new page.DragEvent(type, about))
  }
}"""
_COMPOSE = """(text, isDone) => {
  // The method goes on with what it has begun; no page could hold it.
  const keeper = Cu.getGlobalForObject(Services)
  const method = keeper.composing ?? Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor)
  keeper.composing = isDone ? null : method
  method.beginInputTransactionForTests(window)
  if (isDone) {
    method.commitCompositionWith(text)
    return
  }
  method.setPendingCompositionString(text)
  method.appendClauseToPendingComposition(text.length, Ci.nsITextInputProcessor.ATTR_RAW_CLAUSE)
  method.setCaretInPendingComposition(text.length)
  method.flushPendingComposition()
}"""
# Firefox asks whatever stands for its file picker under this name; this one chooses at once.
_PICKER = """paths => {
  const QI = ChromeUtils.generateQI
  const chosen = paths.map(path => {
    const file = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile)
    file.initWithPath(path)
    return file
  })
  class Picker {
    QueryInterface = QI(['nsIFilePicker'])
    init() {}
    appendFilter() {}
    appendFilters() {}
    appendRawFilter() {}
    get file() { return chosen[0] }
    get files() {
      const left = [...chosen]
      return {
        QueryInterface: QI(['nsISimpleEnumerator']),
        hasMoreElements: () => left.length > 0,
        getNext: () => left.shift(),
      }
    }
    open(callback) { Services.tm.dispatchToMainThread(() => callback.done(Ci.nsIFilePicker.returnOK)) }
  }
  const factory = { QueryInterface: QI(['nsIFactory']), createInstance: id => new Picker().QueryInterface(id) }
  const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar)
  registrar.registerFactory(Services.uuid.generateUUID(), 'practice', '@mozilla.org/filepicker;1', factory)
}"""
_COPY_PICTURE = """async () => {
  const canvas = new OffscreenCanvas(4, 4)
  canvas.getContext('2d').fillRect(0, 0, 4, 4)
  const bytes = await (await canvas.convertToBlob()).arrayBuffer()
  const tools = Cc['@mozilla.org/image/tools;1'].getService(Ci.imgITools)
  const held = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable)
  held.init(null)
  held.addDataFlavor('application/x-moz-nativeimage')
  held.setTransferData('application/x-moz-nativeimage', tools.decodeImageFromArrayBuffer(bytes, 'image/png'))
  Services.clipboard.setData(held, null, Ci.nsIClipboard.kGlobalClipboard)
  return Services.clipboard.hasDataMatchingFlavors(['image/png'], Ci.nsIClipboard.kGlobalClipboard)
}"""
_KEYS = {
    "Control": "\ue009",
    "Shift": "\ue008",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Backspace": "\ue003",
    "Delete": "\ue017",
}


def find() -> str | None:
    """Where Firefox is, if it is."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@contextmanager
def open_firefox(
    folder: Path, *, port: int, extension: Path, host: Path | None = None, on: Mapping[str, str] | None = None
) -> Iterator[Firefox]:
    """A Firefox with the extension in it, living in `folder`; `host` None means that the agent is not installed.

    `on`: variables of a screen; without one nothing is shown, and the clipboard holds text alone.
    """
    program = find()
    assert program
    profile = folder / "profile"
    profile.mkdir()
    control = _free_port()
    preferences = {**_PREFERENCES, "marionette.port": control, "network.socket.forcePort": f"443={port}"}
    lines = (f"user_pref({_js(name)}, {_js(value)});\n" for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    places = environ(folder, on)
    if host is not None:
        home = folder / "home"
        machine = install.Machine("linux", home, home / ".config", home / ".local" / "share")
        reports = install.install(browsers=("firefox",), executable=host, machine=machine)
        assert all(report.ok for report in reports), reports
    package = folder / "extension.xpi"
    manifest = browsers.read_manifest(extension)
    package.write_bytes(browsers.zipped(extension, browsers.for_firefox(manifest)))
    command = [
        program,
        *(["--headless"] if on is None else []),
        "--no-remote",
        "--marionette",
        "--remote-allow-system-access",
        "--profile",
        str(profile),
    ]
    with subprocess.Popen(command, env=places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            driver = Driver(port=control)
            try:
                driver.install(package)
                driver.ask("WebDriver:SetTimeouts", {"script": 20_000, "pageLoad": 30_000})
                yield Firefox(driver, folder)
            finally:
                driver.quit()
        finally:
            process.terminate()
            process.wait(20)


class Firefox:
    """An open Firefox: visit a site."""

    def __init__(self, driver: Driver, folder: Path) -> None:
        self.driver = driver
        self.folder = folder
        self._plain: dict[str, str] = {}

    def visit(self, address: str, *, wait: bool = True) -> FirefoxChat:
        """Open a site's practice page in a new tab, and wait until its editor is there."""
        handle = self._tab(address, wait=wait)
        name = server.page_for(urlsplit(address).netloc, urlsplit(address).path)
        assert name
        return FirefoxChat(name.removesuffix(".html"), self, handle)

    def until_ready(self, *, seconds: float = 60) -> None:
        """Wait until the agent answers, as it does where a browser has been open for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            chat = self.visit(server.ADDRESSES["chatgpt"][0])
            chat.paste("Good morning")
            chat.until_model("Good morning")
            chat.settle(300)
            checked = chat.panel.text() in ("", SLOW)
            chat.close()
            if checked:
                return
        raise AssertionError(f"waited {seconds} s for the agent")

    def unguarded(self, name: str) -> str:
        """The tab of a practice page where the extension is not, in front."""
        if name not in self._plain:
            self._plain[name] = self._tab(f"https://{server.CLIPBOARD}/{name}.html")
        self.driver.ask("WebDriver:SwitchToWindow", {"handle": self._plain[name]})
        return self._plain[name]

    def _tab(self, address: str, *, wait: bool = True) -> str:
        handle = str(self.driver.ask("WebDriver:NewWindow", {"type": "tab", "focus": True})["handle"])
        self.driver.ask("WebDriver:SwitchToWindow", {"handle": handle})
        self.driver.ask("WebDriver:Navigate", {"url": address})
        if wait:
            until("the page", lambda: bool(self.driver.call("() => window.practice !== undefined")))
        return handle


class FirefoxChat(Words):
    """A chat page in a tab of Firefox, with the extension at work in it."""

    panel: FirefoxPanel

    def __init__(self, name: str, firefox: Firefox, handle: str) -> None:
        self.name = name
        self.panel = FirefoxPanel(firefox.driver)
        self._firefox = firefox
        self._driver = firefox.driver
        self._handle = handle

    def evaluate(self, function: str, argument: object = None) -> Any:
        """What a function gives or promises that is called in the page, as a script of the page's own would."""
        return self._driver.call(function, argument)

    def close(self) -> None:
        """Close the tab."""
        self.front()
        self._driver.ask("WebDriver:CloseWindow")
        first = self._driver.ask("WebDriver:GetWindowHandles")[0]
        self._driver.ask("WebDriver:SwitchToWindow", {"handle": first})

    def front(self) -> None:
        """Bring this tab to the front."""
        self._driver.ask("WebDriver:SwitchToWindow", {"handle": self._handle})

    def copy(self, text: str) -> None:
        """Put text on the clipboard, as another program does."""
        script = (
            "text => Cc['@mozilla.org/widget/clipboardhelper;1'].getService(Ci.nsIClipboardHelper).copyString(text)"
        )
        self._driver.call_in_browser(script, text)

    def copy_picture(self) -> None:
        """Put a picture, and nothing else, on the clipboard."""
        assert self._driver.call_in_browser(_COPY_PICTURE)

    def clipboard(self) -> dict[str, str]:
        """What is on the clipboard, by its kinds."""
        text = self._driver.call_in_browser("() => navigator.clipboard.readText()")
        return {"text/plain": str(text)}

    def paste(self, text: str | None = None) -> None:
        """Copy the text, if any is given, and press the keys for paste in the composer."""
        if text is not None:
            self.copy(text)
        self.focus()
        self.press("Control+v")

    def press(self, keys: str) -> None:
        """Press keys together, by Playwright's names for them."""
        values = [_KEYS.get(key, key) for key in keys.split("+")]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._act("key", [*down, *up])

    def keys(self, text: str) -> None:
        """Type where the focus is."""
        both = ("keyDown", "keyUp")
        self._act("key", [{"type": kind, "value": letter} for letter in text for kind in both])

    def insert(self, text: str) -> None:
        """Have text arrive at the caret as from an input method: dictated, corrected, or picked from a list."""
        self._driver.call(_COMPOSE, text, True, sandbox="system")

    def compose(self, text: str) -> None:
        """Begin to compose text with an input method, and leave it unfinished."""
        self._driver.call(_COMPOSE, text, False, sandbox="system")

    def click(self, selector: str) -> None:
        """Click on an element with the mouse."""
        self.panel.click(*self.evaluate(_MIDDLE, selector))

    def drop(self, text: str, *, on: str = COMPOSER) -> None:
        """Drop text on the composer or another place, as if dragged here from another program."""
        self._driver.call(_DRAGGED_TEXT, text)
        self._driver.call(_DROP, on, sandbox="system")

    # --- files

    def choose(self, way: str, *files: Path) -> None:
        """Choose files by one of the page's own buttons: input, detached, event, shadow."""
        self._driver.call_in_browser(_PICKER, [str(file) for file in files])
        self.click(f"[data-attach={way}]")

    def drop_files(self, *files: Path, on: str = COMPOSER) -> None:
        """Drop files on the composer or another place; a script of the page's has made them of what they hold."""
        held = [{"name": file.name, "bytes": list(file.read_bytes())} for file in files]
        self._driver.call(_DRAGGED_FILES, held)
        self._driver.call(_DROP, on, sandbox="system")

    def copied(self, way: str) -> None:
        """Copy the answer with the keyboard."""
        assert way == "keyboard"
        self._driver.call(
            "() => { getSelection().selectAllChildren([...document.querySelectorAll('.answer')].at(-1)) }"
        )
        self.press("Control+c")

    def without_extension(self, text: str) -> str:
        """What this site's editor holds after the same paste where the extension is not; this tab is in front again."""
        self._firefox.unguarded(self.name)
        self._driver.call("() => { practice.empty() }")
        self.copy(text)
        self.press("Control+v")
        self.settle(300)
        held = str(self._driver.call("() => practice.model()"))
        self.front()
        return held

    def settle(self, milliseconds: int = 150) -> None:
        """Give things that should not happen the time to happen."""
        time.sleep(milliseconds / 1000)

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        self._driver.ask("WebDriver:PerformActions", {"actions": [{"type": kind, "id": kind, "actions": actions}]})


class FirefoxPanel:
    """What the extension shows, inside its closed shadow root."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def text(self) -> str:
        """Everything that can be read, in order."""
        return str(self._look()["text"])

    def heading(self) -> str:
        """The name of what is open, without ours; empty when nothing is open."""
        look = self._look()
        if not look["names"]:
            return ""
        named = str(look["names"][0]).removeprefix("Safe to Paste").removeprefix(": ")
        return named or ("" if SLOW in look["text"] else "note")

    def buttons(self) -> tuple[str, ...]:
        """The names of the buttons, in order."""
        return tuple(button["name"] for button in self._look()["buttons"])

    def press(self, name: str) -> None:
        """Click a button where it is on the screen."""
        self.until(f"a button called {name!r}", lambda: name in self.buttons())
        self.click(*self.place(name))

    def place(self, name: str) -> tuple[float, float]:
        """The middle of a button on the screen."""
        (place, *_) = (button for button in self._look()["buttons"] if button["name"] == name)
        return place["x"], place["y"]

    def click(self, x: float, y: float) -> None:
        """Click with the mouse."""
        steps = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self._driver.ask("WebDriver:PerformActions", {"actions": [mouse]})

    def underlined(self) -> list[dict[str, Any]]:
        """What is underlined in the page's composer."""
        return [*self._driver.call(_HIGHLIGHTED), *self._driver.call(_DRAWN, sandbox="system")]

    def until(self, what: str, holds: Callable[[], bool], *, seconds: float = 10) -> None:
        """Wait until something holds; AssertionError if it never does."""
        try:
            until(what, holds, seconds=seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; shown: {self.heading()!r}, {self.text()!r}") from None

    def _look(self) -> dict[str, Any]:
        found: dict[str, Any] = self._driver.call(_PANEL, sandbox="system")
        return found


def until(what: str, holds: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait until something holds; AssertionError if it never does."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _js(value: object) -> str:
    return json.dumps(value)
