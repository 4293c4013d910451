"""The deployment pack says what the tables say, everywhere, in forms that IT's tools can read."""

from __future__ import annotations

import json
import plistlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from packages import deploy
from packages.deploy import browsers, macos, windows
from packages.deploy.browsers import CHROMIUM, SHOPS
from safe_to_paste import ids, paths, settings
from safe_to_paste.settings import SETTINGS, Setting, Source

PACK = deploy.generate()
NEW = (
    Setting("locker_check", "", "Whether lockers are looked for, by a full path.", is_place=True),
    Setting("term", "autumn", "The term this laptop is used in.", ("autumn", "half_term")),
)
# Every file that carries the agent's settings.
CARRIERS = (
    "README.md",
    "gpo/SafeToPaste.admx",
    "gpo/en-GB/SafeToPaste.adml",
    "gpo/en-US/SafeToPaste.adml",
    "intune/Detect-SafeToPaste.ps1",
    "intune/Repair-SafeToPaste.ps1",
    "intune/oma-uri.json",
    "jamf/org.safetopaste.agent.json",
    "jamf/settings.mobileconfig",
    "linux/etc/safe-to-paste/managed.json",
)


@pytest.mark.parametrize("name", sorted(PACK))
def test_what_is_committed_is_what_the_tables_say(name: str) -> None:
    file = deploy.FOLDER / name

    assert file.is_file(), "make deploy"
    assert PACK[name].encode() == file.read_bytes(), "make deploy"


def test_nothing_else_lies_in_the_pack_but_a_readme_for_each_tool() -> None:
    there = {file.relative_to(deploy.FOLDER).as_posix() for file in deploy.FOLDER.rglob("*") if file.is_file()}
    tools = {Path(name).parts[0] for name in PACK if "/" in name}

    assert there - set(PACK) == {f"{tool}/README.md" for tool in tools}


@pytest.mark.parametrize("name", CARRIERS)
def test_a_new_setting_appears_everywhere_by_itself(name: str) -> None:
    made = deploy.generate((*SETTINGS, *NEW))[name]

    for setting in NEW:
        assert setting.name in made or setting.name.replace("_", " ").capitalize() in made
        assert setting.name not in PACK[name]
    if name.endswith((".admx", "org.safetopaste.agent.json", "oma-uri.json")):
        assert "half_term" in made


# Every file that carries the extension's own settings.
IN_BROWSER_CARRIERS = (
    "README.md",
    "firefox/policies-recommended.json",
    "firefox/policies.json",
    "google-admin/settings.json",
    "gpo/SafeToPaste.admx",
    "intune/Detect-SafeToPaste.ps1",
    "intune/Repair-SafeToPaste.ps1",
    "jamf/browsers.mobileconfig",
    "linux/etc/chromium/policies/managed/safe-to-paste.json",
    "linux/etc/firefox/policies/policies.json",
    "linux/etc/opt/chrome/policies/managed/safe-to-paste.json",
    "linux/etc/opt/edge/policies/managed/safe-to-paste.json",
)


@pytest.mark.parametrize("name", IN_BROWSER_CARRIERS)
def test_a_new_setting_of_the_extension_appears_everywhere_by_itself(name: str) -> None:
    made = deploy.generate(in_browser=(*settings.IN_BROWSER, *NEW))[name]

    assert [] == [setting.name for setting in (*settings.IN_BROWSER, *NEW) if setting.name not in made]


def test_each_browser_reads_the_extensions_settings_where_it_looks_for_them() -> None:
    """As storage.managed wants it: https://developer.chrome.com/docs/extensions/reference/api/storage and Mozilla's."""
    wanted = {each.name: each.default for each in settings.IN_BROWSER}
    chrome = json.loads(PACK["linux/etc/opt/chrome/policies/managed/safe-to-paste.json"])["3rdparty"]["extensions"]
    firefox = json.loads(PACK["firefox/policies.json"])["policies"]["3rdparty"]["Extensions"]
    profiles = plistlib.loads(PACK["jamf/browsers.mobileconfig"].encode())["PayloadContent"]
    keys = {policy.get("key") for policy in TEMPLATE.iter(f"{NS}policy")}

    assert ({ids.BUILT_HERE: wanted}, {ids.FIREFOX: wanted}) == (chrome, firefox)
    assert {f"com.google.Chrome.extensions.{ids.BUILT_HERE}", f"com.microsoft.Edge.extensions.{ids.BUILT_HERE}"} == {
        part["PayloadType"] for part in profiles if wanted.items() <= part.items()
    }
    assert {
        rf"SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\{ids.BUILT_HERE}\policy",
        rf"SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\{ids.BUILT_HERE}\policy",
        rf"SOFTWARE\Policies\Mozilla\Firefox\3rdparty\Extensions\{ids.FIREFOX}",
    } <= keys


