"""What draws our windows on each operating system: one small table, and the environment it is given.

Everywhere it is the system's own browser engine through pywebview, and always named outright: left to choose,
pywebview would fall back to Internet Explorer's engine on Windows. On Linux the distribution's own Python draws, since
GTK's bindings belong to it (python3-gi); pywebview is pure Python and is lent to it from where we have it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from safe_to_paste import paths
from safe_to_paste.errors import DialogError

_WINDOW = Path(__file__).with_name("window.py")

# Whoever sets these could read along, press Agree, or put code of theirs into the window.
_SCRUBBED = (
    "COREWEBVIEW",
    "DYLD_",
    "GIO_",
    "GI_",
    "JSC_",
    "LD_",
    "PYTHON",
    "PYWEBVIEW_",
    "QTWEBENGINE_",
    "WEBKIT_",
    "WEBVIEW2_",
)
_SCRUBBED_WHOLE = frozenset({"GTK_DEBUG", "GTK_EXE_PREFIX", "GTK_MODULES", "GTK3_MODULES", "GTK_PATH", "G_DEBUG"})
# People set these because their graphics driver needs it; they open nothing.
_KEPT = frozenset({"WEBKIT_DISABLE_COMPOSITING_MODE", "WEBKIT_DISABLE_DMABUF_RENDERER"})


@dataclass(frozen=True, slots=True)
class Toolkit:
    """One row of the table.

    Args:
        gui: pywebview's name for the engine.
        program: the command that runs window.py, without its arguments.
        missing: why no window can be shown here, or nothing.
    """

    gui: str
    program: Callable[[], tuple[str, ...]]
    missing: Callable[[], str]

    def check(self) -> None:
        """Raise DialogError when it is known already that no window can be shown."""
        if why := self.missing():
            raise DialogError(why)


def table(environ: Mapping[str, str] = os.environ) -> Mapping[str, Toolkit]:
    """The engine for each operating system, as ``paths.system`` names them."""
    return {
        "linux": Toolkit("gtk", _with_system_python, lambda: _missing_on_linux(environ)),
        "windows": Toolkit("edgechromium", _with_own_python, _missing_on_windows),
        "macos": Toolkit("cocoa", _with_own_python, _missing_webview),
    }


def here() -> Toolkit:
    """The engine on this machine."""
    return table()[paths.system()]


def opener(name: str, command: str) -> tuple[str, ...]:
    """The command that opens a window: our own program once more."""
    if paths.is_bundle():
        program = Path(sys.executable)
        return (str(program.with_name(f"safe-to-paste{program.suffix}")), command)
    return (sys.executable, "-I", "-m", "safe_to_paste.dialogs", name)


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment without what could open the window to others.

    >>> environment({"WEBKIT_INSPECTOR_SERVER": "127.0.0.1:9222", "LD_PRELOAD": "x.so", "DISPLAY": ":0"})
    {'DISPLAY': ':0', 'PYWEBVIEW_LOG': 'CRITICAL'}
    """
    kept = {name: value for name, value in environ.items() if name in _KEPT or not _is_scrubbed(name.upper())}
    return {**kept, "PYWEBVIEW_LOG": "CRITICAL"}


def _is_scrubbed(name: str) -> bool:
    return name.startswith(_SCRUBBED) or name in _SCRUBBED_WHOLE


def _with_own_python() -> tuple[str, ...]:
    if paths.is_bundle():
        program = Path(sys.executable)
        return (str(program.with_name(f"safe-to-paste-window{program.suffix}")),)
    return (sys.executable, "-I", str(_WINDOW))


def _with_system_python() -> tuple[str, ...]:
    if paths.is_bundle():
        # GTK is not frozen in: its helper processes lie at places of the system's own.
        folder = Path(sys.executable).with_name("window")
        return (_SYSTEM_PYTHON, "-I", str(folder / "window.py"), str(folder))
    python = sys.executable if find_spec("gi") else _SYSTEM_PYTHON
    return (python, "-I", str(_WINDOW), str(_webview_folder() or ""))


_SYSTEM_PYTHON = "/usr/bin/python3"


def _missing_on_linux(environ: Mapping[str, str]) -> str:
    if not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        return "there is no display to show a window on"
    if not find_spec("gi") and not Path(_SYSTEM_PYTHON).is_file():
        return f"windows need {_SYSTEM_PYTHON} with python3-gi, gir1.2-gtk-3.0 and gir1.2-webkit2-4.1"
    return "" if paths.is_bundle() else _missing_webview()


def _missing_on_windows() -> str:
    # https://learn.microsoft.com/microsoft-edge/webview2/concepts/distribution#detect-if-a-webview2-runtime-is-already-installed
    if sys.platform == "win32" and not _webview2_version():
        return "windows need Microsoft's WebView2 Runtime, which comes with Edge; IT can install it"
    return "" if paths.is_bundle() else _missing_webview()


def _webview2_version() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    client = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
    places = (
        (winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\WOW6432Node\{client}"),
        (winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\{client}"),
        (winreg.HKEY_CURRENT_USER, rf"Software\{client}"),
    )
    for root, key in places:
        try:
            with winreg.OpenKey(root, key) as opened:
                version = str(winreg.QueryValueEx(opened, "pv")[0])
        except OSError:
            continue
        if version not in {"", "0.0.0.0"}:  # noqa: S104 - a version, which an uninstalled runtime leaves behind
            return version
    return ""


def _missing_webview() -> str:
    return "" if _webview_folder() else "pywebview is not installed; pip install safe-to-paste brings it"


def _webview_folder() -> Path | None:
    """The folder that holds pywebview and the few pure Python modules it needs."""
    found = find_spec("webview")
    return Path(found.origin).parents[1] if found and found.origin else None
