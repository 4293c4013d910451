"""JSON for Linux, Firefox and Google Admin, and both tables in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from safe_to_paste.settings import Setting

from packages.deploy.browsers import CHROMIUM, TITLES, Source, installation, policies, wanted
from packages.deploy.words import as_json, filled

# Where each browser reads policies on Linux; Chromium is told what Chrome is told.
_LINUX: Mapping[str, str] = {
    "chrome": "etc/opt/chrome/policies/managed",
    "chromium": "etc/chromium/policies/managed",
    "edge": "etc/opt/edge/policies/managed",
}


def generate(settings: Sequence[Setting], source: Source, in_browser: Sequence[Setting]) -> Mapping[str, str]:
    """The files, by their paths."""
    ours = {each.name: each.default for each in in_browser}
    made = {
        "linux/etc/safe-to-paste/managed.json": as_json({each.name: each.default for each in settings}),
        "linux/etc/firefox/policies/policies.json": as_json(firefox(source, ours, recommended=False)),
        "firefox/policies.json": as_json(firefox(source, ours, recommended=False)),
        "firefox/policies-recommended.json": as_json(firefox(source, ours, recommended=True)),
        "firefox/extension-settings.json": as_json(installation(source, "firefox")),
        "google-admin/extension.json": as_json(
            {"id": source.ids["chrome"], "update_url": source.updates["chrome"], "installation_mode": "force_installed"}
        ),
        "google-admin/policies.json": as_json(_browser("chrome", source) | _besides("chrome", source)),
        # The console wants each value so.
        "google-admin/settings.json": as_json({name: {"Value": value} for name, value in ours.items()}),
        "README.md": _readme(settings, source, in_browser),
    }
    for name, folder in _LINUX.items():
        browser = "chrome" if name == "chromium" else name
        made[f"linux/{folder}/safe-to-paste.json"] = as_json(_browser(browser, source) | _set(browser, source, ours))
        made[f"linux/{folder}/safe-to-paste-recommended.json"] = as_json(_besides(browser, source))
    return made


def firefox(source: Source, ours: Mapping[str, str], *, recommended: bool) -> dict[str, Any]:
    """All of Firefox's policies.json. It is one file, so the recommended policies come in a file of all."""
    told = {"ExtensionSettings": installation(source, "firefox"), **_set("firefox", source, ours)}
    return {"policies": {**told, **(wanted(source, "firefox", "linux", needed=False) if recommended else {})}}


def _browser(browser: str, source: Source) -> dict[str, Any]:
    return {"ExtensionSettings": installation(source, browser), **wanted(source, browser, "linux", needed=True)}


def _set(browser: str, source: Source, ours: Mapping[str, str]) -> dict[str, Any]:
    """The extension's own settings; browsers spell the place in their own ways."""
    word = "Extensions" if browser == "firefox" else "extensions"
    return {"3rdparty": {word: {source.ids[browser]: dict(ours)}}}


def _besides(browser: str, source: Source) -> dict[str, Any]:
    return wanted(source, browser, "linux", needed=False)


def _readme(settings: Sequence[Setting], source: Source, in_browser: Sequence[Setting]) -> str:
    chosen, own = (
        "\n".join(f"| `{s.name}` | {s.help} | {_default(s)} |" for s in each) for each in (settings, in_browser)
    )
    asked = "\n".join(
        f"| `{p.name}` | `{json.dumps(p.value)}` | {', '.join(TITLES[b].split()[-1] for b in p.browsers)} "
        f"| {'needed' if p.is_needed else 'recommended'} | {p.why} |"
        for p in policies(source)
    )
    chromium = "\n".join(f"| {TITLES[b]} | `{source.ids[b]}` | `{source.updates[b]}` |" for b in CHROMIUM)
    return filled(
        "README.md",
        {
            "SETTINGS": chosen,
            "IN_BROWSER": own,
            "POLICIES": asked,
            "UPDATES": chromium,
            "FIREFOX_ID": source.ids["firefox"],
            "XPI": source.xpi,
        },
    )


def _default(setting: Setting) -> str:
    return f"`{setting.default}`" if setting.default else "nothing"
