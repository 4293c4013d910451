"""Macs: configuration profiles for Jamf, Intune or Mosyle, and the form that Jamf shows for our settings.

Profiles replace one another by identifier, so those are fixed, and every UUID follows from one.
"""

from __future__ import annotations

import plistlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from safe_to_paste.settings import Setting

from packages import TITLE
from packages.deploy.browsers import CHROMIUM, Source, installation, wanted
from packages.deploy.words import as_json, heading

DOMAIN = "org.safetopaste.agent"
PROGRAMS = "/Library/Application Support/SafeToPaste/Programs"
_DOMAINS: Mapping[str, str] = {
    "chrome": "com.google.Chrome",
    "edge": "com.microsoft.Edge",
    "firefox": "org.mozilla.firefox",
}


def generate(settings: Sequence[Setting], source: Source, in_browser: Sequence[Setting]) -> Mapping[str, str]:
    """The files, by their paths."""
    return {
        "jamf/settings.mobileconfig": profile(
            "settings", "Settings", [(DOMAIN, {each.name: each.default for each in settings})]
        ),
        "jamf/browsers.mobileconfig": profile("browsers", "Browsers", _browsers(source, in_browser)),
        "jamf/recommended.mobileconfig": profile("recommended", "Browsers, recommended", _recommended(source)),
        "jamf/privacy.mobileconfig": profile("privacy", "Folders", [_privacy(source)]),
        f"jamf/{DOMAIN}.json": as_json(_form(settings)),
    }


def profile(name: str, title: str, payloads: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """A profile for the whole machine with a payload for each domain."""
    identifier = f"{DOMAIN}.{name}"
    content = [
        {
            "PayloadType": domain,
            "PayloadIdentifier": f"{identifier}.{domain}",
            "PayloadUUID": _uuid(f"{identifier}.{domain}"),
            "PayloadVersion": 1,
            "PayloadDisplayName": f"{TITLE}: {title}",
            **values,
        }
        for domain, values in payloads
    ]
    whole = {
        "PayloadType": "Configuration",
        "PayloadIdentifier": identifier,
        "PayloadUUID": _uuid(identifier),
        "PayloadVersion": 1,
        "PayloadScope": "System",
        "PayloadDisplayName": f"{TITLE}: {title}",
        "PayloadContent": content,
    }
    return plistlib.dumps(whole, sort_keys=False).decode()


def _browsers(source: Source, in_browser: Sequence[Setting]) -> list[tuple[str, Mapping[str, Any]]]:
    ours = {each.name: each.default for each in in_browser}
    told = [
        (
            _DOMAINS[browser],
            {"ExtensionSettings": installation(source, browser), **wanted(source, browser, "macos", needed=True)},
        )
        for browser in CHROMIUM
    ]
    # Chrome and Edge read what is for an extension in a domain of its own; a table in theirs is read by nobody.
    own: list[tuple[str, Mapping[str, Any]]] = [
        (f"{_DOMAINS[browser]}.extensions.{source.ids[browser]}", ours) for browser in CHROMIUM
    ]
    firefox = {
        "EnterprisePoliciesEnabled": True,
        "ExtensionSettings": installation(source, "firefox"),
        "3rdparty": {"Extensions": {source.ids["firefox"]: ours}},
    }
    return [*told, *own, (_DOMAINS["firefox"], firefox)]


def _recommended(source: Source) -> list[tuple[str, Mapping[str, Any]]]:
    enabled = {"firefox": {"EnterprisePoliciesEnabled": True}}
    return [
        (domain, {**enabled.get(browser, {}), **wanted(source, browser, "macos", needed=False)})
        for browser, domain in _DOMAINS.items()
    ]


def _privacy(source: Source) -> tuple[str, Mapping[str, Any]]:
    """Folders our programs may read: browsers start them on their own account, and macOS would ask each person."""
    programs = [
        {
            "Identifier": f"{PROGRAMS}/{name}",
            "IdentifierType": "path",
            "CodeRequirement": f'identifier "{DOMAIN}" and anchor apple generic '
            f'and certificate leaf[subject.OU] = "{source.team}"',
            "Authorization": "Allow",
        }
        for name in ("safe-to-paste", "safe-to-paste-host")
    ]
    folders = ("Desktop", "Documents", "Downloads")
    services: dict[str, Any] = {f"SystemPolicy{folder}Folder": programs for folder in folders}
    return "com.apple.TCC.configuration-profile-policy", {
        "Services": {**services, "SystemPolicyNetworkVolumes": programs}
    }


def _form(settings: Sequence[Setting]) -> dict[str, Any]:
    """What Jamf makes a form of (Application & Custom Settings, External Applications, Custom Schema)."""
    fields = {}
    for order, setting in enumerate(settings):
        field = {"type": "string", "title": heading(setting), "description": setting.help, "property_order": order}
        fields[setting.name] = (
            field
            | ({"enum": list(setting.choices)} if setting.choices else {})
            | ({"default": setting.default} if setting.default else {})
        )
    return {"title": f"{TITLE} ({DOMAIN})", "description": "What IT chooses for the agent.", "properties": fields}


def _uuid(identifier: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, identifier)).upper()
