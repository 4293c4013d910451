"""Drives a Firefox as it is on a laptop, through the protocol it has for its own tests.

https://firefox-source-docs.mozilla.org/testing/marionette/: a message is JSON after its length in figures and a colon.
"""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

PORT = 2828


class Firefox:
    """A session with a Firefox that was started with ``--marionette``."""

    def __init__(self, *, port: int = PORT, patience: float = 60) -> None:
        until = time.monotonic() + patience
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), timeout=patience)
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        self._stream = self._socket.makefile("rb")
        self._receive()
        self._number = 0
        self.ask("WebDriver:NewSession", {"acceptInsecureCerts": True})

    def ask(self, command: str, values: dict[str, Any] | None = None) -> Any:
        """Ask something; the answer."""
        self._number += 1
        message = json.dumps([0, self._number, command, values or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, answer = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['error']} {error['message']}")
        return answer["value"] if isinstance(answer, dict) and set(answer) == {"value"} else answer

    def visit(self, address: str) -> None:
        """Open a page in the tab."""
        self.ask("Marionette:SetContext", {"value": "content"})
        self.ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str, *arguments: object, chrome: bool = False) -> Any:
        """What a script returns: in the page but with the browser's rights, or in the browser itself."""
        self.ask("Marionette:SetContext", {"value": "chrome" if chrome else "content"})
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": arguments, "sandbox": "system"})

    def call(self, function: str, *arguments: object, sandbox: str | None = None) -> Any:
        """What a function called in the page gives or promises; `system`: out of the page's reach, with all rights."""
        self.ask("Marionette:SetContext", {"value": "content"})
        return self._call(function, arguments, sandbox)

    def call_in_browser(self, function: str, *arguments: object) -> Any:
        """What a function gives or promises that is called in the browser itself."""
        self.ask("Marionette:SetContext", {"value": "chrome"})
        try:
            return self._call(function, arguments, None)
        finally:
            self.ask("Marionette:SetContext", {"value": "content"})

    def press(self, *keys: str) -> None:
        """Press keys together, as a person does."""
        self.ask("Marionette:SetContext", {"value": "content"})
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.ask("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": [*down, *up]}]})

    def install(self, file: Path) -> None:
        """Put an add-on in by hand, for as long as the browser runs."""
        self.ask("Addon:Install", {"path": str(file), "temporary": True})

    def quit(self) -> None:
        """End the browser."""
        self.ask("Marionette:SetContext", {"value": "content"})
        self.ask("Marionette:Quit", {"flags": ["eForceQuit"]})
        self._stream.close()
        self._socket.close()

    def _call(self, function: str, arguments: tuple[object, ...], sandbox: str | None) -> Any:
        script = f"""
            const [done, given] = [arguments[arguments.length - 1], [...arguments].slice(0, -1)]
            const failed = error => done({{ error: String(error) }})
            Promise.resolve(({function})(...given)).then(value => done({{ value }}), failed)"""
        values = {"script": script, "args": arguments, "sandbox": sandbox}
        answer = self.ask("WebDriver:ExecuteAsyncScript", values)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def _receive(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise EOFError
            length += byte
        return json.loads(self._stream.read(int(length)))
