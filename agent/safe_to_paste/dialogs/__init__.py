"""Windows for people: the declaration, concerns, and what is kept about my own use.

Each window is a process of its own that anything may start and nothing has to wait for: ``start`` for the host,
``safe-to-paste declare`` for a person. That process reads the settings and the policy, writes the journal, and
starts a second, very small one that only draws (window.py): so a window that hangs or crashes has decided
nothing. Closed, crashed and timed out all mean *not declared*.

- toolkit.py  what draws on each operating system, and with which environment
- window.py   the process that draws; knows nothing of policies
- shell.py    this side of the pipe to it
- page.py     a page: design tokens, content security policy, the few pieces pages are made of
- reading.py  a policy's text, from Markdown to safe HTML
- declaration.py, concern.py, about.py, arrived.py  one window each: ``main(arguments, …) -> exit code``

Exit codes: 0 agreed or finished, 1 later, closed or timed out, 2 could not be shown.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Mapping

from safe_to_paste.dialogs import toolkit
from safe_to_paste.errors import DialogError

__all__ = ["COMMANDS", "FINISHED", "NOT_NOW", "NOT_SHOWN", "start"]

FINISHED, NOT_NOW, NOT_SHOWN = 0, 1, 2

# Each window's module, and the command that opens it from an installed bundle.
COMMANDS: Mapping[str, str] = {
    "declaration": "declare",
    "concern": "concern",
    "about": "about",
    "arrived": "arrived",
}


def start(name: str, *arguments: str, said: bytes = b"") -> subprocess.Popen[bytes]:
    """Open a window in a process of its own, and return at once; its exit code says how it ended.

    Args:
        name: one of ``COMMANDS``.
        arguments: what it is about, in words of ours: any program here can read them.
        said: what it is told through a pipe; a few kilobytes at most, or this would have to wait for it.

    Raises:
        DialogError: it is known already that no window can be shown; the message says why.
    """
    if name not in COMMANDS:
        raise DialogError(f"there is no window called {name}; there are {', '.join(COMMANDS)}")
    toolkit.here().check()
    command = [*toolkit.opener(name, COMMANDS[name]), *arguments]
    # Nothing of ours may reach the pipes on which the host speaks with the browser.
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE if said else quiet
    try:
        if sys.platform == "win32":
            started = _start_on_windows(command, pipe)
        else:
            started = subprocess.Popen(
                command, stdin=pipe, stdout=quiet, stderr=quiet, env=toolkit.environment(), start_new_session=True
            )
    except OSError as error:
        raise DialogError(f"the window could not be started ({error.strerror})") from error
    if started.stdin is not None:
        with contextlib.suppress(OSError), started.stdin:
            started.stdin.write(said)
    return started


def _start_on_windows(command: list[str], pipe: int) -> subprocess.Popen[bytes]:
    """Out of the browser's job, which would end the window together with the host; some jobs let nobody out."""
    create_no_window, new_group, out_of_job = 0x08000000, 0x00000200, 0x01000000
    quiet = subprocess.DEVNULL
    for flags in (create_no_window | new_group | out_of_job, create_no_window | new_group):
        try:
            return subprocess.Popen(
                command, stdin=pipe, stdout=quiet, stderr=quiet, env=toolkit.environment(), creationflags=flags
            )
        except PermissionError:
            continue
    raise DialogError("the window could not be started; Windows refused")
