"""Firefox's own remote control, Marionette: what WebDriver drivers for Firefox speak underneath.

A frame is the length of its JSON in digits, a colon, and the JSON: `[0, id, command, parameters]` there,
`[1, id, error, result]` back. Nothing has to be installed beside Firefox itself.
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import contextlib
import json
import socket
import time
from typing import Any


class Marionette:
    """One connection, and the one session it has."""

    def __init__(self, port: int, *, seconds: float = 30) -> None:
        self._socket = _connected(port, seconds)
        self._buffer = b""
        self._number = 0
        self._read()
        self.ask("WebDriver:NewSession", acceptInsecureCerts=True)

    def ask(self, command: str, **parameters: Any) -> Any:
        """The result of a command; AssertionError with Firefox's own words when it cannot be done."""
        self._number += 1
        data = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, result = self._read()
        if error is not None:
            raise AssertionError(f"{command}: {error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) and set(result) == {"value"} else result

    def run(self, function: str, *arguments: object, sandbox: str | None = None) -> Any:
        """What a function called in the page gives or promises; `system`: out of the page's reach, with all rights."""
        script = f"""
            const [done, given] = [arguments[arguments.length - 1], [...arguments].slice(0, -1)]
            const failed = error => done({{ error: String(error) }})
            Promise.resolve(({function})(...given)).then(value => done({{ value }}), failed)"""
        answer = self.ask("WebDriver:ExecuteAsyncScript", script=script, args=list(arguments), sandbox=sandbox)
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer.get("value")

    def chrome(self, function: str, *arguments: object) -> Any:
        """Call a function in the browser itself."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.run(function, *arguments)
        finally:
            self.ask("Marionette:SetContext", value="content")

    def close(self) -> None:
        """End Firefox."""
        with contextlib.suppress(AssertionError, OSError):
            self.ask("Marionette:Quit", flags=["eForceQuit"])
        self._socket.close()

    def _read(self) -> Any:
        while b":" not in self._buffer:
            self._more()
        length, _, rest = self._buffer.partition(b":")
        while len(rest) < int(length):
            self._buffer = rest
            self._more()
            rest = self._buffer
        self._buffer = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def _more(self) -> None:
        data = self._socket.recv(1 << 16)
        if not data:
            raise OSError("Firefox has gone")
        self._buffer += data


def _connected(port: int, seconds: float) -> socket.socket:
    end = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
