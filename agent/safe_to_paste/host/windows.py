"""Opens our windows for the extension: each is a process of its own, that outlives this one."""

from __future__ import annotations

from typing import Protocol

from safe_to_paste.errors import SafeToPasteError


class _Handle(Protocol):
    def poll(self) -> int | None: ...


class Windows:
    """The windows that were opened for one connection."""

    def __init__(self) -> None:
        self._open: dict[str, _Handle] = {}

    def open(self, name: str, *arguments: str) -> tuple[bool, str]:
        """Open a window, unless it is there already; whether there is one, and what to tell the person."""
        already = self._open.get(name)
        if already is not None and already.poll() is None:
            return True, "The window is open already."
        try:
            from safe_to_paste import dialogs  # type: ignore[attr-defined,unused-ignore] # the window toolkit's own parts

            self._open[name] = dialogs.start(name, *arguments)
        except ImportError:
            return False, "This installation of Safe to Paste has no windows. Please ask your IT team."
        except (SafeToPasteError, OSError) as error:
            return False, _words(error)
        return True, ""


def _words(error: Exception) -> str:
    why = str(error) if isinstance(error, SafeToPasteError) else type(error).__name__
    return f"The window could not be opened: {why}"
