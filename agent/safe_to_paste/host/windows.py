"""Opens our windows for the extension: each is a process of its own, that outlives this one."""

from __future__ import annotations

from typing import Protocol

from safe_to_paste.errors import SafeToPasteError
from safe_to_paste.language import ENGLISH, Language

# A window's exit codes when it did what it was opened for; see dialogs, which is not loaded before it is needed.
FINISHED, NOT_NOW = 0, 1


class _Handle(Protocol):
    def poll(self) -> int | None: ...


class Windows:
    """The windows that were opened for one connection."""

    def __init__(self) -> None:
        self._open: dict[str, _Handle] = {}

    def open(self, name: str, *arguments: str, to: Language = ENGLISH) -> tuple[bool, str]:
        """Open a window, unless it is there already; whether there is one, and what to tell the person."""
        already = self._open.get(name)
        ended = already.poll() if already is not None else FINISHED
        if ended is None:
            return True, to.told("The window is open already.")
        try:
            from safe_to_paste import dialogs  # type: ignore[attr-defined,unused-ignore] # the window toolkit's own parts

            spoken = () if to is ENGLISH else ("--language", to.tag)
            self._open[name] = dialogs.start(name, *arguments, *spoken)
        except ImportError:
            return False, to.told("This installation of Safe to Paste has no windows. Please ask your IT team.")
        except (SafeToPasteError, OSError) as error:
            return False, to.told(_words(error))
        # That it was started is all that is known of this one: what became of the last one says more.
        return (True, "") if ended in (FINISHED, NOT_NOW) else (False, to.told(_FAILED))


_FAILED = (
    "The window did not open properly the last time. It is being tried once more; if nothing comes up now, please tell "
    "your IT team."
)


def _words(error: Exception) -> str:
    why = str(error) if isinstance(error, SafeToPasteError) else type(error).__name__
    return f"The window could not be opened: {why.rstrip('.')}."
