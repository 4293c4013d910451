"""The process that draws: one window with one page, ended by the pipe it was started with.

It is run as a file of its own, on Linux by the distribution's Python, and so imports nothing of ours:
``python -I window.py [FOLDER]``, where FOLDER holds pywebview. Lines of JSON go both ways over the standard
streams. First comes what to draw: ``{"gui", "title", "html", "width", "height", "background", "quiet"}``. Then,
towards here, ``{"do": "answer", "id", "body"}``, ``{"do": "take", "body"}`` (hand something to the page), ``{"do":
"choose", "name"}`` (where to save a file) and ``{"do": "close"}``; from here ``{"say": "asked", "id", "body"}``,
``{"say": "chosen", "path"}`` and ``{"say": "failed", "kind"}``. When the pipe ends, so does the window.

The page is given as text, so that no server is started and no port is opened.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any


def main() -> int:
    """Show the page until the window is closed or the pipe ends."""
    sys.path.extend(sys.argv[1:2])
    pipe = Pipe()
    order = pipe.read()
    if order is None:
        return 2
    try:
        show(order, pipe)
    except Exception as error:  # noqa: BLE001 - whatever it is, no window was shown; its words stay here
        pipe.write({"say": "failed", "kind": type(error).__name__})
        return 2
    return 0


def show(order: dict[str, Any], pipe: Pipe) -> None:
    """Draw, and serve the pipe from a thread of its own: toolkits want the first one."""
    import webview

    webview.settings["ALLOW_DOWNLOADS"] = False
    webview.settings["ALLOW_FILE_URLS"] = False
    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = False
    webview.settings["OPEN_DEVTOOLS_IN_DEBUG"] = False
    webview.settings["SHOW_DEFAULT_MENUS"] = order["gui"] == "cocoa"  # where copying by keyboard is a menu's work
    api = Api(pipe)
    quiet = order.get("quiet", False)
    window = webview.create_window(
        order["title"],
        html=order["html"],
        js_api=api,
        width=order["width"],
        height=order["height"],
        min_size=(360, 220 if quiet else 320),
        text_select=True,
        background_color=order["background"],
        on_top=True,  # once, so that it is seen: a browser started it, and has the focus
        # GTK has a way of its own, which leaves the window to the keyboard once somebody goes there.
        focus=not quiet or order["gui"] == "gtk",
    )
    if quiet:
        _show_quietly(window, webview, order)
    threading.Thread(target=_serve, args=(pipe, api, window, webview), daemon=True).start()
    webview.start(gui=order["gui"], private_mode=True, http_server=False, debug=False)


def _show_quietly(window: Any, webview: Any, order: dict[str, Any]) -> None:
    """Without the focus, and out of the way of what somebody is doing."""

    def to_corner() -> None:
        with contextlib.suppress(Exception):  # where it cannot be moved it is where the system puts it
            screen = webview.screens[0]
            window.move(screen.width - order["width"] - 24, screen.height - order["height"] - 88)

    if order["gui"] == "gtk":
        window.events.before_show += lambda: window.native.set_focus_on_map(False)
    window.events.shown += to_corner


class Api:
    """What the page may call: one thing."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._numbers = itertools.count(1)
        self._answers: dict[int, Any] = {}
        self._answered = threading.Condition()

    def ask(self, body: Any) -> Any:
        """Hand on what the page asks for; the answer, once there is one."""
        number = next(self._numbers)
        self._pipe.write({"say": "asked", "id": number, "body": body})
        with self._answered:
            self._answered.wait_for(lambda: number in self._answers)
            return self._answers.pop(number)

    def _answer(self, number: int, body: Any) -> None:
        with self._answered:
            self._answers[number] = body
            self._answered.notify_all()


class Pipe:
    """Lines of JSON on the standard streams, which are then nobody else's."""

    def __init__(self) -> None:
        self._in = os.fdopen(os.dup(0), "rb")
        self._out = os.fdopen(os.dup(1), "wb")
        self._lock = threading.Lock()
        # A library that prints must not be taken for us.
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)

    def read(self) -> dict[str, Any] | None:
        """The next line; None at the end."""
        line = self._in.readline()
        return json.loads(line) if line else None

    def write(self, body: dict[str, Any]) -> None:
        """Send a line; without a reader there is nothing left to do here."""
        try:
            with self._lock:
                self._out.write(json.dumps(body).encode() + b"\n")
                self._out.flush()
        except OSError:
            os._exit(1)


def _serve(pipe: Pipe, api: Api, window: Any, webview: Any) -> None:
    window.events.loaded.wait()
    while (line := pipe.read()) is not None:
        do, body = line["do"], line.get("body")
        if do == "answer":
            api._answer(line["id"], body)
        elif do == "take":
            window.run_js(f"stp.take({json.dumps(body)})")
        elif do == "raised":
            window.on_top = False
        elif do == "choose":
            pipe.write({"say": "chosen", "path": _chosen(window, webview, line["name"])})
        elif do == "close":
            break
    # Should the toolkit not let go of the window, it goes with the process.
    threading.Timer(2.0, os._exit, (0,)).start()
    window.destroy()


def _chosen(window: Any, webview: Any, name: str) -> str | None:
    found = window.create_file_dialog(webview.FileDialog.SAVE, directory=str(Path.home()), save_filename=name)
    return found if isinstance(found, str) or not found else found[0]


if __name__ == "__main__":
    sys.exit(main())