def test_every_file_that_carries_a_setting_is_looked_at() -> None:
    assert set(CARRIERS) == {
        name for name, text in PACK.items() if all(s.name in text or s.help in text for s in SETTINGS)
    }


# What each system reads is what was meant


def loaded(read: Mapping[str, Any]) -> settings.Settings:
    return settings.load((Source("managed", lambda: read),))


def chosen(name: str) -> Mapping[str, Any]:
    if name.endswith(".mobileconfig"):
        payload = plistlib.loads(PACK[name].encode())["PayloadContent"][0]
        return {key: value for key, value in payload.items() if not key.startswith("Payload")}
    table: Mapping[str, Any] = json.loads(PACK[name])
    return table


@pytest.mark.parametrize("name", ["linux/etc/safe-to-paste/managed.json", "jamf/settings.mobileconfig"])
def test_the_agent_takes_every_setting_as_it_is_in_the_pack(name: str) -> None:
    found = loaded(chosen(name))

    assert () == found.notes
    assert {s.name: (s.default, "managed") for s in SETTINGS} == {
        n: (v.value, v.source) for n, v in found.values.items()
    }


def test_the_profile_writes_where_the_agent_reads() -> None:
    _, managed = paths._by_it("macos")
    payload = plistlib.loads(PACK["jamf/settings.mobileconfig"].encode())["PayloadContent"][0]

    assert managed
    assert managed.name == f"{payload['PayloadType']}.plist"


# Group Policy

NS = f"{{{windows._SCHEMA}}}"
TEMPLATE = ElementTree.fromstring(PACK["gpo/SafeToPaste.admx"])
WORDS = ElementTree.fromstring(PACK["gpo/en-GB/SafeToPaste.adml"])


def attributes(root: ElementTree.Element, name: str) -> Iterator[str]:
    return (value for element in root.iter() if (value := element.get(name)))


def test_every_word_and_form_a_template_names_is_there_and_no_other() -> None:
    named = set(re.findall(r"\$\(string\.(\w+)\)", PACK["gpo/SafeToPaste.admx"]))
    forms = set(re.findall(r"\$\(presentation\.(\w+)\)", PACK["gpo/SafeToPaste.admx"]))

    assert {each.get("id") for each in WORDS.iter(f"{NS}string")} == named
    assert {each.get("id") for each in WORDS.iter(f"{NS}presentation")} == forms


def test_every_field_of_a_form_belongs_to_a_policys_element() -> None:
    for policy in TEMPLATE.iter(f"{NS}policy"):
        elements = [each.get("id") for each in policy.findall(f"{NS}elements/*")]
        form = (policy.get("presentation") or "").removeprefix("$(presentation.").removesuffix(")")
        fields = [list(attributes(each, "refId")) for each in WORDS.iter(f"{NS}presentation") if each.get("id") == form]

        assert [elements] == fields or not elements


def test_categories_and_supported_systems_are_defined_in_the_template_itself() -> None:
    defined = {each.get("name") for kind in ("category", "definition") for each in TEMPLATE.iter(f"{NS}{kind}")}

    assert set(attributes(TEMPLATE, "ref")) <= defined


def test_policies_have_names_of_their_own() -> None:
    names = [policy.get("name") for policy in TEMPLATE.iter(f"{NS}policy")]

    assert len(names) == len(set(names))
    assert {policy.get("class") for policy in TEMPLATE.iter(f"{NS}policy")} == {"Machine"}


def test_the_agents_settings_are_written_where_it_reads_them() -> None:
    ours = [policy for policy in TEMPLATE.iter(f"{NS}policy") if policy.get("key") == settings.REGISTRY_KEY]

    assert [s.name for s in SETTINGS] == [
        e.get("valueName") for policy in ours for e in policy.findall(f"{NS}elements/*")
    ]
    choices = [[v.text or "" for v in e.iter(f"{NS}string")] for policy in ours for e in policy.iter(f"{NS}enum")]
    assert choices == [list(s.choices) for s in SETTINGS if s.choices]


def test_a_list_is_added_to_and_never_begun_anew() -> None:
    lists = [
        p
        for p in TEMPLATE.iter(f"{NS}policy")
        if (p.get("key") or "").endswith(("Allowlist", "Forcelist", "Blocklist"))
    ]

    assert lists
    assert {windows.NUMBER} == {policy.get("valueName") for policy in lists}


def test_a_browsers_own_policy_can_be_taken_back() -> None:
    theirs = [p for p in TEMPLATE.iter(f"{NS}policy") if p.get("valueName")]

    assert [p for p in theirs if p.find(f"{NS}disabledValue/{NS}delete") is None] == []


# Profiles


