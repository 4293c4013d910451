"""Reads and presses what a screen reader would: the accessibility bus, by role and name.

Run by the distribution's Python, to which pyatspi belongs; lines of JSON come in and one goes out for each.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pyatspi

_STATES = {
    "enabled": pyatspi.STATE_ENABLED,
    "checked": pyatspi.STATE_CHECKED,
    "focused": pyatspi.STATE_FOCUSED,
    "required": pyatspi.STATE_REQUIRED,
    "showing": pyatspi.STATE_SHOWING,
}


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = globals()[f"do_{order.pop('do')}"](**order)
        except Exception as error:  # noqa: BLE001 - a window may be gone between two questions
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def do_tree(pid: int) -> list[dict[str, Any]]:
    """Everything with a role and a name or a state worth telling, in reading order."""
    return [_told(each) for each in _all(pid)]


def do_press(pid: int, role: str, name: str) -> bool:
    """Press what has this role and name; False when there is none."""
    found = _find(pid, role, name)
    return bool(found and found.queryAction().doAction(0))


def do_focus(pid: int, role: str, name: str) -> bool:
    """Give it the focus."""
    found = _find(pid, role, name)
    return bool(found and found.queryComponent().grabFocus())


def do_text(pid: int, role: str, name: str) -> str | None:
    """The text within."""
    found = _find(pid, role, name)
    return found.queryText().getText(0, -1) if found else None


def do_clipboard() -> str:
    """The text on the clipboard."""
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gdk, Gtk

    return Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).wait_for_text() or ""


def _find(pid: int, role: str, name: str) -> Any:
    return next((each for each in _all(pid) if _told(each)["role"] == role and name in _told(each)["name"]), None)


def _all(pid: int) -> list[Any]:
    found: list[Any] = []
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.get_process_id() == pid:
            application.clearCache()
            _below(application, found)
    return found


def _below(node: Any, found: list[Any]) -> None:
    if node is None:
        return
    found.append(node)
    for child in node:
        _below(child, found)


def _text(node: Any) -> str:
    try:
        return " ".join(node.queryText().getText(0, -1).split())
    except NotImplementedError:
        return ""


def _told(node: Any) -> dict[str, Any]:
    states = node.getState()
    role = node.getRoleName()
    return {
        "role": role,
        "text": _text(node) if role in {"status bar", "paragraph"} else "",
        "name": " ".join((node.name or "").split()),
        "description": " ".join((node.description or "").split()),
        **{name: states.contains(state) for name, state in _STATES.items()},
    }


main()
