"""What we ask of each browser: to install the extension, to talk to our host, and what we recommend besides.

Names and values are those of the browsers' own policy lists: https://chromeenterprise.google/policies/,
https://learn.microsoft.com/deployedge/microsoft-edge-policies, https://firefox-admin-docs.mozilla.org/. What only
Google's console can set (GenAiDefaultSettings) is left out: a laptop ignores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from safe_to_paste import ids

CHROMIUM = ("chrome", "edge")
TITLES: Mapping[str, str] = {"chrome": "Google Chrome", "edge": "Microsoft Edge", "firefox": "Mozilla Firefox"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where browsers get the extension from, and who signed the programs."""

    ids: Mapping[str, str]
    updates: Mapping[str, str]
    xpi: str
    is_shop: bool
    team: str


# Until it is in the shops it cannot be had from there: `--updates` and `--xpi` name a school's own server.
SHOPS = Source(
    ids={"chrome": ids.BUILT_HERE, "edge": ids.BUILT_HERE, "firefox": ids.FIREFOX},
    updates={
        "chrome": "https://clients2.google.com/service/update2/crx",
        "edge": "https://edge.microsoft.com/extensionwebstorebase/v1/crx",
    },
    xpi=f"https://addons.mozilla.org/firefox/downloads/latest/{ids.FIREFOX}/latest.xpi",
    is_shop=True,
    team="TEAMID0000",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """One of a browser's own policies. ``is_needed``: without it something of ours may not work."""

    name: str
    value: Any
    browsers: tuple[str, ...]
    why: str
    is_needed: bool = False
    on: tuple[str, ...] = ("windows", "macos", "linux")


def policies(source: Source) -> tuple[Policy, ...]:
    """Every policy besides the installation itself."""
    return (
        Policy(
            "NativeMessagingAllowlist",
            [ids.HOST],
            CHROMIUM,
            "Lets the extension reach our host where other hosts are not let through.",
            is_needed=True,
        ),
        Policy(
            "NativeHostsExecutablesLaunchDirectly",
            True,
            CHROMIUM,
            "Starts the host without the command prompt; where that is switched off, nothing would start.",
            is_needed=True,
            on=("windows",),
        ),
        Policy(
            "NativeMessagingUserLevelHosts",
            False,
            CHROMIUM,
            "No program of a person's own can stand in for our host. Other products' hosts, such as a password "
            "manager's, must then be installed for the whole machine, too.",
        ),
        *(
            Policy(
                "MandatoryExtensionsForIncognitoNavigation",
                [source.ids[browser]],
                (browser,),
                "Private windows open for those who let the extension into them; no policy can do that for them.",
            )
            for browser in CHROMIUM
        ),
        Policy("BrowserGuestModeEnabled", False, CHROMIUM, "A guest's window has no extensions."),
        Policy(
            "ExtensionInstallTypeBlocklist",
            ["command_line"],
            CHROMIUM,
            "Nobody can start the browser with an extension of their own that carries our extension's id.",
        ),
        Policy("GeminiSettings", 1, ("chrome",), "Switches off Gemini in the browser's frame: no extension sees it."),
        Policy("AIModeSettings", 1, ("chrome",), "Switches off AI Mode in the address bar: no extension sees it."),
        Policy("SearchContentSharingSettings", 1, ("chrome",), "No page or file is handed to AI Mode or Lens."),
        Policy("HelpMeWriteSettings", 2, ("chrome",), "Switches off Help me write: no extension sees it."),
        Policy("HubsSidebarEnabled", False, ("edge",), "Switches off the sidebar with Copilot: no extension sees it."),
        Policy("Microsoft365CopilotChatIconEnabled", False, ("edge",), "No Copilot Chat in the toolbar."),
        Policy(
            "GenerativeAI",
            {"Enabled": False, "Locked": True},
            ("firefox",),
            "Switches off the browser's own AI features, the sidebar's chatbots among them.",
        ),
        Policy(
            "AIControls",
            {"SidebarChatbot": {"Value": "blocked", "Locked": True}},
            ("firefox",),
            "The same for the sidebar's chatbots, as Firefox 148 and later have it.",
        ),
    )


def wanted(source: Source, browser: str, system: str, *, needed: bool) -> dict[str, Any]:
    """A browser's policies on a system: those that are needed, or those that are recommended besides."""
    return {
        policy.name: policy.value
        for policy in policies(source)
        if browser in policy.browsers and system in policy.on and policy.is_needed == needed
    }


def installation(source: Source, browser: str) -> dict[str, Any]:
    """The value of ``ExtensionSettings`` that installs the extension in a browser."""
    if browser == "firefox":
        one: dict[str, Any] = {
            "installation_mode": "force_installed",
            "install_url": source.xpi,
            "private_browsing": True,
            "default_area": "navbar",
        }
    else:
        pin = {"toolbar_state": "force_shown"} if browser == "edge" else {"toolbar_pin": "force_pinned"}
        one = {"installation_mode": "force_installed", "update_url": source.updates[browser], **pin}
        if not source.is_shop:
            one["override_update_url"] = True
    return {source.ids[browser]: one}