PROFILES = sorted(name for name in PACK if name.endswith(".mobileconfig"))


def test_profiles_have_identifiers_of_their_own_that_stay_the_same() -> None:
    whole = [plistlib.loads(PACK[name].encode()) for name in PROFILES]
    each = [part for profile in whole for part in (profile, *profile["PayloadContent"])]

    assert len({part["PayloadUUID"] for part in each}) == len(each) == len({part["PayloadIdentifier"] for part in each})
    assert all({"PayloadType", "PayloadVersion", "PayloadDisplayName"} <= set(part) for part in each)
    assert {"System"} == {profile["PayloadScope"] for profile in whole}


def test_no_two_profiles_set_the_same_of_a_browsers_policies() -> None:
    seen = [
        (part["PayloadType"], key)
        for name in PROFILES
        for part in plistlib.loads(PACK[name].encode())["PayloadContent"]
        for key in part
        if not key.startswith("Payload") and key != "EnterprisePoliciesEnabled"
    ]

    assert len(seen) == len(set(seen))


def test_privacy_is_asked_for_the_programs_the_installer_puts_there() -> None:
    (payload,) = plistlib.loads(PACK["jamf/privacy.mobileconfig"].encode())["PayloadContent"]
    programs = {each["Identifier"] for service in payload["Services"].values() for each in service}

    assert programs == {f"{macos.PROGRAMS}/{name}" for name in ("safe-to-paste", "safe-to-paste-host")}


# Browsers


def installed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return table["ExtensionSettings"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("browser", ["chrome", "chromium", "edge"])
def test_on_linux_the_extension_of_this_build_is_installed_and_may_reach_the_host(browser: str) -> None:
    (name,) = (n for n in PACK if n.startswith("linux") and f"/{browser}/" in n and n.endswith("/safe-to-paste.json"))
    table = json.loads(PACK[name])

    assert {"force_installed"} == {installed(table)[each]["installation_mode"] for each in ids.CHROMIUM}
    assert [ids.HOST] == table["NativeMessagingAllowlist"]


def test_firefox_installs_our_add_on_in_private_windows_too() -> None:
    (entry,) = [installed(json.loads(PACK["firefox/policies.json"])["policies"])[ids.FIREFOX]]

    assert ("force_installed", True) == (entry["installation_mode"], entry["private_browsing"])


def test_a_schools_own_server_is_named_everywhere_and_no_shop_is() -> None:
    own = "https://files.hazelmere.sch.uk"
    source = replace(
        SHOPS, updates=dict.fromkeys(CHROMIUM, f"{own}/updates.xml"), xpi=f"{own}/safe-to-paste.xpi", is_shop=False
    )
    made = deploy.generate(source=source)
    shops = (*SHOPS.updates.values(), SHOPS.xpi)

    assert [] == [name for name, text in made.items() for shop in shops if shop in text]
    assert {name for name, text in PACK.items() if any(shop in text for shop in shops)} == {
        name for name, text in made.items() if own in text
    }
    assert json.loads(made["linux/etc/opt/chrome/policies/managed/safe-to-paste.json"])["ExtensionSettings"][
        ids.BUILT_HERE
    ]["override_update_url"]


@pytest.mark.parametrize("policy", browsers.policies(SHOPS), ids=lambda policy: policy.name)
def test_what_is_asked_of_a_browser_is_asked_on_every_system_and_explained(policy: browsers.Policy) -> None:
    which = "" if policy.is_needed else "-recommended"
    places = {
        "windows": ("gpo/SafeToPaste.admx", "intune/Repair-SafeToPaste.ps1"),
        "macos": ("jamf/browsers.mobileconfig" if policy.is_needed else "jamf/recommended.mobileconfig",),
        "linux": tuple(
            "firefox/policies-recommended.json"
            if browser == "firefox"
            else f"linux/etc/opt/{browser}/policies/managed/safe-to-paste{which}.json"
            for browser in policy.browsers
        ),
    }

    assert [] == [name for system in policy.on for name in places[system] if policy.name not in PACK[name]]
    assert policy.why in PACK["README.md"]


# Instructions


@pytest.mark.parametrize("readme", sorted(deploy.FOLDER.glob("*/README.md")), ids=lambda file: file.parent.name)
def test_a_readme_is_short_and_its_links_lead_somewhere(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 14
    assert [] == [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not (readme.parent / link).exists()]


def test_scripts_have_windows_line_ends_and_no_mark_left_to_fill() -> None:
    scripts = {name: text for name, text in PACK.items() if name.endswith(".ps1")}

    assert len(scripts) == 2
    for text in scripts.values():
        assert text.count("\r\n") == text.count("\n")
        assert re.findall(r"(?<!\w)@[A-Z_]+@", text) == []
        assert text.count("{") == text.count("}")
